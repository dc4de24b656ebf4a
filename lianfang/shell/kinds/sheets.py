"""shell · kind sheets: a filled-in sheet taken apart into drafts; a bad row is named and never costs a good one."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from lianfang.kernel import characters, clock, typed
from lianfang.kernel.entries import Draft, faults_of
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import INVALID, Fault, Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.fields import signs
from lianfang.shell.kinds.files import Formula, read_file
from lianfang.shell.kinds.form_schema import FieldType, Spec
from lianfang.shell.kinds.grid import ALLOWED_VALUES, DATA, LIST_MARK, NONE_LISTED, SHOWN_ONLY, GridColumn, columns_kept
from lianfang.shell.kinds.wording import YES_NO

ROWS_LIMIT = 10_000
HEAD_ROWS = 20  # the row of codes stands somewhere in the first rows

NO_CODES = problem(
    "no_codes_row",
    422,
    w("表中没有找到编号行（unit、occurred_at……）", "No row of codes (unit, occurred_at, …) was found in the sheet"),
    w("请下载模板，在编号行下方填写", "Download the template and fill it in below its row of codes"),
)
UNKNOWN_COLUMNS = problem(
    "unknown_columns",
    422,
    w("有不认识的列：{columns}", "Columns that are not known: {columns}"),
    w(
        "请核对是否选对了记录种类，或从模板重新填写",
        "Check that this is the right kind of record, or start from its template",
    ),
)
TOO_MANY_ROWS_IN = problem(
    "too_many_rows_in",
    413,
    w("一次最多导入 {limit} 行", "At most {limit} rows are imported at once"),
    w("请拆成几个文件；本次没有导入任何内容", "Split it into several files; nothing of it was imported"),
)
HIDDEN_SHEET = problem(
    "hidden_sheet",
    422,
    w("隐藏的工作表“{sheet}”没有读取", "The hidden sheet “{sheet}” was not read"),
    w("如要导入，请取消隐藏后重新上传；否则请删去它", "Show it and upload again to import it, or delete it"),
)
SHEET_WITHOUT_CODES = problem(
    "sheet_without_codes",
    422,
    w(
        "工作表“{sheet}”有内容但没有编号行，没有读取",
        "The sheet “{sheet}” has content but no row of codes; it was not read",
    ),
    w("如要导入，请把内容移到模板的编号行下方", "Move its rows below the template's row of codes to import them"),
)


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the sheet: its number there, and the draft it makes or what is wrong with it.

    `sheet` is said where a file has several; number 0 is a sheet as a whole.
    """

    number: int
    draft: Draft | None
    refused: Refused | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class _Taken:
    """A sheet in which a row of codes was found."""

    name: str
    columns: list[GridColumn | None]
    filled: list[tuple[int, list[CellValue]]]


def read_sheet(kind: Kind, name: str, body: bytes, names: Names | None = None) -> list[RowRead]:
    """Every row of a filled-in file, and every sheet of it that was left. Raises `Refused` where nothing can be taken.

    What has content is read or named: other sheets, hidden ones, cells that stand below no head. A head is a code, or
    the words of a column in either language. `names` finds units, places and people by what the sheet calls them.
    """
    taken: list[_Taken] = []
    left: list[RowRead] = []
    for sheet in read_file(name, body):
        rows = [[_stripped(cell) for cell in row] for row in sheet.rows]
        if not any(_filled(row) for row in rows):
            continue
        try:
            if sheet.hidden:
                raise Refused(HIDDEN_SHEET, sheet=sheet.name)
            columns, start = _columns(kind, rows)
            taken.append(
                _Taken(sheet.name, columns, [(i + 1, rows[i]) for i in range(start, len(rows)) if _filled(rows[i])])
            )
        except Refused as refused:
            if refused.problem is not NO_CODES or sheet.name not in (ALLOWED_VALUES.zh, ALLOWED_VALUES.en):
                left.append(RowRead(0, None, refused, sheet.name))
    if not taken:
        raise left[0].refused or Refused(NO_CODES) if left else Refused(NO_CODES)
    if sum(len(each.filled) for each in taken) > ROWS_LIMIT:
        raise Refused(TOO_MANY_ROWS_IN, limit=f"{ROWS_LIMIT:,}")
    alike: Counter[str] = Counter()
    if names is not None:
        names.ahead(*(_said_in(taken, code) for code in ("unit", "place")))
    read = [
        replace(_read(kind, number, row, each.columns, alike, names), sheet=each.name if len(taken) > 1 else "")
        for each in taken
        for number, row in each.filled
    ]
    return [*read, *(_named(each) for each in left)]


