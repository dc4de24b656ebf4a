"""shell · xlsx: spreadsheets in which text is always text, a figure a figure, and a state is said in words.

No cell ever becomes a formula: strings go through `write_string`, and those that a spreadsheet might take for a
formula when somebody edits them (= + - @ tab, return) carry the quote prefix. Control characters that XML cannot
hold are written as `_xHHHH_`, which spreadsheet programs read back as the character.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.quantity import Quantity
from lianfang.kernel.words import Words
from lianfang.shell.components.cells import Drawn, FigureLink
from lianfang.shell.components.marks import SLOT_WORDS, Chip, SlotState
from lianfang.shell.components.tables import Cells, Table
from lianfang.shell.components.text import local, pick, say
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.documents.cells import HEADS, half_characters, measure_cells
from lianfang.shell.documents.csv_lines import FORMULA_LIKE
from lianfang.shell.problems import TEXT_TOO_LONG_FOR_CELL, TEXT_UNPRINTABLE

CELL_TEXT_MAX = 32_767  # UTF-16 units, the format's own limit
_EXACT_DIGITS = 15  # beyond this a spreadsheet rounds; such a number is written as text
_NARROWEST, _WIDEST, _HEAD_BREAKS = 8, 48, 12  # of a column, and where a head breaks, in half characters
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001 - the file's own date, fixed so that equal content gives equal bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: a table with the facts that belong above it (unit, window, seal root)."""

    name: Words | str
    table: Table[Any]
    title: Words | str = ""
    about: tuple[Fact, ...] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The workbook as bytes, in the language that is active now; equal sheets give equal bytes.

    A column that holds measures becomes five: value, checked, expected, coverage, state. What nobody reported
    is an empty cell beside its state, never 0. Raises `Refused` for text that the format cannot carry.
    """
    held = io.BytesIO()
    with opened(held) as book:
        pen = Pen(book)
        names: set[str] = set()
        for sheet in sheets:
            worksheet = book.add_worksheet(sheet_name(say(sheet.name), names))
            _write_sheet(pen, worksheet, sheet)
    return held.getvalue()


def opened(held: io.BytesIO) -> Workbook:
    """A workbook that is written into `held` once it is closed; no text in it becomes anything else."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(held, {**options, "remove_timezone": True})
    book.set_properties({"created": _MADE, "author": "Lianfang 联防"})
    return book


def write_table(worksheet: Worksheet, pen: Pen, table: Table[Any], top: int) -> int:
    """Writes one table from row `top` on and returns the first row below it."""
    lines, totals = list(table.body), table.totals
    spread = _spread([*lines, *([totals] if totals else [])], len(table.columns))
    heads = _heads(table, spread)
    for column, (words, note) in enumerate(heads):
        pen.text(worksheet, top, column, words, "head")
        pen.text(worksheet, top + 1, column, note, "note")
    worksheet.freeze_panes(top + 2, 1)
    worksheet.repeat_rows(top, top + 1)
    at = top + 2
    for line in lines:
        _write_row(pen, worksheet, at, line, spread)
        at += 1
    if totals:
        _write_row(pen, worksheet, at, totals, spread, bold=True)
        at += 1
    return at


