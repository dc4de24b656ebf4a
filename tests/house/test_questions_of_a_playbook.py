"""tests · house: what people are asked about themselves is what the outbreak asks, in its own words, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lianfang.areas.screening.kinds_health_declaration import HEALTH_DECLARATION
from lianfang.ground.access.roles import Role
from lianfang.ground.people.actions import PersonSpec, register_people
from lianfang.ground.testing import NOW, OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.playbook import load
from lianfang.playbook.current import working_by
from lianfang.playbook.wordlists import STAY_FORMERLY
from lianfang.shell.kinds.form_schema import asked_of
from lianfang.shell.kinds.grid import columns_of
from tests.support import entries, pages

PLAYBOOKS = Path(__file__).resolve().parents[2] / "playbooks"
ASKED = {"covid-2020": True, "influenza-school": False, "chikungunya-2025": False}
_OF_ONE = "/screening/health-declaration/new/"


def _somebody(system: scope.Actor) -> UUID:
    with scope.acting(system):
        specs = [PersonSpec("T161-LOG", "热依汗")]
        (person,) = register_people(system, specs, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
    return person


def _fields() -> list[str]:
    return [spec.name for spec in asked_of(HEALTH_DECLARATION.payload)]


@pytest.mark.parametrize(("name", "asked"), ASKED.items())
def test_each_playbook_asks_what_it_says(name: str, asked: bool) -> None:
    with working_by(load(PLAYBOOKS / name)):
        stay = ["from_risk_area", "risk_level"] if asked else []
        assert _fields() == ["symptoms", *stay]
        heads = [column.code for column in columns_of(HEALTH_DECLARATION)]
        assert [f"data.{each}" in heads for each in ("from_risk_area", "risk_level")] == [asked, asked]


@pytest.mark.parametrize(("name", "asked"), ASKED.items())
def test_an_entry_answers_what_is_asked_and_nothing_else(
    name: str, asked: bool, system: scope.Actor, tree: dict[str, str]
) -> None:
    person = _somebody(system)
    with working_by(load(PLAYBOOKS / name)):
        symptom = next(iter(load(PLAYBOOKS / name).symptoms)).code

        def said(data: dict[str, Any]) -> Draft:
            return entries.draft("screening.health_declaration", data, unit="T161-LOG", person=person)

        silent, answered = {"symptoms": [symptom]}, {"symptoms": [], "from_risk_area": False}
        wrong, right = (silent, answered) if asked else (answered, silent)
        assert entries.faults(system, said(wrong)) == {"data.from_risk_area"}
        entries.accepted(system, said(right))


@pytest.mark.parametrize("name", ASKED)
def test_no_page_asks_for_the_areas_of_another_outbreak(
    name: str, system: scope.Actor, tree: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    _somebody(system)
    playbook = load(PLAYBOOKS / name)
    with working_by(playbook):
        browser = pages.browser(system, Role.OFFICER, "T161")
        listed = [_OF_ONE, "/screening/health-declaration/", "/screening/health-declaration/pad/"]
        if not playbook.indicators:  # figures that a playbook brings are registered when a process starts
            listed.append("/screening/")
        for address in listed:
            said = pages.text(browser.get(address))
            if not ASKED[name]:
                assert "风险" not in said, address
        assert ("14 天内有中高风险地区旅居史" in pages.text(browser.get(_OF_ONE))) == ASKED[name]


def test_the_question_is_the_playbooks_own(tmp_path: Path) -> None:
    """Other words, other levels, or no level at all; and a playbook of before asks what it asked."""
    covid = load(PLAYBOOKS / "covid-2020")
    assert covid.stay == STAY_FORMERLY == covid.model_copy(update={"stays": ()}).stay
    stay = STAY_FORMERLY.model_copy(update={"words": covid.symptoms[0].words, "level": None, "levels": ()})
    with working_by(covid.model_copy(update={"stays": (stay,)})):
        known = {spec.name: spec for spec in asked_of(HEALTH_DECLARATION.payload)}
        assert list(known) == ["symptoms", "from_risk_area"]
        assert (known["from_risk_area"].words.zh, known["from_risk_area"].required) == ("发热", True)
        said = HEALTH_DECLARATION.payload.model_validate({"symptoms": [], "from_risk_area": True})
        assert HEALTH_DECLARATION.sentence(said.model_dump()).zh == "无症状；发热"
