"""shell · tests · returned: an own export comes back; each row is compared with its own entry and with nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.kernel import ids, journal, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.ledger import queries
from lianfang.shell.testing import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
TALLY, ROUND, TOLD = "/trial/tally/", "/trial/round/", "/trial/told/"
Rows = dict[str, dict[str, Any]]


def record(actor: Any, kind: str, data: Any, **more: Any) -> UUID:
    said = {"id": ids.mint(NOW), "kind": kind, "unit": "T161-LOG", "occurred_at": NOW, "data": data, **more}
    with scope.acting(actor):
        return journal.record_one(actor, Draft(**said), origin=Origin.CONSOLE).id


def all_of(actor: Any, kind: str) -> list[queries.Entry]:
    with scope.acting(actor):
        return queries.entries(actor, queries.Asked(kinds=(kind,), newest_first=False))


def exported(browser: Any, at: str, filters: str = "") -> bytes:
    body: bytes = browser.get(f"{at}export.xlsx{filters}").content
    return body


def edited(body: bytes, edit: Callable[[Rows], None], *, without: tuple[str, ...] = ()) -> bytes:
    """The export after somebody's work in a spreadsheet; `edit` is given the rows by their ids, each by its codes."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet = book.worksheets[0]
    head = next(i for i, row in enumerate(sheet.iter_rows(values_only=True), 1) if "id" in row)
    codes = [cell.value for cell in sheet[head]]
    rows: Rows = {
        str(sheet.cell(at, codes.index("id") + 1).value): dict(
            zip(codes, [cell.value for cell in sheet[at]], strict=True)
        )
        for at in range(head + 1, sheet.max_row + 1)
    }
    edit(rows)
    made = openpyxl.Workbook()
    page = made.worksheets[0]
    kept = [code for code in codes if code and code not in without]
    page.append(kept)
    for row in rows.values():
        page.append([row.get(code) for code in kept])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def back(browser: Any, body: bytes, at: str = TALLY, **more: str) -> Any:
    sheet = SimpleUploadedFile("回.xlsx", body)
    return browser.post(f"{at}import/", {"sheet": sheet, **more}).context["report"]


def became(report: Any) -> tuple[int, int, int, list[str]]:
    return report.accepted, report.changed, report.duplicate, [each.says.zh for each in report.bad]


def test_an_export_from_before_a_correction_undoes_nothing(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    old = exported(browser, TALLY)
    record(stage.own, "trial.tally", {"n": 13}, corrects=entry, reason="数错")
    assert became(back(browser, old, reason="原样交回")) == (0, 0, 1, [])
    changed = edited(old, lambda rows: rows[str(entry)].update({"data.n": 14}))
    assert became(back(browser, changed, reason="又改")) == (
        0, 0, 0, ["导出之后这条记录又有更正，这一行改的是旧内容"]
    )  # fmt: skip
    assert sorted(each.facts["n"] for each in all_of(stage.own, "trial.tally")) == [12, 13]


def test_a_sheet_that_says_no_ids_corrects_nothing(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    sheet = b"unit,occurred_at,data.n\nT161-LOG,2020-08-10 08:00,12\n"
    first = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.csv", sheet)}).context["report"]
    assert became(first) == (1, 0, 0, [])
    (entry,) = all_of(stage.own, "trial.tally")
    record(stage.own, "trial.tally", {"n": 13}, corrects=entry.id, reason="数错", occurred_at=entry.occurred_at)
    again = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile("a.csv", sheet), "reason": "再传"})
    assert became(again.context["report"]) == (0, 0, 1, [])
    assert sorted(each.facts["n"] for each in all_of(stage.own, "trial.tally")) == [12, 13]


