"""incidents · a drill day changes no real figure to the last digit; its facts stay exercises; drills are compared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from lianfang.areas.incidents import actions, actions_drills, gaps, problems, queries, queries_drills
from lianfang.areas.incidents.card import CARD
from lianfang.areas.incidents.tests import town
from lianfang.areas.incidents.tests.town import NOW, UNIT, as_role, at, only, reading, say
from lianfang.ground.access import actions as access
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, journal, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.kernel.problems import EXERCISE_MIX, Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY
from tests.support import entries, pages

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
DAYS = (date(2020, 8, 10), date(2020, 8, 11))
# Not tables of figures: which entry corrects which, and which step a stream has reached.
CASES = ["confirmed"]
_NO_FIGURES = {"ledger_correction", "ledger_stream"}


def measures() -> dict[str, Any]:
    """Every source of every area, for both days on which the drill could count, and the evidence of each figure."""
    found: dict[str, Any] = {}
    with scope.acting(scope.system_actor()):
        for day in DAYS:
            for source in REGISTRY.sources():
                found[f"{day} {','.join(source.codes)}"] = entries.measured(source.sql, day)
            for code, indicator in REGISTRY.indicators().items():
                found[f"{day} {code}"] = sorted(entries.rows(indicator.evidence_sql, entries.window(day)))
    return found


def real_tables() -> dict[str, Any]:
    """Every derived table as it stands, without what is marked as a drill's."""
    found = {}
    with scope.acting(scope.system_actor()):
        for table in sorted(set(rebuild.tables()) - _NO_FIGURES):
            columns = {
                name
                for (name,) in entries.rows(
                    "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", [table]
                )
            }
            where = "WHERE NOT exercise" if "exercise" in columns else ""
            found[table] = sorted(map(repr, entries.rows(f"SELECT * FROM {table} {where}")))
    return found


def _entry(kind: str, data: dict[str, Any], minutes: int, **more: Any) -> Draft:
    moment = at(minutes).at
    return Draft(id=ids.mint(moment), kind=kind, unit=UNIT, occurred_at=moment, data=data, **more)


def _of_every_sort(person: UUID, minutes: int, **more: Any) -> list[Draft]:
    """One entry of each kind that anybody may record and that figures rest on."""
    return [
        reading(person, 36.7, minutes=minutes, **more),
        _entry("screening.gate_passage", {"direction": "in", "category": "visitor", "celsius": 36.4, "mask": True},
               minutes, place=town.GATE, **more),
        _entry("screening.health_declaration", {"symptoms": [], "from_risk_area": True, "risk_level": "mid"}, minutes,
               person=person, **more),
        _entry("screening.roll_call", {"listed": 9, "present": 7, "excused": 1, "unexplained": 1}, minutes, **more),
        _entry("tracing.channel_check", {"channel": "群里", "checked_for": CASES, "found": "none"},
               minutes, **more),
        _entry("tracing.official_notice", {"subject": "confirmed", "count": 2, "doc_source": "通报"}, minutes, **more),
    ]  # fmt: skip


def record(*drafts: Draft, minutes: int) -> None:
    with scope.acting(scope.system_actor()) as system:
        for receipt in journal.record(system, drafts, origin=Origin.REPLAY, at=at(minutes)):
            assert receipt.holds, receipt.problem and (str(receipt.problem), receipt.problem.faults)


def drill_day(people: tuple[UUID, UUID]) -> queries_drills.Drill:
    """A fever exercised from its injection to the debrief, with everything around it made up too."""
    patient, neighbour = people
    with as_role(Role.OFFICER) as officer:
        drill = actions_drills.start_drill(
            officer, unit=UNIT, code="E01", title="门岗发热演练", scenario="一人发热", participants="门岗、值班员",
            place=town.GATE, how=Recording(at(10)),
        )  # fmt: skip
        actions_drills.inject_reading(
            officer, drill=drill.id, person=patient, celsius=Decimal("38.6"), what="38.6 ℃", how=Recording(at(11))
        )
    record(*_of_every_sort(neighbour, 12, exercise=True), minutes=12)
    with as_role(Role.OFFICER) as officer:
        notice, brief = sorted(queries.of_drill(drill.id), key=lambda each: each.code, reverse=True)
        actions.dismiss(officer, incident=notice.id, reason="演练通报", how=Recording(at(13)))
        actions.open_incident(officer, incident=brief.id, how=Recording(at(13)))
        actions_drills.inject_reading(
            officer, drill=drill.id, person=patient, celsius=Decimal("38.2"), what="复测", remeasure=True,
            how=Recording(at(18)),
        )  # fmt: skip
        for number, (step, said) in enumerate({
            "isolate": {}, "report": {}, "transfer": {"choice": "ambulance"}, "contacts": {}, "disinfect": {},
            "result": {"choice": "negative"},
        }.items()):  # fmt: skip
            actions.do_step(officer, incident=brief.id, step=step, how=Recording(at(20 + number)), **said)  # type: ignore[arg-type]
        actions.report(officer, incident=brief.id, sort="initial", to="局（演练）", how=Recording(at(29)))
        actions.do_step(officer, incident=brief.id, step="review", text="已复盘", how=Recording(at(30)))
        actions_drills.hand_on(
            officer,
            drill=drill.id,
            unit=UNIT,
            what="复测仪器不在门岗",
            owner="gate",
            due_on=DAYS[1],
            how=Recording(at(31)),
        )
        return actions_drills.end_drill(officer, drill=drill.id, summary="熟练", how=Recording(at(32)))


