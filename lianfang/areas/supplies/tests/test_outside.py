"""supplies · tests of what people reported elsewhere: stock that leaves unused, lots and packs as they are written."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lianfang.areas.supplies import queries, queries_transit
from lianfang.areas.supplies.indicators import SOURCES
from lianfang.areas.supplies.kinds_arrival import ARRIVAL
from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.kinds_removal import DISPOSAL
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.kinds_transfer import TRANSFER
from lianfang.areas.supplies.payloads import CATALOGUE, lot_key
from lianfang.areas.supplies.tests import moves
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, rebuild, scope
from tests.support import entries, pages
from tests.support.entries import NOW, TODAY

pytestmark = pytest.mark.django_db
STORE, OTHER = "T161-LOG", "T161-PROP"
receipt, issue, disposal, loss, sent_back, transfer, handback, count = (
    partial(said, unit=STORE)
    for said in (
        moves.receipt, moves.issue, moves.disposal, moves.loss, moves.sent_back, moves.transfer, moves.handback,
        moves.count,
    )
)  # fmt: skip
_TEXTS = st.text(st.sampled_from("oOｏＯ N2２-－‐–—−ー 　_./()（）批"), min_size=1, max_size=12)


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def keeper(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


def _page(item: str, act: str, unit: str = STORE) -> str:
    return f"/supplies/stock/{unit}/{item}/{act}"


def _sent(client: Client, address: str, **said: Any) -> Any:
    form = client.get(address).context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(address, {**blank, **said})


def _stock(system: Any, item: str) -> queries.Stock:
    with scope.acting(system):
        kept = queries.stock(system, units.unit(system, STORE), TODAY)
    return next(each for each in kept if each.item.code == item)


def _lots(system: Any, item: str) -> dict[str, Decimal]:
    with scope.acting(system):
        return {lot.lot: lot.on_hand for lot in queries.lots(system, units.unit(system, STORE), TODAY, item)}


def _face_shields(*more: Any) -> list[Any]:
    start = NOW - timedelta(days=20)
    return [
        receipt(300, "face-shield", "F1", at=start, expires_on="2020-08-02"),
        receipt(100, "face-shield", "F2", at=start),
        *(issue(5, "face-shield", "F2", at=NOW - timedelta(days=back, hours=8)) for back in range(1, 9)),
        *more,
    ]


@pytest.mark.case(2)
def test_row_2_expired_stock_taken_out_is_no_use(keeper: Client, system: Any) -> None:
    """F2: 300 of an expired lot out on 08-08 made 47.1 a day and 1.2 days of 4.3 a day and 14.0 days."""
    entries.accepted(system, *_face_shields())
    said = pages.text(keeper.get("/supplies/"))
    assert "防护面屏 批号 F1 已过期，停止发放" in said
    address = _page("face-shield", "remove/?lot=F1")
    assert address in keeper.get("/supplies/").content.decode(), "the alert leads where the lot can be disposed of"
    form = keeper.get(address).context["form"]
    assert (form["lot"].value(), form["way"].value(), form["quantity"].value()) == ("F1", "expired", "300")
    offered = "F1 · 结存"
    assert offered in pages.text(keeper.get(address))
    assert offered not in pages.text(keeper.get(_page("face-shield", "issue/"))), "and it is not issued for use"
    line = {
        "单位": "后勤",
        "发生时间": "2020-08-09 9:00",
        "物资": "防护面屏",
        "批号": "f1",
        "数量": "5",
        "计量单位": "个",
    }
    assert "确已使用的，在用途里写明“过期使用”" in pages.text(_upload(keeper, [line], "issue"))
    out = disposal(300, "face-shield", "F1", at=NOW - timedelta(days=2))
    entries.accepted(system, out)
    stock = _stock(system, "face-shield")
    assert (round(stock.daily or 0, 1), stock.on_hand, round(stock.days or 0, 1)) == (
        Decimal("4.3"),
        60,
        Decimal("14.0"),
    )
    assert _lots(system, "face-shield") == {"F2": Decimal(60)}
    assert "报废（过期）" in pages.text(keeper.get(_page("face-shield", "")))


@pytest.mark.case(2)
@pytest.mark.parametrize("leaves", [disposal, loss, sent_back, transfer], ids=lambda each: each.func.__name__)
def test_row_2_only_use_counts_into_the_cover(leaves: Any, system: Any) -> None:
    start = NOW - timedelta(days=9)
    entries.accepted(system, receipt(1000, at=start), *(issue(10, at=NOW - timedelta(days=d)) for d in range(7)))
    with scope.acting(system):
        before = entries.measured(SOURCES[0].sql, TODAY)[STORE]
    entries.accepted(system, leaves(300))
    stock = _stock(system, "mask")
    assert (stock.daily, stock.on_hand) == (Decimal(10), Decimal(630))
    with scope.acting(system):
        after = entries.measured(SOURCES[0].sql, TODAY)[STORE]
    assert (before["w1_value"], after["w1_value"]) == (Decimal(93), Decimal(63))
    assert (before["w2_value"], after["w2_value"]) == (0, 0)


@pytest.mark.case(2)
def test_row_2_the_keeper_disposes_of_the_expired_lot_in_one_go(keeper: Client, system: Any) -> None:
    entries.accepted(system, *_face_shields())
    assert _sent(keeper, _page("face-shield", "remove/?lot=F1")).status_code == 302
    with scope.acting(system):
        row = DISPOSAL.model.objects.get()
        assert ISSUE.model.objects.filter(lot="F1").count() == 0
    assert (row.lot, row.quantity, row.why, row.kind) == ("F1", Decimal(300), "expired", "supplies.disposal")
    said = pages.text(_sent(keeper, _page("face-shield", "remove/"), way="loss", quantity="3"), 422)
    assert "请写明怎么丢失的" in said
    assert "请填调入单位的编号" in pages.text(
        _sent(keeper, _page("face-shield", "remove/"), way="transfer", quantity="3"), 422
    )


@pytest.mark.case(2)
def test_row_2_a_transfer_has_two_ends_and_is_nobodys_meanwhile(keeper: Client, system: Any) -> None:
    entries.accepted(system, receipt(100, lot="M1", expires_on="2021-05-01"))
    sent = _sent(
        keeper, _page("mask", "remove/"), way="transfer", quantity="2", quantity_unit="盒", to_unit="t161-prop"
    )
    assert sent.status_code == 302, sent.context["form"].errors
    with scope.acting(system):
        one = TRANSFER.model.objects.get()
    assert (one.quantity, one.packed, one.to_unit, str(one.expires_on)) == (100, "2 盒 × 50", OTHER, "2021-05-01")
    other, stranger = pages.browser(system, Role.KEEPER, OTHER), pages.browser(system, Role.KEEPER, "MANAN")
    arrive = f"/supplies/transfers/{one.entry}/"
    assert stranger.get(arrive).status_code == 404
    assert keeper.get(arrive).status_code in (403, 404), "who sent it does not take it in"
    coming = pages.text(other.get("/supplies/"))
    assert "已发来，待收货" in coming
    assert arrive in coming
    assert f"/supplies/transfer/{one.entry}/" not in coming, "what stands in the other's ledger is not offered"
    assert _stock(system, "mask").on_hand == 0
    assert "在途" in pages.text(keeper.get("/supplies/")), "it has left, and is not lost"
    assert "请写明原因" in pages.text(_sent(other, arrive, quantity="90"), 422)
    assert _sent(other, arrive, quantity="90", note="破损 10 个").status_code == 302
    for client in (keeper, other):
        assert "差 −10个" in pages.text(client.get("/supplies/")), "both ends see the difference"
    with scope.acting(system):
        came = ARRIVAL.model.objects.get()
        (moving,) = queries_transit.transfers(system, units.unit(system, STORE), NOW)
    assert (came.unit, came.quantity, came.lot, str(came.expires_on)) == (OTHER, 90, "M1", "2021-05-01")
    assert moving.by == -10
    assert "已收齐" in pages.text(other.get(arrive), 409)


@pytest.mark.case(3)
def test_row_3_stock_issued_during_a_count_and_an_older_issue_that_comes_late(system: Any) -> None:
    counted = count(80, at=NOW - timedelta(hours=2))
    entries.accepted(system, receipt(100, at=NOW - timedelta(days=3)), counted, issue(5, at=NOW - timedelta(hours=1)))
    assert _lots(system, "mask") == {"L1": Decimal(95)}
    entries.accepted(system, issue(20, at=NOW - timedelta(days=1)))  # late, and it explains the whole difference
    assert _lots(system, "mask") == {"L1": Decimal(75)}
    with scope.acting(system):
        assert queries.differences(system, units.unit(system, STORE)) == []
    entries.accepted(moves.OFFICER, moves.approval(counted))
    assert _lots(system, "mask") == {"L1": Decimal(75)}, "to approve what agrees changes nothing"


@pytest.mark.case(5, 8)
def test_rows_5_and_8_a_lot_below_zero_and_one_typed_by_hand_stay(system: Any) -> None:
    entries.accepted(system, issue(7, lot="手写 批号"))
    assert _lots(system, "mask") == {"手写 批号": Decimal(-7)}


@pytest.mark.case(6)
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_row_6_one_lot_written_in_three_ways_is_one_lot(system: Any) -> None:
    first = NOW - timedelta(days=3)
    entries.accepted(
        system, receipt(100, lot="out-n2", at=first + timedelta(hours=1)), issue(30, lot="ＯＵＴ－Ｎ２"),
        receipt(50, lot="OUT-N2", at=first, expires_on="2021-01-01"), disposal(1, lot="OUT N2", why="damaged"),
    )  # fmt: skip
    assert _lots(system, "mask") == {"OUT-N2": Decimal(119)}
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.case(6)
@given(lot=_TEXTS)
def test_row_6_a_lot_is_folded_alike_in_python_and_sql(lot: str) -> None:
    assert entries.rows("SELECT supplies_lot(%s)", [lot]) == [(lot_key(lot),)]


@pytest.mark.case(6)
def test_row_6_another_date_of_the_same_lot_is_asked_about(keeper: Client, system: Any) -> None:
    entries.accepted(system, receipt(100, lot="OUT-N2", expires_on="2022-01-31"))
    said = {"lot": "ｏｕｔ－ｎ２", "quantity": "50", "expires_on": "2022-03-31"}
    asked = pages.text(_sent(keeper, _page("mask", "receive/"), **said))
    assert "批号 OUT-N2 已登记有效期 2022-01-31，与 2022-03-31 不同" in asked
    assert "另一批，记作 OUT-N2（2022-03-31）" in asked
    assert _sent(keeper, _page("mask", "receive/"), **said, answer="same").status_code == 302
    assert _lots(system, "mask") == {"OUT-N2": Decimal(150)}
    assert _sent(keeper, _page("mask", "receive/"), **said, answer="another").status_code == 302
    assert _lots(system, "mask") == {"OUT-N2": Decimal(150), "OUT-N2（2022-03-31）": Decimal(50)}
    entries.accepted(system, receipt(1, lot="OUT-N2", expires_on="2023-01-01"))  # a door that cannot ask
    assert "记了两个有效期：2022-01-31 和 2023-01-01" in pages.text(keeper.get("/supplies/"))


@pytest.mark.case(6)
def test_row_6_a_lot_that_is_over_when_it_comes_is_asked_about(keeper: Client, system: Any) -> None:
    said = {"lot": "OLD", "quantity": "5", "expires_on": "2020-08-02"}
    asked = _sent(keeper, _page("mask", "receive/"), **said)
    assert "有效期 2020-08-02 已过" in pages.text(asked)
    assert "expired_why" in [bound.name for bound in asked.context["form"].open_fields]
    assert _sent(keeper, _page("mask", "receive/"), **said, expired_why="待退货").status_code == 302
    assert _lots(system, "mask") == {"OLD": Decimal(5)}


@pytest.mark.case(9)
@pytest.mark.parametrize(
    ("said", "quantity", "packed"),
    [
        ("2盒", 100, "2 盒 × 50"), ("2 盒 + 5 个", 105, "2 盒 × 50 + 5 个"), ("２盒５个", 105, "2 盒 × 50 + 5 个"),
        ("1箱，2盒", 2100, "1 箱 × 2000 + 2 盒 × 50"), ("2盒×40", 80, "2 盒 × 40"),
        ("1 carton and 3 boxes", 2150, "1 箱 × 2000 + 3 盒 × 50"),
        ("2 boxes x 40", 80, "2 盒 × 40"), ("1,200个", 1200, ""), ("300", 300, ""), ("0.5箱", 1000, "0.5 箱 × 2000"),
    ],
)  # fmt: skip
def test_row_9_boxes_are_so_many_pieces(said: str, quantity: int, packed: str) -> None:
    found = CATALOGUE["mask"].counted(said)
    assert (found.quantity, found.packed) == (quantity, packed)
    assert found.packed == "" or CATALOGUE["mask"].counted(found.packed) == found, (
        "what is kept is read as it was meant"
    )


@pytest.mark.case(9)
def test_row_9_boxes_at_the_form_on_the_wire_and_on_the_sheet_of_a_count(keeper: Client, system: Any) -> None:
    assert _sent(keeper, _page("mask", "receive/"), lot="B1", quantity="2", quantity_unit="盒").status_code == 302
    assert _sent(keeper, _page("mask", "receive/"), lot="B2", quantity="3盒×40").status_code == 302
    said = {"item": "mask", "lot": "B1", "quantity": "1箱", "quantity_unit": "箱", "expires_on": "2022-01-01"}
    wire: Any = json.dumps(said).encode()
    one = entries.draft("supplies.receipt", wire, unit=STORE)
    entries.accepted(system, one)
    entries.accepted(system, one)  # sent again, it is the same
    entries.accepted(system, issue(1, lot="B2", quantity_unit="盒"))
    assert _lots(system, "mask") == {"B1": Decimal(2100), "B2": Decimal(70)}
    with scope.acting(system):
        assert {(row.quantity, row.packed) for row in RECEIPT.model.objects.all()} == {
            (100, "2 盒 × 50"), (120, "3 盒 × 40"), (2000, "1 箱 × 2000"),
        }  # fmt: skip
    assert _sent(keeper, _page("mask", "issue/"), lot="B2", quantity="1", quantity_unit="盒").status_code == 302
    with scope.acting(system):
        newest = ISSUE.model.objects.latest("occurred_at")
    assert (newest.quantity, newest.packed) == (40, "1 盒 × 40"), "a lot that came in boxes of 40 goes out in them"
    page = f"/supplies/stock/{STORE}/?item=mask"
    assert "读不出“桶”" in pages.text(_sent(keeper, page, counted0="3桶"), 422)
    assert _sent(keeper, page, counted0="1箱+2盒").status_code == 302
    with scope.acting(system):
        row = STOCKTAKE.model.objects.get()
    assert (row.lot, row.counted, row.packed) == ("B1", 2100, "1 箱 × 2000 + 2 盒 × 50")
    assert "1 箱 × 2000" in pages.text(keeper.get(_page("mask", "")))


def _upload(client: Client, rows: list[dict[str, str]], noun: str = "receipt") -> Any:
    made = io.StringIO()
    sheet = csv.DictWriter(made, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    file = SimpleUploadedFile("stock.csv", made.getvalue().encode(), "text/csv")
    return client.post(f"/supplies/{noun}/import/", {"sheet": file})


@pytest.mark.case(37)
def test_rows_36_to_38_stock_lines_keep_the_id_of_their_source(keeper: Client, system: Any) -> None:
    """And the sheet reads packs as the form does, and asks what the form asks."""
    line = {
        "单位": "后勤", "发生时间": "2020/8/9 9:00", "物资": "口罩", "批号": "S1", "数量": "2盒", "计量单位": "",
        "有效期至": "2022/3/31", "来源行号": "WMS-0001",
    }  # fmt: skip
    rows = [
        line,
        {**line, "批号": "s-1", "数量": "1", "计量单位": "箱", "有效期至": "2022/5/31", "来源行号": "WMS-0002"},
        {**line, "批号": "S2", "有效期至": "2020/8/2", "来源行号": "WMS-0003"},
        {**line, "批号": "S3", "数量": "3桶", "来源行号": "WMS-0004"},
    ]
    answer = _upload(keeper, rows)
    said = pages.text(answer, answer.status_code)
    assert "已记录 1 行，3 行未记录" in said
    assert "另一批请把批号写作 S1（2022-05-31）" in said
    assert "已过期仍收的原因" in said
    assert "盒（50 个）" in said, "an unknown unit is refused with those that are known"
    with scope.acting(system):
        row = RECEIPT.model.objects.get()
    assert (row.quantity, row.packed, row.source_ref) == (100, "2 盒 × 50", "WMS-0001")
    _upload(keeper, rows)
    moved = pages.text(_upload(keeper, [{**line, "数量": "5盒"}]))
    assert "来源行 WMS-0001 已经记过，内容不同" in moved
    assert _lots(system, "mask") == {"S1": Decimal(100)}, "the same file twice doubles nothing"


def test_durable_things_stand_in_a_list_of_their_own(keeper: Client, system: Any) -> None:
    """Finding 17 of the review: thermometers had days of cover."""
    start = NOW - timedelta(days=5)
    entries.accepted(
        system, receipt(28, "thermometer", at=start), receipt(100, at=start), issue(10, at=start),
        issue(6, "thermometer", at=start), handback(1),
        disposal(2, "thermometer", why="damaged", from_use=True), loss(1, "thermometer"),
    )  # fmt: skip
    with scope.acting(system):
        (found,) = queries.durables(system, units.unit(system, STORE), TODAY)
        figures = entries.measured(SOURCES[0].sql, TODAY)[STORE]
    assert (found.on_hand, found.in_use, found.broken, found.lost) == (22, 3, 2, 1)
    assert (figures["w1_expected"], figures["w2_expected"]) == (1, 1)
    answer = keeper.get("/supplies/")
    assert [row.item.code for row in answer.context["table"].rows] == ["mask"]
    assert [row.item.code for row in answer.context["durables"].rows] == ["thermometer"]
    assert "耐用品" in pages.text(answer)
    assert _sent(keeper, _page("thermometer", "handback/"), quantity="1").status_code == 302
    assert entries.faults(system, handback(1, "mask")) == {"data"}
    assert entries.faults(system, loss(1, from_use=True)) == {"data"}
