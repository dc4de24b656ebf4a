"""supplies · tests of what goes between units: who sees it, in how many parts it comes, what is taken back."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.supplies import actions_moving, queries_transit
from lianfang.areas.supplies.kinds_transfer import TRANSFER
from lianfang.areas.supplies.presenters_between import LISTED
from lianfang.areas.supplies.problems import TRANSFER_CAME
from lianfang.areas.supplies.queries_asked import asked
from lianfang.areas.supplies.queries_transit import Sending
from lianfang.areas.supplies.tests import moves
from lianfang.ground.access.roles import Role
from lianfang.ground.units import actions as unit_actions
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, rebuild, scope
from lianfang.kernel.problems import Refused
from tests.support import entries, pages
from tests.support.at_once import at_once
from tests.support.entries import NOW, correction, withdrawal

pytestmark = pytest.mark.django_db
STORE, OTHER = "T161-LOG", "T161-PROP"
receipt, transfer = (partial(said, unit=STORE) for said in (moves.receipt, moves.transfer))
_LATER = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def keeper(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


@pytest.fixture
def other(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, OTHER)


def _sent(client: Client, address: str, **said: Any) -> Any:
    form = client.get(address).context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(address, {**blank, **said})


def _seen_by(prefix: str, unit: str, at: Any = NOW) -> list[Sending]:
    actor = entries.actor_with({"supplies.see", "supplies.record"}, prefix)
    with scope.acting(actor):
        return queries_transit.transfers(actor, units.unit(actor, unit, day=clock.day_of(at).date), at)


def _one(actor: Any) -> Sending:
    with scope.acting(actor):
        (found,) = queries_transit.transfers(actor, units.unit(actor, STORE), NOW)
    return found


def _arrive(one: Any) -> str:
    return f"/supplies/transfers/{one.id}/"


def test_a_unit_that_moved_still_sees_its_transfers_and_whoever_stood_above_it_none_of_the_later(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, goods = transfer(10, to="T161-D01"), receipt(100)
    entries.accepted(system, goods, before)
    assert [each.entry for each in _seen_by("XJCG/T161/T161-P01/", "T161-P01")] == [before.id]
    with scope.acting(system):
        unit_actions.move_unit(
            system, code="T161-D01", parent=OTHER, from_day=clock.day_of(NOW).date + timedelta(days=1)
        )
    after = transfer(5, to="T161-D01", at=_LATER)
    entries.accepted(system, after, at=_LATER + timedelta(hours=1))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(_LATER))
    assert _seen_by("XJCG/T161/T161-P01/", "T161-P01", _LATER) == [], "it does not stand there any more"
    old, new = "XJCG/T161/T161-P01/", f"XJCG/T161/{OTHER}/"
    with scope.acting(entries.actor_with({"supplies.see"}, old)):
        assert entries.rows("SELECT entry FROM supplies_transfer") == [(before.id,)], (
            "of its own days, and no later ones"
        )
    assert [each.entry for each in _seen_by(new, OTHER, _LATER)] == [before.id, after.id], (
        "what waits, the oldest first"
    )
    for each in ("XJCG/T161/T161-OFFICE/", "MANAN/"):
        with scope.acting(entries.actor_with({"supplies.see"}, each)):
            assert entries.rows("SELECT entry FROM supplies_transfer") == []


def test_a_sender_that_moved_sees_what_it_sent(system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entries.accepted(system, receipt(100, unit="T161-D01"), one := moves.transfer(10, to=OTHER, unit="T161-D01"))
    with scope.acting(system):
        tomorrow = clock.day_of(NOW).date + timedelta(days=1)
        unit_actions.move_unit(system, code="T161-D01", parent="T161-OFFICE", from_day=tomorrow)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(_LATER))
    path = "XJCG/T161/T161-OFFICE/T161-D01/"
    assert [each.entry for each in _seen_by(path, "T161-D01", _LATER)] == [one.id]


def test_what_comes_in_parts_waits_until_the_last(system: Any, keeper: Client, other: Client) -> None:
    entries.accepted(system, receipt(200), one := transfer(100, packed="2 盒 × 50"))
    form = other.get(_arrive(one)).context["form"]
    assert form["quantity"].value() == "2 盒 × 50", "it stands in the packs in which it was sent"
    assert "请写明原因" in pages.text(_sent(other, _arrive(one), quantity="40"), 422)
    assert _sent(other, _arrive(one), quantity="40", more_to_come="on").status_code == 302
    said = pages.text(other.get("/supplies/"))
    assert "口罩还有 60个在途，待收货" in said
    assert "已收一部分" in pages.text(keeper.get("/supplies/"))
    assert other.get(_arrive(one)).context["form"]["quantity"].value() == "60"
    assert "请写明原因" in pages.text(_sent(other, _arrive(one), quantity="70"), 422), "more than was left"
    assert _sent(other, _arrive(one)).status_code == 302
    found = _one(system)
    assert (found.came, found.times, found.waits, found.by) == (100, 2, False, 0)
    assert "已收齐" in pages.text(other.get(_arrive(one)), 409)


def test_the_form_of_an_arrival_sent_twice_is_recorded_once(system: Any, other: Client) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))
    form = other.get(_arrive(one)).context["form"]
    sent = {"entry": form["entry"].value(), "quantity": "100", "quantity_unit": "个"}
    assert [other.post(_arrive(one), sent).status_code for _ in range(2)] == [302, 302]
    assert _one(system).times == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_take_in_at_once_the_second_is_told(system: Any) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))

    def take_in() -> Any:
        with scope.acting(system):
            return actions_moving.take_in(system, entry=ids.mint(NOW), transfer=one.id, quantity=Decimal(100))

    results = at_once(take_in, take_in)
    (refused,) = [each for each in results if isinstance(each, Refused)]
    assert refused.problem is TRANSFER_CAME
    assert _one(system).came == 100
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("late", [False, True], ids=["in turn", "the original last"])
def test_an_arrival_counts_for_what_its_transfer_was_corrected_to(system: Any, late: bool) -> None:
    first = transfer(10)
    again = correction(first, {**first.data, "quantity": 100})  # type: ignore[dict-item]
    third = correction(again, {**first.data, "quantity": 90})  # type: ignore[dict-item]
    came = moves.arrival(90, of=first, unit=OTHER)
    entries.accepted(system, receipt(200))
    for each in (third, again, first, came) if late else (first, came, again, third):
        entries.accepted(system, each)
    found = _one(system)
    assert (found.entry, found.sent, found.came, found.by, found.waits) == (third.id, 90, 90, 0, False)
    with scope.acting(system):
        assert queries_transit.transfer(system, first.id).entry == third.id, "an older address leads to what stands"
    assert rebuild.compare(connections["owner"]) == []


def test_what_came_is_not_taken_back_or_sent_elsewhere(system: Any, keeper: Client, other: Client) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))
    assert _sent(other, _arrive(one)).status_code == 302
    here = f"/supplies/transfer/{one.id}/"
    assert f"{OTHER} 已收到其中 100个" in pages.text(keeper.get(f"{here}withdraw/"), 409)
    form = keeper.get(f"{here}correct/").context["form"]
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    moved = keeper.post(f"{here}correct/", {**said, "data.to_unit": "T161-OFFICE", "reason": "写错收方"})
    assert "不能撤回或改收方" in pages.text(moved, 409)
    less = {**said, "data.quantity": "95", "reason": "少发一盒", "confirmed": "1"}
    assert keeper.post(f"{here}correct/", less).status_code == 302, "a number may be wrong"
    assert _one(system).by == 5


def test_what_was_taken_back_and_came_all_the_same_is_told_to_both(system: Any, keeper: Client, other: Client) -> None:
    """The ledger takes what happened, from doors that cannot ask; the page then says that it does not fit."""
    entries.accepted(system, receipt(200), one := transfer(100), withdrawal(one))
    assert "已由发出方撤回" not in pages.text(other.get("/supplies/"))
    assert "撤回或改发别处" in pages.text(other.get(_arrive(one)), 409)
    entries.accepted(system, moves.arrival(100, of=one, unit=OTHER))
    for client in (keeper, other):
        said = pages.text(client.get("/supplies/"))
        assert "却已收到，请核对" in said
        assert "已撤回，却已收到" in said


def test_two_arrivals_that_came_through_a_door_that_cannot_ask_are_both_counted(system: Any) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))
    entries.accepted(system, *(moves.arrival(100, of=one, unit=OTHER) for _ in range(2)))
    assert (_one(system).came, _one(system).by) == (200, 100)


def test_an_arrival_is_asked_for_unit_item_and_what_is_left(system: Any) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))
    fits, twice = (moves.arrival(100, of=one, unit=OTHER) for _ in range(2))
    wrong = [
        moves.arrival(100, of=one, unit="T161-OFFICE"), moves.arrival(100, "goggles", of=one, unit=OTHER),
        moves.arrival(100, of=one, lot="L9", unit=OTHER), moves.arrival(90, of=one, unit=OTHER), twice,
    ]  # fmt: skip
    with scope.acting(system):
        found = {key: each.problem.code for key, each in asked(system, [wrong[3], fits, *wrong[:3], twice]).items()}
    assert found == {
        wrong[0].id: "supplies_not_what_was_sent", wrong[1].id: "supplies_not_what_was_sent",
        wrong[2].id: "supplies_not_what_was_sent", wrong[3].id: "supplies_came_otherwise",
        twice.id: "supplies_transfer_came",
    }  # fmt: skip


@pytest.mark.parametrize("many", [2, 40])
def test_a_sheet_of_arrivals_asks_as_often_for_many_as_for_few(system: Any, many: int) -> None:
    sent = [transfer(1, lot=f"L{n}") for n in range(many)]
    entries.accepted(system, *sent)
    came = [moves.arrival(1, of=each, lot=f"L{n}", unit=OTHER) for n, each in enumerate(sent)]
    early = [moves.arrival(1, of=transfer(1), unit=OTHER) for _ in range(many)]
    with scope.acting(system), CaptureQueriesContext(connection) as asked_of:
        assert asked(system, [*came, *early]) == {}
    assert len(asked_of) <= 6


def test_two_arrivals_that_name_two_versions_of_a_transfer_share_what_is_left(system: Any) -> None:
    first = transfer(100)
    again = correction(first, {**first.data, "quantity": 90})  # type: ignore[dict-item]
    entries.accepted(system, receipt(200), first, again)
    came = [moves.arrival(90, of=of, unit=OTHER) for of in (first, again)]
    with scope.acting(system):
        found = {key: each.problem.code for key, each in asked(system, came).items()}
    assert found == {came[1].id: "supplies_transfer_came"}


def test_an_arrival_of_what_is_somebody_elses_is_refused_and_of_what_nobody_knows_yet_is_not(system: Any) -> None:
    entries.accepted(system, receipt(200), one := transfer(100))
    stranger = entries.actor_with({"supplies.see", "supplies.record"}, "MANAN/")
    others, early = (moves.arrival(100, of=of, unit="MANAN") for of in (one, transfer(1)))
    with scope.acting(stranger):
        found = {key: each.problem.code for key, each in asked(stranger, [others, early]).items()}
    assert found == {others.id: "not_found"}


@pytest.mark.parametrize("code", ["NO-SUCH", "T161-HEAT"])
def test_a_receiver_that_does_not_stand_is_refused_with_words(system: Any, keeper: Client, code: str) -> None:
    with scope.acting(system):
        spec = {"code": "T161-HEAT", "kind": "office", "zh": "供热", "en": "Heating", "parent": "T161"}
        opened = clock.FixedClock(NOW - timedelta(days=9))
        unit_actions.open_unit(system, **spec, at=opened)  # type: ignore[arg-type]
        before = clock.FixedClock(NOW - timedelta(days=2))
        unit_actions.close_unit(system, code="T161-HEAT", from_day=clock.day_of(NOW).date, at=before)
    entries.accepted(system, receipt(200))
    for act, more in (("issue", {}), ("remove", {"way": "transfer"})):
        answer = _sent(keeper, f"/supplies/stock/{STORE}/mask/{act}/", quantity="1", to_unit=code, **more)
        said = pages.text(answer, 422)
        assert f"没有编号为 {code} 的单位" in said
        assert "请核对单位编号" in said
        assert answer.context["form"].errors.keys() == {"to_unit"}
    assert 'lf-fold" open' in pages.text(
        _sent(keeper, f"/supplies/stock/{STORE}/mask/issue/", quantity="1", to_unit=code), 422
    )
    with scope.acting(system):
        assert TRANSFER.model.objects.count() == 0


def test_both_ends_of_transfers_are_found_by_their_indexes(system: Any) -> None:
    with scope.acting(system), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for slots, table in ((queries_transit.TRANSFERS, "transfer"), (queries_transit.ISSUES, "issue")):
            named = {"low": "X", "high": "Y", "day": NOW.date(), "since": NOW, "but": [], "items": ["thermometer"]}
            cursor.execute("EXPLAIN " + queries_transit.statement(slots, "between_units.sql"), named)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert f"supplies_{table}_to" in plan
            assert f"supplies_{table}_lot" in plan
            assert f"Seq Scan on supplies_{table}" not in plan


@pytest.mark.parametrize("many", [5, 50])
def test_the_page_asks_as_often_for_many_as_for_few(system: Any, keeper: Client, many: int) -> None:
    codes = ["thermometer", "mask"]
    drafts = [moves.receipt(5, code, f"L{n}", unit=STORE) for n in range(many) for code in codes]
    drafts += [moves.issue(1, "thermometer", f"L{n}", unit=STORE, to_unit=OTHER) for n in range(many)]
    entries.accepted(system, *drafts, *(transfer(1, lot=f"L{n}") for n in range(many)))
    keeper.get("/supplies/")
    with CaptureQueriesContext(connection) as asked_of:
        said = pages.text(keeper.get("/supplies/"))
    assert len(asked_of) <= 20
    assert f"L{many - 1}" in said


def test_whatever_waits_is_found_and_a_table_says_where_it_is_cut(system: Any, keeper: Client) -> None:
    many = LISTED + 5
    entries.accepted(system, *(transfer(1, lot=f"L{n}", at=NOW - timedelta(minutes=n)) for n in range(many)))
    with scope.acting(system):
        assert len(queries_transit.transfers(system, units.unit(system, STORE), NOW)) == many
    said = pages.text(keeper.get("/supplies/"))
    assert f"共 {many} 笔，此处列前 {LISTED} 笔" in said
    assert "L104" in said, "the oldest of what waits stands first"


def test_the_other_end_reads_and_does_not_write(system: Any) -> None:
    """The application's role, with raw SQL: what stands in another unit's path is read, and no more."""
    entries.accepted(system, receipt(200), one := transfer(100))
    tables = "SELECT entry, quantity FROM supplies_transfer"
    for statement in (
        'INSERT INTO supplies_transfer SELECT (jsonb_populate_record(t, \'{"entry": '
        '"01700000-0000-7000-8000-000000000001"}\')).* FROM supplies_transfer t',
        "UPDATE supplies_transfer SET quantity = 1",
        "DELETE FROM supplies_transfer",
    ):
        with scope.acting(entries.actor_with({"supplies.see"}, f"XJCG/T161/{OTHER}/")):
            assert entries.rows(tables) == [(one.id, 100)], "it reads"
            with suppress(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                assert cursor.rowcount == 0, statement
        with scope.acting(system):
            assert entries.rows(tables) == [(one.id, 100)]
