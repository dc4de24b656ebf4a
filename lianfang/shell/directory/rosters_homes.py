"""shell · directory: households from a sheet, by their doors as people write them, and who lives there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from lianfang.ground.people import actions as people
from lianfang.ground.people import queries as registers
from lianfang.ground.people import queries_names
from lianfang.ground.people.actions import HouseholdSpec, Joining
from lianfang.ground.people.card import REGISTER
from lianfang.ground.people.payloads import RESIDENCY_WORDS, Residency
from lianfang.ground.places import queries as places
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Fault, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.typed import Unclear
from lianfang.kernel.words import w
from lianfang.shell.directory.homes import Home, ahead, building_of, home_of, home_said
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.cells import several_in
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.taking import Roster, Row, make_all, meant

IN_TWO_HOMES = problem(
    "member_in_two_homes",
    422,
    w("“{name}”在第 {n} 行又住另一户", "“{name}” lives in another home in row {n}"),
    w("两户都未加入；请只在实际居住的一户填写", "Joined to neither; leave the name in the home where they live"),
)
_ALSO_HOME = ("地址", "房号", "门牌", "门牌号", "户号", "房间号", "住址", "Address", "Flat", "Door")


class _Said(NamedTuple):
    """By what name a row says somebody lives in its home."""

    name: str
    row: Row


def _make(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    said = {id(row): home for row in rows if (home := _home(row)) is not None}
    ahead(names, said.values())
    for row in rows:
        unit = meant(row, "unit", names.unit, None)
        if not row.open:
            continue
        home = said[id(row)]
        try:
            building = building_of(names, home, unit or own)
        except Unclear as unclear:
            row.faults.append(Fault("home", unclear.words, "not_found"))
            continue
        residency = row.said.get("residency", Residency.RESIDENT)
        row.spec = HouseholdSpec(
            home.code(building.code), unit or building.unit, residency, building.code, home.entrance, home.floor,
            home.door,
        )  # fmt: skip
    _once(rows)
    there = registers.households_seen(actor, [row.spec.code for row in rows if row.open])
    for row in rows:
        row.known = row.known or (row.open and row.spec.code in there)
    waiting = [row for row in rows if row.known or row.open]
    make_all(rows, lambda specs: people.open_households(actor, specs, origin=Origin.IMPORT))
    _join(actor, names, [row for row in waiting if row.known or row.made])


def _home(row: Row) -> Home | None:
    """The dwelling that a row says, in one cell or in several."""
    building, door = row.said.get("building"), row.said.get("home")
    try:
        if building is None:
            return home_said(row.said["home"])
        return home_of(building, row.said.get("entrance"), row.said.get("floor"), door or "")
    except Unclear as unclear:
        row.faults.append(Fault("home", unclear.words, "not_found"))
        return None


def _once(rows: Sequence[Row]) -> None:
    """One household in several rows, one for each who lives there, is one: the first makes it."""
    first: dict[str, Row] = {}
    for row in rows:
        if row.open and first.setdefault(row.spec.code, row) is not row:
            row.known = True


def _join(actor: Actor, names: Names, rows: Sequence[Row]) -> None:
    """Those who live there and are on the register; who is not is told, and the household stands."""
    wanted: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        unit = meant(row, "of_unit", names.unit, row.spec.unit)
        for name in several_in(row.said.get("members", "")) if unit else ():
            wanted.setdefault(unit or "", {}).setdefault(name, []).append(row)
    found = {unit: _persons(names, unit, by_name) for unit, by_name in wanted.items()}
    _in_one_home(found.values())
    for unit, persons in found.items():
        try:
            with transaction.atomic():  # what stands against one register costs no other
                joined = _join_of(actor, unit, {person: said[0].row for person, said in persons.items()})
        except Refused as refused:
            for row in dict.fromkeys(row for named in wanted[unit].values() for row in named):
                row.refused = refused
        else:
            for row in rows:
                if row.spec.code in joined and row.known and not row.faults:
                    row.known, row.made = False, True


def _persons(names: Names, unit: str, by_name: Mapping[str, list[Row]]) -> dict[UUID, list[_Said]]:
    """Those of one unit's register who are meant, with every row that says so."""
    names.people_ahead(unit, by_name)
    found: dict[UUID, list[_Said]] = {}
    for name, named in by_name.items():
        try:
            found.setdefault(names.person(name, unit), []).extend(_Said(name, row) for row in named)
        except Unclear as unclear:
            for row in named:
                row.faults.append(Fault("members", unclear.words, "not_found"))
    return found


