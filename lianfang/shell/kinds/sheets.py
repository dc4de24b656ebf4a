"""shell · kind sheets: a filled-in sheet taken apart into drafts; a bad row is named and never costs a good one."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from lianfang.kernel import typed
from lianfang.kernel.entries import Draft
from lianfang.kernel.faults import faults_of
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.words import w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import value_of, words_of
from lianfang.shell.kinds.grid import DATA, SHOWN_ONLY, SOURCE, GridColumn, columns_kept
from lianfang.shell.kinds.heads import Headed, Taken, Told, taken_apart
from lianfang.shell.kinds.heads_said import HeadsSaid
from lianfang.shell.kinds.wording import put

_NEEDED = ("unit", "occurred_at")
BEGUN = tuple({"unit", "occurred_at", each} for each in ("person", "place"))  # what stands in a template's rows


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the sheet: its number there, and the draft it makes or what is wrong with it.

    `sheet` is said where a file has several; number 0 is a sheet as a whole. `columns` are those that its sheet has. An
    `own` one says itself which entry it is: it is `known` as it stands, or `changed`, and its draft then a correction.
    `ref` is its id in another system; a `sourced` one says by that id which entry it is. A row of the template that
    nobody filled in is `begun`.
    """

    number: int
    draft: Draft | None
    refused: Refused | None = None
    sheet: str = ""
    own: bool = False
    columns: frozenset[str] = frozenset()
    ref: str = ""
    sourced: bool = False
    known: bool = False
    changed: bool = False
    begun: bool = False


def read_sheet(
    kind: Kind, name: str, body: bytes, names: Names | None = None, heads: HeadsSaid | None = None
) -> list[RowRead]:
    """Every row of a filled-in file, and every sheet of it that was left. Raises `Refused` where nothing can be taken.

    What has content is read or named: other sheets, hidden ones, cells that stand below no head. A head is a code, or
    the words of a column in either language. `names` finds units, places and people by what the sheet calls them.
    """
    ask = heads.told if heads is not None else lambda _: Told()
    columns = columns_kept(kind)
    taken, left = taken_apart(name, body, columns, _NEEDED, strict=True, ask=ask)
    fixed = heads.found(taken) if heads is not None else {}
    always = [(column, fixed[column.code]) for column in columns if column.code in fixed]
    asks = any(each.required and each.code.startswith(DATA) for each in columns)  # so a row without it says nothing
    rows: list[_Row] = []
    begun: list[RowRead] = []
    for each in taken:
        sheet = each.name if len(taken) > 1 else ""
        for number, row in each.filled:
            if asks and _only_begun(each.headed, row):
                begun.append(RowRead(number, None, sheet=sheet, begun=True))
            else:
                rows.append(_apart(number, row, each, sheet, always))
    if names is not None:
        _put_found(kind, rows, names)
    alike: Counter[str] = Counter()
    read = [_read(kind, row, alike) for row in rows]
    return [*read, *begun, *(RowRead(0, None, why, sheet) for sheet, why in left)]


@dataclass(slots=True)
class _Row:
    """The cells of a row by their columns' codes: those around the payload, and those of it."""

    number: int
    sheet: str
    columns: frozenset[str]
    said: dict[str, Any]
    data: dict[str, Any]
    faults: list[Fault]


def _only_begun(headed: Headed, row: Sequence[CellValue]) -> bool:
    """Whether a row is as the template gives it: under its codes whom or what is asked about, and nothing of it."""
    if any(column is None or head != column.code for head, column in zip(headed.heads, headed.columns, strict=True)):
        return False
    filled = {head for head, cell in itertools.zip_longest(headed.heads, row) if cell not in ("", None)}
    return filled in BEGUN


def _apart(
    number: int, cells: Sequence[CellValue], taken: Taken, sheet: str, always: Sequence[tuple[GridColumn, str]]
) -> _Row:
    """A row taken apart; `always` is what holds in all rows that say nothing there themselves."""
    headed = taken.headed
    columns = frozenset({each.code for each in headed.columns if each is not None} | {each.code for each, _ in always})
    row = _Row(number, sheet, columns, {}, {}, [])
    filled = {each.code for each, cell in zip(headed.columns, cells, strict=False) if each and cell not in ("", None)}
    said = itertools.zip_longest(headed.columns[: len(cells)], cells)
    further = (each for each in always if each[0].code not in filled)
    for place, (column, cell) in enumerate(itertools.chain(said, further)):
        if cell in ("", None) or (column is not None and column.code.startswith(SHOWN_ONLY)):
            continue
        if column is None:
            # What is under a head of nobody's is told as such.
            if place >= len(headed.heads) or not headed.heads[place]:
                row.faults.append(Fault(_letters(place), _NO_COLUMN))
            continue
        try:
            value = value_of(column, cell)
        except ValueError as error:
            row.faults.append(Fault(column.code, words_of(error)))
            continue
        if column.spec is None:
            row.said[column.code] = value
        else:
            put(row.data, column.code.removeprefix(DATA), value)
    return row


