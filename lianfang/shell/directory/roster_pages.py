"""shell · directory: the pages on which units, people and places are taken from a sheet, and its template."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.acting import shown
from lianfang.shell.asked import own_unit
from lianfang.shell.components.tables import Columns, Figure, Sentence, Table, Text
from lianfang.shell.components.types import Link
from lianfang.shell.directory.links import href
from lianfang.shell.directory.rosters import ROSTERS, Head, Roster, Row, faults_of, read, taken
from lianfang.shell.documents.xlsx import Sheet, workbook
from lianfang.shell.forms import posted
from lianfang.shell.kinds.exchange import XLSX_TYPE
from lianfang.shell.kinds.grid import ALLOWED_VALUES
from lianfang.shell.kinds.importing import (
    ROWS_SHOWN,
    Report,
    RowReport,
    SheetForm,
    faults_table,
    figures_of,
    sheet_body,
    title_of,
)

_STATE = {
    "new": w("新建", "new"),
    "known": w("已有，不重复", "there already"),
    "bad": w("有问题", "has a fault"),
}


def import_page(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """Takes a sheet: what holds is made, what is there already is left, the rest is named."""
    roster, own = _of(actor, which)
    form = SheetForm(posted(request), request.FILES or None)
    look = bool(request.headers.get("HX-Request"))
    rows = form.act(lambda said: _taken(actor, roster, own, said["sheet"], only_look=look))
    if look:
        return _looked_at(request, roster, form, rows or [])
    report = _report(roster, rows) if rows is not None else None
    context = {
        "title": title_of(roster.words, report),
        "form": form,
        "report": report,
        "figures": figures_of(report) if report else None,
        "table": faults_table(report) if report and report.bad else None,
        "crumbs": [Link(roster.words, href(roster.listed))],
        "template_href": href(f"{which}-template"),
        "cancel_href": href(roster.listed),
        "own_heads": w("、", ", ").say().join(head.words.say() for head in roster.heads),
    }
    return shown(request, form, "directory/import.html", context)


def template(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """An empty sheet with the heads, and what each column may hold."""
    roster, _ = _of(actor, which)
    sheets = [
        Sheet(roster.words, EmptyTable((), roster.heads), roster.words),
        Sheet(ALLOWED_VALUES, AllowedTable(_allowed(roster))),
    ]
    answer = HttpResponse(workbook(sheets), content_type=XLSX_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{which}-template.xlsx"'
    return answer


def _of(actor: Actor, which: str) -> tuple[Roster, str]:
    """The sort of sheet, and the unit that stands where a row says none. Raises `not_found`, `not_allowed`."""
    if which not in ROSTERS:
        raise Refused(NOT_FOUND)
    roster = ROSTERS[which]
    own = own_unit(actor, roster.verb)
    if own is None:
        raise Refused(NOT_ALLOWED, verb=roster.verb)
    return roster, own


def _taken(actor: Actor, roster: Roster, own: str, sheet: object, *, only_look: bool) -> list[Row]:
    rows = read(roster, *sheet_body(sheet))
    taken(actor, roster, own, rows, only_look=only_look)
    return rows


def _report(roster: Roster, rows: Sequence[Row]) -> Report:
    several = len({row.sheet for row in rows}) > 1
    called = {head.code: head.words for head in roster.heads}
    bad = [
        each
        for row in rows
        if (refused := faults_of(row)) is not None
        for each in _faults(row, refused, called, row.sheet if several else "")
    ]
    return Report(len(rows), sum(row.made for row in rows), sum(row.known for row in rows), bad)


def _faults(row: Row, refused: Refused, called: dict[str, Words], sheet: str) -> list[RowReport]:
    if not refused.faults:
        return [RowReport(row.number, "", refused.says, refused.remedy, sheet)]
    return [
        RowReport(row.number, called.get(each.path, each.path), each.says, refused.remedy, sheet)
        for each in refused.faults
    ]


def _looked_at(request: HttpRequest, roster: Roster, form: SheetForm, rows: Sequence[Row]) -> HttpResponse:
    report = _report(roster, rows)
    good = [row for row in rows if row.made or row.known]
    context = {
        "form": form,
        "read": len(rows),
        "good": len(good),
        "bad": len(rows) - len(good),
        "table": RowsTable(good[:ROWS_SHOWN], roster.heads) if good else None,
        "more": len(good) - len(good[:ROWS_SHOWN]),
        "faults": faults_table(report) if report.bad else None,
    }
    return render(request, "kinds/read_as.html", context)


class RowsTable(Table[Row]):
    """Each row as it is understood."""

    heads: Sequence[Head]

    number = Figure(w("行", "Row"))
    state = Text(w("状态", "State"), lambda row: _STATE["known" if row.known else "new"])

    @Columns
    def said(self) -> list[Text]:
        return [Text(head.words, lambda row, code=head.code: row.said.get(code, "")) for head in self.heads]


class EmptyTable(Table[Row]):
    """The heads, and nothing below them."""

    heads: Sequence[Head]

    @Columns
    def named(self) -> list[Text]:
        return [Text(_starred(head), lambda row: "") for head in self.heads]


class AllowedTable(Table[tuple[Words, Words | str, Words | str]]):
    """What each column may hold."""

    column = Text(w("列", "Column"), lambda row: row[0])
    hint = Sentence(w("说明", "What it is"), lambda row: row[1])
    value = Text(w("可填", "May hold"), lambda row: row[2])


def _starred(head: Head) -> Words:
    return Words(f"{head.words.zh} *", f"{head.words.en} *") if head.required else head.words


def _allowed(roster: Roster) -> list[tuple[Words, Words | str, Words | str]]:
    values: dict[str, list[Words]] = {"residency": list(RESIDENCY_WORDS.values())}
    values["kind"] = (
        [words for _, words in PLACE_KINDS.items()]
        if roster.code == "places"
        else [Words(each.words.zh, each.words.en) for each in current().unit_kinds]
    )
    found: list[tuple[Words, Words | str, Words | str]] = []
    for head in roster.heads:
        found.append((head.words, head.hint, w("必填", "required") if head.required else ""))
        found += [(head.words, "", each) for each in values.get(head.code, [])]
    return found
