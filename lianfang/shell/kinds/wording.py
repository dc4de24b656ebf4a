"""shell · kind wording: the stored data of an entry as people read it: in words, with units, nothing shown as 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lianfang.kernel import keyring
from lianfang.kernel.entries import WITHDRAWAL
from lianfang.kernel.evidence import WORDS
from lianfang.kernel.kinds import KINDS, Kind, Origin, surface_and_maker
from lianfang.kernel.spans import MONTHS
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.components.tables import Column, Columns, Figure, Sentence, Table, Text
from lianfang.shell.components.text import figure, say
from lianfang.shell.components.types import Fact
from lianfang.shell.files.shown import AllShown, Shown
from lianfang.shell.kinds.form_schema import FieldType, Spec, specs_of, walk
from lianfang.shell.ledger.queries import Entry

CONCEALED = w("已遮蔽", "concealed")
ERASED = w("已按规定销毁", "erased as the rules require")
YES_NO = {True: w("是", "yes"), False: w("否", "no")}
NONE_SAID = w("无", "none")
ORIGINS = {
    Origin.CONSOLE: w("控制台", "console"),
    Origin.FIELD: w("现场手机", "phone in the field"),
    Origin.API: w("接口", "API"),
    Origin.IMPORT: w("文件导入", "file import"),
    Origin.AUTOMATIC: w("系统自动", "automatic"),
    Origin.REPLAY: w("回放", "replay"),
}
_PAUSE = w("、", ", ")
_MARK = 12  # digits of a file's hash that tell it from another
_FIGURES = (FieldType.WHOLE, FieldType.NUMBER)


def sentence(code: str, data: Mapping[str, Any]) -> Words:
    """The entry in one sentence, as its kind says it; a kind that is gone is said by its code."""
    kind = KINDS.get(code)
    if kind is None:
        return Words(code, code)
    readable = {name: None if concealed(value) else value for name, value in data.items()}
    try:
        words = kind.sentence(readable)
    except (KeyError, TypeError, ValueError):  # a concealed word or an older payload may lack what it needs
        words = kind.words
    return begun(words)


def value_said(spec: Spec, value: Any) -> object:
    """One stored value as a table cell or a fact shows it; None where nothing was said."""
    if value is None:
        return None
    if concealed(value):
        return CONCEALED
    if spec.shape is FieldType.YES_NO:
        return YES_NO[bool(value)]
    if spec.shape is FieldType.CHOICE:
        return spec.in_words(value)
    if spec.shape is FieldType.FILES:
        return _joined([one[:_MARK] for one in ([value] if isinstance(value, str) else value)])
    if spec.shape in (FieldType.CHOICES, FieldType.LINES) and isinstance(value, list):
        return _joined([spec.in_words(one) for one in value])
    if spec.shape is FieldType.ROWS and isinstance(value, list):
        return _joined([_row_said(spec, one) for one in value], w("；", "; "))
    if spec.shape in _FIGURES:
        return _number(value)
    if spec.shape is FieldType.DATE:
        return date.fromisoformat(str(value))
    if spec.shape is FieldType.MOMENT:
        return datetime.fromisoformat(str(value))
    return str(value)


def with_unit(spec: Spec, value: Any) -> object:
    """The same with the unit behind a figure."""
    shown = value_said(spec, value)
    if spec.unit and isinstance(shown, int | float | Decimal) and not isinstance(shown, bool):
        return f"{figure(shown)} {spec.unit}"
    return shown


def facts_said(kind: Kind, data: Mapping[str, Any], files: Mapping[str, Shown] | None = None) -> list[Fact]:
    """Every field of an entry that was said, in the order of the payload; lists of records stand by themselves.

    `files` are those that the entry names, by hash.
    """
    found = []
    for name, spec in walk(specs_of(kind.payload)):
        value = at(data, name)
        if spec.shape is FieldType.ROWS:
            continue
        if value is not None or name in data:
            said = _files_said(value, files or {}) if spec.files else with_unit(spec, value)
            found.append(Fact(spec.words, ERASED if value is None and spec.personal else said))
    return found


def _files_said(value: Any, files: Mapping[str, Shown]) -> object:
    if value is None or concealed(value):
        return None if value is None else CONCEALED
    named = [value] if isinstance(value, str) else value
    return AllShown(tuple(files[one] for one in named if one in files))


class LinesTable(Table[Mapping[str, Any]]):
    """A list of records inside an entry."""

    fields: Sequence[Spec]

    @Columns
    def shown(self) -> list[Column]:
        return [self._of(each) for each in self.fields]

    def _of(self, spec: Spec) -> Column:
        return column_of(spec, lambda row: row.get(spec.name))


def tables_said(kind: Kind, data: Mapping[str, Any]) -> list[tuple[Words, LinesTable]]:
    """The lists of records inside an entry, each under its words."""
    found = []
    for name, spec in walk(specs_of(kind.payload)):
        rows = at(data, name)
        if spec.shape is FieldType.ROWS and rows:
            found.append((spec.words, LinesTable(rows, spec.fields)))
    return found


def changes(kind: Kind, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Words, object, object]]:
    """What a correction changes: the field's words, what stood, what shall stand."""
    return [
        (spec.words, with_unit(spec, at(before, name)), with_unit(spec, at(after, name)))
        for name, spec in walk(specs_of(kind.payload))
        if say(with_unit(spec, at(before, name))) != say(with_unit(spec, at(after, name)))
    ]


