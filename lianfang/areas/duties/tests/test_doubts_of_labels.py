"""duties · tests of doubt about labels: one label read by two logins, and one login that reads in two buildings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.duties import gaps
from lianfang.areas.duties.rules import Act, Doubt, doubts_of
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import at, derived, slots
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.places import labels
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Draft, Proof
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from tests.support import entries, pages

_W = w("样式", "pattern")
SHARED = Doubt("one_label_two_logins", _W, seconds=120)
BEYOND = Doubt("two_buildings_at_once", _W, seconds=60)
UNIT, DAY = "T161-PROP", date(2020, 8, 12)  # the patterns hold from the day before on
LIFT1, COR1, LIFT2, ALONE = "C161-B01-L1", "C161-B01-C1", "C161-B02-L1", "C161-L9"
TWO = [(LIFT1, 1), (LIFT2, 1)]


def _act(target: str, *, another: float | None = None, apart: float | None = None) -> Act:
    return Act((target, 1), at(8), target, "p", scanned=True, another=another, apart=apart)


@pytest.mark.parametrize(
    ("rule", "acts", "doubtful"),
    [
        (SHARED, [_act("a", another=119.9), _act("b", another=120), _act("c")], {"a"}),
        (SHARED, [_act("a", apart=1)], set()),
        (BEYOND, [_act("a", apart=0), _act("b", apart=60), _act("c")], {"a"}),
        (BEYOND, [_act("a", another=1)], set()),
    ],
)
def test_a_pattern_is_told_by_table(rule: Doubt, acts: list[Act], doubtful: set[str]) -> None:
    assert {target for target, _ in doubts_of(acts, [rule])} == doubtful


@pytest.fixture
def buildings(tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two buildings with lifts, and a lift that is part of none; it is 15:40 on 12 August."""
    specs = [
        PlaceSpec("C161-B01", "building", UNIT, "1号楼", "Building 1"),
        PlaceSpec("C161-B02", "building", UNIT, "2号楼", "Building 2"),
        PlaceSpec(LIFT1, "lift", UNIT, "1号楼电梯", "Lift 1", "C161-B01"),
        PlaceSpec(COR1, "corridor", UNIT, "1号楼楼道", "Corridor 1", "C161-B01"),
        PlaceSpec(LIFT2, "lift", UNIT, "2号楼电梯", "Lift 2", "C161-B02"),
        PlaceSpec(ALONE, "lift", UNIT, "电梯", "Lift 9"),
    ]
    with scope.acting(system):
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(at(15, 40, day=DAY)))
    derived(DAY, now=at(15, 40, day=DAY))


def read(system: Actor, place: str, when: datetime, *, grade: str = "scanned") -> Draft:
    """A round whose label was read."""
    with scope.acting(system):
        token = labels.labels_of(system, labels.PLACE, [place])[place].token
    said = {"object": "lift" if "L" in place[-2:] else "surface", "agent": "84"}
    more: dict[str, Any] = {"evidence": grade, "proof": Proof(token)} if grade == "scanned" else {}
    return entries.draft("sanitation.disinfection", said, unit=UNIT, place=place, at=when, **more)


def record(by: Actor, *drafts: Draft) -> None:
    entries.accepted(by, *drafts, at=at(15, 40, day=DAY))


def doubts() -> dict[tuple[str, int], list[str]]:
    return {key: row["doubts"] for key, row in slots("disinfection", DAY).items() if row["doubts"]}


@pytest.mark.django_db
def test_one_label_read_by_two_logins_at_once_is_doubtful_until_one_is_taken_back(
    buildings: None, system: Actor
) -> None:
    one, two = (replace(system, login=login) for login in ("one", "two"))
    record(one, read(system, LIFT1, at(8, day=DAY)))
    assert not doubts()
    second = read(system, LIFT1, at(8, 1, second=30, day=DAY))
    record(two, second)  # it fulfils no slot: the first one has it
    assert doubts() == {(LIFT1, 1): ["one_label_two_logins"]}
    assert scene.from_nothing() == scene.table()
    with scope.acting(system):
        found = {each.code: each for each in gaps.GAPS}["duties.doubtful"]
        (gap,) = found.standing(at(15, 40, day=DAY), at(16, back=1, day=DAY))
    assert (gap.unit, gap.count) == (UNIT, 1)
    record(two, entries.withdrawal(second))
    assert not doubts()
    assert scene.from_nothing() == scene.table()


@pytest.mark.django_db
def test_neither_two_minutes_apart_nor_what_was_typed_is_doubtful(buildings: None, system: Actor) -> None:
    one, two = (replace(system, login=login) for login in ("one", "two"))
    record(one, read(system, LIFT1, at(8, day=DAY)))
    record(two, read(system, LIFT1, at(8, 2, day=DAY)), read(system, LIFT1, at(8, 1, day=DAY), grade="typed"))
    record(one, read(system, LIFT1, at(8, 1, day=DAY)))
    assert not doubts()


@pytest.mark.django_db
def test_one_login_in_two_buildings_at_once_is_doubtful_whatever_came_first(buildings: None, system: Actor) -> None:
    one, two = (replace(system, login=login) for login in ("one", "two"))
    first, other = read(system, LIFT1, at(8, day=DAY)), read(system, LIFT2, at(8, second=40, day=DAY))
    record(one, other)
    record(two, read(system, COR1, at(8, second=50, day=DAY)))
    assert not doubts()
    record(one, first)
    assert doubts() == {key: ["two_buildings_at_once"] for key in TWO}
    assert scene.from_nothing() == scene.table()
    record(one, entries.correction(other, {**other.data}, at=at(8, 5, day=DAY), evidence="scanned", proof=other.proof))
    assert not doubts()
    assert scene.from_nothing() == scene.table()


@pytest.mark.django_db
def test_in_one_building_or_where_nobody_knows_how_far_it_is_a_minute_is_no_doubt(
    buildings: None, system: Actor
) -> None:
    one = replace(system, login="one")
    record(
        one,
        *(
            read(system, place, at(8, day=DAY) + timedelta(seconds=35 * n))
            for n, place in enumerate((LIFT1, COR1, ALONE))
        ),
    )
    assert not doubts()


@pytest.mark.django_db
def test_the_page_of_the_slot_says_why_and_the_list_of_the_duty_counts_it(buildings: None, system: Actor) -> None:
    one, two = (replace(system, login=login) for login in ("one", "two"))
    record(one, read(system, LIFT1, at(8, day=DAY)))
    record(two, read(system, LIFT1, at(8, second=20, day=DAY)))
    officer: Client = pages.browser(system, Role.OFFICER, "T161")
    said = pages.text(officer.get(f"/duties/slots/disinfection/{DAY}/1/{LIFT1}/"))
    assert "两个账号同时扫同一标签" in said
    assert "数据规律异常，请核对" in said
    assert "疑似" in pages.text(officer.get(f"/duties/of/disinfection/?day={DAY}&unit={UNIT}"))
