"""shell · kind sheets: a filled-in sheet taken apart into drafts; a bad row is named and never costs a good one."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from lianfang.kernel import typed
from lianfang.kernel.entries import Draft, faults_of
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.words import w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import value_of, words_of
from lianfang.shell.kinds.grid import DATA, SHOWN_ONLY, GridColumn, columns_kept
from lianfang.shell.kinds.heads import Headed, Taken, Told, taken_apart
from lianfang.shell.kinds.heads_said import HeadsSaid

_NEEDED = ("unit", "occurred_at")
BEGUN = tuple({"unit", "occurred_at", each} for each in ("person", "place"))  # what stands in a template's rows


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the sheet: its number there, and the draft it makes or what is wrong with it.

    `sheet` is said where a file has several; number 0 is a sheet as a whole. One that came back from an own export is
    `known` as it stands, or `changed`, and its draft then a correction. A row of the template that nobody filled in is
    `begun`.
    """

    number: int
    draft: Draft | None
    refused: Refused | None = None
    sheet: str = ""
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
    alike: Counter[str] = Counter()
    if names is not None:
        names.ahead(*(_said_in(taken, code) | {*filter(None, [fixed.get(code)])} for code in ("unit", "place")))
    read = [
        RowRead(number, None, sheet=each.name if len(taken) > 1 else "", begun=True)
        if asks and _only_begun(each.headed, row)
        else replace(
            _read(kind, number, row, each.headed, always, alike, names), sheet=each.name if len(taken) > 1 else ""
        )
        for each in taken
        for number, row in each.filled
    ]
    return [*read, *(RowRead(0, None, refused, sheet) for sheet, refused in left)]


def _only_begun(headed: Headed, row: Sequence[CellValue]) -> bool:
    """Whether a row is as the template gives it: under its codes whom or what is asked about, and nothing of it."""
    if any(column is None or head != column.code for head, column in zip(headed.heads, headed.columns, strict=True)):
        return False
    filled = {head for head, cell in itertools.zip_longest(headed.heads, row) if cell not in ("", None)}
    return filled in BEGUN


def _said_in(taken: Sequence[Taken], code: str) -> set[str]:
    """What stands in a column."""
    return {
        str(row[at])
        for each in taken
        for at, column in enumerate(each.headed.columns)
        if column is not None and column.code == code
        for _, row in each.filled
        if at < len(row) and row[at] not in ("", None)
    }


def _read(
    kind: Kind,
    number: int,
    row: Sequence[CellValue],
    headed: Headed,
    always: Sequence[tuple[GridColumn, str]],
    alike: Counter[str],
    names: Names | None,
) -> RowRead:
    said: dict[str, Any] = {}
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    filled = {
        column.code for column, cell in zip(headed.columns, row, strict=False) if column and cell not in ("", None)
    }
    for place, (column, cell) in enumerate(
        _cells(headed, row, [each for each in always if each[0].code not in filled])
    ):
        if cell in ("", None) or (column is not None and column.code.startswith(SHOWN_ONLY)):
            continue
        if column is None:
            if (
                place >= len(headed.heads) or not headed.heads[place]
            ):  # what is under a head of nobody's is told as such
                faults.append(Fault(_letters(place), _NO_COLUMN))
            continue
        try:
            value = value_of(column, cell)
        except ValueError as error:
            faults.append(Fault(column.code, words_of(error)))
            continue
        if column.spec is None:
            said[column.code] = value
        else:
            _put(data, column.code.removeprefix(DATA).split("."), value)
    if names is not None:
        faults += _meant(said, kind, names)
    for code in (*_NEEDED, *(["stream"] if kind.goes_on else [])):
        if code not in said and not any(fault.path == code for fault in faults):
            faults.append(Fault(code, w("必填", "required"), "missing"))
    if faults:
        return RowRead(number, None, Refused(INVALID, faults=(*faults, *_further(kind, data, faults))))
    return RowRead(number, _draft(kind, said, data, alike))


def _cells(
    headed: Headed, row: Sequence[CellValue], always: Sequence[tuple[GridColumn, str]]
) -> Iterator[tuple[GridColumn | None, CellValue]]:
    """The cells with their columns, and then what holds in all rows."""
    yield from itertools.zip_longest(headed.columns[: len(row)], row)
    yield from always


def _further(kind: Kind, data: dict[str, Any], faults: Sequence[Fault]) -> list[Fault]:
    """What else is wrong with a row, so that nobody learns of it only after mending the rest."""
    known = {fault.path for fault in faults}
    try:
        kind.payload.model_validate(data, strict=False)
    except ValidationError as error:
        return [fault for fault in faults_of(error) if fault.path not in known]
    return []


def _meant(said: dict[str, Any], kind: Kind, names: Names) -> list[Fault]:
    """Puts codes and ids in the place of what the row calls unit, place, person and thing; gives what is not clear."""
    faults = []

    def find(code: str, means: Callable[[str], Any]) -> None:
        try:
            said[code] = means(str(said[code]))
        except typed.Unclear as unclear:
            faults.append(Fault(code, unclear.words, "not_found"))

    if "unit" in said:
        find("unit", names.unit)
    if "place" in said:
        find("place", lambda word: names.place(word, said.get("unit")))
        if "unit" not in said and not faults and (unit := names.unit_of(said["place"])):
            said["unit"] = unit
    if "person" in said and not faults:
        find("person", lambda word: names.person(word, said.get("unit")))
    if "stream" in said:
        find("stream", lambda word: names.thing(kind, word))
    return faults


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
    "此格上方没有编号，不知归入哪一列；请移到有编号的列，或清空它",
    "no code stands above this cell; move it below one, or clear it",
)


def _put(data: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        data = data.setdefault(part, {})
    data[parts[-1]] = value
