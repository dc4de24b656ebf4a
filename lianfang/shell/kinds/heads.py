"""shell · kind heads: the row of heads in a sheet: codes, or the words that people write above a column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lianfang.kernel import characters
from lianfang.kernel.problems import Refused, problem
from lianfang.kernel.words import Words, w
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.files import Formula, read_file
from lianfang.shell.kinds.grid import ALLOWED_VALUES, KEY_HEADS, SHOWN_ONLY, GridColumn

ROWS_LIMIT = 10_000
HEAD_ROWS = 20  # it stands somewhere in the first rows
NO_HEADS = problem(
    "no_codes_row",
    422,
    w("表中没有找到表头（须有：{needed}）", "No row of heads was found in the sheet (it needs {needed})"),
    w("请在表的上方写明列名，或下载模板填写", "Name the columns above the rows, or fill in the template"),
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
SHEET_WITHOUT_HEADS = problem(
    "sheet_without_codes",
    422,
    w(
        "工作表“{sheet}”有内容但没有表头，没有读取",
        "The sheet “{sheet}” has content but no row of heads; it was not read",
    ),
    w("如要导入，请在它上方写明列名", "Name the columns above its rows to import them"),
)
_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]")


@dataclass(frozen=True, slots=True)
class Headed:
    """The columns as they stand in a sheet, None where there is no head; `start` is the index of the first row below.

    `unknown` are heads that are nobody's.
    """

    columns: list[GridColumn | None]
    start: int
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A sheet in which a row of heads was found, with the filled rows below it by their numbers."""

    name: str
    headed: Headed
    filled: list[tuple[int, list[CellValue]]]


def taken_apart(
    name: str, body: bytes, columns: Sequence[GridColumn], needed: Collection[str], *, strict: bool
) -> tuple[list[Taken], list[tuple[str, Refused]]]:
    """The sheets of a file with their heads; and every other that has content, by name, with why it was left.

    A `strict` one has no head that is nobody's. Raises what stands against the first where none can be taken, and
    `too_many_rows_in`.
    """
    taken: list[Taken] = []
    left: list[tuple[str, Refused]] = []
    for sheet in read_file(name, body):
        rows = [[_stripped(cell) for cell in row] for row in sheet.rows]
        if not any(_filled(row) for row in rows) or _is_key(sheet.name, rows):
            continue
        try:
            if sheet.hidden:
                raise Refused(HIDDEN_SHEET, sheet=sheet.name)
            headed = _of_sheet(rows, columns, needed, strict)
            below = [(i + 1, rows[i]) for i in range(headed.start, len(rows)) if _filled(rows[i])]
            taken.append(Taken(sheet.name, headed, below))
        except Refused as refused:
            left.append((sheet.name, refused))
    if not taken:
        raise left[0][1] if left else _none(columns, needed)
    if sum(len(each.filled) for each in taken) > ROWS_LIMIT:
        raise Refused(TOO_MANY_ROWS_IN, limit=f"{ROWS_LIMIT:,}")
    return taken, [
        (sheet, Refused(SHEET_WITHOUT_HEADS, sheet=sheet) if refused.problem is NO_HEADS else refused)
        for sheet, refused in left
    ]


def _is_key(name: str, rows: Sequence[Sequence[CellValue]]) -> bool:
    """Whether it is the template's own sheet that says what each column may hold: nothing is entered there."""
    heads = {str(cell) for row in rows[:HEAD_ROWS] for cell in row}
    return name in (ALLOWED_VALUES.zh, ALLOWED_VALUES.en) and any(set(each) <= heads for each in KEY_HEADS)


def _of_sheet(
    rows: Sequence[Sequence[CellValue]], columns: Sequence[GridColumn], needed: Collection[str], strict: bool
) -> Headed:
    found = find(rows, columns, needed)
    if found is None:
        raise _none(columns, needed)
    codes = Counter(each.code for each in found.columns if each is not None)
    twice = [code for code, n in codes.items() if n > 1 and not code.startswith(SHOWN_ONLY)]
    if wrong := twice or (found.unknown if strict else []):
        raise Refused(UNKNOWN_COLUMNS, columns="、".join(wrong[:8])[:200])
    return found


def _none(columns: Sequence[GridColumn], needed: Collection[str]) -> Refused:
    words = [each.words for each in columns if each.code in needed]
    return Refused(NO_HEADS, needed=Words("、".join(one.zh for one in words), ", ".join(one.en for one in words)))


def find(rows: Sequence[Sequence[CellValue]], columns: Sequence[GridColumn], needed: Collection[str]) -> Headed | None:
    """The row of codes; without one that of words in which most heads are known, the later of two alike.

    None where no row has all that is needed. A title may name a column, too: so it is not the first that counts.
    """
    by_code = {column.code: column for column in columns}
    by_words = {
        plain(words): column for column in columns for words in (column.words.zh, column.words.en, *column.also)
    }
    for i, row in enumerate(rows[:HEAD_ROWS]):
        if set(needed) <= {str(cell) for cell in row}:
            return _headed(i, row, by_code)
    worded = [_headed(i, row, by_words) for i, row in enumerate(rows[:HEAD_ROWS])]
    fit = [each for each in worded if set(needed) <= {one.code for one in each.columns if one is not None}]
    return max(fit, key=lambda each: (sum(one is not None for one in each.columns), each.start), default=None)


def plain(words: str) -> str:
    """A head as it is compared: without its unit in brackets, stars, blanks and capitals."""
    return _BRACKETS.sub("", characters.folded(words)).replace("*", "").replace(" ", "").casefold()


def _stripped(cell: CellValue) -> CellValue:
    return cell.strip() if isinstance(cell, str) and not isinstance(cell, Formula) else cell


def _filled(row: Sequence[CellValue]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _headed(i: int, row: Sequence[CellValue], called: dict[str, GridColumn]) -> Headed:
    words = [str(cell) if cell not in ("", None) else "" for cell in row]
    found = [called.get(word) or called.get(plain(word)) or _only_shown(word) for word in words]
    return Headed(found, i + 1, [word for word, column in zip(words, found, strict=True) if word and column is None])


def _only_shown(word: str) -> GridColumn | None:
    """A column that is there to be looked at, also one that nobody exports any more."""
    return GridColumn(word, w("只看", "shown only")) if word.startswith(SHOWN_ONLY) else None
