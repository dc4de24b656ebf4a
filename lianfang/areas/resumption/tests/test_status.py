"""resumption · tests of the site status: what is accepted, what stands at the end of a day, whatever the order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.resumption.kinds_site_status import RECORD, SEE, SITE_STATUS
from lianfang.areas.resumption.rules import Site, by_need
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from tests.support import entries, histories
from tests.support.entries import NOW, SLOW, correction, withdrawal

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
SITE = entries.actor_with({RECORD, SEE}, login="site")
_TABLES = ["resumption_site_day", "resumption_status"]


def status(mode: str = "working", present: Any = 17, listed: Any = 18, **more: Any) -> Draft:
    keep = {key: more.pop(key) for key in ("unit", "at", "place", "exercise", "id") if key in more}
    data = {"mode": mode, "crew_present": present, "crew_listed": listed, **more}
    return entries.draft("resumption.site_status", data, **keep)


def test_a_status_is_accepted_with_and_without_what_is_optional() -> None:
    entries.accepted(SITE, status(), status("paused", 0, 18, risk_level="high", note="按驻地要求暂停"))


@pytest.mark.parametrize(
    ("one", "fields"),
    [
        (status("asleep"), {"data.mode"}),
        (status(present=-1), {"data.crew_present"}),
        (status(present=1.5), {"data.crew_present"}),
        (status(present=19), {"data.crew_present"}),
        (status(listed="many"), {"data.crew_listed"}),
        (status(risk_level="terrible"), {"data.risk_level"}),
        (status(weather="fine"), {"data.weather"}),
        (entries.draft("resumption.site_status", {}), {"data.mode", "data.crew_present", "data.crew_listed"}),
    ],
)
def test_what_does_not_hold_is_refused_by_its_field(one: Draft, fields: set[str]) -> None:
    assert entries.faults(SITE, one) == fields


def test_more_present_than_listed_is_said_plainly() -> None:
    (answer,) = entries.record(SITE, status(present=19))
    assert answer.problem is not None
    assert answer.problem.faults[0].says.zh == "在岗 19 人多于在册 18 人，请先更新名册"


def test_it_says_itself_in_both_languages() -> None:
    said = SITE_STATUS.sentence({"mode": "limited", "crew_present": 3, "crew_listed": 9, "risk_level": "mid"})
    assert said.zh == "限制作业，在岗 3/9 人，中风险"
    assert said.en == "limited, 3 of 9 present, mid risk"


@st.composite
def statuses(pick: Any) -> list[Draft]:
    """What a few sites said over some days, some corrected or withdrawn, in any order."""
    made: list[Draft] = []
    modes = st.sampled_from(["working", "limited", "paused"])
    for _ in range(pick(st.integers(1, 9))):
        at = NOW - timedelta(hours=pick(st.integers(0, 60)))
        unit, exercise = pick(st.sampled_from(["A", "A1"])), pick(st.integers(0, 9)) == 0
        one = status(pick(modes), pick(st.integers(0, 18)), unit=unit, at=at, exercise=exercise)
        made.append(one)
        if pick(st.integers(0, 2)) == 0:
            data = {"mode": pick(modes), "crew_present": 1, "crew_listed": 2}
            made.append(withdrawal(one) if pick(st.booleans()) else correction(one, data))
    return pick(st.permutations(made))


def _naive(history: list[Draft]) -> dict[Any, Any]:
    newest: dict[Any, Draft] = {}
    for one in sorted(entries.standing(history), key=lambda one: (one.occurred_at, one.id)):
        newest[one.unit, clock.day_of(one.occurred_at).date] = one
    return {
        key: (one.id, one.data["mode"], one.data["crew_present"], one.data["crew_listed"])  # type: ignore[index, call-overload]
        for key, one in newest.items()
    }


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(history=statuses(), cuts=histories.CUTS)
def test_a_day_is_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    with histories.recorded(SITE, history, cuts):
        found = entries.rows(
            "SELECT unit, day, entry, mode, crew_present, crew_listed FROM resumption_site_day WHERE entry IS NOT NULL"
        )
        assert {row[:2]: row[2:] for row in found} == _naive(history)
        histories.assert_as_rebuilt([SITE_STATUS.code])


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference() -> None:
    first = status()
    entries.accepted(SITE, first, status("paused", 0, unit="A1"), status(exercise=True))
    entries.accepted(SITE, correction(first, {"mode": "limited", "crew_present": 2, "crew_listed": 18}))
    assert rebuild.compare(connections["owner"]) == []


def test_what_was_taken_back_is_unknown_and_an_exercise_never_counts() -> None:
    one = status()
    entries.accepted(SITE, one, withdrawal(one), status(exercise=True, unit="B"))
    with scope.acting(SITE):
        found = entries.rows("SELECT unit, entry, mode, crew_present FROM resumption_site_day ORDER BY unit")
    assert found == [("A", None, None, None)]


def test_another_unit_sees_nothing_of_it() -> None:
    entries.accepted(SITE, status())
    with scope.acting(entries.actor_with({SEE}, "X/B/")):
        for table in _TABLES:
            assert entries.rows(f"SELECT count(*) FROM {table}") == [(0,)]


def test_silent_sites_come_first_and_working_ones_last() -> None:
    sites = [Site("D1", "working"), Site("D2", None), Site("P1", "paused"), Site("P2", "limited"), Site("A9", None)]
    assert [site.unit for site in by_need(sites)] == ["A9", "D2", "P1", "P2", "D1"]
