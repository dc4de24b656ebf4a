"""shell · kind heads: the heads in a sheet, in one row or two: codes, or the words that people write above a column.

What is guessed can be said otherwise (`Told`), head by head and never by its place: a column that moved is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lianfang.kernel import characters
from lianfang.kernel.problems import Problem, Refused, problem
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
        "请核对是否选对了记录种类；也可在“列名对应”中说明各列是什么，或从模板重新填写",
        "Check that this is the right kind of record; say under Heads what each column is, or start from the template",
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
_TWO = " · "  # between the words of a head that stands in two rows
_UNHELD = re.compile("[\x00\ud800-\udfff]")
_BRACKETS = re.compile(r"[(\[{（【].*?[)\]}）】]", re.DOTALL)


class HeadsRefused(Refused):
    """The heads of a sheet could not be taken; `heads` are those of the likeliest row, to say what each of them is."""

    def __init__(self, problem: Problem, heads: Sequence[str], **data: Any) -> None:
        super().__init__(problem, **data)
        self.heads = tuple(heads)


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said of a sheet: field → the head above it, empty where it has none; field → its value in all rows.

    Where it is `loose`, heads that are nobody's are left aside instead of refused.
    """

    heads: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Headed:
    """The columns as they stand in a sheet, None where there is no head or nobody's; `start` is the first row below.

    `heads` are the words above each column, empty where there are none.
    """

    columns: list[GridColumn | None]
    start: int
    heads: list[str]

    @property
    def said(self) -> list[str]:
        """The heads without the empty ones."""
        return [head for head in self.heads if head]

    @property
    def unknown(self) -> list[str]:
        """Heads that are nobody's."""
        return [head for head, column in zip(self.heads, self.columns, strict=True) if head and column is None]


_NO_HEADS = Headed([], 0, [])


@dataclass(frozen=True, slots=True)
class Taken:
    """A sheet in which a row of heads was found, with the filled rows below it by their numbers."""

    name: str
    headed: Headed
    filled: list[tuple[int, list[CellValue]]]


def taken_apart(
    name: str,
    body: bytes,
    columns: Sequence[GridColumn],
    needed: Collection[str],
    *,
    strict: bool,
    ask: Callable[[Sequence[str]], Told] = lambda _: Told(),
    limit: int = ROWS_LIMIT,
) -> tuple[list[Taken], list[tuple[str, Refused]]]:
    """The sheets of a file with their heads; and every other that has content, by name, with why it was left.

    A `strict` one has no head that is nobody's. What somebody said of sheets with such heads counts (`ask` is given all
    of them and tells), the rest is guessed. Raises what stands against the first where none can be taken, and
    `too_many_rows_in`.
    """
    taken: list[Taken] = []
    left: list[tuple[str, Refused]] = []
    filled = [(sheet, [[_stripped(cell) for cell in row] for row in sheet.rows]) for sheet in read_file(name, body)]
    filled = [(sheet, rows) for sheet, rows in filled if any(map(_filled, rows)) and not _is_key(sheet.name, rows)]
    guessed = [find(rows, columns, needed) for sheet, rows in filled if not sheet.hidden]
    told = ask([*dict.fromkeys(head for found, likeliest in guessed for head in (found or likeliest).said)])
    needed = [code for code in needed if code not in told.fixed]
    for sheet, rows in filled:
        try:
            if sheet.hidden:
                raise Refused(HIDDEN_SHEET, sheet=sheet.name)
            headed = _of_sheet(rows, columns, needed, strict and not told.loose, told)
            below = [(i + 1, rows[i]) for i in range(headed.start, len(rows)) if _filled(rows[i])]
            taken.append(Taken(sheet.name, headed, below))
        except Refused as refused:
            left.append((sheet.name, refused))
    if not taken:
        raise left[0][1] if left else _none(columns, needed, _NO_HEADS)
    if sum(len(each.filled) for each in taken) > limit:
        raise Refused(TOO_MANY_ROWS_IN, limit=f"{limit:,}")
    return taken, [
        (sheet, Refused(SHEET_WITHOUT_HEADS, sheet=sheet) if refused.problem is NO_HEADS else refused)
        for sheet, refused in left
    ]


def _is_key(name: str, rows: Sequence[Sequence[CellValue]]) -> bool:
    """Whether it is the template's own sheet that says what each column may hold: nothing is entered there."""
    heads = {str(cell) for row in rows[:HEAD_ROWS] for cell in row}
    return name in (ALLOWED_VALUES.zh, ALLOWED_VALUES.en) and any(set(each) <= heads for each in KEY_HEADS)


def _of_sheet(
    rows: Sequence[Sequence[CellValue]],
    columns: Sequence[GridColumn],
    needed: Collection[str],
    strict: bool,
    told: Told,
) -> Headed:
    found, likeliest = find(rows, columns, needed, told)
    if found is None:
        raise _none(columns, needed, likeliest)
    codes = Counter(each.code for each in found.columns if each is not None)
    twice = [code for code, n in codes.items() if n > 1 and not code.startswith(SHOWN_ONLY)]
    if wrong := twice or (found.unknown if strict else []):
        raise HeadsRefused(UNKNOWN_COLUMNS, found.said, columns="、".join(wrong[:8])[:200])
    return found


