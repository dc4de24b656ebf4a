"""screening · the figures of gates hold against a plain count: every passage once with whoever logged it, covered by
the shifts of the unit's own gates, whatever is logged where, twice, in an exercise or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.screening.indicators import SOURCES
from lianfang.areas.screening.rules import SHIFTS_PER_DAY
from lianfang.areas.screening.tests.conftest import NOW, TODAY, Ground, draft, over, record, withdrawal
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from tests.support import entries

pytestmark = pytest.mark.django_db
ESTATE, LOG, CREW = Ground.ESTATE, Ground.LOG, Ground.CREW
# Gate → the unit whose gate it is on the day; beside them a gate that closed before it, and a place that is no gate.
OWN = {"C161-GATE1": ESTATE, "C161-GATE2": ESTATE, "LOG-GATE": LOG}
CLOSED, HALL = "C161-GATE9", "C161-HALL"
OUTSIDERS, FEVER = ("visitor", "vendor", "vehicle"), 37.3


@pytest.fixture
def gates(ground: Ground, system: Actor) -> Ground:
    """The estate's two gates, and one more that was closed; one of logistics; and a hall."""
    at = clock.FixedClock(OPENED_AT)
    specs = [
        PlaceSpec(CLOSED, "gate", ESTATE, "旧门岗", "Old gate"),
        PlaceSpec("LOG-GATE", "gate", LOG, "库门", "Store gate"),
        PlaceSpec(HALL, "other", ESTATE, "大厅", "Hall"),
    ]
    with scope.acting(system):
        places.open_places(system, specs, at=at, origin=Origin.REPLAY)
        places.close_place(
            system, code=CLOSED, from_day=TODAY - timedelta(days=2), origin=Origin.REPLAY,
            at=clock.FixedClock(NOW - timedelta(days=4)),
        )  # fmt: skip
    return ground


def figures() -> Mapping[str, dict[str, Any]]:
    with scope.acting(over()):
        return entries.measured(SOURCES[1].sql, TODAY, low="XJCG/", high="XJCG0")


def plain(log: list[Draft]) -> dict[str, dict[str, Any]]:
    """By unit, counted as a reader of the log would: what its passages were, and which shifts of its gates have one."""
    found = {}
    for unit in (ESTATE, LOG, CREW):
        mine = [one for one in log if one.unit == unit]
        inward = [one.data for one in mine if one.data["direction"] == "in"]
        people = [each for each in inward if each["category"] != "vehicle"]
        measured = [each for each in people if each["celsius"] is not None]
        hot = [each for each in inward if each["celsius"] is not None and each["celsius"] >= FEVER]
        covered = {(one.place, clock.local(one.occurred_at).hour // 8) for one in mine if OWN.get(one.place) == unit}
        due = SHIFTS_PER_DAY * sum(owner == unit for owner in OWN.values())
        if mine or due:
            found[unit] = {
                "g1": (len(mine) or None, len(covered), due),
                "g2": (len(hot) if people or hot else None, len(measured), len(people)),
                "g3": (sum(each["category"] in OUTSIDERS for each in inward) if mine else None, len(covered), due),
            }  # fmt: skip
    return found


def told(found: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    parts = ("value", "checked", "expected")
    return {
        unit: {code: tuple(row[f"{code}_{part}"] for part in parts) for code in ("g1", "g2", "g3")}
        for unit, row in found.items()
    }


@st.composite
def logs(pick: Any) -> list[dict[str, Any]]:
    """Some passages, each where, by whom logged, when, and whether it is an exercise or taken back."""
    return [
        {
            "unit": pick(st.sampled_from([ESTATE, ESTATE, LOG, CREW])),
            "place": pick(st.sampled_from([*OWN, CLOSED, HALL])),
            "way": pick(st.sampled_from(["in", "in", "out"])),
            "who": pick(st.sampled_from(["resident", "staff", *OUTSIDERS])),
            "celsius": pick(st.sampled_from([None, 36.5, 37.2, 37.3, 38.6])),
            "hours": pick(st.integers(0, 30)),
            "exercise": pick(st.integers(0, 5)) == 0,
            "taken_back": pick(st.integers(0, 4)) == 0,
        }
        for _ in range(pick(st.integers(0, 12)))
    ]


def passage(said: dict[str, Any]) -> Draft:
    data = {"direction": said["way"], "category": said["who"], "mask": True, "celsius": said["celsius"]}
    at = NOW - timedelta(hours=said["hours"], minutes=5)
    return draft("gate_passage", data, unit=said["unit"], place=said["place"], at=at, exercise=said["exercise"])


@settings(max_examples=60, deadline=None, suppress_health_check=entries.SLOW)
@given(said=logs())
def test_gates_are_those_of_a_plain_count(gates: Ground, system: Actor, said: list[dict[str, Any]]) -> None:
    drafts = [passage(each) for each in said]
    gone = [one for one, each in zip(drafts, said, strict=True) if each["taken_back"]]
    stand = [
        one for one in drafts
        if one not in gone and not one.exercise and clock.day_of(one.occurred_at).date == TODAY
    ]  # fmt: skip
    with transaction.atomic():
        for receipt in record(*drafts, *drafts, *(withdrawal(one) for one in gone), actor=system):
            assert receipt.holds, receipt.problem
        assert told(figures()) == plain(stand)
        transaction.set_rollback(True)


def test_what_is_logged_at_another_units_gate_covers_none_of_ones_own(gates: Ground, system: Actor) -> None:
    base = {"way": "in", "who": "resident", "celsius": 36.5, "exercise": False}
    record(*(passage({**base, "unit": LOG, "place": "C161-GATE1", "hours": hours}) for hours in (1, 9)), actor=system)
    found = told(figures())
    assert found[LOG]["g1"] == (2, 0, 3), "logged, and no shift of its own gate is covered by it"
    assert found[ESTATE]["g1"] == (None, 0, 6), "nor is one of the gate's unit, which logged nothing"


def test_a_driver_with_a_fever_is_told_though_nobody_walked_in(gates: Ground, system: Actor) -> None:
    record(
        passage({"unit": ESTATE, "place": "C161-GATE1", "way": "in", "who": "vehicle", "celsius": 38.6, "hours": 1,
                 "exercise": False}),
        actor=system,
    )  # fmt: skip
    assert told(figures())[ESTATE]["g2"] == (1, 0, 0)