def column_of(spec: Spec, value: Callable[[Any], object], *, total: object = None) -> Column:
    """The table column of one field: figures to the right, with their unit in the head."""
    sort = Figure if spec.shape in _FIGURES else Sentence if spec.shape is FieldType.TEXT else Text
    return sort(spec.words, lambda row: value_said(spec, value(row)), note=spec.unit, total=total)


def at(data: Mapping[str, Any], name: str) -> Any:
    """The value at a dotted name; None where nothing stands."""
    found: Any = data
    for part in name.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def put(data: dict[str, Any], name: str, value: Any) -> None:
    """Puts a value at a dotted name."""
    *groups, last = name.split(".")
    for group in groups:
        data = data.setdefault(group, {})
    data[last] = value


def origin_words(origin: str) -> Words:
    """The surface through which an entry came, and who made the token of the device where another did."""
    surface, via = surface_and_maker(origin)
    words = {str(known): words for known, words in ORIGINS.items()}.get(surface, Words(surface, surface))
    said = w("{surface}（令牌由 {via} 代办）", "{surface} (token made by {via})")
    return said.fill(surface=words, via=via) if via else words


def evidence_words(evidence: str) -> Words:
    """How strong the proof of an entry is."""
    return WORDS.get(evidence, Words(evidence, evidence))


def graded(of: Entry) -> Words:
    """The evidence that counts for an entry, and who the second person was."""
    words = evidence_words(of.grade)
    return w("{grade}（{who}）", "{grade} ({who})").fill(grade=words, who=of.seconded_by) if of.seconded_by else words


def kind_words(code: str) -> Words:
    """What a kind of record is called."""
    kind = KINDS.get(code)
    return kind.words if kind else Words(code, code)


def day_words(day: date, *, year: bool = False) -> Words:
    """A day as it is said: 8月10日, 10 Aug; with its year where a paper may outlive it."""
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]}"
    return Words(f"{day.year}年{zh}", f"{en} {day.year}") if year else Words(zh, en)


def is_withdrawal(code: str | None) -> bool:
    """Whether an entry of this kind takes another one back."""
    return code == WITHDRAWAL


def concealed(value: Any) -> bool:
    """Whether a stored value is still under its person's key."""
    return isinstance(value, str) and keyring.is_concealed(value)


def _number(value: Any) -> object:
    try:
        return value if isinstance(value, int | float) else Decimal(str(value))
    except InvalidOperation:
        return str(value)


def _row_said(spec: Spec, row: Any) -> str:
    parts = [
        f"{each.words.say()} {say(with_unit(each, row[each.name]))}"
        for each in spec.fields
        if isinstance(row, Mapping) and row.get(each.name) is not None
    ]
    return w("，", ", ").say().join(parts)


def _joined(parts: list[Words | str], pause: Words = _PAUSE) -> Words | str:
    return pause.say().join(say(part) for part in parts) if parts else NONE_SAID
