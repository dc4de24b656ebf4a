"""shell · kind taking: a sheet of what an action makes: read by its heads, row by row, the good ones kept.

A sort of sheet is a `Roster`: the directory has some, an area names its own on its card (`sheets`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import chosen, value_of, words_of
from lianfang.shell.kinds.grid import SOURCE, GridColumn
from lianfang.shell.kinds.heads import ROWS_LIMIT, Headed, Told, taken_apart
from lianfang.shell.kinds.heads_said import HeadsSaid

# Who is told how many rows have been made for good, while `take` works.
_told: ContextVar[Callable[[int], None]] = ContextVar("sheet_told", default=lambda _: None)
_JUDGED = 100  # rows of a sheet by which it is told what a column holds
_SEEMS = w(
    "“{head}”一列像是这一项，却没有读取：请在“列名对应”中选它，或选“没有这一列”",
    "The column “{head}” seems to say it and was not read: choose it under Heads, or say that there is no such column",
)
_TWICE = w("表中第 {n} 行已有同名", "row {n} of the sheet has the same name")


@dataclass(eq=False)
class Row:
    """One row as it is written, and what became of it: made, there already, or what stands against it. What is there
    already is `named` where the row gave it the id by which another system knows it.

    `sheet` is said where a file has several; number 0 is a sheet as a whole. `asked`: the columns that its sheet has or
    fills in for all rows, by which an empty cell can be told from a column that is not there. `left` is what stands
    under heads that are nobody's, and `none` the columns of which somebody said that the sheet has none.
    """

    number: int
    said: dict[str, Any]
    sheet: str = ""
    asked: frozenset[str] = frozenset()
    left: Mapping[str, str] = field(default_factory=dict)
    none: frozenset[str] = frozenset()
    spec: Any = None
    faults: list[Fault] = field(default_factory=list)
    refused: Refused | None = None
    known: bool = False
    made: bool = False
    named: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return not (self.faults or self.refused or self.known or self.made)

    @property
    def against(self) -> Refused | None:
        """What stands against it."""
        return Refused(INVALID, faults=tuple(self.faults)) if self.faults else self.refused


@dataclass(frozen=True)
class Roster:
    """A sort of sheet: its columns, who may hand it in, and how its rows are made.

    `make(actor, names, own, rows)` makes the rows, `own` being the unit that is meant where a row names none. `begun`
    gives rows that stand in its template already; `back` is the name of the page from which it is come to. What is
    `in_parts` looks at all rows first and then makes them by `make_all` so many at a time, each part for good.
    """

    code: str
    words: Words
    verb: str
    columns: Callable[[], list[GridColumn]]
    make: Callable[[Actor, Names, str, Sequence[Row]], None]
    begun: Callable[[Actor, str], Sequence[Mapping[str, object]]] | None = None
    back: str = ""
    rows_limit: int = ROWS_LIMIT
    in_parts: bool = False


def read(roster: Roster, name: str, body: bytes, heads: HeadsSaid | None = None) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of every sheet that has the heads, every sheet that was left, and heads that are nobody's.

    Raises `Refused` where nothing can be taken.
    """
    columns = roster.columns()
    needed = [each.code for each in columns if each.required]
    told = Told()

    def ask(said: Sequence[str]) -> Told:
        nonlocal told
        told = heads.told(said) if heads is not None else told
        return told

    taken, left = taken_apart(name, body, columns, needed, strict=False, ask=ask, limit=roster.rows_limit)
    none = frozenset(code for code, head in told.heads.items() if not head)
    fixed = heads.found(taken) if heads is not None else {}
    rows = [
        _row(number, each.name if len(taken) > 1 else "", each.headed, cells, none)
        for each in taken
        for number, cells in each.filled
    ]
    for row in rows:
        _fill(row, columns, fixed)
    unread = dict.fromkeys(head for each in taken for head in each.headed.unknown)
    return [*rows, *(Row(0, {}, sheet, refused=refused) for sheet, refused in left)], tuple(unread)


