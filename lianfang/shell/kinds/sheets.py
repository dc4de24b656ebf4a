"""shell · kind sheets: a filled-in sheet taken apart into drafts; a bad row is named and never costs a good one."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from lianfang.kernel import clock
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Kind
from lianfang.kernel.problems import INVALID, Fault, Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.read import CellValue, read_workbook
from lianfang.shell.kinds.grid import DATA, LIST_MARK, NONE_LISTED, SHOWN_ONLY, GridColumn, columns_kept
from lianfang.shell.kinds.said import YES_NO
from lianfang.shell.kinds.specs import Shape, Spec

ROWS_LIMIT = 10_000
HEAD_ROWS = 20  # the row of codes stands somewhere in the first rows
_CSV_CODINGS = ("utf-8-sig", "gb18030")
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")

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
NOT_A_SHEET = problem(
    "not_a_sheet",
    415,
    w("请上传 .xlsx 或 .csv 文件", "Upload an .xlsx or a .csv file"),
    w("旧格式请另存为 .xlsx", "Save an older format as .xlsx first"),
)


@dataclass(frozen=True, slots=True)
class RowRead:
    """One row of the sheet: its number there, and the draft it makes or what is wrong with it."""

    number: int
    draft: Draft | None
    refused: Refused | None = None


def read_sheet(kind: Kind, name: str, body: bytes) -> list[RowRead]:
    """Every row of a filled-in sheet. Raises `Refused` where the file as a whole cannot be taken."""
    rows, plain = _rows(name, body)
    columns, start = _columns(kind, rows)
    filled = [(i + 1, row) for i, row in enumerate(rows) if i >= start and any(cell not in ("", None) for cell in row)]
    if len(filled) > ROWS_LIMIT:
        raise Refused(TOO_MANY_ROWS_IN, limit=f"{ROWS_LIMIT:,}")
    alike: Counter[str] = Counter()
    return [_read(kind, number, [plain(cell) for cell in row], columns, alike) for number, row in filled]


def _rows(name: str, body: bytes) -> tuple[Sequence[Sequence[CellValue]], Callable[[CellValue], CellValue | _Wrong]]:
    """The rows of the first sheet, and how a cell of such a file is to be read."""
    if name.lower().endswith(".xlsx"):
        return read_workbook(body)[0].rows, _stripped
    if not name.lower().endswith(".csv"):
        raise Refused(NOT_A_SHEET)
    for coding in _CSV_CODINGS:
        try:
            return list(csv.reader(io.StringIO(body.decode(coding), newline=""), strict=True)), _unquoted
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise Refused(NOT_A_SHEET)


def _columns(kind: Kind, rows: Sequence[Sequence[CellValue]]) -> tuple[list[GridColumn | None], int]:
    """The columns as they stand in this sheet, and the index of the first row below the codes."""
    known = {column.code: column for column in columns_kept(kind)}
    for i, row in enumerate(rows[:HEAD_ROWS]):
        codes = [str(cell).strip() for cell in row]
        if "unit" in codes and "occurred_at" in codes:
            unknown = [code for code in codes if code and code not in known and not code.startswith(SHOWN_ONLY)]
            twice = [code for code, n in Counter(codes).items() if n > 1 and code in known]
            if unknown or twice:
                raise Refused(UNKNOWN_COLUMNS, columns="、".join((unknown or twice)[:8])[:200])
            return [None if code.startswith(SHOWN_ONLY) else known.get(code) for code in codes], i + 1
    raise Refused(NO_CODES)


def _read(
    kind: Kind, number: int, row: Sequence[CellValue | _Wrong], columns: list[GridColumn | None], alike: Counter[str]
) -> RowRead:
    said: dict[str, Any] = {}
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    for column, cell in zip(columns, row, strict=False):
        if column is None or cell in ("", None):
            continue
        try:
            if isinstance(cell, _Wrong):
                raise cell
            value = _value(column, cell)
        except ValueError as error:
            faults.append(Fault(column.code, _words(error)))
            continue
        if column.spec is None:
            said[column.code] = value
        else:
            _put(data, column.code.removeprefix(DATA).split("."), value)
    for code in ("unit", "occurred_at"):
        if code not in said and not any(fault.path == code for fault in faults):
            faults.append(Fault(code, w("必填", "required"), "missing"))
    if faults:
        return RowRead(number, None, Refused(INVALID, faults=tuple(faults)))
    return RowRead(number, _draft(kind, said, data, alike))


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
    return cell.strip() if isinstance(cell, str) else cell


def _unquoted(cell: CellValue) -> CellValue | _Wrong:
    """Text without the quote that keeps a spreadsheet from reading it as a formula; a formula itself is refused."""
    text = str(cell).strip()
    if text.startswith("'") and text[1:].startswith(("'", *FORMULA_LIKE)):
        return text[1:]
    return _Wrong(w("此格是公式，须为数值", "this cell is a formula; a value is due")) if text.startswith("=") else text


class _Wrong(ValueError):
    """A cell that does not hold, with what is wrong with it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