def test_a_drill_day_changes_no_real_figure_and_no_real_row(people: tuple[UUID, UUID]) -> None:
    town.actor(Role.OFFICER)  # whoever drills had a login before
    record(*_of_every_sort(people[0], 0), reading(people[1], 38.8, minutes=1), minutes=5)
    figures, tables = measures(), real_tables()
    assert any(each for each in figures.values()), "there is something to be changed"
    assert len(figures) > 40
    assert len(tables) > 20
    drill_day(people)
    assert measures() == figures
    after = real_tables()
    assert {name for name in tables if tables[name] != after[name]} == set()


def test_the_same_day_in_earnest_changes_them(people: tuple[UUID, UUID]) -> None:
    """So that the test above can fail."""
    record(*_of_every_sort(people[0], 0), minutes=5)
    figures, tables = measures(), real_tables()
    record(*_of_every_sort(people[1], 12), reading(people[1], 38.6, minutes=13), minutes=14)
    assert measures() != figures
    changed = {name for name in tables if tables[name] != real_tables()[name]}
    assert {"screening_day", "tracing_day", "incidents_incident"} <= changed


def test_everything_of_a_drill_is_marked_for_ever(people: tuple[UUID, UUID]) -> None:
    drill_day(people)
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("SELECT kind, bool_and(exercise) FROM ledger_entry WHERE kind LIKE 'incidents.%' GROUP BY kind")
        marks = dict(cursor.fetchall())
    assert set(marks.values()) == {True}
    assert len(marks) == 12
    assert all(kind.exercises for kind in CARD.kinds)


def test_gaps_of_a_drill_carry_its_mark(people: tuple[UUID, UUID]) -> None:
    say(reading(people[0], 38.5, exercise=True))
    with scope.acting(scope.system_actor()):
        (gap,) = gaps.unanswered(at(30).at, NOW)
    assert gap.exercise
    assert gap.words.zh.startswith("无人受理：【演练】")
    assert gap.words.en.startswith("Nobody has accepted: [EXERCISE]")


