"""shell · kind grid: a kind as columns of a spreadsheet, the same for template, export and import.

A sheet's heads are words in the language of the person, and below each stands its code, by which the sheet is
read again. Codes with a tilde are there to be looked at; an import passes over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lianfang.kernel import clock
from lianfang.kernel.kinds import Kind, Presence
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure
from lianfang.shell.kinds.form_schema import FieldType, Spec, asked_of, walk
from lianfang.shell.kinds.wording import YES_NO, at, concealed
from lianfang.shell.ledger import things
from lianfang.shell.ledger.queries import Entry
from lianfang.shell.ledger.things import Thing

DATA = "data."
SHOWN_ONLY = "~"
SOURCE = "source_ref"
SOURCE_WORDS = w("来源编号", "Source id")
LIST_MARK = "；"
_CALLED = w("名称、别名或代码", "a name, an alias or the code")
# What people write above a column, beside the template's own words.
_ALSO = {
    "unit": ("单位名称", "单位编号", "部门", "Unit code"),
    "occurred_at": ("时间", "日期时间", "测量时间", "检查时间", "记录时间", "Time", "When"),
    "place": ("地点名称", "地点编号", "位置", "Place code", "Location"),
    SOURCE: (
        "来源系统编号", "原系统编号", "原编号", "原记录编号", "来源行号", "Source ref", "Source reference", "Reference",
        "Ref",
    ),
    "person": ("姓名", "人员姓名", "人员编号", "证件号码", "Name", "Person id"),
}  # fmt: skip
ALLOWED_VALUES = w("可选值", "Allowed values")  # the template's second sheet: nothing is entered there
KEY_HEADS = (("列", "代码"), ("Column", "Code"))  # by which that sheet is known


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column: its code, its words, and the payload's field behind it where there is one.

    `also` is what people write above it, beside its words; `choices` are its values where no field behind it says them.
    """

    code: str
    words: Words
    required: bool = False
    spec: Spec | None = None
    hint: Words | str = ""
    also: tuple[str, ...] = ()
    choices: Mapping[str, Words] | None = None

    @property
    def allowed(self) -> Mapping[str, Words]:
        """The values that may be chosen, with their words; none where it is not a choice."""
        return (self.spec.choices if self.spec else self.choices) or {}


def columns_of(kind: Kind) -> list[GridColumn]:
    """What a person fills in for one entry, the fields of the payload last."""
    found = [
        GridColumn("unit", w("单位", "Unit"), True, hint=_CALLED, also=_ALSO["unit"]),
        GridColumn(
            "occurred_at", w("发生时间", "When it happened"), True, hint="2020-08-10 16:40", also=_ALSO["occurred_at"]
        ),
    ]
    if kind.place is not Presence.FORBIDDEN:
        needed, also = kind.place is Presence.REQUIRED, _ALSO["place"]
        found.append(GridColumn("place", w("地点", "Place"), needed, hint=_CALLED, also=also))
    if kind.person is not Presence.FORBIDDEN:
        hint = w("本单位名册上的姓名、证件号码或手机号", "a name on the unit's register, or a number")
        needed, also = kind.person is Presence.REQUIRED, _ALSO["person"]
        found.append(GridColumn("person", w("人员", "Person"), needed, hint=hint, also=also))
    if kind.goes_on:
        hint = w("编号，或只有一件这样叫时填名称", "its id, or its name where only one is called so")
        found.append(GridColumn("stream", things.sort_words(kind), True, hint=hint))
    for name, spec in walk(asked_of(kind.payload)):
        if spec.shape is not FieldType.ROWS:
            found.append(GridColumn(DATA + name, _with_unit(spec), spec.required, spec, _hint(spec), spec.also))
    return found


def columns_kept(kind: Kind) -> list[GridColumn]:
    """What an export carries beside: enough to send every row again and have it known."""
    return [
        GridColumn("id", w("记录编号", "Entry id")),
        *source_columns(kind),
        *columns_of(kind),
        *([GridColumn("~thing", w("名称", "Its name"))] if kind.goes_on else []),
        GridColumn("known_at", w("获知时间", "When it was known")),
        GridColumn("evidence", w("凭据", "Evidence")),
        GridColumn("exercise", w("演练", "Exercise")),
        GridColumn("corrects", w("更正的记录", "Corrects")),
        GridColumn("reason", w("更正原因", "Reason")),
        GridColumn("~recorded_at", w("入账时间", "Recorded at")),
        GridColumn("~recorded_by", w("记录人", "Recorded by")),
        GridColumn("~origin", w("来源", "Origin")),
        GridColumn("~corrected_by", w("被更正为", "Corrected by")),
        GridColumn("~digest", w("摘要", "Digest")),
    ]


