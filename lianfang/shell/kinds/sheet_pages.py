"""shell · kind sheet pages: the page that takes a sheet of anything, says how it is read, and marks its faults."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from lianfang.kernel.problems import TOO_LARGE, Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import shown
from lianfang.shell.components.tables import Figure, Sentence, Table, Text
from lianfang.shell.components.types import Stat
from lianfang.shell.forms import ActForm, posted, sentence
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.heads_said import HeadsSaid
from lianfang.shell.kinds.marked import XLSX_TYPE, Mark, marked, marked_name

HELD_LIMIT = 1_000_000  # bytes of a marked sheet that a page carries
MARKED_LIMIT = 1_000  # faults for which nobody should wait before the report comes: each comment costs milliseconds
FILE_LIMIT = 16 * 1024 * 1024
FAULTS_SAID = 5
ROWS_SHOWN = 50  # what a sheet is read as is shown of its first rows


@dataclass(frozen=True, slots=True)
class RowReport:
    """A row that was not recorded: its number in the sheet, the column at fault, what is wrong, what to do.

    `sheet` is said where the file has several; number 0 is a sheet as a whole.
    """

    number: int
    column: Words | str
    says: Words
    remedy: Words
    sheet: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sheet. `unread` are heads of columns that nobody asked for; `changed` rows were corrected;
    `begun` ones stand as the template gave them, and are none of its `rows`; of the duplicate ones so many were
    `named`: what they speak of was given the id that another system has for it.
    """

    rows: int
    accepted: int
    duplicate: int
    bad: list[RowReport]
    unread: tuple[str, ...] = ()
    changed: int = 0
    begun: int = 0
    named: int = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """How a sheet would be read: what would become of it, and a table of its first good rows."""

    report: Report
    table: Table[Any] | None

    @property
    def more(self) -> int:
        """Good rows that the table leaves out."""
        return self.report.accepted + self.report.duplicate - len(self.table.rows) if self.table else 0

    @property
    def bad(self) -> int:
        """Rows with faults."""
        return len(rows_of(self.report))


class SheetForm(ActForm):
    """The file that is handed in; a refusal stands at it, with the first of its faults."""

    sheet = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.tsv,.txt"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sheet"].label = w(
            "填好的表格（.xlsx、.ods、.csv 或 .tsv）", "The filled-in sheet (.xlsx, .ods, .csv or .tsv)"
        ).say()
        self.fields["sheet"].error_messages["required"] = w("请选择文件", "Choose a file").say()
        self.fields["sheet"].error_messages["empty"] = w("文件是空的", "The file is empty").say()

    def refuse(self, refused: Refused) -> None:
        self.refused = refused
        self.add_error("sheet", sentence(refused))
        for fault in refused.faults[:FAULTS_SAID]:
            self.add_error("sheet", f"{fault.path}: {fault.says.say()}")


