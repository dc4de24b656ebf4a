"""shell · kind exchange: a kind's entries as xlsx or CSV, and the empty sheet from which entries are imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

from lianfang.ground.people import queries as people
from lianfang.ground.people.card import SEE as PEOPLE
from lianfang.ground.people.identities import note
from lianfang.ground.places import queries as places
from lianfang.ground.sheets import queries as sheets
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.kinds import Kind, Presence
from lianfang.kernel.problems import NOT_FOUND, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.asked import own_unit
from lianfang.shell.components.tables import Columns, Table, Text
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.csv_lines import csv_download, csv_lines, unlike_formula
from lianfang.shell.documents.xlsx import Sheet, workbook
from lianfang.shell.files import shown
from lianfang.shell.files.zipped import zipped
from lianfang.shell.kinds.console import KindConsole
from lianfang.shell.kinds.grid import ALLOWED_VALUES, GridColumn, cells_of, columns_kept, columns_of
from lianfang.shell.kinds.heads import ROWS_LIMIT
from lianfang.shell.kinds.list_page import narrowed
from lianfang.shell.kinds.marked import XLSX_TYPE
from lianfang.shell.ledger import queries, things
from lianfang.shell.ledger.queries import Asked, Entry
from lianfang.shell.ledger.things import Thing

EXPORT_LIMIT = 50_000  # rows of one workbook; a CSV is written as it is read and has no limit
_CHUNK = queries.PAGE_LIMIT

TOO_MANY_ROWS = problem(
    "too_many_rows",
    422,
    w("超过 {limit} 行，不能导出为一个工作簿", "More than {limit} rows do not fit one workbook"),
    w("请按单位或报告日筛选后再导出，或导出 CSV", "Filter by unit or day and export again, or export CSV"),
)


def export(request: HttpRequest, actor: Actor, console: KindConsole, form: str) -> HttpResponse | StreamingHttpResponse:
    """Everything under the list's filter, re-importable as it is."""
    _, asked = narrowed(request, actor, console)
    asked = replace(asked, newest_first=False)
    now = clock.current().now()
    if form == "csv":
        return _csv(actor, console, asked, now)
    if form == "xlsx":
        return _xlsx(actor, console, asked, now)
    if form == "zip" and console.kind.files:
        return _zip(actor, console, asked, now)
    raise Refused(NOT_FOUND)


def template(request: HttpRequest, actor: Actor, console: KindConsole) -> HttpResponse:
    """A sheet with words and codes, a row for each person or place of the reader's own unit, and the allowed values."""
    columns = columns_of(console.kind)
    begun = _begun(actor, console.kind, columns)
    return blank(console.kind.words, columns, begun, name=_filename(console, "template", "xlsx"))


def blank(words: Words, columns: list[GridColumn], begun: list[list[object]], *, name: str) -> HttpResponse:
    """A workbook to be filled in: columns under their words and codes, rows that are begun, and what each may hold."""
    sheets = [
        Sheet(words, SheetTable(begun, columns), words, (_how_to(),)),
        Sheet(ALLOWED_VALUES, AllowedTable(_allowed(columns))),
    ]
    return _download(workbook(sheets), XLSX_TYPE, name)


def _begun(actor: Actor, kind: Kind, columns: list[GridColumn]) -> list[list[object]]:
    """Rows in which whom or what is asked about stands already: the people, else the places of the own unit."""
    code = own_unit(actor, kind.record)
    if code is None:
        return []
    unit = units.unit(actor, code)
    asked: list[dict[str, object]] = []
    if kind.person is Presence.REQUIRED and actor.may(PEOPLE, unit.path):
        found = people.people_of(actor, code, limit=ROWS_LIMIT, purpose=people.Purpose.EXPORT)
        asked = [{"person": each.name if each.identified else str(each.id)} for each in found]
    elif kind.place is Presence.REQUIRED:
        found_places = places.places_of(actor, code, kind.place_kinds or None)[:ROWS_LIMIT]
        asked = [{"place": each.code} for each in found_places]
    said = {"unit": unit.words.say(), "occurred_at": f"{clock.local(clock.current().now()):%Y-%m-%d %H:%M}"}
    return [[(said | each).get(column.code) for column in columns] for each in asked]


def _xlsx(actor: Actor, console: KindConsole, asked: Asked, now: datetime) -> HttpResponse:
    columns = columns_kept(console.kind)
    rows: list[list[object]] = []
    for each in _walked(actor, asked):
        if len(rows) == EXPORT_LIMIT:
            raise Refused(TOO_MANY_ROWS, limit=f"{EXPORT_LIMIT:,}")
        rows.append(list(cells_of(each.entry, each.data, columns, each.thing, each.source)))
    about = (
        Fact(w("截至", "As of"), now),
        Fact(w("行数", "Rows"), len(rows)),
        Fact(w("单位", "Unit"), asked.unit or w("全部可见单位", "every unit in scope")),
    )
    body = workbook([Sheet(console.kind.words, SheetTable(rows, columns), console.kind.words, about)])
    return _download(body, XLSX_TYPE, _filename(console, f"{clock.local(now):%Y%m%d-%H%M}", "xlsx"))


