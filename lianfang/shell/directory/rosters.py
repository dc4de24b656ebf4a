"""shell · directory: units, people and places from a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from lianfang.ground.people import actions as people
from lianfang.ground.people import queries_names
from lianfang.ground.people.card import PERSON_REGISTERED, REGISTER
from lianfang.ground.people.payloads import RESIDENCY_WORDS
from lianfang.ground.people.problems import NAMESAKE, PERSON_KNOWN
from lianfang.ground.places import actions as places
from lianfang.ground.places.card import OPEN as OPEN_PLACE
from lianfang.ground.places.card import PLACE_OPENED
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units import actions as units
from lianfang.ground.units.card import OPEN as OPEN_UNIT
from lianfang.kernel import characters
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.directory import rosters_sources as sources
from lianfang.shell.directory.heads_of_units import (
    PARENT_HEADS,
    UNIT_HEADS,
    WHERE_PEOPLE_ARE,
    ahead_of,
    kinds_of_units,
)
from lianfang.shell.directory.homes import Home, ahead, building_of, home_said
from lianfang.shell.directory.rosters_accounts import ACCOUNTS
from lianfang.shell.directory.rosters_homes import HOUSEHOLDS
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.grid import SOURCE, GridColumn, source_column
from lianfang.shell.kinds.taking import Roster, Row, ask_of_unread, make_all, meant, named_in, twice, within

PERSON, PLACE = PERSON_REGISTERED.code, PLACE_OPENED.code


# --- units ---------------------------------------------------------------------------


def _units(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    def ask(left: Sequence[Row]) -> None:
        names.forget()
        names.ahead(named_in(left), ())

    there = {characters.folded(row.said["name"]) for row in rows}
    ask_of_unread(
        rows, "parent", ahead_of(names), lambda said: characters.folded(said) in there or names.knows_unit(said)
    )
    ask(rows)
    sources.units_known(names, rows)
    for turn in within(rows, names.knows_unit, ask):
        for row in turn:
            parent, name = meant(row, "parent", names.unit, own), row.said["name"]
            row.known = row.known or (row.open and parent is not None and names.has_unit(name, parent))
            ref = row.said.get(SOURCE)
            row.spec = units.UnitSpec(
                "", row.said["kind"], name, row.said.get("english") or name, parent, (ref,) if ref else ()
            )
        sources.units_give(actor, names, turn)
        twice(turn, lambda row: (row.spec.parent, row.said["name"]))
        make_all(turn, lambda specs: units.open_units(actor, specs, origin=Origin.IMPORT))


_AT_ONCE = 2_000  # people who are registered in one transaction


# --- people --------------------------------------------------------------------------


def _people(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    def register(specs: list[people.PersonSpec]) -> None:
        people.register_people(actor, specs, origin=Origin.IMPORT)
        sources.keep(actor, PERSON, REGISTER, specs, rows)

    def called(unit: str, of_unit: Sequence[Row]) -> list[list[UUID]]:
        found = queries_names.meant(actor, unit, {row.said["name"] for row in of_unit})
        return [found[row.said["name"]] for row in of_unit]

    ask_of_unread(rows, "unit", ahead_of(names), names.knows_unit)
    ahead(names, [home for row in rows if (home := _home(row)) is not None])
    for row in rows:
        unit = meant(row, "unit", names.unit, own)
        household = meant(row, "household", lambda _, row=row, unit=unit: _household(names, row, unit), None)  # type: ignore[misc]
        row.spec = people.PersonSpec(
            unit or "", row.said["name"], row.said.get("id_number"), row.said.get("phone"),
            household=household, residency=row.said.get("residency"), entry=sources.entry(row),
        )  # fmt: skip
    sources.known(actor, PERSON, rows, called)
    there = {
        unit: _namesakes(actor, unit, [row for row in rows if row.open and row.spec.unit == unit])
        for unit in dict.fromkeys(row.spec.unit for row in rows if row.open)
    }
    _again(rows)
    twice(rows, lambda row: (row.spec.unit, row.said["name"], row.spec.id_number, row.spec.phone, row.said.get(SOURCE)))
    make_all(rows, register, part=_AT_ONCE)
    for row in rows:  # whoever has that number and name is there already; with another name, or elsewhere, it is told
        if row.refused is not None and row.refused.problem is PERSON_KNOWN and row.said["name"] in there[row.spec.unit]:
            row.known, row.refused = True, None
    sources.give(actor, PERSON, REGISTER, rows, called)


def _again(rows: Sequence[Row]) -> None:
    """Who stands in another sheet of the file too is the same; and so is a name without a number beside one with it."""
    first: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: row.spec.id_number is None and row.spec.phone is None):
        if row.open and row.spec.id_number is None and row.spec.phone is None:
            there = first.setdefault((row.spec.unit, row.said["name"]), row)
            numbered = there.spec.id_number is not None or there.spec.phone is not None
            row.known = there is not row and (numbered or there.sheet != row.sheet)
        elif row.open:
            first.setdefault((row.spec.unit, row.said["name"]), row)


def _home(row: Row) -> Home | None:
    """The home that a row says as it is written on a door; None where it says none, or a household's code."""
    try:
        return home_said(row.said.get("household", ""))
    except Unclear:
        return None


def _household(names: Names, row: Row, unit: str | None) -> str:
    home = _home(row)
    return home.code(building_of(names, home, unit).code) if home else characters.folded(row.said["household"]).upper()