class Pen:
    """A workbook's formats, and the one place where a cell is written."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._widest: dict[tuple[str, int], int] = {}

    def style(self, name: str, **more: Any) -> Format:
        base: dict[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": 14},
            "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
            "note": {"font_color": "#555555", "font_size": 9, "bottom": 1},
            "bold": {"bold": True, "top": 1},
            "cell": {"valign": "top"},
            # those of the official form
            "headline": {"bold": True, "font_size": 15, "align": "center"},
            "subtitle": {"align": "center"},
            "draft": {"bold": True, "align": "center", "bg_color": "#FFF1D6"},
            "section": {"bold": True, "border": 1, "bg_color": "#F3F3F3"},
            "label": {"font_color": "#555555", "font_size": 10},
            "plain": {"align": "left"},
            "boxhead": {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"},
            "boxed": {"border": 1, "text_wrap": True, "valign": "vcenter"},
            "fine": {"font_size": 8, "text_wrap": True, "valign": "top", "font_color": "#555555"},
        }
        wanted = {**base[name], **more}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def text(self, sheet: Worksheet, row: int, column: int, text: str, style: str = "cell") -> None:
        """Text as text, whatever it begins with."""
        if not text:
            return
        if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
            raise Refused(TEXT_UNPRINTABLE, where=f"R{row + 1}C{column + 1}")
        if len(text.encode("utf-16-le")) // 2 > CELL_TEXT_MAX:
            raise Refused(TEXT_TOO_LONG_FOR_CELL, limit=CELL_TEXT_MAX)
        guarded = {"quote_prefix": True} if text.startswith(FORMULA_LIKE) else {}
        wide = self._note(sheet, column, text, style)
        wrapped = {"text_wrap": True} if "\n" in text or wide > _WIDEST else {}
        sheet.write_string(row, column, text, self.style(style, **guarded, **wrapped))

    def fit(self, sheet: Worksheet) -> None:
        """Makes each column as wide as what was written in it, within reason."""
        for (name, column), wide in self._widest.items():
            if name == sheet.name:
                sheet.set_column(column, column, min(max(wide + 2, _NARROWEST), _WIDEST))

    def _note(self, sheet: Worksheet, column: int, text: str, style: str) -> int:
        """How many half characters wide a text is; a head may break, and a title runs over the cells beside it."""
        wide = max(map(half_characters, text.split("\n")))
        if style != "title":
            key = (sheet.name, column)
            self._widest[key] = max(self._widest.get(key, 0), min(wide, _HEAD_BREAKS) if style == "head" else wide)
        return wide

    def write(self, sheet: Worksheet, row: int, column: int, value: object, style: str = "cell") -> None:
        """Any value of a table's cell: a number as a number, a moment as a moment, all else as words."""
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | date):
            self.text(sheet, row, column, _words(value), style)
        elif isinstance(value, datetime):
            self._note(sheet, column, "yyyy-mm-dd hh:mm", style)
            sheet.write_datetime(row, column, local(value), self.style(style, num_format="yyyy-mm-dd hh:mm"))
        elif isinstance(value, date):
            self._note(sheet, column, "yyyy-mm-dd", style)
            sheet.write_datetime(row, column, value, self.style(style, num_format="yyyy-mm-dd"))
        elif len(re.sub(r"\D", "", str(value))) > _EXACT_DIGITS:
            self.text(sheet, row, column, str(value), style)
        else:
            whole = isinstance(value, int) or value == int(value)
            self._note(sheet, column, f"{value:,}", style)
            number = self.style(style, num_format="#,##0" if whole else "#,##0.0###")
            sheet.write_number(row, column, float(value), number)


def _write_sheet(pen: Pen, worksheet: Worksheet, sheet: Sheet) -> None:
    at = 0
    if title := say(sheet.title) or say(sheet.name):
        pen.text(worksheet, at, 0, title, "title")
        at += 1
    for fact in sheet.about:
        pen.text(worksheet, at, 0, say(fact.label))
        pen.write(worksheet, at, 1, fact.value)
        at += 1
    write_table(worksheet, pen, sheet.table, at + 1)
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_landscape()
    worksheet.set_footer("&L&A&R&P / &N")
    pen.fit(worksheet)


def sheet_name(name: str, taken: set[str] | None = None) -> str:
    """A name that the format takes: 31 units, none of []:*?/\\, and unlike every other."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name).strip().strip("'")[:28] or "Sheet"
    while len(plain.encode("utf-16-le")) // 2 > 28:
        plain = plain[:-1]
    unlike, n = plain, 2
    taken = set() if taken is None else taken
    while unlike.lower() in taken:
        unlike, n = f"{plain} {n}", n + 1
    taken.add(unlike.lower())
    return unlike


def _plain(value: object) -> object:
    return value.value if isinstance(value, FigureLink) else value


def _spread(lines: list[Cells], count: int) -> tuple[bool, ...]:
    """For each column, whether it holds measures and so becomes five."""
    return tuple(any(isinstance(_plain(line[i]), Measure) for line in lines) for i in range(count))


def _heads(table: Table[Any], spread: tuple[bool, ...]) -> list[tuple[str, str]]:
    heads = []
    for column, five in zip(table.columns, spread, strict=True):
        words, note = say(column.words), say(column.note)
        heads += [(f"{words} · {head.say()}", note) for head in HEADS] if five else [(words, note)]
    return heads


def _write_row(
    pen: Pen, worksheet: Worksheet, at: int, line: Cells, spread: tuple[bool, ...], *, bold: bool = False
) -> None:
    column, style = 0, "bold" if bold else "cell"
    for each, five in zip(line, spread, strict=True):
        value = _plain(each)
        if not five:
            pen.write(worksheet, at, column, value, style)
            column += 1
            continue
        if not isinstance(value, Measure):
            pen.write(worksheet, at, column, value, style)
        else:
            cells = measure_cells(value)
            for i, part in enumerate((cells.value, cells.checked, cells.expected, cells.coverage, cells.state)):
                pen.write(worksheet, at, column + i, part, style)
        column += len(HEADS)


def _words(value: object) -> str:
    """A value as text: the same words as on the page."""
    if isinstance(value, Drawn):
        return value.said()
    if isinstance(value, Chip | Link):
        return say(value.words)
    if isinstance(value, SlotState):
        return SLOT_WORDS[value].say()
    if isinstance(value, MeasureState):
        return STATE_WORDS[value].say()
    if isinstance(value, Quantity):
        return value.words().say()
    if isinstance(value, bool):
        return pick("是", "yes") if value else pick("否", "no")
    return say(value)