def _csv(actor: Actor, console: KindConsole, asked: Asked, now: datetime) -> StreamingHttpResponse:
    name = _filename(console, f"{clock.local(now):%Y%m%d-%H%M}", "csv")
    return csv_download(_lines(actor, console, asked), name)


def _zip(actor: Actor, console: KindConsole, asked: Asked, now: datetime) -> FileResponse:
    """The same, with the photos and papers that the entries name; that those of persons were taken is noted."""
    stamp = f"{clock.local(now):%Y%m%d-%H%M}"
    listed = [(each.entry, each.data) for each in islice(_walked(actor, asked), EXPORT_LIMIT + 1)]
    if len(listed) > EXPORT_LIMIT:
        raise Refused(TOO_MANY_ROWS, limit=f"{EXPORT_LIMIT:,}")
    files = shown.files_of(actor, [entry for entry, _ in listed], {entry.id: data for entry, data in listed})
    sheet = "".join(_lines(actor, console, asked)).encode()
    each = (one for named in files.values() for one in named.values())
    body = zipped(sheet, _filename(console, stamp, "csv"), each)
    note(
        actor,
        {
            (entry.person, entry.unit, entry.path)
            for entry, _ in listed
            if entry.person is not None and any(one.there for one in files.get(entry.id, {}).values())
        },
        people.Purpose.EXPORT,
    )
    return FileResponse(body, as_attachment=True, filename=_filename(console, stamp, "zip"))


def _lines(actor: Actor, console: KindConsole, asked: Asked) -> Iterator[str]:
    columns = columns_kept(console.kind)
    lines = SheetTable((), columns).columns
    heads = [[_said(column.words) for column in lines], [_said(column.note) for column in lines]]

    def rows() -> Iterator[Sequence[object]]:
        yield from heads
        for each in _walked(actor, asked):
            yield [unlike_formula(cell) for cell in cells_of(each.entry, each.data, columns, each.thing, each.source)]

    return csv_lines(rows())


class Walked(NamedTuple):
    """An entry with its data, the thing of which it is a step, and what another system calls it."""

    entry: Entry
    data: dict[str, object]
    thing: Thing | None
    source: str


def _walked(actor: Actor, asked: Asked) -> Iterator[Walked]:
    """Every entry asked for, a page at a time."""
    after = None
    while True:
        found = queries.entries(actor, replace(asked, after=after, size=_CHUNK))
        data = queries.facts_of(actor, found)
        known = things.of_entries(actor, found)
        called = sheets.called(actor, [each.id for each in found])
        for each in found:
            thing = known.get(each.stream) if each.stream else None
            yield Walked(each, data[each.id], thing, called.get(each.id, ""))
        if len(found) < _CHUNK:
            return
        after = found[-1].id


class SheetTable(Table[list[object]]):
    """The values of each entry in the order of the sheet's columns, under their words and codes."""

    heads: list[GridColumn]

    @Columns
    def cells_said(self) -> list[Text]:
        return [self._under(each, at) for at, each in enumerate(self.heads)]

    def _under(self, head: GridColumn, at: int) -> Text:
        words = Words(f"{head.words.zh} *", f"{head.words.en} *") if head.required else head.words
        return Text(words, lambda row: row[at], note=head.code)


class Allowed(NamedTuple):
    """What a column may hold: as a rule in words, or one value with its words."""

    column: Words | str
    code: str
    required: Words | str
    value: object
    zh: str = ""
    en: str = ""


class AllowedTable(Table[Allowed]):
    """The columns of a sheet with what each may hold."""

    column = Text(w("列", "Column"))
    code = Text(w("代码", "Code"))
    required = Text(w("必填", "Required"))
    value = Text(w("可填", "May hold"))
    zh = Text("中文")
    en = Text("English")


def _allowed(columns: list[GridColumn]) -> list[Allowed]:
    rows = []
    for column in columns:
        required = w("必填", "required") if column.required else ""
        rows.append(Allowed(column.words, column.code, required, _said(column.hint)))
        for value, words in column.allowed.items():
            rows.append(Allowed("", column.code, "", value, words.zh, words.en))
    return rows


def _how_to() -> Fact:
    return Fact(
        w("填法", "How to"),
        w(
            "自编号行下方起，每行一条；带 * 的列必填；不要写公式",
            "One entry a row, below the codes; columns with * are due; no formulas",
        ),
    )


def _said(value: object) -> str:
    return value.say() if isinstance(value, Words) else str(value or "")


def _filename(console: KindConsole, what: str, ending: str) -> str:
    return f"{console.kind.code.replace('.', '-')}-{what}.{ending}"


def _download(body: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
