"""supplies · the label of a lot holds: printed like any other, it opens what can be done with that lot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.supplies.kinds_issue import ISSUE
from lianfang.areas.supplies.kinds_stocktake import STOCKTAKE
from lianfang.areas.supplies.queries_labels import LOTS, code_of
from lianfang.areas.supplies.tests.moves import issue, receipt
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, reading, scope
from lianfang.kernel.labelled import Wanted
from lianfang.kernel.scope import Actor
from tests.support import entries, pages
from tests.support.codes import by_jsqr, by_zxing, drawn
from tests.support.entries import NOW

pytestmark = pytest.mark.django_db
STORE, MASKS, OLD, WIDE = "T161-LOG", "KZ-0801", "OUT-N2", "批 0802/２"


@pytest.fixture
def lots(tree: dict[str, str], system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lots in a store, one of them over, and one that is used up; it is 15:40 on 10 August."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))
    at = {"at": NOW - timedelta(days=9), "unit": STORE}
    later = {"at": NOW - timedelta(days=1), "unit": STORE}
    entries.accepted(
        system,
        receipt(500, lot=MASKS, expires_on="2022-08-01", **at),
        receipt(30, lot=OLD, expires_on="2020-08-06", **at),
        receipt(40, item="goggles", lot=WIDE, **at),
        receipt(10, item="goggles", lot="G1", **at),
        issue(10, item="goggles", lot="G1", **later),
    )


@pytest.fixture
def keeper(lots: None, system: Actor) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


def printed(system: Actor, paper: str, **asked: str) -> list[str]:
    """What two readers read of the labels that an officer prints; both read the same."""
    officer = pages.browser(system, Role.OFFICER, "T161")
    query = "&".join(f"{name}={value}" for name, value in {"sort": "lot", **asked}.items())
    answer = officer.post(f"/labels/?{query}", {"all": "1", "paper": paper})
    assert answer.status_code == 200
    sheets = drawn(answer.content)
    found = sorted(text for sheet in sheets for text in by_zxing(sheet))
    if paper == "a6":
        assert found == sorted(by_jsqr(sheets))
    return found


@pytest.mark.parametrize("paper", ["a4", "a6"])
def test_the_lots_that_are_there_are_printed_and_read_back(lots: None, system: Actor, paper: str) -> None:
    found = printed(system, paper)
    codes = {code_of(STORE, *each) for each in (("mask", MASKS), ("mask", OLD), ("goggles", WIDE))}
    assert {each.partition("?")[0] for each in found} == {f"http://testserver/at/lot/{code}" for code in codes}
    assert len(printed(system, paper, kind="goggles")) == 1
    assert len(printed(system, paper, q="kz0801")) == 1
    assert len(printed(system, paper, q="masks", unit=STORE)) == 2


def led(client: Client, read: str) -> Any:
    """The page to which a label leads, in two steps: what proves that it was read stays in no address."""
    first = client.get(read.removeprefix("http://testserver"))
    return client.get(first["Location"])


def test_scanned_it_offers_to_issue_and_to_count_that_very_lot(keeper: Client, system: Actor) -> None:
    (read,) = printed(system, "a6", q="kz0801")
    page = led(keeper, read)
    said = pages.text(page)
    assert "口罩 批号 KZ-0801" in said
    assert "已扫码" in said
    offered = {each.words.zh: each.href for each in page.context["offered"]}
    assert list(offered) == ["从这一批出库", "盘点这一批", "再入库"]
    form = keeper.get(offered["从这一批出库"]).context["form"]
    assert form["lot"].value() == MASKS
    sent = {"entry": str(form["entry"].value()), "lot": MASKS, "quantity": "20", "quantity_unit": "个"}
    assert keeper.post(offered["从这一批出库"], sent)["Location"] == f"/supplies/stock/{STORE}/mask/"
    sheet = keeper.get(offered["盘点这一批"])
    assert pages.title(sheet) == "盘点表：后勤，1 批"
    counted = {name: sheet.context["form"][name].value() for name in ("lot0", "entry0", "booked0")}
    keeper.post(offered["盘点这一批"], {**counted, "same0": "on"})
    with scope.acting(system):
        assert [(each.lot, int(each.quantity)) for each in reading.objects(system, ISSUE.model).filter(lot=MASKS)] == [
            (MASKS, 20)
        ]
        (taken,) = reading.objects(system, STOCKTAKE.model).all()
    assert (taken.lot, int(taken.counted)) == (MASKS, 480)


def test_who_scans_from_lot_to_lot_is_led_back_to_the_camera(keeper: Client, system: Actor) -> None:
    (read,) = printed(system, "a6", q="kz0801")
    to = keeper.post("/scan/", {"read": read, "here": "on"})["Location"]
    offered = {each.words.zh: each.href for each in keeper.get(to).context["offered"]}
    form = keeper.get(offered["从这一批出库"]).context["form"]
    sent = {"entry": str(form["entry"].value()), "lot": MASKS, "quantity": "1", "quantity_unit": "个"}
    assert keeper.post(offered["从这一批出库"], sent)["Location"] == "/scan/"


def test_a_lot_that_is_over_opens_its_removal_and_one_that_is_used_up_can_be_counted(
    keeper: Client, system: Actor
) -> None:
    (read,) = printed(system, "a6", q="outn2")
    to = keeper.get(read.removeprefix("http://testserver"))["Location"]
    removal = keeper.get(to)["Location"]
    assert removal == f"/supplies/stock/{STORE}/mask/remove/?lot={OLD}"
    assert keeper.get(removal).context["form"]["lot"].value() == OLD
    page = keeper.get(f"/at/lot/{code_of(STORE, 'goggles', 'G1').lower()}")
    assert [each.words.zh for each in page.context["offered"]] == ["盘点这一批", "再入库"]


def test_who_only_sees_the_stock_is_led_to_it_and_a_stranger_is_told(keeper: Client, system: Actor) -> None:
    (read,) = printed(system, "a6", q="kz0801")
    reader = pages.browser(system, Role.REPORTER, STORE)
    assert led(reader, read)["Location"] == f"/supplies/?unit={STORE}"
    other = pages.browser(system, Role.KEEPER, "T161-PROP")
    assert "不归您的单位负责" in pages.text(other.get(read.removeprefix("http://testserver")), 403)
    for bad in ("0" * 16, "X", "%00", "9" * 300):
        assert keeper.get(f"/at/lot/{bad}").status_code == 404, bad


def test_it_is_found_by_its_short_code_and_a_lot_however_it_is_written_is_one(keeper: Client, system: Actor) -> None:
    printed(system, "a6", q="kz0801")
    code = code_of(STORE, "mask", "ｋｚ 0801")
    with scope.acting(system):
        kept = reading.value(system, "SELECT code FROM supplies_balance WHERE lot = %(lot)s", lot=MASKS)
    assert code == kept
    short = pages.browser(system, Role.OFFICER, "T161").get(f"/labels/lot/{code}/").context["facts"][2].value
    assert keeper.post("/scan/", {"read": str(short).lower()})["Location"] == f"/at/lot/{code}"


def test_lots_are_found_by_an_index_and_listed_by_one_question(lots: None, system: Actor) -> None:
    with scope.acting(system), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM supplies_balance b WHERE b.code = ANY(ARRAY['0', '1'])")
        assert "supplies_balance_code" in "\n".join(row[0] for row in cursor.fetchall())
        with CaptureQueriesContext(connection) as asked:
            found = LOTS.listed(system, Wanted(limit=2))
        assert len(asked) == 1
        rest = LOTS.listed(system, Wanted(after=found[-1].code))
    assert len({each.code for each in (*found, *rest)}) == 3
