"""shell · kind marked: the sheet that was handed in, with each faulty cell marked and a comment at it that says why.

A workbook keeps its layout; anything else becomes one, and so does a workbook whose layout nobody can take over. Marks
of an earlier round are taken away first.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.fills import FILL_NONE
from openpyxl.workbook import Workbook
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from lianfang.shell.kinds.files import read_file

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AUTHOR = "Lianfang 联防"
_COLOUR = "FFFFC7CE"
_WIDE, _HIGH = 320, 110  # of a comment, in points
_TITLE_LONGEST, _TEXT_LONGEST = 31, 32_767
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_Book = tuple[Workbook, dict[str, str]]  # and by its name in the file how each sheet is called in it
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong at a cell: the sheet, the row from 1, the column from 0 (None: the row as a whole), and why."""

    sheet: str
    row: int
    column: int | None
    says: str


def marked(name: str, body: bytes, marks: Iterable[Mark]) -> bytes | None:
    """The same as a workbook, its faulty cells marked: without its layout where that cannot be kept, None where nothing
    can be made of it. `body` was read before, so it is known to be bearable.
    """
    listed = [*marks]
    workbook = body.startswith(b"PK") and not name.lower().endswith(".ods")
    makers: Sequence[Callable[[str, bytes], _Book]] = (_kept, _fresh) if workbook else (_fresh,)
    for make in makers:
        try:
            return _marked(make(name, body), listed)
        except Exception:
            # Whatever the library trips over: the rows were recorded before, and their report must come.
            _log.warning("a sheet could not be marked by %s", make.__name__, exc_info=True)
    return None


def _marked(made: _Book, marks: Iterable[Mark]) -> bytes:
    book, called = made
    said: dict[tuple[str, int, int], list[str]] = {}
    for each in marks:
        title = called.get(each.sheet, book.worksheets[0].title)
        column = each.column if each.column is not None else _first(book[title], each.row)
        said.setdefault((title, each.row, column + 1), []).append(each.says)
    for (title, row, column), words in said.items():
        cell = _topmost(book[title], row, column)
        cell.fill = PatternFill("solid", start_color=_COLOUR, end_color=_COLOUR)
        cell.comment = Comment(_plain("\n".join(words)), _AUTHOR, height=_HIGH, width=_WIDE)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def marked_name(name: str) -> str:
    """What the marked sheet is called."""
    return f"{PurePath(name).stem or 'sheet'}-改.xlsx"


def _kept(_: str, body: bytes) -> _Book:
    """The workbook as it is."""
    book = openpyxl.load_workbook(io.BytesIO(body))
    _clean(book)
    return book, {each.title: each.title for each in book.worksheets}


def _fresh(name: str, body: bytes) -> _Book:
    """A workbook of what was read: all of it as text where it was text, so that no number loses a digit."""
    book = Workbook()
    book.remove(book.worksheets[0])
    called = {}
    for number, each in enumerate(read_file(name, body), 1):
        sheet = book.create_sheet(INVALID_TITLE_REGEX.sub("_", each.name)[:_TITLE_LONGEST] or f"Sheet{number}")
        called[each.name] = sheet.title
        for i, row in enumerate(each.rows, 1):
            for j, value in enumerate(row, 1):
                if value not in ("", None):
                    _write(sheet.cell(i, j), value)
    return book, called


def _write(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        cell.value = _plain(value)
        cell.data_type, cell.number_format = "s", "@"  # never a formula, whatever it begins with
    else:
        cell.value = value


def _plain(text: str) -> str:
    """A text without what no workbook can hold."""
    return _UNHELD.sub("", text)[:_TEXT_LONGEST]


def _clean(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.comment is not None and cell.comment.author == _AUTHOR:
                    cell.comment = None
                    if cell.fill.start_color.rgb == _COLOUR:
                        cell.fill = PatternFill(FILL_NONE)


def _first(sheet: Worksheet, row: int) -> int:
    """The first cell of a row in which something stands."""
    filled = (cell.column - 1 for cell in sheet[row] if cell.value not in ("", None))
    return next(filled, 0)


def _topmost(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the one that covers it where several are merged."""
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
            row, column = merged.min_row, merged.min_col
            break
    found = sheet.cell(row, column)
    assert isinstance(found, Cell)
    return found