def test_an_exercise_reading_cannot_be_corrected_into_a_real_one(
    people: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    drill_day(people)
    monkeypatch.setattr(clock, "current", lambda: at(60))
    with scope.acting(scope.system_actor()):
        (entry,) = entries.rows(
            "SELECT id FROM ledger_entry WHERE kind = 'screening.temperature_check' AND exercise "
            "AND data->>'celsius' = '38.6'"
        )[0]
    real = reading(people[0], 38.6, minutes=40, corrects=entry, reason="其实是真的", place=None)
    with as_role(Role.GRID, UNIT) as grid:
        (receipt,) = journal.record(grid, (real,), origin=Origin.CONSOLE, at=at(41))
    assert receipt.problem is not None
    assert receipt.problem.problem is EXERCISE_MIX
    # Through the API, as a device would send it.
    officer = town.actor(Role.OFFICER)
    with scope.acting(officer):
        token = access.make_token(officer, login=officer.login, device="test", at=at(41)).shown
    browser = pages.browser(scope.system_actor(), Role.OFFICER, "T161")
    sent = {
        "id": str(ids.mint(at(42).at)), "kind": "screening.temperature_check", "unit": UNIT, "person": str(people[0]),
        "occurred_at": NOW.isoformat(), "corrects": str(entry), "reason": "其实是真的", "exercise": False,
        "data": {"celsius": 38.6, "site": "forehead"},
    }  # fmt: skip
    answer = browser.post(
        "/api/v1/entries",
        json.dumps(sent),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert "exercise_mix" in answer.content.decode()
    # Through the page: the form has no such field, and what it sends stays an exercise.
    here = f"/screening/temperature-check/{entry}/correct/"
    form = browser.get(here).context["form"]
    assert "exercise" not in form.fields
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    moment = clock.local(at(50).at).strftime("%Y-%m-%dT%H:%M")
    answer = browser.post(
        here,
        {**data, "confirmed": "yes", "exercise": "", "data.celsius": "36.6", "reason": "看错", "occurred_at": moment},
    )
    assert answer.status_code == 302, answer.content.decode()[:3000]
    with scope.acting(scope.system_actor()):
        assert entries.rows("SELECT exercise FROM ledger_entry WHERE corrects = %s", [entry]) == [(True,)]


def test_a_real_incident_takes_nothing_back_as_an_exercise(people: tuple[UUID, UUID]) -> None:
    say(reading(people[0], 38.2))
    with as_role(Role.OFFICER) as officer:
        done = actions.open_incident(officer, incident=only().id, how=Recording(at(1))).standing[-1]
    withdrawal = Draft(
        id=ids.mint(at(2).at), kind="ledger.withdrawal", unit=UNIT, occurred_at=done.at, data={}, corrects=done.entry,
        reason="当作演练", exercise=True,
    )  # fmt: skip
    with scope.acting(scope.system_actor()) as system:
        (receipt,) = journal.record(system, (withdrawal,), origin=Origin.CONSOLE, at=at(2), by_action=True)
    assert receipt.problem is not None
    assert receipt.problem.problem is EXERCISE_MIX


def test_a_debrief_sets_each_step_against_its_clock_and_earlier_drills(people: tuple[UUID, UUID]) -> None:
    first = drill_day(people)
    with as_role(Role.OFFICER) as officer:
        second = actions_drills.start_drill(
            officer, unit=UNIT, code="E01", title="再练", scenario="同上", participants="门岗", how=Recording(at(100))
        )
        actions_drills.inject_event(officer, drill=second.id, what="门岗报告一人发热", how=Recording(at(100)))
        (brief,) = queries.of_drill(second.id)
        actions.open_incident(officer, incident=brief.id, how=Recording(at(101)))
        actions.do_step(officer, incident=brief.id, step="isolate", how=Recording(at(120)))
        with pytest.raises(Refused, match=f"^{problems.DRILL_RUNS.code}:"):
            actions_drills.end_drill(officer, drill=second.id, summary="未完", how=Recording(at(121)))
        incident = queries.incident(officer, brief.id, now=at(130).at)
        earlier = queries_drills.earlier(second)
        assert [each.id for each in earlier] == [first.id]
        before = queries_drills.main_incidents(earlier, now=at(130).at)
        timings = {each.code: each for each in queries_drills.timings(incident, before)}
    isolate, remeasure = timings["isolate"], timings["remeasure"]
    assert (isolate.allowed, isolate.took, isolate.earlier) == (15, 20, (9,))
    assert (remeasure.took, remeasure.earlier) == (None, (7,)), "what was not done has no time, not 0"


def test_a_drill_that_is_over_takes_nothing_more(people: tuple[UUID, UUID]) -> None:
    drill = drill_day(people)
    with as_role(Role.OFFICER) as officer:
        for late in (
            lambda: actions_drills.inject_event(officer, drill=drill.id, what="再来", how=Recording(at(40))),
            lambda: actions_drills.end_drill(officer, drill=drill.id, summary="再结束", how=Recording(at(40))),
        ):
            with pytest.raises(Refused, match=f"^{problems.DRILL_OVER.code}:"):
                late()
        (finding,) = queries_drills.findings(officer, drill=drill.id)
        actions_drills.mend(officer, finding=finding.id, by="已配备", how=Recording(at(41)))
        with pytest.raises(Refused, match=f"^{problems.FINDING_MENDED.code}:"):
            actions_drills.mend(officer, finding=finding.id, by="再配", how=Recording(at(42)))
    with as_role(Role.REPORTER, UNIT) as reporter, pytest.raises(Refused, match=r"^not_allowed"):
        actions_drills.start_drill(
            reporter, unit=UNIT, code="E01", title="私练", scenario="x", participants="x", how=Recording(at(43))
        )


def test_two_drills_at_once_keep_their_facts_apart(people: tuple[UUID, UUID]) -> None:
    with as_role(Role.OFFICER) as officer:
        made = [
            actions_drills.start_drill(
                officer, unit=UNIT, code="E01", title=title, scenario="发热", participants="门岗", how=Recording(at(n))
            )
            for n, title in enumerate(("甲组", "乙组"))
        ]
        for drill, person in zip(made, people, strict=True):
            actions_drills.inject_reading(
                officer, drill=drill.id, person=person, celsius=Decimal("38.6"), what="38.6 ℃", how=Recording(at(5))
            )
        assert [[each.person for each in queries.of_drill(drill.id)] for drill in made] == [[people[0]], [people[1]]]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_after_a_drill_day_a_rebuild_finds_no_difference(people: tuple[UUID, UUID]) -> None:
    drill_day(people)
    assert rebuild.compare(connections["owner"]) == []
    assert KINDS.get("incidents.drill_started") is not None
