"""shell · directory: units, people and places from a sheet: read by its heads, row by row, the good ones kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lianfang.ground.people import actions as people
from lianfang.ground.people import queries as registers
from lianfang.ground.people.card import REGISTER
from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.places import actions as places
from lianfang.ground.places.card import OPEN as OPEN_PLACE
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units import actions as units
from lianfang.ground.units.card import OPEN as OPEN_UNIT
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import INVALID, Fault, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.files import read_file
from lianfang.shell.kinds.grid import ALLOWED_VALUES
from lianfang.shell.kinds.sheets import HEAD_ROWS, ROWS_LIMIT, TOO_MANY_ROWS_IN, head_words, said_in, words_of

NO_HEADS = problem(
    "no_heads_row",
    422,
    w("表中没有找到表头（须有：{needed}）", "No row of heads was found in the sheet (it needs {needed})"),
    w("请在第一行写明列名，或下载模板", "Name the columns in a first row, or download the template"),
)
_TWICE = w("表中第 {n} 行已有同名", "row {n} of the sheet has the same name")
_NONE_SUCH = w("没有“{said}”这一类；可填：{allowed}", "there is no kind “{said}”; it may be {allowed}")


@dataclass(frozen=True, slots=True)
class Head:
    """A column of such a sheet: what it is called, also by those who never saw the template."""

    code: str
    words: Words
    also: tuple[str, ...] = ()
    required: bool = False
    hint: Words | str = ""


@dataclass
class Row:
    """One row as it is written, and what became of it: made, there already, or what stands against it."""

    number: int
    said: dict[str, str]
    sheet: str = ""
    spec: Any = None
    faults: list[Fault] = field(default_factory=list)
    refused: Refused | None = None
    known: bool = False
    made: bool = False

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return not (self.faults or self.refused or self.known or self.made)


@dataclass(frozen=True)
class Roster:
    """A sort of sheet: its heads, who may hand it in, and how its rows are made."""

    code: str
    words: Words
    verb: str
    heads: tuple[Head, ...]
    make: Callable[[Actor, Names, str, Sequence[Row]], None]
    listed: str


def read(roster: Roster, name: str, body: bytes) -> list[Row]:
    """The rows of every sheet that has the heads. Raises `Refused` where none has, or they are too many."""
    found: list[Row] = []
    headed = False
    for sheet in read_file(name, body):
        rows = sheet.rows
        at, heads = max(
            ((i, _heads(roster, row)) for i, row in enumerate(rows[:HEAD_ROWS])),
            key=lambda each: sum(head is not None for head in each[1]),  # a title may name a column, too
            default=(0, []),
        )
        if not any(heads) or sheet.hidden or sheet.name in (ALLOWED_VALUES.zh, ALLOWED_VALUES.en):
            continue
        headed = True
        found += [
            row
            for number, cells in enumerate(rows[at + 1 :], at + 2)
            if (row := _row(number, sheet.name, heads, cells)) is not None
        ]
    if not headed:
        needed = [head.words for head in roster.heads if head.required]
        raise Refused(NO_HEADS, needed=Words("、".join(x.zh for x in needed), ", ".join(x.en for x in needed)))
    if len(found) > ROWS_LIMIT:
        raise Refused(TOO_MANY_ROWS_IN, limit=f"{ROWS_LIMIT:,}")
    return found


def _row(number: int, sheet: str, heads: Sequence[Head | None], cells: Sequence[CellValue]) -> Row | None:
    """What stands in a row; None where nothing does."""
    row, empty = Row(number, {}, sheet), True
    for head, cell in zip(heads, cells, strict=False):
        if head is None or cell in ("", None):
            continue
        empty = False
        try:
            if text := said_in(cell):
                row.said[head.code] = text
        except ValueError as error:
            row.faults.append(Fault(head.code, words_of(error)))
    return None if empty else row


def _heads(roster: Roster, row: Sequence[CellValue]) -> list[Head | None]:
    """The heads that a row names, None for a column that is nobody's; nothing where it lacks one that is needed."""
    called = {
        head_words(words): head
        for head in roster.heads
        for words in (head.code, head.words.zh, head.words.en, *head.also)
    }
    found = [called.get(head_words(str(cell))) if cell not in ("", None) else None for cell in row]
    needed = {head.code for head in roster.heads if head.required}
    return found if needed <= {head.code for head in found if head is not None} else []