def _in_one_home(found: Collection[dict[UUID, list[_Said]]]) -> None:
    """Who is said to live in two homes joins neither: no row counts for more than the other, and each is told."""
    everywhere: dict[UUID, list[_Said]] = {}
    for persons in found:
        for person, said in persons.items():
            everywhere.setdefault(person, []).extend(said)
    for person, said in everywhere.items():
        if len({each.row.spec.code for each in said}) > 1:
            for each in said:
                other = next(one.row for one in said if one.row.spec.code != each.row.spec.code)
                there = IN_TWO_HOMES.says.fill(name=each.name, n=other.number)
                each.row.faults.append(Fault("members", there, "twice"))
            for persons in found:
                persons.pop(person, None)


def _join_of(actor: Actor, unit: str, found: Mapping[UUID, Row]) -> set[str]:
    """Those of one unit's register; gives the households that somebody joined."""
    lives = queries_names.belonging(actor, unit, found)
    joins = [
        Joining(person, unit, row.spec.code, lives[person][0])
        for person, row in found.items()
        if person in lives and lives[person][1] != row.spec.code
    ]
    if joins:
        people.join_households(actor, joins, origin=Origin.IMPORT)
    return {each.household for each in joins}


def _begun(actor: Actor, own: str) -> Sequence[Mapping[str, object]]:
    """The buildings of the unit, one begun row each."""
    return [{"building": each.words.say()} for each in places.places_of(actor, own, ["building"])]


def _columns() -> list[GridColumn]:
    residencies = {str(code): words for code, words in RESIDENCY_WORDS.items()}
    how = w("3-2-301、3号楼2单元301；另有楼栋列时只写门牌", "3-2-301; with a column for the building, the door alone")
    return [
        GridColumn(
            "home", w("户（楼栋、单元、门牌）", "Home (building, entrance, door)"), True, hint=how, also=_ALSO_HOME
        ),
        GridColumn("building", w("楼栋", "Building"), also=("楼号", "栋号", "幢号", "楼", "Block")),
        GridColumn("entrance", w("单元", "Entrance"), also=("单元号",)),
        GridColumn("floor", w("楼层", "Floor"), also=("层",)),
        GridColumn(
            "members", w("住户成员", "Who lives there"),
            hint=w("名册上的姓名，用顿号隔开", "names on the register, commas between"),
            also=("成员", "户主", "姓名", "家庭成员", "住户", "业主", "人员", "Members", "Names", "Residents"),
        ),
        GridColumn(
            "of_unit", w("成员所在单位", "Unit of the people"), also=("单位", "部门", "工作单位", "Unit"),
            hint=w("不填则为负责单位的名册", "left empty, the register of the responsible unit"),
        ),
        GridColumn(
            "unit", w("负责单位", "Responsible unit"), also=("管理单位", "小区", "Unit that answers"),
            hint=w("不填则随楼栋", "left empty, that of the building"),
        ),
        GridColumn("residency", w("常住或外来", "Residency"), also=("居住类别", "户籍"), choices=residencies),
    ]  # fmt: skip


HOUSEHOLDS = Roster(
    "households", w("住户", "households"), REGISTER, _columns, _make, begun=_begun, back="shell:directory:estate"
)
