"""sanitation · tests of projections: rounds and their doses are a function of the entries, whatever their order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.sanitation import rules
from lianfang.areas.sanitation.kinds import KINDS
from lianfang.areas.sanitation.kinds_disinfection import AGENTS, OBJECTS
from lianfang.areas.sanitation.tests.said import WORKER, cleared, done
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.playbook import current
from tests.support import entries, histories
from tests.support.entries import SLOW, correction

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
    if "chlorine" not in AGENTS.terms()[data["agent"]].traits:
        data.pop("available_chlorine_mg_per_l", None)
    return data


def _one(pick: Any, **more: Any) -> Draft:
    """A round or a clearance of one of two places."""
    more["place"] = pick(st.sampled_from(["P1", "P2"]))
    if pick(st.booleans()):
        return entries.draft("sanitation.disinfection", _round_data(pick), **more)
    return cleared(overflow=pick(st.booleans()), bags=pick(st.integers(0, 5)), **more)


def _again(pick: Any, one: Draft) -> dict[str, Any]:
    return _round_data(pick) if one.kind == "sanitation.disinfection" else {"overflow": pick(st.booleans())}


def _naive(history: list[Draft]) -> dict[Any, bool | None]:
    """Whether each standing round kept its dose, judged in the plainest way."""
    found: dict[Any, bool | None] = {}
    for one in entries.standing(history):
        data: Any = one.data
        if one.kind == "sanitation.waste_clearance":
            continue
        rule, day = current().rule(f"dose.{data['object']}"), clock.local(one.occurred_at).date()
        if not any(version.holds(day) for version in rule.versions):
            found[one.id] = None
            continue
        dose = rule.on(day)
        measured = next(iter(AGENTS.terms()[data["agent"]].traits), "nothing")
        chlorine, minutes = data.get("available_chlorine_mg_per_l"), data.get("contact_minutes")
        found[one.id] = rules.in_range(dose, rules.Used(data["agent"], measured, chlorine, None, minutes))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(history=histories.of(_one, _again), cuts=histories.CUTS)
def test_rows_are_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(WORKER, history, cuts):
        found = entries.rows("SELECT entry, in_range FROM sanitation_disinfection WHERE superseded_at IS NULL")
        assert dict(found) == _naive(history)
        histories.assert_as_rebuilt(_CODES)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference() -> None:
    wrong = done(available_chlorine_mg_per_l=5000)
    entries.accepted(WORKER, wrong, cleared(), done(exercise=True))
    entries.accepted(WORKER, correction(wrong, {**wrong.data, "available_chlorine_mg_per_l": 500}))  # type: ignore[dict-item]
    assert rebuild.compare(connections["owner"]) == []


def test_another_unit_sees_nothing_of_it() -> None:
    entries.accepted(WORKER, done(), cleared())
    with scope.acting(entries.actor_with({"sanitation.see"}, "X/B/")):
        for table in _TABLES:
            assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]
