"""supplies · tests of doors: the store's pages ask what forms and sheets ask, lots in their own packs, lines once."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianfang.areas.supplies import queries
from lianfang.areas.supplies.kinds_handback import HANDBACK
from lianfang.areas.supplies.kinds_receipt import RECEIPT
from lianfang.areas.supplies.tests import moves
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, ids, scope, source_refs
from lianfang.kernel.entries import Receipt
from tests.support import entries, pages
from tests.support.entries import NOW, TODAY, correction, withdrawal

pytestmark = pytest.mark.django_db
STORE, OTHER = "T161-LOG", "T161-PROP"
receipt, issue, transfer, handback, loss = (
    partial(said, unit=STORE) for said in (moves.receipt, moves.issue, moves.transfer, moves.handback, moves.loss)
)


@pytest.fixture(autouse=True)
def _afternoon(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 15:40 on 10 August in the cast's tree."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


@pytest.fixture
def keeper(system: Any) -> Client:
    return pages.browser(system, Role.KEEPER, STORE)


def _page(item: str, act: str) -> str:
    return f"/supplies/stock/{STORE}/{item}/{act}/"


def _sent(client: Client, address: str, **said: Any) -> Any:
    form = client.get(address).context["form"]
    blank = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(address, {**blank, **said})


def _upload(client: Client, noun: str, *rows: dict[str, str]) -> str:
    made = io.StringIO()
    sheet = csv.DictWriter(made, list(rows[0]))
    sheet.writeheader()
    sheet.writerows(rows)
    answer = client.post(
        f"/supplies/{noun}/import/", {"sheet": SimpleUploadedFile("lines.csv", made.getvalue().encode(), "text/csv")}
    )
    return pages.text(answer, answer.status_code)


def test_the_stores_pages_ask_what_sheets_ask(keeper: Client, system: Any) -> None:
    known = receipt(50, lot="A1", source_ref="WMS-1")
    over = receipt(50, lot="OLD", expires_on="2020-08-02", expired_why="待退货")
    entries.accepted(system, known, over)
    said = {"lot": "A2", "quantity": "5", "source_ref": "WMS-1"}
    again = _sent(keeper, _page("mask", "receive"), **said)
    assert "来源行 WMS-1 已经记过，内容不同" in pages.text(again, 409)
    assert "请更正那条记录" in pages.text(again, 409), "the way on is said, too"
    assert again.context["form"].errors.keys() == {"source_ref"}
    entries.accepted(system, issue(50, lot="A1"))
    issued = _sent(keeper, _page("mask", "issue"), lot="OLD", quantity="5", as_said="on")
    assert "不能发放使用" in pages.text(issued, 422), "typed by hand, where no lot is offered"
    used = _sent(keeper, _page("mask", "issue"), lot="OLD", quantity="5", as_said="on", purpose="过期使用，演练")
    assert used.status_code == 302


def test_a_form_that_is_sent_twice_is_not_asked_about_itself(keeper: Client, system: Any) -> None:
    form = keeper.get(_page("mask", "receive")).context["form"]
    said = {"entry": form["entry"].value(), "lot": "A1", "quantity": "5", "quantity_unit": "个", "source_ref": "W-9"}
    assert [keeper.post(_page("mask", "receive"), said).status_code for _ in range(2)] == [302, 302]
    with scope.acting(system):
        assert RECEIPT.model.objects.count() == 1


def test_a_lot_is_counted_in_its_own_packs_at_every_door(keeper: Client, system: Any) -> None:
    entries.accepted(system, receipt(400, lot="B40", quantity="10盒×40"), receipt(400, lot="B50"))
    with scope.acting(system):
        assert {lot.lot: lot.on_hand for lot in queries.lots(system, units.unit(system, STORE), TODAY)} == {
            "B40": 400, "B50": 400,
        }  # fmt: skip
    for act, more in (("issue", {}), ("remove", {"way": "damaged"}), ("receive", {})):
        page = keeper.get(_page("mask", act))
        assert "盒（按批号，40或50 个）" in pages.text(page), act
        if act != "receive":
            assert "B40 · 结存" in pages.text(page)
            assert "每盒 40个" in pages.text(page)
        sent = _sent(keeper, _page("mask", act), lot="B40", quantity="1", quantity_unit="盒", **more)
        assert sent.status_code == 302, (act, sent.context["form"].errors)
    line = {
        "单位": "后勤",
        "发生时间": "2020-08-10 9:00",
        "物资": "口罩",
        "批号": "b40",
        "数量": "1盒",
        "计量单位": "个",
    }
    said = _upload(keeper, "issue", line)
    assert "批号 b40 每盒 40个，填的按 50 算了" in said
    assert "请写明每盒多少，如 1盒×40；确是 50 的写 1盒×50" in said
    assert "1 行全部记录" in _upload(keeper, "issue", {**line, "数量": "1盒×40"})
    assert "1 行全部记录" in _upload(keeper, "issue", {**line, "批号": "B50", "数量": "1盒"}), "as the playbook has it"
    with scope.acting(system):
        assert {lot.lot.upper(): lot.on_hand for lot in queries.lots(system, units.unit(system, STORE), TODAY)} == {
            "B40": 400 - 40 - 40 + 40 - 40, "B50": 350,
        }  # fmt: skip
    assert "盒 × 40" in pages.text(keeper.get(f"/supplies/stock/{STORE}/mask/"))


def test_a_line_of_another_system_is_recorded_once_through_any_door(system: Any) -> None:
    """A store's own system that sends its lines again, each under a new id, does not double the books."""
    first = receipt(5, lot="C1", source_ref="WMS-7")
    again, other, drill = (replace(first, id=ids.mint(NOW)) for _ in range(3))
    other = replace(other, data={**first.data, "quantity": 6})
    drill = replace(drill, exercise=True)
    told = entries.record(system, first, again, other, drill, first)
    assert _codes(told) == ["accepted", "source_ref_stands", "source_ref_known", "accepted", "duplicate"]
    assert [str(first.id) in told[n].problem.says.zh for n in (1, 2)] == [True, True], "it names the entry"
    assert [fault.path for fault in told[2].problem.faults] == ["data.source_ref"]
    assert _codes(entries.record(system, again)) == ["source_ref_stands"]
    with scope.acting(system):
        kept = entries.rows("SELECT entry, problem FROM ledger_set_aside")
    assert kept == [(other.id, "source_ref_known")], "what says the same is nothing to look at"
    mended = correction(first, {**first.data, "quantity": 6})
    elsewhere = receipt(5, lot="C1", source_ref="WMS-7", unit=OTHER)
    told = entries.record(system, mended, elsewhere)
    assert _codes(told) == ["accepted", "accepted"], "a correction goes on with the line; another unit has its own"
    assert _codes(entries.record(system, first)) == ["duplicate"]
    with scope.acting(system):
        assert RECEIPT.model.objects.filter(superseded_at=None, exercise=False, unit=STORE).count() == 1
    entries.accepted(system, withdrawal(mended))
    assert _codes(entries.record(system, again)) == ["accepted"], "nothing stands for it then"


