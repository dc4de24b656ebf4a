"""shell · directory: units, people and places from a sheet: read by its heads, row by row, the good ones kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from lianfang.ground.people import actions as people
from lianfang.ground.people import queries as registers
from lianfang.ground.people.card import REGISTER
from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.people.problems import NAMESAKE, PERSON_KNOWN
from lianfang.ground.places import actions as places
from lianfang.ground.places.card import OPEN as OPEN_PLACE
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units import actions as units
from lianfang.ground.units.card import OPEN as OPEN_UNIT
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import INVALID, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.documents.read import CellValue
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import chosen, value_of, words_of
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.heads import taken_apart

_TWICE = w("表中第 {n} 行已有同名", "row {n} of the sheet has the same name")


@dataclass(eq=False)
class Row:
    """One row as it is written, and what became of it: made, there already, or what stands against it.

    `sheet` is said where a file has several; number 0 is a sheet as a whole.
    """

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

    @property
    def against(self) -> Refused | None:
        """What stands against it."""
        return Refused(INVALID, faults=tuple(self.faults)) if self.faults else self.refused


@dataclass(frozen=True)
class Roster:
    """A sort of sheet: its columns, who may hand it in, and how its rows are made."""

    code: str
    words: Words
    verb: str
    columns: Callable[[], list[GridColumn]]
    make: Callable[[Actor, Names, str, Sequence[Row]], None]


def read(roster: Roster, name: str, body: bytes) -> tuple[list[Row], tuple[str, ...]]:
    """The rows of every sheet that has the heads, every sheet that was left, and heads that are nobody's.

    Raises `Refused` where nothing can be taken.
    """
    columns = roster.columns()
    taken, left = taken_apart(name, body, columns, [each.code for each in columns if each.required], strict=False)
    rows = [
        _row(number, each.name if len(taken) > 1 else "", each.headed.columns, cells)
        for each in taken
        for number, cells in each.filled
    ]
    unread = dict.fromkeys(head for each in taken for head in each.headed.unknown)
    return [*rows, *(Row(0, {}, sheet, refused=refused) for sheet, refused in left)], tuple(unread)


def _row(number: int, sheet: str, columns: Sequence[GridColumn | None], cells: Sequence[CellValue]) -> Row:
    row = Row(number, {}, sheet)
    for column, cell in zip(columns, cells, strict=False):
        if column is None or cell in ("", None):
            continue
        try:
            row.said[column.code] = value_of(column, cell)
        except ValueError as error:
            row.faults.append(Fault(column.code, words_of(error)))
    return row


def take(actor: Actor, roster: Roster, own: str, rows: Sequence[Row], *, only_look: bool) -> None:
    """Makes what can be made, each row apart; with `only_look` all of it is taken back."""
    columns = roster.columns()
    for row in rows:
        if row.number:
            _check(row, columns)
    with transaction.atomic():
        roster.make(actor, Names(actor), own, [row for row in rows if row.open])
        transaction.set_rollback(only_look)


def _check(row: Row, columns: Iterable[GridColumn]) -> None:
    """What is due, and the codes of what is chosen by its words."""
    at_fault = {fault.path for fault in row.faults}
    for column in columns:
        said = row.said.get(column.code)
        if said is None:
            if column.required and column.code not in at_fault:
                row.faults.append(Fault(column.code, w("必填", "required"), "missing"))
        elif column.allowed:
            try:
                row.said[column.code] = chosen(column.allowed, said)
            except ValueError as error:
                row.faults.append(Fault(column.code, words_of(error), "enum"))


def _each(rows: Iterable[Row], make: Callable[[list[Any]], object]) -> None:
    """All of them at once; where something stands against that, those at fault are told and the others tried again."""
    left = [row for row in rows if row.open]
    while left:
        try:
            with transaction.atomic():
                make([row.spec for row in left])
        except Refused as refused:
            if not _at_fault(left, refused):
                _one_by_one(left, make)
                return
            left = [row for row in left if row.open]
        else:
            for row in left:
                row.made = True
            return


def _at_fault(rows: list[Row], refused: Refused) -> bool:
    """Tells rows the faults that name them by their place, as in `people.3.id_number`; whether any did."""
    told = False
    for fault in refused.faults:
        parts = fault.path.split(".")
        place = next((int(part) for part in parts if part.isdigit()), None)
        if place is not None and place < len(rows):
            rows[place].faults.append(Fault(parts[-1], fault.says, fault.code))
            told = True
    return told


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


def _twice(rows: Sequence[Row], key: Callable[[Row], object]) -> None:
    """A name that stands in two rows is a mistake of the sheet until somebody tells them apart."""
    seen: dict[object, int] = {}
    for row in rows:
        if row.open and (first := seen.setdefault(key(row), row.number)) != row.number:
            row.faults.append(Fault("name", _TWICE.fill(n=first), "twice"))


def _within(
    rows: Sequence[Row], knows: Callable[[str], bool], ask: Callable[[Sequence[Row]], None]
) -> Iterator[list[Row]]:
    """The rows in turns: whose parent is there, then those that stand below them, and so on; the rest last.

    Parents may stand in the same sheet, below those that name them.
    """
    left = list(rows)
    while left:
        ask(left)
        ready, waiting = list[Row](), list[Row]()
        for row in left:
            parent = row.said.get("parent")
            (ready if parent is None or knows(parent) else waiting).append(row)
        yield ready
        if not any(row.made for row in ready):
            yield waiting
            return
        left = waiting


def _named(rows: Sequence[Row]) -> list[str]:
    return [word for row in rows for word in (row.said.get("name"), row.said.get("parent")) if word]


# --- units ---------------------------------------------------------------------------


def _units(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    def ask(left: Sequence[Row]) -> None:
        names.forget()
        names.ahead(_named(left), ())

    for turn in _within(rows, names.knows_unit, ask):
        for row in turn:
            parent, name = _meant(row, "parent", names.unit, own), row.said["name"]
            row.known = row.open and parent is not None and names.has_unit(name, parent)
            row.spec = units.UnitSpec("", row.said["kind"], name, row.said.get("english") or name, parent)
        _twice(turn, lambda row: (row.spec.parent, row.said["name"]))
        _each(turn, lambda specs: units.open_units(actor, specs, origin=Origin.IMPORT))


# --- people --------------------------------------------------------------------------


def _people(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    for row in rows:
        unit = _meant(row, "unit", names.unit, own)
        row.spec = people.PersonSpec(
            unit or "", row.said["name"], row.said.get("id_number"), row.said.get("phone"),
            household=row.said.get("household"), residency=row.said.get("residency"),
        )  # fmt: skip
    there = {
        unit: _namesakes(actor, unit, [row for row in rows if row.open and row.spec.unit == unit])
        for unit in dict.fromkeys(row.spec.unit for row in rows if row.open)
    }
    _twice(rows, lambda row: (row.spec.unit, row.said["name"], row.spec.id_number, row.spec.phone))
    _each(rows, lambda specs: people.register_people(actor, specs, origin=Origin.IMPORT))
    for row in rows:  # whoever has that number and name is there already; with another name, or elsewhere, it is told
        if row.refused is not None and row.refused.problem is PERSON_KNOWN and row.said["name"] in there[row.spec.unit]:
            row.known, row.refused = True, None


def _namesakes(actor: Actor, unit: str, rows: Sequence[Row]) -> frozenset[str]:
    """Marks who is on the unit's register already, and who may be: somebody without a number has that name.

    Gives the names that are there.
    """
    try:
        found = registers.namesakes(actor, unit, {row.said["name"] for row in rows})
    except Refused as refused:
        for row in rows:
            row.refused = refused
        return frozenset()
    for row in rows:
        if row.spec.id_number is None:
            row.known = row.said["name"] in found.there
        elif row.said["name"] in found.unnumbered:
            row.refused = Refused(NAMESAKE)
    return found.there


# --- places --------------------------------------------------------------------------


def _places(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    def ask(left: Sequence[Row]) -> None:
        names.forget()
        names.ahead((), _named(left))

    for turn in _within(rows, names.knows_place, ask):
        for row in turn:
            unit, name = _meant(row, "unit", names.unit, own), row.said["name"]
            parent = _meant(row, "parent", lambda said, unit=unit: names.place(said, unit), None)  # type: ignore[misc]
            row.known = row.open and unit is not None and names.has_place(name, unit, parent)
            row.spec = places.PlaceSpec("", row.said["kind"], unit or "", name, row.said.get("english") or name, parent)
        _twice(turn, lambda row: (row.spec.unit, row.spec.parent, row.said["name"]))
        _each(turn, lambda specs: places.open_places(actor, specs, origin=Origin.IMPORT))


# --- their columns -------------------------------------------------------------------

_CALLED = w("名称、别名或代码；不填则为您的单位", "a name, an alias or the code; left empty, it is your own unit")
_PART_OF = w("如电梯所在的楼栋", "such as the building of a lift")
_NAME = GridColumn("name", w("名称", "Name"), True, also=("单位名称", "地点名称"))
_ENGLISH = GridColumn("english", w("英文名称", "Name in English"), also=("英文",))


def _kind(choices: Mapping[str, Words]) -> GridColumn:
    return GridColumn("kind", w("类别", "Kind"), True, also=("类型", "种类", "type"), choices=choices)


def _unit_columns() -> list[GridColumn]:
    kinds = {each.code: Words(each.words.zh, each.words.en) for each in current().unit_kinds}
    parent = GridColumn("parent", w("上级单位", "Parent unit"), hint=_CALLED, also=("上级", "隶属"))
    return [_NAME, _kind(kinds), parent, _ENGLISH]


def _people_columns() -> list[GridColumn]:
    numbers = ("身份证", "身份证号", "身份证号码", "居民身份证号码", "证件号")
    residencies = {str(code): words for code, words in RESIDENCY_WORDS.items()}
    return [
        GridColumn("name", w("姓名", "Name"), True, also=("人员姓名", "人员")),
        GridColumn("unit", w("单位", "Unit"), hint=_CALLED, also=("单位名称", "部门", "所在单位")),
        GridColumn("id_number", w("证件号码", "Identity number"), also=numbers),
        GridColumn("phone", w("电话", "Telephone"), also=("手机", "手机号", "手机号码", "联系电话", "phone")),
        GridColumn("household", w("住户", "Household"), also=("住户代码", "房号")),
        GridColumn("residency", w("常住或外来", "Residency"), also=("居住类别",), choices=residencies),
    ]


def _place_columns() -> list[GridColumn]:
    unit = GridColumn("unit", w("负责单位", "Unit that answers"), hint=_CALLED, also=("单位", "部门"))
    parent = GridColumn("parent", w("所属地点", "Part of"), hint=_PART_OF, also=("所属楼栋", "楼栋"))
    return [_NAME, _kind(dict(PLACE_KINDS.items())), unit, parent, _ENGLISH]


ROSTERS = {
    each.code: each
    for each in (
        Roster("units", w("单位", "units"), OPEN_UNIT, _unit_columns, _units),
        Roster("people", w("人员", "people"), REGISTER, _people_columns, _people),
        Roster("places", w("地点", "places"), OPEN_PLACE, _place_columns, _places),
    )
}