def taken(actor: Actor, roster: Roster, own: str, rows: Sequence[Row], *, only_look: bool) -> None:
    """Makes what can be made, each row apart; with `only_look` all of it is taken back."""
    for row in rows:
        row.faults += [
            Fault(head.code, w("必填", "required"), "missing")
            for head in roster.heads
            if head.required and head.code not in row.said
        ]
    with transaction.atomic():
        roster.make(actor, Names(actor), own, [row for row in rows if row.open])
        transaction.set_rollback(only_look)


def _each(rows: Iterable[Row], make: Callable[[list[Any]], object]) -> None:
    """All of them at once; where something stands against that, those at fault are told and the others tried again."""
    left = [row for row in rows if row.open]
    while left:
        try:
            with transaction.atomic():
                make([row.spec for row in left])
        except Refused as refused:
            at_fault = _at_fault(left, refused)
            if not at_fault:
                _one_by_one(left, make)
                return
            left = [row for row in left if row not in at_fault]
        else:
            for row in left:
                row.made = True
            return


def _at_fault(rows: list[Row], refused: Refused) -> list[Row]:
    """The rows that faults name by their place, as in `people.3.id_number`."""
    found = []
    for fault in refused.faults:
        parts = fault.path.split(".")
        place = next((int(part) for part in parts if part.isdigit()), None)
        if place is not None and place < len(rows):
            rows[place].faults.append(Fault(parts[-1], fault.says, fault.code))
            found.append(rows[place])
    return found


def _one_by_one(rows: list[Row], make: Callable[[list[Any]], object]) -> None:
    for row in rows:
        try:
            with transaction.atomic():
                make([row.spec])
        except Refused as refused:
            row.refused = refused
        else:
            row.made = True


def _meant(row: Row, code: str, means: Callable[[str], str], otherwise: str | None) -> str | None:
    """What a cell means, or what is taken where it is empty; a fault of the row where it cannot be told."""
    said = row.said.get(code)
    if said is None:
        return otherwise
    try:
        return means(said)
    except Unclear as unclear:
        row.faults.append(Fault(code, unclear.words, "not_found"))
        return None


def _choice(row: Row, code: str, words: dict[str, Words]) -> str | None:
    """The code of a kind said by its words in either language."""
    said = row.said.get(code)
    if said is None:
        return None
    for value, each in words.items():
        if head_words(said) in (value, head_words(each.zh), head_words(each.en)):
            return value
    allowed = Words("、".join(each.zh for each in words.values()), ", ".join(each.en for each in words.values()))
    row.faults.append(Fault(code, _NONE_SUCH.fill(said=said[:40], allowed=allowed), "enum"))
    return None


def _twice(rows: Sequence[Row], key: Callable[[Row], object]) -> None:
    """A name that stands in two rows is a mistake of the sheet until somebody tells them apart."""
    seen: dict[object, int] = {}
    for row in rows:
        if row.open and (first := seen.setdefault(key(row), row.number)) != row.number:
            row.faults.append(Fault("name", _TWICE.fill(n=first), "twice"))


# --- units ---------------------------------------------------------------------------


