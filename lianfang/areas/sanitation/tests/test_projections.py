"""sanitation · tests of projections: rounds, doses and sums are a function of the entries, whatever their order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.sanitation import rules
from lianfang.areas.sanitation.kinds import KINDS
from lianfang.areas.sanitation.payloads import AGENTS, OBJECTS
from lianfang.areas.sanitation.tests.said import WORKER, cleared, done
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.playbook import current
from tests.support import entries, histories
from tests.support.entries import SLOW, correction, withdrawal

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
_CODES = [kind.code for kind in KINDS]
_TABLES = entries.tables_of(_CODES)


def _round_data(pick: Any) -> dict[str, Any]:
    data = {"object": pick(st.sampled_from(list(OBJECTS))), "agent": pick(st.sampled_from(list(AGENTS)))}
    for name, values in (
        ("available_chlorine_mg_per_l", st.sampled_from([249, 250, 500, 501, 1000])),
        ("contact_minutes", st.sampled_from([0, 29, 30, 60])),
        ("round", st.integers(1, 3)),
    ):
        if pick(st.booleans()):
            data[name] = pick(values)
    return data


def _one(pick: Any, **more: Any) -> Draft:
    """A round or a clearance of one of two places."""
    more["place"] = pick(st.sampled_from(["P1", "P2"]))
    if pick(st.booleans()):
        return entries.draft("sanitation.disinfection", _round_data(pick), **more)
    return cleared(overflow=pick(st.booleans()), bags=pick(st.integers(0, 5)), **more)


def _again(pick: Any, one: Draft) -> dict[str, Any]:
    return _round_data(pick) if one.kind == "sanitation.disinfection" else {"overflow": pick(st.booleans())}


def _naive(history: list[Draft]) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """The sums of each unit and day with something standing, calculated in the plainest way."""
    rounds: dict[Any, dict[Any, list[bool | None]]] = {}
    points: dict[Any, dict[str, list[Any]]] = {}
    for one in entries.standing(history):
        data: Any = one.data
        local = clock.local(one.occurred_at)
        key = (one.unit, clock.day_of(one.occurred_at).date)
        if one.kind == "sanitation.waste_clearance":
            points.setdefault(key, {}).setdefault(str(one.place), []).append(data["overflow"])
            continue
        number = data.get("round") or rules.round_at(local.time())
        dose = current().rule(f"dose.{data['object']}").on(local.date())
        measured = next(iter(AGENTS.terms()[data["agent"]].traits), "nothing")
        chlorine, minutes = data.get("available_chlorine_mg_per_l"), data.get("contact_minutes")
        kept = rules.in_range(dose, rules.Used(data["agent"], measured, chlorine, None, minutes))
        rounds.setdefault(key, {}).setdefault((one.place, number), []).append(kept)
    done_sums = {}
    for key, places in rounds.items():
        judged = [each for each in places.values() if any(kept is not None for kept in each)]
        bad = sum(True not in each for each in judged)
        done_sums[key] = (len(places), len(judged) or None, bad if judged else None)
    cleared_sums = {key: (len(places), sum(any(each) for each in places.values())) for key, places in points.items()}
    return done_sums, cleared_sums


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(history=histories.of(_one, _again), cuts=histories.CUTS)
def test_sums_are_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(WORKER, history, cuts):
        rounds, points = _naive(history)
        found = entries.rows(
            "SELECT unit, day, done, judged, out_of_range FROM sanitation_disinfection_day WHERE done IS NOT NULL"
        )
        assert {row[:2]: row[2:] for row in found} == rounds
        found = entries.rows(
            "SELECT unit, day, points, overflowing FROM sanitation_clearance_day WHERE points IS NOT NULL"
        )
        assert {row[:2]: row[2:] for row in found} == points
        histories.assert_as_rebuilt(_CODES)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference() -> None:
    wrong = done(available_chlorine_mg_per_l=5000)
    entries.accepted(WORKER, wrong, cleared(), done(exercise=True))
    entries.accepted(WORKER, correction(wrong, {**wrong.data, "available_chlorine_mg_per_l": 500}))  # type: ignore[dict-item]
    assert rebuild.compare(connections["owner"]) == []


def test_a_round_done_again_as_it_should_be_is_in_range() -> None:
    entries.accepted(WORKER, done(round=1, contact_minutes=5), done(round=1))
    with scope.acting(WORKER):
        assert entries.rows("SELECT done, judged, out_of_range FROM sanitation_disinfection_day") == [(1, 1, 0)]


def test_what_was_taken_back_is_unknown_and_not_zero_and_an_exercise_never_counts() -> None:
    one = done()
    entries.accepted(WORKER, one, withdrawal(one), done(exercise=True, unit="B"))
    with scope.acting(WORKER):
        found = entries.rows("SELECT unit, done, judged, out_of_range FROM sanitation_disinfection_day ORDER BY unit")
    assert found == [("A", None, None, None)]


def test_another_unit_sees_nothing_of_it() -> None:
    entries.accepted(WORKER, done(), cleared())
    with scope.acting(entries.actor_with({"sanitation.see"}, "X/B/")):
        for table in _TABLES:
            assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]