def _namesakes(actor: Actor, unit: str, rows: Sequence[Row]) -> frozenset[str]:
    """Marks who is on the unit's register already, and who may be: somebody without a number has that name.

    Gives the names that are there.
    """
    try:
        found = queries_names.namesakes(actor, unit, {row.said["name"] for row in rows})
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
    def called(unit: str, of_unit: Sequence[Row]) -> list[list[str]]:
        return [[each.code for each in names.places_called(row.said["name"]) if each.unit == unit] for row in of_unit]

    def there(unit: str, of_unit: Sequence[Row]) -> list[list[str]]:
        found = [names.places_called(row.said["name"]) for row in of_unit]
        return [
            [each.code for each in named if (each.unit, each.parent) == (unit, row.spec.parent)]
            for row, named in zip(of_unit, found, strict=True)
        ]

    def open_(specs: list[places.PlaceSpec]) -> None:
        places.open_places(actor, specs, origin=Origin.IMPORT)
        sources.keep(actor, PLACE, OPEN_PLACE, specs, rows)

    def ask(left: Sequence[Row]) -> None:
        names.forget()
        names.ahead((), named_in(left))

    ask_of_unread(rows, "unit", ahead_of(names), names.knows_unit)
    for turn in within(rows, names.knows_place, ask):
        for row in turn:
            unit, name = meant(row, "unit", names.unit, own), row.said["name"]
            parent = meant(row, "parent", lambda said, unit=unit: names.place(said, unit), None)  # type: ignore[misc]
            row.spec = places.PlaceSpec(
                "", row.said["kind"], unit or "", name, row.said.get("english") or name, parent, sources.entry(row)
            )
        sources.known(actor, PLACE, turn, called)
        for row in turn:
            row.known = row.known or (row.open and names.has_place(row.said["name"], row.spec.unit, row.spec.parent))
        sources.give(actor, PLACE, OPEN_PLACE, turn, there)
        twice(turn, lambda row: (row.spec.unit, row.spec.parent, row.said["name"]))
        make_all(turn, open_)


# --- their columns -------------------------------------------------------------------

_PHONES = ("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "phone", "Mobile", "Phone number")
_CALLED = w("名称、别名或代码；不填则为您的单位", "a name, an alias or the code; left empty, it is your own unit")
_HOME = w("如 3号楼2单元301、3-2-301", "such as 3-2-301")
_PART_OF = w("如电梯所在的楼栋", "such as the building of a lift")
_ENGLISH = GridColumn("english", w("英文名称", "Name in English"), also=("英文",))


def _name(*also: str) -> GridColumn:
    return GridColumn("name", w("名称", "Name"), True, also=also)


def _kind(choices: Mapping[str, Words]) -> GridColumn:
    return GridColumn("kind", w("类别", "Kind"), True, also=("类型", "种类", "性质", "属性", "type"), choices=choices)


def _unit_columns() -> list[GridColumn]:
    kinds = {each.code: Words(each.words.zh, each.words.en) for each in current().unit_kinds}
    parent = GridColumn(
        "parent",
        w("上级单位", "Parent unit"),
        hint=_CALLED,
        also=PARENT_HEADS,
    )
    return [
        _name("内设机构", *UNIT_HEADS, *kinds_of_units()),
        _kind(kinds),
        parent,
        _ENGLISH,
        source_column(),
    ]


def _people_columns() -> list[GridColumn]:
    numbers = ("身份证", "身份证号", "身份证号码", "居民身份证号码", "证件号")
    residencies = {str(code): words for code, words in RESIDENCY_WORDS.items()}
    return [
        GridColumn("name", w("姓名", "Name"), True, also=("人员姓名", "人员", "名字", "Full name")),
        GridColumn(
            "unit",
            w("单位", "Unit"),
            hint=_CALLED,
            also=(*UNIT_HEADS, *WHERE_PEOPLE_ARE, *kinds_of_units()),
        ),
        GridColumn("id_number", w("证件号码", "Identity number"), also=numbers),
        GridColumn("phone", w("电话", "Telephone"), also=_PHONES),
        GridColumn(
            "household", w("住户", "Household"), hint=_HOME, also=("住户代码", "房号", "住址", "门牌", "Home", "Flat")
        ),
        GridColumn("residency", w("常住或外来", "Residency"), also=("居住类别",), choices=residencies),
        source_column(),
    ]


def _place_columns() -> list[GridColumn]:
    unit = GridColumn(
        "unit",
        w("负责单位", "Responsible unit"),
        hint=_CALLED,
        also=("责任单位", "管理单位", "Unit that answers", *UNIT_HEADS, *kinds_of_units()),
    )
    parent = GridColumn(
        "parent", w("所属地点", "Part of"), hint=_PART_OF, also=("所属楼栋", "楼栋", "所在位置", "Building")
    )
    return [
        _name("地点名称", "地点", "场所", "Place", "Place name"),
        _kind(dict(PLACE_KINDS.items())),
        unit,
        parent,
        _ENGLISH,
        source_column(),
    ]


ROSTERS = {
    each.code: each
    for each in (
        Roster("units", w("单位", "units"), OPEN_UNIT, _unit_columns, _units),
        Roster("people", w("人员", "people"), REGISTER, _people_columns, _people, in_parts=True),
        HOUSEHOLDS,
        ACCOUNTS,
        Roster("places", w("地点", "places"), OPEN_PLACE, _place_columns, _places),
    )
}