def source_columns(kind: Kind) -> list[GridColumn]:
    """The column for the id by which another system knows the row, unless the kind has a field of its own for it."""
    return [] if SOURCE in kind.payload.model_fields else [source_column()]


def source_column() -> GridColumn:
    """The column for the id by which another system knows the row.

    A head that may as well number lines or people (编号, 序号, 工号) is not taken for it until somebody says so.
    """
    return GridColumn(SOURCE, SOURCE_WORDS, also=_ALSO[SOURCE])


def cells_of(
    entry: Entry, data: Mapping[str, Any], columns: list[GridColumn], thing: Thing | None = None, source: str = ""
) -> list[str | int | float | None]:
    """One entry under those columns; figures are figures, all else is text. `thing` is what it is a step of, `source`
    what another system calls it."""
    kept: dict[str, Any] = {
        "id": str(entry.id),
        SOURCE: source or None,
        "unit": entry.unit,
        "occurred_at": moment_text(entry.occurred_at),
        "place": entry.place,
        "person": str(entry.person) if entry.person else None,
        "stream": str(entry.stream) if entry.stream else None,
        "~thing": thing.words.say() if thing else None,
        "known_at": moment_text(entry.known_at) if entry.known_at else None,
        "evidence": entry.grade,
        "exercise": YES_NO[True].say() if entry.exercise else None,
        "corrects": str(entry.corrects) if entry.corrects else None,
        "reason": entry.reason,
        "~recorded_at": moment_text(entry.recorded_at),
        "~recorded_by": entry.recorded_by,
        "~origin": entry.origin,
        "~corrected_by": str(entry.superseded_by) if entry.superseded_by else None,
        "~digest": entry.digest.hex(),
    }
    return [
        cell_of(column.spec, at(data, column.code.removeprefix(DATA))) if column.spec else kept[column.code]
        for column in columns
    ]


def cell_of(spec: Spec, value: Any) -> str | int | float | None:
    """A stored value as a cell from which an import makes the same value again."""
    if value is None or concealed(value):
        return None
    if spec.shape is FieldType.YES_NO:
        return YES_NO[bool(value)].say()
    if spec.shape is FieldType.CHOICE:
        words = spec.in_words(value)
        return words.say() if isinstance(words, Words) else words
    if isinstance(value, list):
        if not value:
            return NONE_LISTED.say()
        said = [spec.in_words(one) for one in value]
        return LIST_MARK.join(one.say() if isinstance(one, Words) else one for one in said)
    if spec.shape in (FieldType.WHOLE, FieldType.NUMBER):
        return _number(value)
    if spec.shape is FieldType.MOMENT:
        return moment_text(datetime.fromisoformat(str(value)))
    return str(value)


NONE_LISTED = w("无", "none")


def moment_text(moment: datetime) -> str:
    """The moment on the duty room's wall clock, exactly."""
    return clock.local(moment).replace(tzinfo=None).isoformat(" ")


def _number(value: Any) -> str | int | float:
    """As a number where a spreadsheet keeps it as it is (12.50 would come back as 12.5), else as text."""
    if isinstance(value, int | float):
        return value
    try:
        near = float(Decimal(str(value)))
    except (InvalidOperation, OverflowError):
        return str(value)
    plain = int(near) if near.is_integer() else near
    return plain if str(plain) == str(value) else str(value)


def _with_unit(spec: Spec) -> Words:
    if not spec.unit:
        return spec.words
    return Words(f"{spec.words.zh}（{spec.unit}）", f"{spec.words.en} ({spec.unit})")


def _hint(spec: Spec) -> Words | str:
    """What may stand in the column, in a few words."""
    if spec.shape is FieldType.YES_NO:
        return w("是 / 否", "yes / no")
    if spec.shape is FieldType.CHOICES:
        return w("见“可选值”，多项用；隔开；没有填 无", "see Allowed values, ； between; none where none applies")
    if spec.choices:
        return w("见“可选值”", "see Allowed values")
    if spec.low is not None and spec.high is not None:
        return f"{figure(spec.low)} – {figure(spec.high)}"
    if spec.low is not None:
        return f"≥ {figure(spec.low)}"
    return {FieldType.DATE: "2020-08-10", FieldType.TIME: "16:40", FieldType.MOMENT: "2020-08-10 16:40"}.get(
        spec.shape, ""
    )