def _said_in(taken: Sequence[_Taken], code: str) -> set[str]:
    """What stands in a column."""
    return {
        str(row[at])
        for each in taken
        for at, column in enumerate(each.columns)
        if column is not None and column.code == code
        for _, row in each.filled
        if at < len(row) and row[at] not in ("", None)
    }


def _filled(row: Sequence[CellValue]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _named(left: RowRead) -> RowRead:
    """A sheet that was left beside one that was taken: what it lacks is said of it by name."""
    if left.refused is not None and left.refused.problem is NO_CODES:
        return replace(left, refused=Refused(SHEET_WITHOUT_CODES, sheet=left.sheet))
    return left


def _columns(kind: Kind, rows: Sequence[Sequence[CellValue]]) -> tuple[list[GridColumn | None], int]:
    """The columns as they stand in this sheet, None where there is no head, and the index of the first row below."""
    kept = columns_kept(kind)
    known = {column.code: column for column in kept}
    for i, row in enumerate(rows[:HEAD_ROWS]):
        codes = [str(cell) for cell in row]
        if "unit" in codes and "occurred_at" in codes:
            unknown = [code for code in codes if code and code not in known and not code.startswith(SHOWN_ONLY)]
            twice = [code for code, n in Counter(codes).items() if n > 1 and code in known]
            if unknown or twice:
                raise Refused(UNKNOWN_COLUMNS, columns="、".join((unknown or twice)[:8])[:200])
            return [_SHOWN if code.startswith(SHOWN_ONLY) else known.get(code) for code in codes], i + 1
    return _by_words(kept, rows)


def _by_words(kept: Sequence[GridColumn], rows: Sequence[Sequence[CellValue]]) -> tuple[list[GridColumn | None], int]:
    """The same, where the heads are words: those of the template in either language, or what people call it."""
    called: dict[str, GridColumn] = {}
    for column in kept:
        shown = column.code.startswith(SHOWN_ONLY)
        for words in (column.words.zh, column.words.en, *_ALSO.get(column.code, ())):
            called.setdefault(head_words(words), _SHOWN if shown else column)
    for i, row in enumerate(rows[:HEAD_ROWS]):
        heads = [head_words(str(cell)) if cell not in ("", None) else "" for cell in row]
        found = [called.get(head) if head else None for head in heads]
        codes = [column.code for column in found if column is not None and column is not _SHOWN]
        if not {"unit", "occurred_at"} <= set(codes):
            continue
        unknown = [str(cell) for cell, column in zip(row, found, strict=True) if cell not in ("", None) and not column]
        twice = [code for code, n in Counter(codes).items() if n > 1]
        if unknown or twice:
            raise Refused(UNKNOWN_COLUMNS, columns="、".join((unknown or twice)[:8])[:200])
        return found, i + 1
    raise Refused(NO_CODES)


def head_words(words: str) -> str:
    """A head as it is compared: without its unit in brackets, stars, blanks and capitals."""
    return _BRACKETS.sub("", characters.folded(words)).replace("*", "").replace(" ", "").casefold()


_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")
# What people write above a column, beside the template's own words.
_ALSO = {
    "unit": ("单位名称", "单位编号", "部门", "Unit code"),
    "occurred_at": ("时间", "日期时间", "测量时间", "检查时间", "记录时间", "Time", "When"),
    "place": ("地点名称", "地点编号", "位置", "Place code", "Location"),
    "person": ("姓名", "人员姓名", "人员编号", "证件号码", "Name", "Person id"),
}


# A column that is there to be looked at.
_SHOWN = GridColumn(SHOWN_ONLY, w("只看", "shown only"))


def _read(
    kind: Kind,
    number: int,
    row: Sequence[CellValue],
    columns: list[GridColumn | None],
    alike: Counter[str],
    names: Names | None,
) -> RowRead:
    said: dict[str, Any] = {}
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(row):
        column = columns[place] if place < len(columns) else None
        if column is _SHOWN or cell in ("", None):
            continue
        if column is None:
            faults.append(Fault(_letters(place), _NO_COLUMN))
            continue
        try:
            if isinstance(cell, Formula):
                raise _Wrong(_IS_FORMULA)
            value = _value(column, cell)
        except ValueError as error:
            faults.append(Fault(column.code, words_of(error)))
            continue
        if column.spec is None:
            said[column.code] = value
        else:
            _put(data, column.code.removeprefix(DATA).split("."), value)
    faults += _meant(said, names) if names is not None else _as_written(said)
    for code in ("unit", "occurred_at"):
        if code not in said and not any(fault.path == code for fault in faults):
            faults.append(Fault(code, w("必填", "required"), "missing"))
    if faults:
        return RowRead(number, None, Refused(INVALID, faults=(*faults, *_further(kind, data, faults))))
    return RowRead(number, _draft(kind, said, data, alike))


def _further(kind: Kind, data: dict[str, Any], faults: Sequence[Fault]) -> list[Fault]:
    """What else is wrong with a row, so that nobody learns of it only after mending the rest."""
    known = {fault.path for fault in faults}
    try:
        kind.payload.model_validate(data, strict=False)
    except ValidationError as error:
        return [fault for fault in faults_of(error) if fault.path not in known]
    return []


def _meant(said: dict[str, Any], names: Names) -> list[Fault]:
    """Puts codes and ids in the place of what the row calls unit, place and person; gives what cannot be told."""
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
    return faults


def _as_written(said: dict[str, Any]) -> list[Fault]:
    """Without anybody who knows names: codes and ids stand for themselves."""
    try:
        said |= {"person": UUID(said["person"])} if "person" in said else {}
    except ValueError:
        return [Fault("person", w("须为编号（UUID）", "must be an id (UUID)"))]
    return []


def _draft(kind: Kind, said: dict[str, Any], data: dict[str, Any], alike: Counter[str]) -> Draft:
    content = json.dumps([kind.code, said, data], default=str, sort_keys=True, ensure_ascii=False)
    alike[content] += 1
    given = said.pop("id", None)
    return Draft(
        id=given or _id_of(said["occurred_at"], content, alike[content]), kind=kind.code, data=data,
        exercise=said.pop("exercise", False), **said,
    )  # fmt: skip


def _id_of(occurred_at: datetime, content: str, nth: int) -> UUID:
    """The id that this row has in every import: from its content, and the how-manieth of rows alike it is."""
    made = hashlib.sha256(f"lianfang import 1\n{nth}\n{content}".encode()).digest()
    noise = int.from_bytes(made[:10], "big")
    milliseconds = int(occurred_at.timestamp() * 1000)
    rand_a, rand_b = (noise >> 64) & 0xFFF, noise & ((1 << 62) - 1)
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


def _stripped(cell: CellValue) -> CellValue:
    return cell.strip() if isinstance(cell, str) and not isinstance(cell, Formula) else cell


def _letters(place: int) -> str:
    """How a spreadsheet calls the column: A, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _Wrong(ValueError):
    """A cell that does not hold, with what is wrong with it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def words_of(error: ValueError) -> Words:
    return error.words if isinstance(error, _Wrong | typed.Unclear) else w("内容不符合要求", "is invalid")


def _value(column: GridColumn, cell: CellValue) -> Any:
    """A cell as the draft or the payload takes it; raises ValueError where it is nothing of the sort."""
    if column.spec is not None:
        return _of_spec(column.spec, cell)
    if column.code in ("occurred_at", "known_at"):
        return _moment(cell)
    if column.code in ("id", "corrects"):
        try:
            return UUID(str(cell))
        except ValueError:
            raise _Wrong(w("须为编号（UUID）", "must be an id (UUID)")) from None
    if column.code == "exercise":
        return _yes_no(cell)
    return said_in(cell)


def _of_spec(spec: Spec, cell: CellValue) -> Any:
    if spec.shape is FieldType.YES_NO:
        return _yes_no(cell)
    if spec.shape is FieldType.CHOICE:
        return _choice(spec, cell)
    if spec.shape in (FieldType.CHOICES, FieldType.LINES):
        return _several(spec, text_of(cell))
    if spec.shape is FieldType.WHOLE:
        return _whole(spec, cell)
    if spec.shape is FieldType.NUMBER:
        return (
            cell
            if isinstance(cell, int | float) and not spec.decimals
            else typed.number(text_of(cell), *signs(spec.unit))
        )
    if spec.shape is FieldType.DATE:
        return (
            cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else typed.day(_plain(cell))
        )
    if spec.shape is FieldType.TIME:
        return cell if isinstance(cell, time) else text_of(cell)
    if spec.shape is FieldType.MOMENT:
        return _moment(cell)
    return said_in(cell)


def _several(spec: Spec, text: str) -> list[str]:
    if text in (NONE_LISTED.zh, NONE_LISTED.en):
        return []
    parts = [part.strip() for part in text.replace("、", LIST_MARK).replace(";", LIST_MARK).split(LIST_MARK)]
    return [_choice(spec, part) if spec.choices else part for part in parts if part]


def _choice(spec: Spec, cell: CellValue) -> Any:
    """The value that a word or code stands for; what is none of them goes on, and the payload says so."""
    text = text_of(cell)
    for value, words in (spec.choices or {}).items():
        if text.casefold() in (value.casefold(), words.zh.casefold(), words.en.casefold()):
            return int(value) if spec.whole else value
    allowed = [words.say() for words in (spec.choices or {}).values()]
    raise _Wrong(w("须为以下之一：{allowed}", "must be one of {allowed}").fill(allowed=" / ".join(allowed)[:200]))


def _yes_no(cell: CellValue) -> bool:
    said = str(cell).strip().casefold()
    for value, words in YES_NO.items():
        if said in (words.zh, words.en, str(value).casefold(), str(int(value))):
            return value
    raise _Wrong(w("须为 是 或 否", "must be yes or no"))


def _whole(spec: Spec, cell: CellValue) -> Any:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT_BELOW:
        return int(cell)
    return cell if isinstance(cell, int) else typed.number(text_of(cell), *signs(spec.unit))


def _moment(cell: CellValue) -> datetime:
    """A moment on the duty room's clock, unless it says its own zone. A day alone says no moment."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=clock.zone())
    if isinstance(cell, date):
        raise typed.Unclear(typed.NO_HOURS, cell)
    return typed.moment(_plain(cell))


def _plain(cell: CellValue) -> str | float:
    """What is read as a day or moment: a spreadsheet's number for it, or words."""
    return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text_of(cell)


def said_in(cell: CellValue) -> str:
    """A text or a code. What a spreadsheet made of a long number is not what was typed."""
    text = text_of(cell)
    shortened = _SHORTENED.fullmatch(text)
    if shortened and int(shortened[1]) >= _SHORTENS_FROM:
        raise _Wrong(_DIGITS_LOST)
    return text


def text_of(cell: CellValue) -> str:
    """A cell as text: whole numbers as their digits, as far as a spreadsheet keeps them."""
    if isinstance(cell, date | time | timedelta):
        raise _Wrong(_MADE_A_DATE)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT_BELOW:
            raise _Wrong(_DIGITS_LOST)
        return str(int(cell)) if float(cell).is_integer() else str(cell)
    return str(cell).strip()


_EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits of a number
_SHORTENED = re.compile(r"[+-]?\d(?:\.\d+)?E\+(\d{2,3})")
_SHORTENS_FROM = 11  # the power of ten from which it writes 6.50102E+11 for a number
_IS_FORMULA = w("此格是公式，须为数值", "this cell is a formula; a value is due")
_NO_COLUMN = w(
    "此格上方没有编号，不知归入哪一列；请移到有编号的列，或清空它",
    "no code stands above this cell; move it below one, or clear it",
)
_DIGITS_LOST = w(
    "号码太长，被表格软件当成数字，末尾几位已丢失；请把该列设为“文本”，重新填写完整号码",
    "the spreadsheet took the number for a figure and lost its last digits; format the column as text and retype it",
)
_MADE_A_DATE = w(
    "被表格软件当成了日期或时间；请把该列设为“文本”，重新填写",
    "the spreadsheet made a date or time of it; format the column as text and type it again",
)


def _put(data: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        data = data.setdefault(part, {})
    data[parts[-1]] = value
