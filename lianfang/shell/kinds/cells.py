"""shell · kind cells: what stands in one cell of a sheet, as a draft or payload takes it, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lianfang.kernel import characters, clock, typed
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.fields import signs
from lianfang.shell.kinds.files import Formula
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.grid import NONE_LISTED, SOURCE, GridColumn

_BETWEEN, _MAYBE_BETWEEN = re.compile(r"[；;、|｜\n]"), re.compile(r"[，,/／]")
_IS_FORMULA = w("此格是公式，须为数值", "this cell is a formula; a value is due")


class Wrong(ValueError):
    """A cell that does not hold, with what is wrong with it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def words_of(error: ValueError) -> Words:
    """What is wrong with a cell, in words."""
    return error.words if isinstance(error, Wrong | typed.Unclear) else w("内容不符合要求", "is invalid")


def value_of(column: GridColumn, cell: CellValue) -> Any:
    """A cell as the draft or the payload takes it; raises ValueError where it is nothing of the sort."""
    if isinstance(cell, Formula):
        raise Wrong(_IS_FORMULA)
    if column.spec is not None:
        return _of_spec(column.spec, cell)
    if column.code in ("occurred_at", "known_at"):
        return _moment(cell)
    if column.code in ("id", "corrects"):
        try:
            return UUID(str(cell))
        except ValueError:
            says = w(
                "{column}“{said}”不是记录编号（UUID）；新记录请留空",
                "{column} “{said}” is no id of an entry (UUID); leave it empty for a new one",
            )
            raise Wrong(says.fill(column=column.words, said=str(cell)[:40])) from None
    if column.code == "exercise":
        return _yes_no(cell)
    return _source(cell) if column.code == SOURCE else said_in(cell)


def _source(cell: CellValue) -> str:
    """The id that another system gave the row."""
    said = characters.folded(said_in(cell))
    wrong = characters.trouble(said)
    if wrong is not None or len(said) > _SOURCE_LONGEST:
        raise Wrong(wrong or w("最多 {n} 个字", "at most {n} characters").fill(n=_SOURCE_LONGEST))
    return said


def _of_spec(spec: Spec, cell: CellValue) -> Any:
    if spec.shape is FieldType.YES_NO:
        return _yes_no(cell)
    if spec.shape is FieldType.CHOICE:
        return _choice(spec, text_of(cell))
    if spec.shape is FieldType.FILES and spec.longest == 1:
        return said_in(cell)
    if spec.shape in (FieldType.CHOICES, FieldType.LINES, FieldType.FILES):
        return _several(spec, text_of(cell))
    if spec.shape is FieldType.WHOLE:
        return _whole(spec, cell)
    if spec.as_typed:
        return said_in(cell)
    if spec.shape is FieldType.NUMBER:
        figure = isinstance(cell, int | float) and not spec.decimals
        return cell if figure else typed.number(text_of(cell), *signs(spec.unit))
    if spec.shape is FieldType.DATE:
        return _day(cell)
    if spec.shape is FieldType.TIME:
        return cell if isinstance(cell, time) else text_of(cell)
    if spec.shape is FieldType.MOMENT:
        return _moment(cell)
    return said_in(cell)


def _several(spec: Spec, text: str) -> list[str]:
    if text in (NONE_LISTED.zh, NONE_LISTED.en):
        return []
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if not spec.choices:
        return parts
    return [choice for part in parts for choice in _choices_in(spec, part)]


def _choices_in(spec: Spec, part: str) -> list[Any]:
    """The choice of these words, or those of its pieces: a comma or a stroke may stand inside a choice's own words."""
    try:
        return [_choice(spec, part)]
    except Wrong:
        pieces = [piece.strip() for piece in _MAYBE_BETWEEN.split(part) if piece.strip()]
        if len(pieces) < 2:
            raise
    return [_choice(spec, piece) for piece in pieces]


def several_in(text: str) -> list[str]:
    """The names that stand in one cell, each once: between them commas, strokes, line breaks or whatever else is usual.

    A blank parts Chinese names (王强 李娟), and no other: Anna Berg is one.
    """
    parts = [part.strip() for part in _BETWEEN_NAMES.split(characters.folded(text))]
    named = [
        name for part in parts for name in (part.split() if all(map(_HAN_NAME.fullmatch, part.split())) else [part])
    ]
    return list(dict.fromkeys(name for name in named if name))


def _choice(spec: Spec, text: str) -> Any:
    value = chosen(spec.choices or {}, text)
    return int(value) if spec.whole else value


def chosen(choices: Mapping[str, Words], text: str) -> str:
    """The value that a word or code stands for. Raises `Wrong` with those that may be chosen."""
    for value, words in choices.items():
        if text.casefold() in (value.casefold(), words.zh.casefold(), words.en.casefold()):
            return value
    zh, en = (" / ".join(getattr(words, each) for words in choices.values())[:200] for each in ("zh", "en"))
    says = w("“{said}”不可填，须为以下之一：{allowed}", "“{said}” is not allowed; it must be one of {allowed}")
    raise Wrong(says.fill(said=text[:40], allowed=Words(zh, en)))


def _yes_no(cell: CellValue) -> bool:
    return cell if isinstance(cell, bool) else typed.flag(text_of(cell))


def _whole(spec: Spec, cell: CellValue) -> Any:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return int(cell)
    return cell if isinstance(cell, int) else typed.number(text_of(cell), *signs(spec.unit))


def _day(cell: CellValue) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if isinstance(cell, date) else typed.day(_plain(cell))


def _moment(cell: CellValue) -> datetime:
    """A moment on the duty room's clock, unless it says its own zone. A day alone says no moment."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=clock.zone())
    if isinstance(cell, date):
        raise typed.Unclear(typed.NO_HOURS, cell)
    if isinstance(cell, time):
        raise typed.Unclear(typed.NO_DATE, cell)
    return typed.moment(_plain(cell))


def _plain(cell: CellValue) -> str | float:
    """What is read as a day or moment: a spreadsheet's number for it, or words."""
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text_of(cell)


def said_in(cell: CellValue) -> str:
    """A text or a code. What a spreadsheet made of a long number is not what was typed."""
    text = text_of(cell)
    shortened = _SHORTENED.fullmatch(text)
    if shortened and int(shortened[1]) >= _SHORTENS_FROM:
        raise Wrong(_DIGITS_LOST)
    return text


def text_of(cell: CellValue) -> str:
    """A cell as text: whole numbers as their digits, as far as a spreadsheet keeps them."""
    if isinstance(cell, date | time | timedelta):
        raise Wrong(_MADE_A_DATE)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT_BELOW:
            raise Wrong(_DIGITS_LOST)
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    return str(cell).strip()


_SOURCE_LONGEST = 80
_BETWEEN_NAMES = re.compile(r"[；;、|｜\n\t，,/／+&]")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,}")
_EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits of a number
_SHORTENED = re.compile(r"[+-]?\d(?:\.\d+)?E\+(\d{2,3})")
_SHORTENS_FROM = 7  # the power of ten of what may be a telephone number, 6.31E+07; shorter ones it writes out
_DIGITS_LOST = w(
    "号码太长，被表格软件当成数字，末尾几位已丢失；请把该列设为“文本”，重新填写完整号码",
    "the spreadsheet treated the long number as a value and lost its last digits; format the column as "
    "text and retype it",
)
_MADE_A_DATE = w(
    "被表格软件当成了日期或时间；请把该列设为“文本”，重新填写",
    "the spreadsheet turned it into a date or time; format the column as text and type it again",
)
