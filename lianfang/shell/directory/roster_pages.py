"""shell · directory: the pages on which units, people, places and what areas name are taken from a sheet."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from functools import cache

from django.core.cache import cache as counters
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.module_loading import import_string

from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import begun, w
from lianfang.shell.asked import unit_asked
from lianfang.shell.components.tables import Columns, Figure, Table, Text
from lianfang.shell.components.types import Link
from lianfang.shell.directory.links import href
from lianfang.shell.directory.rosters import ROSTERS
from lianfang.shell.kinds.exchange import blank
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.heads_said import HeadsSaid
from lianfang.shell.kinds.sheet_pages import ROWS_SHOWN, Looked, Report, reports_of, sheet_page
from lianfang.shell.kinds.taking import Roster, Row, read, take, without_begun

_KEPT_S = 600  # how long it is known how far a sheet came


def import_page(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """Takes a sheet: what holds is made, what is there already is left, the rest is named."""
    roster, own = _of(request, actor, which)
    if way := request.GET.get("way", ""):
        return _so_far(actor, way)
    columns = roster.columns()
    heads = HeadsSaid(actor, roster.code, roster.verb, own, columns, request.POST)
    told = _teller(actor, request.POST.get("way", ""))
    return sheet_page(
        request, "directory/import.html", roster.words, heads,
        look=lambda name, body: _looked_at(columns, *_taken(actor, roster, own, name, body, heads)),
        record=lambda name, body: _report(columns, *_taken(actor, roster, own, name, body, heads, told)),
        context={
            "crumbs": [Link(begun(roster.words), _back(roster))],
            "template_href": f"{_page(roster, 'template')}?unit={own}",
            "cancel_href": _back(roster),
            "way": secrets.token_urlsafe(8) if roster.in_parts else "",
            "own_heads": w("、", ", ").say().join(column.words.say() for column in columns),
        },
    )  # fmt: skip


def _so_far(actor: Actor, way: str) -> HttpResponse:
    """How many rows of a sheet that is being taken are there for good; nothing as long as there are none."""
    done = counters.get(_key(actor, way))
    if not done:
        return HttpResponse(status=204)
    said = w("已登记 {n} 行，正在继续，请不要关闭本页", "{n} rows are entered, more are coming; keep this page open")
    return HttpResponse(escape(said.fill(n=f"{done:,}").say()))


def _teller(actor: Actor, way: str) -> Callable[[int], None]:
    """Keeps, for whoever sent the sheet, how far it is."""
    return lambda done: counters.set(_key(actor, way), done, _KEPT_S) if way else None


def _key(actor: Actor, way: str) -> str:
    return f"sheet-taken:{actor.user_id}:{hashlib.sha256(way.encode()).hexdigest()[:32]}"


def template(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """A sheet with the heads, what stands already, and what each column may hold."""
    roster, own = _of(request, actor, which)
    columns = roster.columns()
    rows = [[row.get(each.code) for each in columns] for row in (roster.begun(actor, own) if roster.begun else ())]
    return blank(roster.words, columns, rows, name=f"{roster.code.replace('.', '-')}-template.xlsx")


@cache
def rosters() -> dict[str, Roster]:
    """The directory's own, and those of the areas, as `area.sort`."""
    found = dict(ROSTERS)
    for card in REGISTRY.cards.values():
        found |= {f"{card.area}.{sort}": import_string(where) for sort, where in card.sheets.items()}
    return found


def _of(request: HttpRequest, actor: Actor, which: str) -> tuple[Roster, str]:
    """The sort of sheet, and the unit that is meant where a row says none: the one asked for, else the reader's own.

    Raises `not_found`, `not_allowed`.
    """
    roster = rosters().get(which)
    if roster is None:
        raise Refused(NOT_FOUND)
    return roster, unit_asked(actor, request.GET.get("unit", "")[:40], roster.verb).code


def _page(roster: Roster, page: str) -> str:
    return href(f"{roster.code}-{page}") if roster.code in ROSTERS else href(f"sheet-{page}", roster.code)


def _back(roster: Roster) -> str:
    return reverse(roster.back) if roster.back else href(roster.code)


def _taken(
    actor: Actor, roster: Roster, own: str, name: str, body: bytes, heads: HeadsSaid,
    told: Callable[[int], None] | None = None,
) -> tuple[list[Row], tuple[str, ...], int]:  # fmt: skip
    """The rows and what became of them, heads that are nobody's, and how many rows only the template began.

    Without anybody to be `told` how far it is, it is only looked at.
    """
    read_rows, unread = read(roster, name, body, heads)
    rows = without_begun(actor, roster, own, read_rows)
    take(actor, roster, own, rows, only_look=told is None, told=told)
    return rows, unread, len(read_rows) - len(rows)


def _report(columns: Sequence[GridColumn], rows: Sequence[Row], unread: tuple[str, ...], left: int) -> Report:
    bad = [
        each
        for row in rows
        if (refused := row.against) is not None
        for each in reports_of(row.number, row.sheet, refused, columns)
    ]
    counted = sum(bool(row.number) for row in rows)
    return Report(
        counted, sum(row.made for row in rows), sum(row.known for row in rows), bad, unread, begun=left,
        named=sum(row.named for row in rows),
    )  # fmt: skip


def _looked_at(columns: Sequence[GridColumn], rows: Sequence[Row], unread: tuple[str, ...], left: int) -> Looked:
    good = [row for row in rows if row.made or row.known]
    return Looked(_report(columns, rows, unread, left), RowsTable(good[:ROWS_SHOWN], columns) if good else None)


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
