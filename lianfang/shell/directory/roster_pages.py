"""shell · directory: the pages on which units, people and places are taken from a sheet, and its template."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w
from lianfang.shell.asked import own_unit
from lianfang.shell.components.tables import Columns, Figure, Table, Text
from lianfang.shell.components.types import Link
from lianfang.shell.directory.links import href
from lianfang.shell.directory.rosters import ROSTERS, Roster, Row, read, take
from lianfang.shell.kinds.exchange import blank
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.importing import ROWS_SHOWN, Looked, Report, reports_of, sheet_page


def import_page(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """Takes a sheet: what holds is made, what is there already is left, the rest is named."""
    roster, own = _of(actor, which)
    columns = roster.columns()
    return sheet_page(
        request, "directory/import.html", roster.words,
        look=lambda name, body: _looked_at(columns, *_taken(actor, roster, own, name, body, only_look=True)),
        record=lambda name, body: _report(columns, *_taken(actor, roster, own, name, body, only_look=False)),
        context={
            "crumbs": [Link(roster.words, href(which))],
            "template_href": href(f"{which}-template"),
            "cancel_href": href(which),
            "own_heads": w("、", ", ").say().join(column.words.say() for column in columns),
        },
    )  # fmt: skip


def template(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """An empty sheet with the heads, and what each column may hold."""
    roster, _ = _of(actor, which)
    return blank(roster.words, roster.columns(), [], name=f"{which}-template.xlsx")


def _of(actor: Actor, which: str) -> tuple[Roster, str]:
    """The sort of sheet, and the unit that is meant where a row says none. Raises `not_allowed`."""
    roster = ROSTERS[which]
    own = own_unit(actor, roster.verb)
    if own is None:
        raise Refused(NOT_ALLOWED, verb=roster.verb)
    return roster, own


def _taken(
    actor: Actor, roster: Roster, own: str, name: str, body: bytes, *, only_look: bool
) -> tuple[list[Row], tuple[str, ...]]:
    rows, unread = read(roster, name, body)
    take(actor, roster, own, rows, only_look=only_look)
    return rows, unread


def _report(columns: Sequence[GridColumn], rows: Sequence[Row], unread: tuple[str, ...]) -> Report:
    bad = [
        each
        for row in rows
        if (refused := row.against) is not None
        for each in reports_of(row.number, row.sheet, refused, columns)
    ]
    counted = sum(bool(row.number) for row in rows)
    return Report(counted, sum(row.made for row in rows), sum(row.known for row in rows), bad, unread)


def _looked_at(columns: Sequence[GridColumn], rows: Sequence[Row], unread: tuple[str, ...]) -> Looked:
    good = [row for row in rows if row.made or row.known]
    return Looked(_report(columns, rows, unread), RowsTable(good[:ROWS_SHOWN], columns) if good else None)


class RowsTable(Table[Row]):
    """Each row as it is understood."""

    heads: Sequence[GridColumn]

    number = Figure(w("行", "Row"))
    state = Text(w("状态", "State"), lambda row: w("已有", "there already") if row.known else w("新建", "new"))

    @Columns
    def said(self) -> list[Text]:
        return [self._of(each) for each in self.heads]

    def _of(self, column: GridColumn) -> Text:
        return Text(column.words, lambda row: column.allowed.get(code := row.said.get(column.code, ""), code))
