"""supplies · tests of counts: an approval outlives a mended note, and the last count is one that the books went by."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import connections

from lianfang.areas.supplies import actions, queries
from lianfang.areas.supplies.kinds import APPROVE, RECORD, SEE
from lianfang.areas.supplies.problems import OWN_COUNT
from lianfang.areas.supplies.tests import moves
from lianfang.areas.supplies.tests.moves import KEEPER, OFFICER
from lianfang.ground.access.roles import Role
from lianfang.ground.units import actions as unit_actions
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.problems import Refused
from tests.support import entries, pages
from tests.support.entries import NOW, TODAY, correction

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]
STORE = "T161-LOG"
receipt, count = (partial(said, unit=STORE) for said in (moves.receipt, moves.count))


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


def _lot() -> Any:
    with scope.acting(KEEPER):
        (found,) = queries.lots(KEEPER, units.unit(KEEPER, STORE), TODAY)
    return found


def _differences() -> list[queries.Difference]:
    with scope.acting(OFFICER):
        return queries.differences(OFFICER, units.unit(OFFICER, STORE))


def _counted() -> Draft:
    """A lot of a hundred, of which ninety were counted and somebody else approved it."""
    counted = count(90, at=NOW - timedelta(hours=2))
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)), counted)
    entries.accepted(OFFICER, moves.approval(counted))
    assert (_lot().on_hand, _differences()) == (Decimal(90), [])
    return counted


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_an_approval_outlives_a_mended_note_and_no_other_number() -> None:
    counted = _counted()
    noted = correction(counted, {**counted.data, "note": "货架二层"})  # type: ignore[dict-item]
    entries.accepted(KEEPER, noted)
    assert (_lot().on_hand, _differences()) == (Decimal(90), []), "the same number stays approved"
    other = correction(noted, {**counted.data, "counted": 80})  # type: ignore[dict-item]
    entries.accepted(KEEPER, other)
    assert _lot().on_hand == 100
    assert [each.stocktake for each in _differences()] == [other.id], "nobody has approved eighty"
    entries.accepted(OFFICER, moves.approval(other))
    assert _lot().on_hand == 80
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_count_that_moved_in_time_is_approved_again() -> None:
    counted = _counted()
    entries.accepted(KEEPER, correction(counted, counted.data, at=NOW - timedelta(hours=5)))  # type: ignore[arg-type]
    assert (_lot().on_hand, len(_differences())) == (Decimal(100), 1)
    assert rebuild.compare(connections["owner"]) == []


def test_who_mends_the_note_of_a_count_does_not_free_its_counter_to_approve_it() -> None:
    counted = count(90, at=NOW - timedelta(hours=2))
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)))
    entries.accepted(OFFICER, counted)
    entries.accepted(KEEPER, noted := correction(counted, {**counted.data, "note": "货架二层"}))  # type: ignore[dict-item]
    with scope.acting(OFFICER), pytest.raises(Refused) as refused:
        actions.explain_difference(OFFICER, entry=ids.mint(NOW), stocktake=noted.id, reason="漏记一笔")
    assert refused.value.problem is OWN_COUNT
    assert _differences()[0].counted_by == ("keeper", "officer")


def test_the_last_count_is_one_that_the_books_went_by() -> None:
    first = count(100, at=NOW - timedelta(days=2))
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)), first)
    assert _lot().counted_at == NOW - timedelta(days=2), "it agrees: nobody has to approve it"
    entries.accepted(KEEPER, waits := count(90, at=NOW - timedelta(hours=1)))
    assert _lot().counted_at == NOW - timedelta(days=2)
    entries.accepted(OFFICER, moves.approval(waits))
    assert _lot().counted_at == NOW - timedelta(hours=1)


def test_a_count_of_the_evening_is_not_dated_by_the_reporting_day(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the close it is of the next reporting day, and yet it was made today."""
    evening = NOW.replace(hour=10, minute=2)  # 18:02 of the wall clock
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(evening + timedelta(minutes=5)))
    entries.accepted(system, receipt(100, at=NOW - timedelta(days=3)), count(100, at=evening), at=evening)
    keeper = pages.browser(system, Role.KEEPER, STORE)
    for address in ("/supplies/", f"/supplies/stock/{STORE}/mask/"):
        said = pages.text(keeper.get(address))
        assert "8月10日 18:02" in said
        assert ">8月11日<" not in said


