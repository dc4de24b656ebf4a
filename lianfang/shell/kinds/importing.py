"""shell · kind importing: a sheet handed in, recorded row by row, with a report that names every bad row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.kernel import journal
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.problems import NOT_ALLOWED, TOO_LARGE, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import shown
from lianfang.shell.components.tables import Figure, Sentence, Table, Text
from lianfang.shell.components.types import Link, Stat
from lianfang.shell.forms import ActForm, posted, sentence
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.grid import GridColumn, columns_kept
from lianfang.shell.kinds.read_as import read_table
from lianfang.shell.kinds.sheets import RowRead, read_sheet
from lianfang.shell.ledger import actions

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


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sheet. `unread` are heads of columns that nobody asked for."""

    rows: int
    accepted: int
    duplicate: int
    bad: list[RowReport]
    unread: tuple[str, ...] = ()


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
        return len(_rows_of(self.report))


class SheetForm(ActForm):
    """The file that is handed in; a refusal stands at it, with the first of its faults."""

    sheet = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sheet"].label = w(
            "填好的表格（.xlsx、.csv 或 .tsv）", "The filled-in sheet (.xlsx, .csv or .tsv)"
        ).say()
        self.fields["sheet"].error_messages["required"] = w("请选择文件", "Choose a file").say()
        self.fields["sheet"].error_messages["empty"] = w("文件是空的", "The file is empty").say()

    def refuse(self, refused: Refused) -> None:
        self.refused = refused
        self.add_error("sheet", sentence(refused))
        for fault in refused.faults[:FAULTS_SAID]:
            self.add_error("sheet", f"{fault.path}: {fault.says.say()}")


def import_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """Takes a sheet; what holds is recorded, the rest is named. The same sheet again records nothing twice."""
    kind = console.kind
    if not actor.prefixes(kind.record):
        raise Refused(NOT_ALLOWED, verb=kind.record)
    return sheet_page(
        request, console.template("import"), kind.words,
        look=lambda name, body: _looked_at(actor, kind, _asked(actor, console, name, body)),
        record=lambda name, body: _import(actor, kind, _asked(actor, console, name, body)),
        context={
            **console.context(request, actor, "import"),
            "crumbs": [Link(kind.words, console.url("list"))],
            "template_href": console.url("template"),
            "cancel_href": console.url("list"),
        },
    )  # fmt: skip


def _asked(actor: Actor, console: KindConsole, name: str, body: bytes) -> list[RowRead]:
    """The rows of a sheet; those that need an answer first are asked, and not recorded."""
    rows = read_sheet(console.kind, name, body, Names(actor))
    drafts = [row.draft for row in rows if row.draft is not None]
    asked = console.asks(actor, drafts) if console.asks is not None and drafts else {}
    return [
        replace(row, draft=None, refused=asked[row.draft.id]) if row.draft and row.draft.id in asked else row
        for row in rows
    ]


def sheet_page(
    request: HttpRequest,
    template: str,
    words: Words,
    *,
    look: Callable[[str, bytes], Looked],
    record: Callable[[str, bytes], Report],
    context: Mapping[str, Any],
) -> HttpResponse:
    """A page that takes a sheet of something: how it is read, as a part of the page, or what became of it."""
    form = SheetForm(posted(request), request.FILES or None)
    if request.headers.get("HX-Request"):
        seen = form.act(lambda said: look(*_uploaded(said["sheet"])))
        faults = _faults_table(seen.report) if seen and seen.report.bad else None
        return render(request, "kinds/read_as.html", {"form": form, "seen": seen, "faults": faults})
    report = form.act(lambda said: record(*_uploaded(said["sheet"])))
    told = {
        "title": _title(words, report),
        "form": form,
        "report": report,
        "figures": _figures(report) if report else None,
        "table": _faults_table(report) if report and report.bad else None,
    }
    return shown(request, form, template, {**context, **told})


def _uploaded(sheet: Any) -> tuple[str, bytes]:
    """The name and content of an uploaded file. Raises `too_large`."""
    if sheet.size > FILE_LIMIT:
        raise Refused(TOO_LARGE, limit="16 MiB")
    return sheet.name or "", sheet.read()


def _looked_at(actor: Actor, kind: Kind, rows: list[RowRead]) -> Looked:
    """What each row is read as, before anything is recorded."""
    good = [row for row in rows if row.draft is not None]
    bad = [each for row in rows if row.refused is not None for each in _reports(kind, row, row.refused)]
    report = Report(sum(bool(row.number) for row in rows), len(good), 0, bad)
    return Looked(report, read_table(actor, kind, good[:ROWS_SHOWN]) if good else None)


def _import(actor: Actor, kind: Kind, rows: list[RowRead]) -> Report:
    good = {place: row.draft for place, row in enumerate(rows) if row.draft is not None}
    receipts = _recorded(actor, kind, list(good.values()))
    stands_against = {place: row.refused for place, row in enumerate(rows) if row.refused is not None}
    stands_against |= {
        place: receipt.problem for place, receipt in zip(good, receipts, strict=True) if receipt.problem is not None
    }
    reports = [
        each
        for place, row in enumerate(rows)
        if place in stands_against
        for each in _reports(kind, row, stands_against[place])
    ]
    accepted, known = (sum(each.status == status for each in receipts) for status in ("accepted", "duplicate"))
    return Report(sum(bool(row.number) for row in rows), accepted, known, reports)


def _recorded(actor: Actor, kind: Kind, drafts: list[Draft]) -> list[Receipt]:
    """The rows together; steps of things one by one, each as the next of its thing."""
    if kind.goes_on:
        return [actions.step(actor, draft, origin=Origin.IMPORT) for draft in drafts]
    return journal.record(actor, drafts, origin=Origin.IMPORT) if drafts else []


def _reports(kind: Kind, row: RowRead, refused: Refused) -> list[RowReport]:
    return reports_of(row.number, row.sheet, refused, columns_kept(kind))


def reports_of(number: int, sheet: str, refused: Refused, columns: Iterable[GridColumn]) -> list[RowReport]:
    """One line for each fault of a row, or one for the row."""
    called = {column.code: column.words for column in columns}
    if not refused.faults:
        return [RowReport(number, "", refused.says, refused.remedy, sheet)]
    return [
        RowReport(number, called.get(fault.path, fault.path), fault.says, refused.remedy, sheet)
        for fault in refused.faults
    ]


def _title(what: Words, report: Report | None) -> Words:
    if report is None:
        return w("从表格导入：{kind}", "Import a sheet: {kind}").fill(kind=what)
    if not report.rows and not report.bad:
        return w("表里没有填写任何行", "The sheet has no rows")
    bad = len(_rows_of(report))
    if bad:
        said = w("已记录 {n} 行，{bad} 行未记录", "{n} rows recorded, {bad} not")
        return said.fill(n=f"{report.accepted:,}", bad=f"{bad:,}")
    return w("{n} 行全部记录", "All {n} rows recorded").fill(n=f"{report.accepted + report.duplicate:,}")


def _figures(report: Report) -> list[Stat]:
    return [
        Stat(w("新记录", "Recorded now"), report.accepted),
        Stat(w("早已记录，未重复", "Recorded before, not doubled"), report.duplicate),
        Stat(w("未记录", "Not recorded"), len(_rows_of(report))),
    ]


def _rows_of(report: Report) -> set[tuple[str, int]]:
    """The rows that were not recorded; a sheet that was left counts once."""
    return {(each.sheet, each.number) for each in report.bad}


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