class ReasonForm(SheetForm):
    """The same, where an own export may come back: what was changed in it is corrected, and why is asked once."""

    reason = forms.CharField(max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off"}))
    field_order = ("sheet", "reason")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = w("更正原因", "Reason for the corrections").say()
        self.fields["reason"].help_text = w(
            "只在交回改过的导出表时填写；改过的行各记一条更正",
            "For an export that was edited: each changed row becomes a correction",
        ).say()


def sheet_page(
    request: HttpRequest,
    template: str,
    words: Words,
    heads: HeadsSaid,
    *,
    look: Callable[[str, bytes], Looked],
    record: Callable[[str, bytes], Report],
    context: Mapping[str, Any],
    form: SheetForm | None = None,
) -> HttpResponse:
    """A page that takes a sheet of something: how it is read, as a part of the page, or what became of it; or, where
    `marked` is sent, the same sheet with its faults marked.
    """
    form = form if form is not None else SheetForm(posted(request), request.FILES or None)
    given = _Given()
    if request.headers.get("HX-Request"):
        seen = form.act(lambda said: look(*given.of(said["sheet"])))
        faults = _faults_table(seen.report) if seen and seen.report.bad else None
        part = {"form": form, "seen": seen, "faults": faults, "heads": heads.of(form.refused)}
        return render(request, "kinds/read_as.html", part)
    report = looked = None
    if "marked" in request.POST:
        looked = form.act(lambda said: look(*given.of(said["sheet"])))
        if looked is not None and (download := _download(given, heads, looked.report)) is not None:
            return download
    else:
        report = form.act(lambda said: record(*given.of(said["sheet"])))
    if report is not None:
        heads.keep()
    found = report or (looked.report if looked else None)
    told = {
        "title": _title(words, report),
        "form": form,
        "report": report,
        "figures": _figures(report) if report else None,
        "table": _faults_table(found) if found and found.bad else None,
        "unmarked": looked is not None,
        "heads": heads.of(form.refused) if report is None or report.bad else None,
        "marked": _held(given, heads, report) if report and report.bad else None,
    }
    return shown(request, form, template, {**context, **told})


class _Given:
    """The file that was handed in."""

    name, body = "", b""

    def of(self, sheet: Any) -> tuple[str, bytes]:
        """Its name and content. Raises `too_large`."""
        if sheet.size > FILE_LIMIT:
            raise Refused(TOO_LARGE, limit="16 MiB")
        self.name, self.body = sheet.name or "", sheet.read()
        return self.name, self.body


def _marks(heads: HeadsSaid, report: Report) -> list[Mark]:
    """Where each fault stands in the sheet; what is wrong with a row stands at its first cell."""
    places = {
        (each.name if len(heads.taken) > 1 else "", column.code): (each.name, at)
        for each in heads.taken
        for at, column in enumerate(each.headed.columns)
        if column is not None
    }
    first = {name: (each.name, None) for each in heads.taken for name in (each.name, "")}
    found = []
    for bad in report.bad:
        if bad.number and (bad.sheet in first or (bad.sheet, bad.code) in places):
            sheet, at = places.get((bad.sheet, bad.code), first.get(bad.sheet, ("", None)))
            column = bad.column.say() if isinstance(bad.column, Words) else bad.column
            said = "" if at is not None or not column else f"{column}: "
            found.append(Mark(sheet, bad.number, at, f"{said}{bad.says.say()}\n{bad.remedy.say()}"))
    return found


def _download(given: _Given, heads: HeadsSaid, report: Report) -> HttpResponse | None:
    body = marked(given.name, given.body, _marks(heads, report))
    if body is None:
        return None
    answer = HttpResponse(body, content_type=XLSX_TYPE)
    answer.headers["Content-Disposition"] = content_disposition_header(True, marked_name(given.name)) or "attachment"
    return answer


def _held(given: _Given, heads: HeadsSaid, report: Report) -> dict[str, str] | None:
    """The marked sheet inside the page, so that it is kept nowhere; None where it cannot be made, or where it or what
    is to be marked in it is too large for that, which is asked before it is opened again."""
    if len(given.body) > HELD_LIMIT or len(report.bad) > MARKED_LIMIT:
        return None
    body = marked(given.name, given.body, _marks(heads, report))
    if body is None or len(body) > HELD_LIMIT:
        return None
    return {"name": marked_name(given.name), "href": f"data:{XLSX_TYPE};base64,{base64.b64encode(body).decode()}"}


def reports_of(number: int, sheet: str, refused: Refused, columns: Iterable[GridColumn]) -> list[RowReport]:
    """One line for each fault of a row, or one for the row."""
    called = {column.code: column.words for column in columns}
    if not refused.faults:
        return [RowReport(number, "", refused.says, refused.remedy, sheet)]
    return [
        RowReport(number, called.get(fault.path, fault.path), fault.says, refused.remedy, sheet, fault.path)
        for fault in refused.faults
    ]


def _title(what: Words, report: Report | None) -> Words:
    if report is None:
        return w("从表格导入：{kind}", "Import a sheet: {kind}").fill(kind=what)
    if not report.rows and not report.bad:
        return w("表里没有填写任何行", "The sheet has no rows")
    bad = len(rows_of(report))
    if bad:
        said = w("已记录 {n} 行，{bad} 行未记录", "{n} rows recorded, {bad} not")
        return said.fill(n=f"{report.accepted + report.changed:,}", bad=f"{bad:,}")
    said = w("{n} 行全部记录", "All {n} rows recorded")
    if report.bad:
        said = w("{n} 行全部记录，另有工作表未读取", "All {n} rows recorded; other sheets were not read")
    return said.fill(n=f"{report.accepted + report.duplicate + report.changed:,}")


def _figures(report: Report) -> list[Stat]:
    corrected = [Stat(w("更正", "Corrected"), report.changed)] if report.changed else []
    return [
        Stat(w("新记录", "Recorded now"), report.accepted),
        *corrected,
        Stat(w("已有记录，未重复", "Already recorded, not repeated"), report.duplicate),
        Stat(w("未记录", "Not recorded"), len(rows_of(report))),
    ]


def rows_of(report: Report) -> set[tuple[str, int]]:
    """The rows that were not recorded; a sheet that was left is none."""
    return {(each.sheet, each.number) for each in report.bad if each.number}


class FaultsTable(Table[RowReport]):
    """What is wrong in which row, and what to do."""

    several: bool

    sheet = Text(w("工作表", "Sheet"), when="several")
    number = Figure(w("行", "Row"), lambda row: row.number or None)
    column = Text(w("列", "Column"))
    says = Sentence(w("问题", "What is wrong"))
    remedy = Sentence(w("怎么办", "What to do"))


def _faults_table(report: Report) -> FaultsTable:
    caption = w(
        "未记录的行：改正后可重新上传整张表", "Rows not recorded: correct them and upload the whole sheet again"
    )
    return FaultsTable(report.bad, any(each.sheet for each in report.bad), caption=caption)
