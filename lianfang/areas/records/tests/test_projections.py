"""records · tests of projections: counters are a function of the entries, whatever their order."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.playbook import record_changes
from tests.support import entries, histories
from tests.support.declared import DECLARED, PLAYBOOK
from tests.support.entries import SLOW, correction, withdrawal

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
_CODES = [kind.code for kind in DECLARED.kinds]
WORKER = entries.actor_with({verb for verbs in DECLARED.verbs.values() for verb in verbs}, login="worker")
WELL, BOATS = "records.well_check", "records.boat_count"


def _well(pick: Any) -> dict[str, Any]:
    data = {
        "samples": pick(st.integers(1, 4)),
        "positive": pick(st.integers(0, 4)),
        "water": pick(st.sampled_from(["clear", "cloudy", "foul"])),
        "dosed": pick(st.booleans()),
    }
    if data["dosed"]:
        data["dose"] = pick(st.sampled_from(["1.5", "20", "2.0"]))
    elif pick(st.booleans()):
        data["why_not"] = pick(st.lists(st.sampled_from(["chlorine_enough", "locked"]), unique=True))
    return data


def _one(pick: Any, **more: Any) -> Draft:
    """A check of one of two wells, or a count of boats."""
    if pick(st.integers(0, 3)) == 0:
        return entries.draft(BOATS, {"boats": pick(st.integers(0, 9))}, **more)
    return entries.draft(WELL, _well(pick), place=pick(st.sampled_from(["P1", "P2"])), **more)


def _again(pick: Any, one: Draft) -> dict[str, Any]:
    return {"boats": 3} if one.kind == BOATS else _well(pick)


def _naive(history: list[Draft]) -> dict[Any, dict[str, Decimal]]:
    """The counters of each unit and day with a check that stands, counted in the plainest way."""
    days: dict[Any, list[Draft]] = {}
    for one in entries.standing(history):
        if one.kind == WELL:
            days.setdefault((one.unit, clock.day_of(one.occurred_at).date), []).append(one)
    found = {}
    for key, checks in days.items():
        said: list[Any] = [one.data for one in checks]
        found[key] = {
            "checks": len(said),
            "wells": len({one.place for one in checks}),
            "samples": sum(data["samples"] for data in said),
            "positive": sum(data["positive"] for data in said),
            "dosed": sum(data["dosed"] for data in said),
            "chemicals": sum(Decimal(data.get("dose", 0)) for data in said),
            "locked": sum("locked" in data.get("why_not", ()) for data in said),
            "foul_wells": len({one.place for one, data in zip(checks, said, strict=True) if data["water"] == "foul"}),
            "looks": len({data["water"] for data in said}),
        }
    return found


def _figures() -> dict[Any, dict[str, Decimal]]:
    rows = entries.rows("SELECT unit, day, figures FROM records_day WHERE kind = %s AND figures IS NOT NULL", [WELL])
    return {(unit, day): json.loads(said, parse_float=Decimal) for unit, day, said in rows}


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(history=histories.of(_one, _again), cuts=histories.CUTS)
def test_counters_are_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(WORKER, history, cuts):
        assert _figures() == _naive(history)
        histories.assert_as_rebuilt(_CODES)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_of_several_kinds_in_one_table_finds_no_difference() -> None:
    check = entries.draft(WELL, {"samples": 2, "positive": 1, "water": "foul", "dosed": False}, place="P1")
    entries.accepted(WORKER, check, entries.draft(BOATS, {"boats": 4}), entries.draft(BOATS, {"boats": 2}, unit="B"))
    entries.accepted(WORKER, correction(check, {**check.data, "positive": 2}))  # type: ignore[dict-item]
    assert rebuild.compare(connections["owner"]) == []
    with scope.acting(WORKER):
        assert entries.rows("SELECT kind, count(*)::int FROM records_row GROUP BY kind ORDER BY kind") == [
            (BOATS, 2), (WELL, 2),
        ]  # fmt: skip


def test_what_was_taken_back_is_unknown_and_not_zero() -> None:
    one = entries.draft(WELL, {"samples": 2, "positive": 0, "water": "clear", "dosed": False}, place="P1")
    entries.accepted(WORKER, one, withdrawal(one))
    with scope.acting(WORKER):
        assert entries.rows("SELECT figures FROM records_day") == [(None,)]


def test_a_persons_own_words_are_in_the_ledger_alone() -> None:
    person = DECLARED.kinds[1]
    assert person.code == "records.diarrhoea_case"
    assert person.personal == {"told"}
    assert person.projection is not None
    assert "e.data::jsonb - 'told'" in person.projection.rows.insertion("ledger_entry")


def test_a_place_of_another_kind_is_refused() -> None:
    check = {"samples": 2, "positive": 0, "water": "clear", "dosed": False}
    assert entries.faults(WORKER, entries.draft(WELL, check, place="SHED")) == {"place_of_another_kind"}
    assert entries.faults(WORKER, entries.draft(WELL, check)) == {"place_required"}


def test_a_field_is_asked_under_its_condition_only() -> None:
    check = {"samples": 2, "positive": 0, "water": "clear"}
    missing = entries.draft(WELL, {**check, "dosed": True}, place="P1")
    spare = entries.draft(WELL, {**check, "dosed": False, "dose": 3}, place="P1")
    twice = entries.draft(WELL, {**check, "dosed": False, "why_not": ["locked", "locked"]}, place="P1")
    assert entries.faults(WORKER, missing) == {"data.dose"}
    assert entries.faults(WORKER, spare) == {"data.dose"}
    assert entries.faults(WORKER, twice) == {"data.why_not"}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_the_ledger_holds_of_a_kind_is_known_before_its_declaration_changes() -> None:
    dosed = {"samples": 2, "positive": 1, "water": "foul", "dosed": True, "dose": "2.5"}
    spared = {"samples": 9, "positive": 1, "water": "clear", "dosed": False, "why_not": ["locked", "no_chemicals"]}
    entries.accepted(WORKER, *(entries.draft(WELL, data, place="P1") for data in (dosed, spared)))
    found = record_changes.recorded(connections["owner"], PLAYBOOK.records)
    assert set(found) == {WELL}
    fields = found[WELL].fields
    assert (found[WELL].entries, fields["samples"].low, fields["samples"].high) == (2, 2, 9)
    assert (fields["dose"].entries, fields["dose"].high, fields["dose"].places) == (1, Decimal("2.5"), 1)
    assert fields["water"].values == {"foul", "clear"}
    assert fields["why_not"].values == {"locked", "no_chemicals"}
    assert "note" not in fields