def test_who_approved_by_mistake_is_told_what_to_do(system: Any) -> None:
    counted = _counted()
    with scope.acting(system), pytest.raises(Refused) as refused:
        actions.explain_difference(system, entry=ids.mint(NOW), stocktake=counted.id, reason="再批一次")
    assert "重新盘点这一批" in refused.value.remedy.zh
    again = count(95, at=NOW - timedelta(hours=1))
    entries.accepted(KEEPER, again)
    entries.accepted(OFFICER, moves.approval(again))
    assert _lot().on_hand == 95, "and that does it"


def test_a_day_before_the_rules_says_so(system: Any) -> None:
    entries.accepted(system, receipt(100), moves.issue(5, unit=STORE), receipt(5, "thermometer"))
    keeper = pages.browser(system, Role.KEEPER, STORE)
    assert "早于本次防控" in pages.text(keeper.get("/supplies/?day=2020-01-15"), 404)
    assert "当日无规则" not in pages.text(keeper.get("/supplies/"))


def test_pages_of_a_day_before_the_rules_with_stock(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands before the rules began, and there is stock all the same."""
    early = NOW.replace(month=1, day=20)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    entries.accepted(system, receipt(100, expires_on="2020-08-20"), moves.issue(5, unit=STORE))
    keeper = pages.browser(system, Role.KEEPER, STORE)
    with_none = queries.lines(early.date())
    assert (with_none.ruled, with_none.alerts, with_none.waits) == (False, (), False)
    monkeypatch.setattr(queries, "_number", lambda code, on: None)
    said = pages.text(keeper.get("/supplies/"))
    assert "当日无规则" in said
    assert pages.title(keeper.get("/supplies/")) == "可用天数最少：口罩，19 天"
    for address in (f"/supplies/stock/{STORE}/mask/", f"/supplies/stock/{STORE}/", "/"):
        pages.text(keeper.get(address))
    assert "物资可用天数" in pages.text(pages.browser(system, Role.COMMANDER, "T161").get("/command/"))


def test_a_difference_goes_with_its_store(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted where the store stood then, it is approved where it stands; a page of a day has it by that day."""
    counted = count(90, at=NOW - timedelta(hours=2))
    entries.accepted(KEEPER, receipt(100, at=NOW - timedelta(days=3)), counted)
    before, after = "XJCG/T161/T161-LOG/", "XJCG/T161/T161-PROP/T161-LOG/"
    tomorrow = TODAY + timedelta(days=1)
    with scope.acting(system):
        unit_actions.move_unit(system, code=STORE, parent="T161-PROP", from_day=tomorrow)
        assert [each.path for each in queries.differences_under(system, before)] == [before]
        assert queries.differences_under(system, after) == []
    later = NOW + timedelta(days=1)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(later))
    with scope.acting(system):
        assert queries.differences_under(system, before) == []
        assert [each.path for each in queries.differences_under(system, before, TODAY)] == [after]
        assert [each.path for each in queries.differences_under(system, after)] == [after]
    officer = pages.browser(system, Role.OFFICER, "T161")
    assert "实点比账面" in pages.text(officer.get(f"/supplies/?unit=T161-PROP&day={tomorrow}"))
    assert "实点比账面" not in pages.text(officer.get(f"/supplies/?unit=T161-PROP&day={TODAY}"))
    theirs = entries.actor_with({RECORD, SEE, APPROVE}, before, after, login="officer")
    with scope.acting(theirs):
        assert queries.difference(theirs, counted.id).by == -10
        told = actions.explain_difference(theirs, entry=ids.mint(later), stocktake=counted.id, reason="漏记一笔")
        assert told.holds
        assert queries.differences(theirs, units.unit(theirs, STORE)) == []
