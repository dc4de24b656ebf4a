"""tests · house: a playbook takes verbs from roles, here and in the database's own fence, and never gives one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianfang.areas.duties.checks import registered
from lianfang.ground.access import actions as access
from lianfang.ground.access import queries
from lianfang.ground.access.roles import Role, role_words, verbs_of, words_of
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import Fault, check, current, load
from lianfang.playbook.current import working_by
from lianfang.playbook.render import rules_markdown
from tests.house.test_fence import REFUSED, code, entry, sql_as

COVID = Path(__file__).resolve().parents[2] / "playbooks" / "covid-2020"
AT = clock.FixedClock(NOW)
NARROWED = """\
roles:
  - code: commander
    words: {zh: 总指挥, en: chief of the campaign}
    may_not: [access.grant, alerts.channels]
  - code: gate
    may_not: [screening.record_gate]
"""


def _with(folder: Path, said: str) -> Path:
    copy = Path(shutil.copytree(COVID, folder / "copy"))
    (copy / "roles.yaml").write_text(said, encoding="utf-8")
    return copy


def _faults(folder: Path, said: str) -> list[Fault]:
    return check(_with(folder, said), REGISTRY.indicators().keys() - REGISTRY.declared, registered())


def _grant(unit: str) -> tuple[str, list[Any]]:
    """A grant as the commander would write it past all code."""
    given = {"login": "own", "role": "commander", "until": None, "note": None}
    return entry("access.grant_given", unit, f"XJCG/T161/{unit}/", given, recorded_by="commander")


@pytest.fixture
def narrowed(tmp_path: Path) -> Iterator[None]:
    with working_by(load(_with(tmp_path, NARROWED))):
        yield


@pytest.mark.parametrize(
    ("role", "verbs", "fault", "line"),
    [
        ("mayor", "alerts.see", "unknown_role", 2),
        ("grid", "reporting.everything", "role_verb", 3),
        ("gate", "supplies.approve", "role_verb", 3),
        ("grid", "records.well_check.record", "role_own_record", 3),
        ("grid", "Screening", "pattern", 3),
        ("grid", "alerts.act, alerts.act", "duplicate_code", 3),
        ("reporter", "screening.see", "role_blind", 3),
        ("admin", "access.grant", "role_admin", 3),
    ],
)
def test_what_cannot_be_taken_away_is_told_with_its_line(
    tmp_path: Path, role: str, verbs: str, fault: str, line: int
) -> None:
    found = _faults(tmp_path, f"roles:\n  - code: {role}\n    may_not: [{verbs}]\n")
    assert (fault, "roles.yaml", line) in [(each.code, each.file, each.line) for each in found], found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(
    ("role", "verbs", "file", "fault"),
    [
        ("keeper", "supplies.record", "duties.yaml", "duty_role"),
        ("officer", "alerts.act", "alerts.yaml", "role_cannot"),
        ("keeper", "incidents.act", "procedures/e09-supplies-out.yaml", "role_cannot"),
    ],
)
def test_what_falls_to_a_role_that_may_not_is_refused_where_it_stands(
    tmp_path: Path, role: str, verbs: str, file: str, fault: str
) -> None:
    found = _faults(tmp_path, f"roles:\n  - code: {role}\n    may_not: [{verbs}]\n")
    assert (fault, file) in [(each.code, each.file) for each in found], found


def test_what_is_taken_away_is_held_by_nobody_and_nothing_is_given(tmp_path: Path, narrowed: None) -> None:
    assert _faults(tmp_path / "again", NARROWED) == []
    for role in Role:
        assert verbs_of(role) == REGISTRY.verbs_of(role) - current().may_not.get(role, frozenset())
    assert "access.grant" not in verbs_of("commander")
    assert "access.grant" in REGISTRY.verbs_of("commander")
    assert words_of("commander").zh == role_words()[Role.COMMANDER].zh == "总指挥"
    assert words_of("gate").zh == "门岗"


@pytest.mark.django_db
def test_the_database_itself_refuses_what_was_taken_away(cast: Cast, tmp_path: Path) -> None:
    user = cast.users["commander"]
    with scope.acting(cast.commander) as commander:  # opens the month as well
        access.give_grant(commander, login="own", role="commander", unit="T161-PROP", at=AT)
    with sql_as(cast.commander) as cursor:
        assert code(cursor, *_grant("T161-OFFICE")) == 1
    with working_by(load(_with(tmp_path, NARROWED))):
        queries.forget()
        commander = queries.actor_of(user)
        with scope.acting(commander), pytest.raises(Refused) as refused:
            access.give_grant(commander, login="own", role="commander", unit="T161-LOG", at=AT)
        assert refused.value.problem.code == "not_allowed"
        with sql_as(commander) as cursor:
            assert code(cursor, *_grant("T161-LAUNDRY")) == REFUSED
    queries.forget()
    with scope.acting(queries.actor_of(user)) as commander:
        access.give_grant(commander, login="own", role="commander", unit="T161-LOG", at=AT)


def test_a_taken_verb_makes_nothing_again(tmp_path: Path) -> None:
    from lianfang.playbook import applying

    old, new = load(COVID), load(_with(tmp_path, NARROWED))
    found = applying.effect(old, new, NOW.date())
    assert found.changes
    assert (found.since, applying.refusals(old, new, found, NOW.date())) == (None, [])
    assert "| `commander` | 总指挥 / chief of the campaign | `access.grant`, `alerts.channels` |" in rules_markdown(new)