def _words(error: ValueError) -> Words:
    return error.words if isinstance(error, _Wrong) else w("内容不符合要求", "does not hold")


def _value(column: GridColumn, cell: CellValue) -> Any:
    """A cell as the draft or the payload takes it; raises ValueError where it is nothing of the sort."""
    if column.spec is not None:
        return _of_spec(column.spec, cell)
    if column.code in ("occurred_at", "known_at"):
        return _moment(cell)
    if column.code in ("id", "person", "corrects"):
        try:
            return UUID(str(cell))
        except ValueError:
            raise _Wrong(w("须为编号（UUID）", "must be an id (UUID)")) from None
    if column.code == "exercise":
        return _yes_no(cell)
    return _text(cell)


def _of_spec(spec: Spec, cell: CellValue) -> Any:
    if spec.shape is Shape.YES_NO:
        return _yes_no(cell)
    if spec.shape is Shape.CHOICE:
        return _choice(spec, cell)
    if spec.shape in (Shape.CHOICES, Shape.LINES):
        return _several(spec, _text(cell))
    if spec.shape is Shape.WHOLE:
        return _whole(cell)
    if spec.shape is Shape.NUMBER:
        return cell if isinstance(cell, int | float) and not spec.decimals else _text(cell)
    if spec.shape is Shape.DATE:
        return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _text(cell)
    if spec.shape is Shape.TIME:
        return cell if isinstance(cell, time) else _text(cell)
    if spec.shape is Shape.MOMENT:
        return _moment(cell)
    return _text(cell)


def _several(spec: Spec, text: str) -> list[str]:
    if text in (NONE_LISTED.zh, NONE_LISTED.en):
        return []
    parts = [part.strip() for part in text.replace("、", LIST_MARK).replace(";", LIST_MARK).split(LIST_MARK)]
    return [_choice(spec, part) if spec.choices else part for part in parts if part]


def _choice(spec: Spec, cell: CellValue) -> Any:
    """The value that a word or code stands for; what is none of them goes on, and the payload says so."""
    text = _text(cell)
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


def _whole(cell: CellValue) -> Any:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell if isinstance(cell, int) else _text(cell)


def _moment(cell: CellValue) -> datetime:
    """A moment on the duty room's clock, unless it says its own zone."""
    if isinstance(cell, datetime):
        found = cell
    else:
        try:
            found = datetime.fromisoformat(_text(cell).replace("/", "-"))
        except ValueError:
            raise _Wrong(w("须为时间，如 2020-08-10 16:40", "must be a moment such as 2020-08-10 16:40")) from None
    return found if found.tzinfo else found.replace(tzinfo=clock.zone())


def _text(cell: CellValue) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()


def _put(data: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        data = data.setdefault(part, {})
    data[parts[-1]] = value