def test_a_correction_is_edited_in_its_turn(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    fixed = record(stage.own, "trial.tally", {"n": 13}, corrects=entry, reason="数错")
    browser = browser_of("own")
    whole = exported(browser, TALLY, "?standing=all")
    assert became(back(browser, whole)) == (0, 0, 2, [])
    changed = edited(whole, lambda rows: rows[str(fixed)].update({"data.n": 14}))
    assert became(back(browser, changed, reason="复点")) == (0, 1, 1, [])
    assert became(back(browser, changed, reason="复点")) == (0, 0, 2, [])
    assert [(each.corrects, each.reason) for each in all_of(stage.own, "trial.tally") if each.facts["n"] == 14] == [
        (fixed, "复点")
    ]


def test_a_withdrawn_entry_stays_withdrawn(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    old = exported(browser, TALLY)
    record(stage.own, WITHDRAWAL, {}, corrects=entry, reason="误录")
    assert became(back(browser, old, reason="x")) == (0, 0, 1, [])
    changed = edited(old, lambda rows: rows[str(entry)].update({"data.n": 14}))
    assert became(back(browser, changed, reason="x"))[3] == ["这条记录已撤回，不能再更正"]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [("exercise", "是", "演练"), ("evidence", "scanned", "凭据"), ("reason", "没改什么", "更正原因")],
)
def test_what_no_correction_changes_is_refused(
    browser_of: Any, stage: Any, column: str, value: str, words: str
) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    changed = edited(exported(browser, TALLY), lambda rows: rows[str(entry)].update({column: value}))
    assert became(back(browser, changed, reason="x")) == (0, 0, 0, [f"更正不能改：{words}"])


def test_what_the_sheet_leaves_out_is_carried_over(browser_of: Any, stage: Any) -> None:
    known_at = NOW.replace(hour=7, second=12)
    entry = record(
        stage.own, "trial.tally", {"n": 12, "note": "甲"}, known_at=known_at, exercise=True,
        occurred_at=NOW.replace(hour=6, second=31),
    )  # fmt: skip
    browser = browser_of("own")

    def edit(rows: Rows) -> None:
        rows[str(entry)] |= {"data.n": 13, "occurred_at": "2020/8/10 14:40"}

    left_out = ("known_at", "exercise", "evidence", "data.note")
    changed = edited(exported(browser, TALLY, "?standing=all"), edit, without=left_out)
    assert became(back(browser, changed, reason="数错")) == (0, 1, 0, [])
    *_, made = sorted(all_of(stage.own, "trial.tally"), key=lambda each: each.corrects is not None)
    assert (made.facts, made.known_at, made.exercise) == ({"n": 13, "note": "甲"}, known_at, True)
    assert made.occurred_at == NOW.replace(hour=6, second=31), "a spreadsheet that drops seconds moves nothing"


def test_a_row_may_say_its_own_reason(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    changed = edited(
        exported(browser, TALLY), lambda rows: rows[str(entry)].update({"data.n": 13, "reason": "漏点一人"})
    )
    assert became(back(browser, changed)) == (0, 1, 0, [])
    assert [each.reason for each in all_of(stage.own, "trial.tally") if each.corrects] == ["漏点一人"]


def test_a_row_that_was_copied_with_its_id_corrects_nothing(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")

    def copy(rows: Rows) -> None:
        rows["copy"] = {**rows[str(entry)], "data.n": 30}

    report = back(browser, edited(exported(browser, TALLY), copy), reason="x")
    assert became(report) == (0, 0, 1, ["表中有几行写着同一个记录编号"])
    assert len(all_of(stage.own, "trial.tally")) == 1


def test_each_sheet_of_a_file_is_read_by_its_own_columns(browser_of: Any, stage: Any) -> None:
    noted = record(stage.own, "trial.tally", {"n": 1, "note": "甲"})
    other = record(stage.own, "trial.tally", {"n": 2, "note": "乙"})
    browser = browser_of("own")
    book = openpyxl.Workbook()
    codes = ["id", "unit", "occurred_at", "data.n"]
    for name, more, entry, cells in (("甲", [], noted, [5]), ("乙", ["data.note"], other, [6, "乙"])):
        sheet = book.create_sheet(name)
        sheet.append([*codes, *more])
        sheet.append([str(entry), "T161-LOG", "2020-08-10 16:40", *cells])
    held = io.BytesIO()
    book.save(held)
    assert became(back(browser, held.getvalue(), reason="复点")) == (0, 2, 0, [])
    made = [each.facts for each in all_of(stage.own, "trial.tally") if each.corrects]
    assert sorted(made, key=lambda each: each["n"]) == [{"n": 5, "note": "甲"}, {"n": 6, "note": "乙"}]


def test_what_is_concealed_from_the_reader_is_known_as_it_came(browser_of: Any, stage: Any, resident: UUID) -> None:
    entry = record(stage.own, "trial.told", {"words": "夜里发烧"}, person=resident)
    browser = browser_of("admin")
    old = exported(browser, TOLD)
    assert "夜里发烧".encode() not in old
    assert became(back(browser, old, TOLD)) == (0, 0, 1, [])
    changed = edited(old, lambda rows: rows[str(entry)].update({"data.feverish": "是"}))
    assert became(back(browser, changed, TOLD, reason="x"))[3] == ["这条记录有您看不到的内容，不能用表格更正"]


def test_a_correction_at_the_page_keeps_when_it_was_known(browser_of: Any, stage: Any) -> None:
    known_at = NOW.replace(hour=7, second=12)
    entry = record(stage.own, "trial.tally", {"n": 12}, known_at=known_at, exercise=True)
    browser = browser_of("own")
    form = browser.get(f"{TALLY}{entry}/correct/").context["form"]
    sent = {name: str(form[name].value()) for name in ("entry_id", "occurred_at")}
    said = {**sent, "data.n": "13", "reason": "数错", "confirmed": "1"}
    assert browser.post(f"{TALLY}{entry}/correct/", said).status_code == 302
    (made,) = (each for each in all_of(stage.own, "trial.tally") if each.corrects)
    assert (made.known_at, made.exercise, made.facts) == (known_at, True, {"n": 13})


def test_evidence_that_a_correction_cannot_show_again_is_told(browser_of: Any, stage: Any) -> None:
    said = {"id": ids.mint(NOW), "kind": "trial.tally", "unit": "T161-LOG", "occurred_at": NOW, "data": {"n": 12}}
    with scope.acting(scope.system_actor()) as system:
        entry = journal.record_one(system, Draft(**said, evidence="scanned"), origin=Origin.REPLAY).id
    browser = browser_of("own")
    form = browser.get(f"{TALLY}{entry}/correct/").context["form"]
    sent = {name: str(form[name].value()) for name in ("entry_id", "occurred_at")}
    page = browser.post(
        f"{TALLY}{entry}/correct/", {**sent, "data.n": "13", "reason": "数错", "confirmed": "1"}, follow=True
    )
    assert "凭据按“手工录入”记录" in page.content.decode()