def test_lines_without_an_id_of_another_system_cost_nothing_more(system: Any) -> None:
    entries.accepted(system, receipt(5, lot="C1"))
    with CaptureQueriesContext(connection) as asked:
        entries.accepted(system, receipt(5, lot="C1"))
    assert not [each for each in asked.captured_queries if "source_ref:" in each["sql"]]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_send_one_line_at_once_the_second_waits_and_is_told(system: Any, owner_conn: Any) -> None:
    first = receipt(5, lot="C1", source_ref="WMS-7")
    again = replace(first, id=ids.mint(NOW))
    told: list[str] = []

    def second() -> None:
        try:
            told.extend(_codes(entries.record(system, again)))
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        entries.accepted(system, first)
        other.start()
        while not owner_conn.execute("SELECT FROM pg_locks WHERE NOT granted AND locktype = 'advisory'").fetchall():
            assert other.is_alive(), told
        assert told == []
    other.join(60)
    assert told == ["source_ref_stands"]


def _codes(receipts: Sequence[Receipt]) -> list[str]:
    return [each.problem.problem.code if each.problem else each.status for each in receipts]


def test_what_a_door_that_cannot_ask_brought_is_marked(
    keeper: Client, system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.accepted(system, receipt(400, lot="B40", quantity="10盒×40"), issue(50, lot="B40", quantity="1盒"))
    assert "1 盒 × 50，与本批包装不同" in pages.text(keeper.get(f"/supplies/stock/{STORE}/mask/"))
    first, again = (receipt(5, lot=lot, source_ref="WMS-7") for lot in ("C1", "C2"))
    entries.accepted(system, first, issue(1, lot="C1", source_ref="WMS-7"))
    assert "记了两次" not in pages.text(keeper.get("/supplies/")), "an issue is another line than a receipt"
    with monkeypatch.context() as before:  # as it was before the journal knew lines
        before.setattr(source_refs, "refused", lambda cursor, checked: {})
        entries.accepted(system, again)
    said = pages.text(keeper.get("/supplies/"))
    assert "来源行 WMS-7 记了两次" in said
    assert f"/supplies/receipt/{max(first.id, again.id)}/" in said


def test_a_line_that_was_corrected_and_comes_again_is_known(keeper: Client, system: Any) -> None:
    line = {
        "单位": "后勤", "发生时间": "2020-08-09 9:00", "物资": "口罩", "批号": "S1", "数量": "100", "计量单位": "个",
        "来源行号": "WMS-1",
    }  # fmt: skip
    assert "1 行全部记录" in _upload(keeper, "receipt", line)
    with scope.acting(system):
        row = RECEIPT.model.objects.get()
    said = {"item": "mask", "lot": "S1", "quantity": 90, "quantity_unit": "个", "source_ref": "WMS-1"}
    first = entries.draft("supplies.receipt", said, id=row.entry, unit=STORE, at=row.occurred_at)
    entries.accepted(system, correction(first, said))
    told = _upload(keeper, "receipt", {**line, "数量": "90"})
    assert "来源行 WMS-1 已照此记过" in told
    assert "无需办理" in told
    assert "已经记过，内容不同" in _upload(keeper, "receipt", {**line, "数量": "80"})
    with scope.acting(system):
        (lot,) = queries.lots(system, units.unit(system, STORE), TODAY)
    assert lot.on_hand == 90, "nothing was doubled"


def test_of_durable_things_the_lots_are_offered_that_can_move(keeper: Client, system: Any) -> None:
    start = NOW - timedelta(days=5)
    entries.accepted(
        system, *(receipt(5, "thermometer", lot, at=start) for lot in ("OUT", "IN", "GONE")),
        issue(5, "thermometer", "OUT", at=start), loss(5, "thermometer", "GONE"),
    )  # fmt: skip
    back = keeper.get(_page("thermometer", "handback"))
    assert [choice for choice, _ in back.context["form"].fields["lot"].choices] == ["OUT"]
    assert "OUT · 结存 0个 · 在用 5个" in pages.text(back)
    out = keeper.get(_page("thermometer", "issue"))
    assert [choice for choice, _ in out.context["form"].fields["lot"].choices] == ["IN"]
    off = keeper.get(_page("thermometer", "remove"))
    assert {choice for choice, _ in off.context["form"].fields["lot"].choices} == {"OUT", "IN"}
    assert _sent(keeper, _page("thermometer", "handback"), quantity="2", from_unit="t161-prop").status_code == 302
    with scope.acting(system):
        row = HANDBACK.model.objects.get()
    assert (row.lot, row.quantity, row.from_unit) == ("OUT", Decimal(2), OTHER)
    wrong = _sent(keeper, _page("thermometer", "handback"), quantity="2", from_unit="NO-SUCH")
    assert wrong.context["form"].errors.keys() == {"from_unit"}


def test_more_that_came_back_than_went_out_is_a_discrepancy(keeper: Client, system: Any) -> None:
    entries.accepted(system, receipt(5, "thermometer"), issue(1, "thermometer"), handback(3, "thermometer"))
    said = pages.text(keeper.get("/supplies/"))
    assert "测温仪在用数为负（−2）" in said
    assert "−2 个，账有差异" in said
    assert "测温仪在用数为负" in pages.text(keeper.get("/"))