def _none(columns: Sequence[GridColumn], needed: Collection[str], likeliest: Headed) -> HeadsRefused:
    there = {each.code for each in likeliest.columns if each is not None}
    words = [each.words for each in columns if each.code in needed and each.code not in there]
    said = Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))
    return HeadsRefused(NO_HEADS, likeliest.said, needed=said)


def find(
    rows: Sequence[Sequence[CellValue]], columns: Sequence[GridColumn], needed: Collection[str], told: Told = Told()
) -> tuple[Headed | None, Headed]:
    """The row of codes; without one that of words in which most heads are known, the later of two alike.

    Two rows are one head where together they say more than either. A title may name a column, too: so it is not the
    first that counts. None where no row has all that is needed; beside it the likeliest.
    """
    by_code = {column.code: column for column in columns}
    by_words = {
        plain(words): column for column in columns for words in (column.words.zh, column.words.en, *column.also)
    }
    if not told.heads:
        for i, row in enumerate(rows[:HEAD_ROWS]):
            if set(needed) <= {str(cell) for cell in row}:
                return _headed(i, [(word,) for word in _words(row)], by_code, by_code, told), _NO_HEADS
    tried = [_headed(i, said, by_code, by_words, told) for i, said in _rows_of_heads(rows[:HEAD_ROWS])]
    fit = [each for each in tried if set(needed) <= {one.code for one in each.columns if one is not None}]
    # One word that is known may be what a row says, as of a unit that is called like its kind: then the first full row.
    likeliest = max(
        tried,
        key=lambda each: (_known(each) if _known(each) > 1 else 0, len(each.said), not _of_two(each), -each.start),
        default=_NO_HEADS,
    )
    best = max(fit, key=lambda each: (_known(each), len(each.said), not _of_two(each), each.start), default=None)
    return best, likeliest


def plain(words: str) -> str:
    """A head as it is compared: without its unit in brackets, stars, blanks and capitals."""
    return _BRACKETS.sub("", characters.folded(words)).replace("*", "").replace(" ", "").replace("\n", "").casefold()


def storable(text: str) -> str:
    """The text, with a sign that no field takes in the place of what no database holds."""
    return _UNHELD.sub("\ufffd", text)


def _stripped(cell: CellValue) -> CellValue:
    if isinstance(cell, Formula):
        return Formula(storable(cell))
    return storable(cell).strip() if isinstance(cell, str) else cell


def _filled(row: Sequence[CellValue]) -> bool:
    return any(cell not in ("", None) for cell in row)


def _words(row: Sequence[CellValue]) -> list[str]:
    return [str(cell) if cell not in ("", None) else "" for cell in row]


def _known(headed: Headed) -> int:
    return sum(one is not None for one in headed.columns)


def _of_two(headed: Headed) -> bool:
    return any(_TWO in head for head in headed.heads)


def _rows_of_heads(rows: Sequence[Sequence[CellValue]]) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """Each row, and each with the one above it, as what may stand above every column: what is said there is tried in
    its order. In a head of two rows the upper cell covers those beside it that are empty, as merged ones do.
    """
    for i, row in enumerate(rows):
        below = _words(row)
        yield i, [(word,) for word in below]
        if i and all(isinstance(cell, str) for cell in row) and _filled(rows[i - 1]):
            above = [*_words(rows[i - 1]), *[""] * len(below)][: max(len(below), len(rows[i - 1]))]
            below += [""] * (len(above) - len(below))
            covered, both = "", list[tuple[str, ...]]()
            for upper, lower in zip(above, below, strict=True):
                covered = upper or (covered if lower else "")
                both.append((f"{covered}{_TWO}{lower}", lower) if covered and lower else (upper or lower,))
            yield i, both


def _headed(
    i: int,
    said: Sequence[tuple[str, ...]],
    by_code: Mapping[str, GridColumn],
    called: Mapping[str, GridColumn],
    told: Told,
) -> Headed:
    heads = _numbered([each[0] for each in said])
    columns: list[GridColumn | None] = [None] * len(heads)
    places = {plain(head): at for at, head in reversed(list(enumerate(heads))) if head}
    meant = {
        places[plain(head)]: by_code[code]
        for code, head in told.heads.items()  # what was saved may name a field that the kind has no more
        if code in by_code and not code.startswith(SHOWN_ONLY) and plain(head) in places
    }
    settled = {column.code for column in meant.values()} | {code for code, head in told.heads.items() if not head}
    for at, each in enumerate(said):
        guess = next((found for word in each if word and (found := _guess(word, by_code, called))), None)
        columns[at] = meant.get(at) or (guess if guess is not None and guess.code not in settled else None)
    return Headed(columns, i + 1, heads)


def _guess(word: str, by_code: Mapping[str, GridColumn], called: Mapping[str, GridColumn]) -> GridColumn | None:
    return by_code.get(word) or called.get(plain(word)) or _only_shown(word)


def _numbered(heads: Sequence[str]) -> list[str]:
    """The heads, of which two alike are told apart: 电话, 电话 #2."""
    seen: Counter[str] = Counter()
    said = []
    for head in heads:
        seen[head] += bool(head)
        said.append(f"{head} #{seen[head]}" if seen[head] > 1 else head)
    return said


def _only_shown(word: str) -> GridColumn | None:
    """A column that is there to be looked at, also one that nobody exports any more."""
    return GridColumn(word, w("只看", "shown only")) if word.startswith(SHOWN_ONLY) else None
