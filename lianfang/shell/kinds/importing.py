"""shell · kind importing: a sheet handed in, recorded row by row, with a report that names every bad row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.kernel import journal
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Kind, Origin
from lianfang.kernel.problems import INVALID, NOT_ALLOWED, TOO_LARGE, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import shown
from lianfang.shell.components.tables import Figure, Sentence, Table, Text
from lianfang.shell.components.types import Link, Stat
from lianfang.shell.forms import ActForm, posted, sentence
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.grid import columns_kept
from lianfang.shell.kinds.read_as import read_table
from lianfang.shell.kinds.sheets import RowRead, read_sheet
from lianfang.shell.ledger import actions, things
from lianfang.shell.ledger.things import Thing

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
    """What became of a sheet."""

    rows: int
    accepted: int
    duplicate: int
    bad: list[RowReport]


class SheetForm(ActForm):
    """The file that is handed in; a refusal stands at it, with the first of its faults."""

    sheet = forms.FileField(widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["sheet"].label = w("填好的表格（.xlsx 或 .csv）", "The filled-in sheet (.xlsx or .csv)").say()
        self.fields["sheet"].error_messages["required"] = w("请选择文件", "Choose a file").say()
        self.fields["sheet"].error_messages["empty"] = w("文件是空的", "The file is empty").say()

    def refuse(self, refused: Refused) -> None:
        self.refused = refused
        self.add_error("sheet", sentence(refused))
        for fault in refused.faults[:FAULTS_SAID]:
            self.add_error("sheet", f"{fault.path}: {fault.says.say()}")


def import_page(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """Takes a sheet; what holds is recorded, the rest is named. The same sheet again records nothing twice."""
    if not actor.prefixes(console.kind.record):
        raise Refused(NOT_ALLOWED, verb=console.kind.record)
    form = SheetForm(posted(request), request.FILES or None)
    if request.headers.get("HX-Request"):
        return _looked_at(request, actor, console.kind, form)
    report = form.act(lambda said: _import(actor, console.kind, said["sheet"]))
    context = console.context(request, actor, "import")
    context |= {
        "title": title_of(console.kind.words, report),
        "form": form,
        "report": report,
        "figures": figures_of(report) if report else None,
        "table": faults_table(report) if report and report.bad else None,
        "crumbs": [Link(console.kind.words, console.url("list"))],
        "template_href": console.url("template"),
        "cancel_href": console.url("list"),
    }
    return shown(request, form, console.template("import"), context)


def _looked_at(request: HttpRequest, actor: Actor, kind: Kind, form: SheetForm) -> HttpResponse:
    """What each row is read as, before anything is recorded."""
    rows = form.act(lambda said: _rows_read(actor, kind, said["sheet"])) or []
    good = [row for row in rows if row.draft is not None]
    bad = [each for row in rows if row.refused is not None for each in _reports(kind, row, row.refused)]
    context = {
        "form": form,
        "read": len(rows),
        "good": len(good),
        "bad": len(rows) - len(good),
        "table": read_table(actor, kind, good[:ROWS_SHOWN]) if good else None,
        "more": len(good) - len(good[:ROWS_SHOWN]),
        "faults": faults_table(Report(len(rows), 0, 0, bad)) if bad else None,
    }
    return render(request, "kinds/read_as.html", context)


def _rows_read(actor: Actor, kind: Kind, sheet: object) -> list[RowRead]:
    rows = read_sheet(kind, *sheet_body(sheet), Names(actor))
    if not kind.goes_on:
        return rows
    meant = cache(lambda said: things.meant(actor, kind, said))
    return [_of_a_thing(row, meant) for row in rows]


def sheet_body(sheet: object) -> tuple[str, bytes]:
    """The name and content of an uploaded file. Raises `too_large`."""
    if sheet.size > FILE_LIMIT:  # type: ignore[attr-defined]
        raise Refused(TOO_LARGE, limit="16 MiB")
    return sheet.name or "", sheet.read()  # type: ignore[attr-defined]


def _import(actor: Actor, kind: Kind, sheet: object) -> Report:
    rows = _rows_read(actor, kind, sheet)
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
    accepted = sum(receipt.status == "accepted" for receipt in receipts)
    return Report(
        len([row for row in rows if row.number]),
        accepted,
        sum(receipt.status == "duplicate" for receipt in receipts),
        reports,
    )


def _recorded(actor: Actor, kind: Kind, drafts: list[Draft]) -> list[Receipt]:
    """The rows together; steps of things one by one, each as the next of its thing."""
    if kind.goes_on:
        return [actions.step(actor, draft, origin=Origin.IMPORT) for draft in drafts]
    return journal.record(actor, drafts, origin=Origin.IMPORT) if drafts else []


def _of_a_thing(row: RowRead, meant: Callable[[str], Thing | Words]) -> RowRead:
    """The row with the thing that it names by id or name; else what is wrong with the name."""
    if row.draft is None:
        return row
    found = meant(str(row.draft.stream)) if row.draft.stream else w("必填", "required")
    if isinstance(found, Words):
        return replace(row, draft=None, refused=Refused(INVALID, faults=(Fault("stream", found),)))
    return replace(row, draft=replace(row.draft, stream=found.id))


def _reports(kind: Kind, row: RowRead, refused: Refused) -> list[RowReport]:
    """One line for each fault of a row, or one for the row."""
    called = {column.code: column.words for column in columns_kept(kind)}
    if not refused.faults:
        return [RowReport(row.number, "", refused.says, refused.remedy, row.sheet)]
    return [
        RowReport(row.number, called.get(fault.path, fault.path), fault.says, refused.remedy, row.sheet)
        for fault in refused.faults
    ]


def title_of(what: Words, report: Report | None) -> Words:
    """The answer: how many rows were recorded, of which sort of sheet before one is handed in."""
    if report is None:
        return w("从表格导入：{kind}", "Import a sheet: {kind}").fill(kind=what)
    bad = len(_rows_of(report))
    if bad:
        said = w("已记录 {n} 行，{bad} 行未记录", "{n} rows recorded, {bad} not")
        return said.fill(n=f"{report.accepted:,}", bad=f"{bad:,}")
    return w("{n} 行全部记录", "All {n} rows recorded").fill(n=f"{report.accepted + report.duplicate:,}")


def figures_of(report: Report) -> list[Stat]:
    """How many rows are new, were known, or were left."""
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


def faults_table(report: Report) -> FaultsTable:
    """The rows that were left, with why."""
    caption = w(
        "未记录的行：改正后可重新上传整张表", "Rows not recorded: correct them and upload the whole sheet again"
    )
    return FaultsTable(report.bad, any(each.sheet for each in report.bad), caption=caption)