def _read(kind: Kind, row: _Row, alike: Counter[str]) -> RowRead:
    for code in (*_NEEDED, *(["stream"] if kind.goes_on else [])):
        if code not in row.said and not any(fault.path == code for fault in row.faults):
            row.faults.append(Fault(code, w("必填", "required"), "missing"))
    if row.faults:
        refused = Refused(INVALID, faults=(*row.faults, *_further(kind, row.data, row.faults)))
        return RowRead(row.number, None, refused, row.sheet)
    own, ref = "id" in row.said, row.said.pop(SOURCE, "")
    return RowRead(row.number, _draft(kind, row.said, row.data, alike), None, row.sheet, own, row.columns, ref)


def _further(kind: Kind, data: dict[str, Any], faults: Sequence[Fault]) -> list[Fault]:
    """What else is wrong with a row, so that nobody learns of it only after mending the rest."""
    known = {fault.path for fault in faults}
    try:
        kind.payload.model_validate(data, strict=False)
    except ValidationError as error:
        return [fault for fault in faults_of(error) if fault.path not in known]
    return []


def _put_found(kind: Kind, rows: Sequence[_Row], names: Names) -> None:
    """Puts codes and ids in the place of what the rows call unit, place, person and thing; what is not clear becomes a
    fault. All rows are asked about at once.
    """
    names.ahead(*({str(row.said[code]) for row in rows if code in row.said} for code in ("unit", "place")))
    for row in rows:
        _find(row, "unit", names.unit)
        _find(row, "place", lambda word, row=row: names.place(word, row.said.get("unit")))  # type: ignore[misc]
        if "unit" not in row.said and "place" in row.said and not _at_fault(row):
            row.said |= {"unit": unit} if (unit := names.unit_of(row.said["place"])) else {}
    of_units: dict[str, set[str]] = {}
    for row in rows:
        if "person" in row.said and "unit" in row.said and not _at_fault(row):
            of_units.setdefault(row.said["unit"], set()).add(str(row.said["person"]))
    for unit, people in of_units.items():
        names.people_ahead(unit, people)
    names.things_ahead(kind, {str(row.said["stream"]) for row in rows if "stream" in row.said})
    for row in rows:
        if not _at_fault(row):
            _find(row, "person", lambda word, row=row: names.person(word, row.said.get("unit")))  # type: ignore[misc]
        _find(row, "stream", lambda word: names.thing(kind, word))


def _at_fault(row: _Row) -> bool:
    """Whether its unit or place is not clear, so that nobody can tell whose people it means."""
    return any(fault.path in ("unit", "place") for fault in row.faults)


def _find(row: _Row, code: str, means: Callable[[str], Any]) -> None:
    if code in row.said:
        try:
            row.said[code] = means(str(row.said[code]))
        except typed.Unclear as unclear:
            row.faults.append(Fault(code, unclear.words, "not_found"))


def _draft(kind: Kind, said: dict[str, Any], data: dict[str, Any], alike: Counter[str]) -> Draft:
    content = json.dumps([kind.code, said, data], default=str, sort_keys=True, ensure_ascii=False)
    alike[content] += 1
    given = said.pop("id", None)
    return Draft(
        id=given or id_of(said["occurred_at"], content, alike[content]), kind=kind.code, data=data,
        exercise=said.pop("exercise", False), **said,
    )  # fmt: skip


def id_of(occurred_at: datetime, content: str, nth: int) -> UUID:
    """The id that this row has in every import: from its content, and the how-manieth of rows alike it is."""
    made = hashlib.sha256(f"lianfang import 1\n{nth}\n{content}".encode()).digest()
    noise = int.from_bytes(made[:10], "big")
    milliseconds = int(occurred_at.timestamp() * 1000)
    rand_a, rand_b = (noise >> 64) & 0xFFF, noise & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def _letters(place: int) -> str:
    """How a spreadsheet calls the column: A, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_NO_COLUMN = w(
    "此格上方没有列名，不知归入哪一列；请移到有列名的列，或清空此格",
    "no head above this cell says what it is; move it below one, or clear it",
)