def without_begun(actor: Actor, roster: Roster, own: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without those that stand as the template began them and lack what is due: nobody filled them in."""
    if roster.begun is None:
        return list(rows)
    due = {each.code for each in roster.columns() if each.required}
    begun = [{code: str(said) for code, said in each.items()} for each in roster.begun(actor, own)]
    return [row for row in rows if row.faults or due <= row.said.keys() or row.said not in begun]


def _row(number: int, sheet: str, headed: Headed, cells: Sequence[CellValue], none: frozenset[str]) -> Row:
    columns = headed.columns
    asked = frozenset(column.code for column in columns if column is not None)
    under = zip(headed.heads, columns, cells, strict=False)
    left = {head: str(cell) for head, column, cell in under if head and column is None and cell not in ("", None)}
    row = Row(number, {}, sheet, asked, left, none)
    for column, cell in zip(columns, cells, strict=False):
        if column is None or cell in ("", None):
            continue
        try:
            row.said[column.code] = value_of(column, cell)
        except ValueError as error:
            row.faults.append(Fault(column.code, words_of(error)))
    return row


def _fill(row: Row, columns: Iterable[GridColumn], fixed: Mapping[str, str]) -> None:
    """What holds for all rows, where a row says nothing itself."""
    row.asked |= fixed.keys()
    for column in columns:
        if column.code in fixed and column.code not in row.said:
            try:
                row.said[column.code] = value_of(column, fixed[column.code])
            except ValueError as error:
                row.faults.append(Fault(column.code, words_of(error)))


def take(
    actor: Actor,
    roster: Roster,
    own: str,
    rows: Sequence[Row],
    *,
    only_look: bool,
    told: Callable[[int], None] | None = None,
) -> None:
    """Makes what can be made, each row apart; with `only_look` all of it is taken back.

    `told` hears after each part how many rows are made for good, where the sort is made in parts.
    """
    columns = roster.columns()
    for row in rows:
        if row.number:
            _check(row, columns)
    waiting = [row for row in rows if row.open]
    if told is not None and roster.in_parts and not only_look:
        mark = _told.set(told)
        try:
            roster.make(actor, Names(actor), own, waiting)
        finally:
            _told.reset(mark)
        return
    with transaction.atomic():
        roster.make(actor, Names(actor), own, waiting)
        transaction.set_rollback(only_look)


def _check(row: Row, columns: Iterable[GridColumn]) -> None:
    """What is due, and the codes of what is chosen by its words."""
    at_fault = {fault.path for fault in row.faults}
    for column in columns:
        said = row.said.get(column.code)
        if said is None:
            if column.required and column.code not in at_fault:
                row.faults.append(Fault(column.code, w("必填", "required"), "missing"))
        elif column.allowed and column.spec is None:
            try:
                row.said[column.code] = chosen(column.allowed, said)
            except ValueError as error:
                row.faults.append(Fault(column.code, words_of(error), "enum"))


def make_all(rows: Iterable[Row], make: Callable[[list[Any]], object], part: int = 0) -> None:
    """All of them at once, or `part` at a time; where something stands against that, those at fault are told and the
    others tried again."""
    left = [row for row in rows if row.open]
    for at in range(0, len(left), part or len(left) or 1):
        _make_part(left[at : at + part] if part else left, make)
        _told.get()(sum(row.made for row in left))


def _make_part(left: list[Row], make: Callable[[list[Any]], object]) -> None:
    """Where nobody is named as being at fault it is looked for in either half, so that few bad rows cost little."""
    while left:
        try:
            with transaction.atomic():
                make([row.spec for row in left])
        except Refused as refused:
            if _at_fault(left, refused):
                left = [row for row in left if row.open]
            elif len(left) == 1:
                left[0].refused = refused
                return
            else:
                _make_part(left[: len(left) // 2], make)
                left = left[len(left) // 2 :]
        else:
            for row in left:
                row.made = True
            return


def _at_fault(rows: list[Row], refused: Refused) -> bool:
    """Tells rows the faults that name them by their place, as in `people.3.id_number`; whether any did."""
    told = False
    for fault in refused.faults:
        parts = fault.path.split(".")
        place = next((int(part) for part in parts if part.isdigit()), None)
        if place is not None and place < len(rows):
            rows[place].faults.append(Fault(parts[-1], fault.says, fault.code))
            told = True
    return told


def meant(row: Row, code: str, means: Callable[[str], str], otherwise: str | None) -> str | None:
    """What a cell means, or what is taken where it is empty; a fault of the row where it cannot be told."""
    said = row.said.get(code)
    if said is None:
        return otherwise
    try:
        return means(said)
    except Unclear as unclear:
        row.faults.append(Fault(code, unclear.words, "not_found"))
        return None


def twice(rows: Sequence[Row], key: Callable[[Row], object]) -> None:
    """A name that stands in two rows is a mistake of the sheet until somebody tells them apart."""
    seen: dict[object, int] = {}
    for row in rows:
        if row.open and (first := seen.setdefault(key(row), row.number)) != row.number:
            row.faults.append(Fault("name", _TWICE.fill(n=first), "twice"))


def within(
    rows: Sequence[Row], knows: Callable[[str], bool], ask: Callable[[Sequence[Row]], None]
) -> Iterator[list[Row]]:
    """The rows in turns: whose parent is there, then those that stand below them, and so on; the rest last.

    Parents may stand in the same sheet, below those that name them.
    """
    left = list(rows)
    while left:
        ask(left)
        ready, waiting = list[Row](), list[Row]()
        for row in left:
            parent = row.said.get("parent")
            (ready if parent is None or knows(parent) else waiting).append(row)
        yield ready
        if not any(row.made for row in ready):
            yield waiting
            return
        left = waiting


def ask_of_unread(
    rows: Sequence[Row], code: str, ahead: Callable[[Sequence[str]], None], knows: Callable[[str], bool]
) -> None:
    """What a sheet does not say is not taken for granted where an unread column of it seems to say so.

    Rows whose sheet has no column `code` are told where most of the first words under a head that is nobody's are
    `known` as such; not where somebody said that the sheet has no such column, or what holds in all rows. `ahead` asks
    for the words at once.
    """
    by_sheet: dict[str, list[Row]] = {}
    for row in rows:
        if row.open and row.left and code not in row.asked and code not in row.none:
            by_sheet.setdefault(row.sheet, []).append(row)
    for of_sheet in by_sheet.values():
        under: dict[str, list[str]] = {}
        for row in of_sheet[:_JUDGED]:
            for head, said in row.left.items():
                under.setdefault(head, []).append(said)
        ahead(sorted({said for each in under.values() for said in each}))
        found = next((head for head, said in under.items() if 2 * sum(map(knows, said)) > len(said)), None)
        for row in of_sheet if found is not None else ():
            row.faults.append(Fault(code, _SEEMS.fill(head=found), "unread"))


def named_in(rows: Sequence[Row]) -> list[str]:
    """Every word of the rows that may name a unit or a place."""
    return [word for row in rows for code in ("name", "parent", SOURCE) if (word := row.said.get(code))]
