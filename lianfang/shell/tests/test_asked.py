"""shell · tests: the unit that a page is about: the one asked for, else the reader's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from lianfang.ground.access import actions as access
from lianfang.ground.access.queries import actor_of
from lianfang.ground.access.roles import Role
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.kernel import clock, scope
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Problem, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.asked import must_hold, own_unit, unit_asked, units_asked
from lianfang.shell.forms import UnitDayForm

TODAY = date(2020, 8, 10)
SEE, STORE, CONFIRM = "ledger.see", "supplies.record", "reporting.confirm"


@pytest.fixture
def both(cast: Cast, system: Actor) -> Actor:
    """Somebody with two grants: the store of a crew, and the reports of an office; neither lies in the other."""
    at = clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        user = access.create_user(system, login="both", unit="T161")
        access.give_grant(system, login="both", role=Role.KEEPER, unit="T161-D01", at=at)
        access.give_grant(system, login="both", role=Role.REPORTER, unit="T161-OFFICE", at=at)
    return actor_of(user)


def test_by_default_it_is_the_readers_own_where_the_verb_is_held(both: Actor) -> None:
    assert both.home == "T161-OFFICE", "the wider of the two"
    with scope.acting(both):
        assert unit_asked(both, None, SEE).code == "T161-OFFICE"
        assert unit_asked(both, "", SEE).code == "T161-OFFICE"
        assert unit_asked(both, None, STORE).code == "T161-D01", "held at the other one only"
        assert unit_asked(both, None, CONFIRM).code == "T161-OFFICE"


def test_the_one_asked_for_goes_before(both: Actor) -> None:
    with scope.acting(both):
        assert unit_asked(both, "T161-D01", SEE).code == "T161-D01"
        for code, verb, problem in (
            ("T161-OFFICE", STORE, NOT_ALLOWED),
            ("T161-PROP", SEE, NOT_FOUND),
            ("NOWHERE", SEE, NOT_FOUND),
            ("\0", SEE, NOT_FOUND),
        ):
            assert _refused(lambda code=code, verb=verb: unit_asked(both, code, verb)) is problem, code  # type: ignore[misc]
        assert _refused(lambda: unit_asked(both, None, "people.erase")) is NOT_ALLOWED
        assert _refused(lambda: must_hold(both, "people.erase")) is NOT_ALLOWED
        must_hold(both, STORE)
    assert own_unit(both, "people.erase") is None


def test_a_page_shows_a_unit_that_its_list_leaves_out_or_none_at_all(both: Actor) -> None:
    with scope.acting(both):
        shown = UnitDayForm(both, STORE, TODAY, QueryDict("unit=T161-D01"))
        assert (shown.unit().code, shown.on, shown.ignored) == ("T161-D01", TODAY, None)
        other = UnitDayForm(both, STORE, TODAY, QueryDict("unit=T161-OFFICE&day=2020-08-08"))
        assert other.on == TODAY - timedelta(days=2)
        assert _refused(other.unit) is NOT_ALLOWED
        assert _refused(other.units) is NOT_ALLOWED
        assert other.unit(SEE).code == "T161-OFFICE"
        assert _refused(UnitDayForm(both, STORE, TODAY, QueryDict("unit=T161-PROP")).unit) is NOT_FOUND


def test_a_page_of_all_units_is_of_those_where_the_verb_is_held(both: Actor) -> None:
    with scope.acting(both):
        for verb, codes in ((SEE, ["T161-OFFICE", "T161-D01"]), (STORE, ["T161-D01"])):
            assert [unit.code for unit in UnitDayForm(both, verb, TODAY, QueryDict("")).units()] == codes
        assert _refused(lambda: units_asked(both, None, "people.erase")) is NOT_ALLOWED


def _refused(asking: object) -> Problem | None:
    try:
        asking()  # type: ignore[operator]
    except Refused as refused:
        return refused.problem
    return None