def _units(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    """Parents may stand in the same sheet: whose parent is there is opened, then those below it, and so on."""
    kinds = {each.code: Words(each.words.zh, each.words.en) for each in current().unit_kinds}
    left = list(rows)
    while left:
        names.ahead([each for row in left for each in (row.said["name"], row.said.get("parent")) if each], ())
        ready = [row for row in left if row.said.get("parent") is None or names.knows_unit(row.said["parent"])]
        for row in ready:
            parent = _meant(row, "parent", names.unit, own)
            kind = _choice(row, "kind", kinds)
            name = row.said["name"]
            row.known = parent is not None and names.has_unit(name, parent)
            row.spec = units.UnitSpec("", kind or "", name, row.said.get("english") or name, parent)
        _twice(ready, lambda row: (row.spec.parent, row.said["name"]))
        _each(ready, lambda specs: units.open_units(actor, specs, origin=Origin.IMPORT))
        left = [row for row in left if row not in ready]
        if not any(row.made for row in ready):
            break
        names.forget()
    for row in left:
        _meant(row, "parent", names.unit, None)


# --- people --------------------------------------------------------------------------


def _people(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    residencies = {str(code): words for code, words in RESIDENCY_WORDS.items()}
    for row in rows:
        unit = _meant(row, "unit", names.unit, own)
        number = row.said.get("id_number")
        row.spec = people.PersonSpec(
            unit or "", row.said["name"], number, row.said.get("phone"), household=row.said.get("household"),
            residency=_choice(row, "residency", residencies),
        )  # fmt: skip
    for unit in {row.spec.unit for row in rows if row.open}:
        unnumbered = [row for row in rows if row.spec.unit == unit and row.spec.id_number is None]
        there = registers.namesakes(actor, unit, {row.said["name"] for row in unnumbered})
        for row in unnumbered:
            row.known = row.said["name"] in there
    _twice(rows, lambda row: (row.spec.unit, row.said["name"], row.spec.id_number, row.spec.phone))
    _each(rows, lambda specs: people.register_people(actor, specs, origin=Origin.IMPORT))
    for row in rows:  # whoever has that identity number is there already
        row.known = row.known or (row.refused is not None and row.refused.problem.code == "person_known")


# --- places --------------------------------------------------------------------------


def _places(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    """As with units: what a place is part of may stand in the same sheet."""
    kinds = dict(PLACE_KINDS.items())
    left = list(rows)
    while left:
        names.ahead((), [each for row in left for each in (row.said["name"], row.said.get("parent")) if each])
        ready = [row for row in left if row.said.get("parent") is None or names.knows_place(row.said["parent"])]
        for row in ready:
            unit = _meant(row, "unit", names.unit, own)
            parent = _meant(row, "parent", lambda said, unit=unit: names.place(said, unit), None)  # type: ignore[misc]
            kind, name = _choice(row, "kind", kinds), row.said["name"]
            row.known = unit is not None and names.has_place(name, unit, parent)
            row.spec = places.PlaceSpec("", kind or "", unit or "", name, row.said.get("english") or name, parent)
        _twice(ready, lambda row: (row.spec.unit, row.spec.parent, row.said["name"]))
        _each(ready, lambda specs: places.open_places(actor, specs, origin=Origin.IMPORT))
        left = [row for row in left if row not in ready]
        if not any(row.made for row in ready):
            break
        names.forget()
    for row in left:
        _meant(row, "parent", lambda said: names.place(said, None), None)


_NAME = Head("name", w("名称", "Name"), ("单位名称", "地点名称"), required=True)
_ENGLISH = Head("english", w("英文名称", "Name in English"), ("英文",))
_KIND = Head("kind", w("类别", "Kind"), ("类型", "种类", "type"), required=True)
_PART_OF = w("如电梯所在的楼栋", "such as the building of a lift")
_CALLED = w("名称、别名或代码；不填则为您的单位", "a name, an alias or the code; left empty, it is your own unit")
ROSTERS = {
    "units": Roster(
        "units", w("单位", "units"), OPEN_UNIT,
        (_NAME, _KIND, Head("parent", w("上级单位", "Parent unit"), ("上级", "隶属"), hint=_CALLED), _ENGLISH),
        _units, "units",
    ),
    "people": Roster(
        "people", w("人员", "people"), REGISTER,
        (
            Head("name", w("姓名", "Name"), ("人员姓名", "人员"), required=True),
            Head("unit", w("单位", "Unit"), ("单位名称", "部门", "所在单位"), hint=_CALLED),
            Head("id_number", w("证件号码", "Identity number"), ("身份证号", "身份证号码", "居民身份证号码", "证件号")),
            Head("phone", w("电话", "Telephone"), ("手机", "手机号", "手机号码", "联系电话", "phone")),
            Head("household", w("住户", "Household"), ("住户代码", "房号")),
            Head("residency", w("常住或外来", "Residency"), ("居住类别",)),
        ),
        _people, "people",
    ),
    "places": Roster(
        "places", w("地点", "places"), OPEN_PLACE,
        (
            _NAME, _KIND, Head("unit", w("负责单位", "Unit that answers"), ("单位", "部门"), hint=_CALLED),
            Head("parent", w("所属地点", "Part of"), ("所属楼栋", "楼栋"), hint=_PART_OF),
            _ENGLISH,
        ),
        _places, "places",
    ),
}  # fmt: skip


def faults_of(row: Row) -> Refused | None:
    """What stands against a row."""
    return Refused(INVALID, faults=tuple(row.faults)) if row.faults else None if row.known else row.refused
