"""tests · house: each role's navigation is short, has its work in it, and leaves nothing out of reach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from lianfang.ground.access.roles import Role, verbs_of
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.playbook import Playbook, load
from lianfang.playbook.current import working_by
from lianfang.shell import nav

# A day on which each playbook is in force.
PLAYBOOKS = {
    "covid-2020": date(2020, 8, 10),
    "influenza-school": date(2025, 11, 10),
    "chikungunya-2025": date(2025, 8, 10),
}
# What somebody does most, by role, where the playbook of covid-2020 or the cards say so: page → who has it at hand.
AT_HAND = {
    "property": "sanitation:rounds", "grid": "screening:overview", "site": "screening:overview",
    "keeper": "supplies:stock", "reporter": "reporting:mine", "officer": "watch:now", "gate": "screening:gate",
    "commander": "boards:command", "superior": "boards:command", "inspector": "reporting:board",
    "auditor": "shell:seals", "laundry": "shell:labels:scan", "editor": "newspaper:desk",
}  # fmt: skip


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_nobody_has_more_than_twelve_pages_before_them(name: str) -> None:
    playbook = load(Path(settings.BASE_DIR, "playbooks", name))
    with working_by(playbook):
        for role in Role:
            ranked = _ranked(playbook, name, role)
            shown = nav.order(_reader(name, role), playbook).chosen
            assert len(shown) <= nav.NAV_MOST, role
            assert shown[0].url_name == "boards:home", role
            assert {item.section for item in shown} >= {NavSection.NOW, NavSection.PROOF}, role
            assert {item.section for item in ranked if not item.aside} <= {item.section for item in shown}, role
            assert set(shown) <= set(ranked) == {item for item, _, _ in nav.open_to(verbs_of(role).__contains__)}


def test_the_thumb_reaches_what_each_role_does_most() -> None:
    playbook = load(Path(settings.BASE_DIR, "playbooks", "covid-2020"))
    with working_by(playbook):
        bars = {str(role): _bar(playbook, "covid-2020", role) for role in Role}
    assert {role: page for role, page in AT_HAND.items() if page not in bars[role]} == {}, bars
    assert "screening:overview" not in bars["property"], "the property worker measures nobody"
    assert all(bar[0] == "boards:home" and len(bar) == nav.BAR_ITEMS for bar in bars.values())


def test_another_playbook_puts_other_work_at_hand() -> None:
    """The property worker against mosquitoes lays larvicide, the grid worker looks for standing water."""
    playbook = load(Path(settings.BASE_DIR, "playbooks", "influenza-school"))
    with working_by(playbook):
        assert "screening:overview" in _bar(playbook, "influenza-school", Role.GRID)
        assert "watch:now" not in _bar(playbook, "influenza-school", Role.REPORTER)


def test_who_sets_up_has_it_before_them() -> None:
    playbook = load(Path(settings.BASE_DIR, "playbooks", "covid-2020"))
    with working_by(playbook):
        shown = {
            role: {item.url_name for item in nav.order(_reader("covid-2020", role), playbook).chosen}
            for role in (Role.ADMIN, Role.AUDITOR, Role.OFFICER, Role.COMMANDER)
        }
    assert {"shell:directory:grants", "shell:directory:users"} <= shown[Role.ADMIN]
    assert {"shell:ledger", "shell:seals"} <= shown[Role.AUDITOR]
    assert {"watch:now", "incidents:list", "boards:command", "reporting:board"} <= shown[Role.OFFICER]
    assert {"boards:command", "reporting:board", "incidents:list"} <= shown[Role.COMMANDER]


def _ranked(playbook: Playbook, name: str, role: Role) -> tuple[NavItem, ...]:
    return nav.order(_reader(name, role), playbook).ranked


def _reader(name: str, role: Role) -> nav.Reader:
    return nav.Reader(frozenset({str(role)}), verbs_of(role), PLAYBOOKS[name])


def _bar(playbook: Playbook, name: str, role: Role) -> list[str]:
    return [item.url_name for item in _ranked(playbook, name, role) if not item.aside][: nav.BAR_ITEMS]
