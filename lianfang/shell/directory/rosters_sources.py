"""shell · directory: units, people and places of a sheet that another system knows by ids of its own.

The id is kept with the entry with which somebody or something came onto the register; by it a row that comes again is
known, whatever else it says now. Of a unit it is an alias.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from lianfang.ground.sheets import actions, queries
from lianfang.ground.units import actions as units
from lianfang.kernel import characters, clock, ids
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Fault, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.kinds.called import Names, codes_said
from lianfang.shell.kinds.grid import SOURCE
from lianfang.shell.kinds.sources import SOURCE_TWICE
from lianfang.shell.kinds.taking import Row

SOURCE_IS_ANOTHERS = problem(
    "source_is_anothers",
    409,
    w("来源编号“{ref}”在本系统属于另一个名称", "Here the source id “{ref}” has another name"),
    w(
        "请核对姓名（名称）和编号；改了名的，在本系统中改名后再导入",
        "Compare name and id; where the name has changed, change it here first and send the sheet again",
    ),
)
SOURCE_OF_WHICH = problem(
    "source_of_which",
    409,
    w(
        "不能确定来源编号“{ref}”属于哪一个“{name}”（{codes}）",
        "It is not clear which “{name}” has the source id “{ref}” ({codes})",
    ),
    w(
        "请在该单位的页面把编号加为别名，或在表中只留一行，再导入",
        "Add the id to that unit as an alias on its page, or leave one row in the sheet, and send it again",
    ),
)


_K = TypeVar("_K", bound=Hashable)
Meant = Callable[[str, Sequence[Row]], Sequence[Collection[Any]]]
"""`meant(unit, rows)`: the people, or the codes of the places, whom the name of each row may mean at a unit."""


def once(rows: Sequence[Row], key: Callable[[Row, str], _K]) -> dict[_K, Row]:
    """The rows that say an id, by `key(row, id)`; an id that stands in a second row is a fault of that one."""
    found: dict[_K, Row] = {}
    for row in rows:
        if row.open and (ref := row.said.get(SOURCE)):
            first = found.setdefault(key(row, ref), row)
            if first is not row:
                row.faults.append(Fault(SOURCE, SOURCE_TWICE.says.fill(ref=ref, n=first.number), "twice"))
    return found


def known(actor: Actor, kind: str, rows: Sequence[Row], meant: Meant) -> None:
    """Marks the rows that another system sent before, and tells those whose id has another name here by now.

    Where the reader may not ask who is meant at a unit, its rows are told that, and no others.
    """
    found = once(rows, lambda row, ref: (row.spec.unit, ref))
    there = queries.entries_called(actor, kind, found.keys()) if found else {}
    subjects = queries.subjects(actor, there.values()) if there else {}
    for unit, of_unit in _by_unit([found[each] for each in there if each in found]).items():
        for row, who in _meant(unit, of_unit, meant):
            ref = row.said[SOURCE]
            if subjects.get(there[unit, ref]) in who:
                row.known = True
            else:
                row.refused = Refused(SOURCE_IS_ANOTHERS, ref=ref)


def give(actor: Actor, kind: str, verb: str, rows: Sequence[Row], meant: Meant) -> None:
    """Gives ids to those who are known by their names alone and have none; `rows` are known, and said to be `named`.

    Where a name may mean several, or stands in several rows, it is not told whose the id is, and nobody is given it.
    """
    said = _by_unit([row for row in rows if row.known and row.said.get(SOURCE)])
    whose: dict[tuple[str, Any], list[Row]] = {}
    for unit, of_unit in said.items():
        for row, who in _meant(unit, of_unit, meant):
            if len(who) == 1:
                whose.setdefault((unit, *who), []).append(row)
    one = {(unit, who): found[0] for (unit, who), found in whose.items() if len(found) == 1}
    entries = queries.beginnings(actor, kind, {who for _, who in one})
    called = queries.called(actor, entries.values())
    made = {
        entries[who]: (unit, row.said[SOURCE], row)
        for (unit, who), row in one.items()
        if who in entries and entries[who] not in called
    }
    if made:
        told = [(unit, ref, entry) for entry, (unit, ref, _) in made.items()]
        kept = actions.keep_sources(actor, verb=verb, kind=kind, made=told)
        for entry, (_, _, row) in made.items():
            row.named = entry in kept


def _by_unit(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.spec.unit, []).append(row)
    return found


def _meant(unit: str, rows: Sequence[Row], meant: Meant) -> list[tuple[Row, Collection[Any]]]:
    """Each row with those whom its name may mean; none where the reader may not ask, which the rows are told."""
    try:
        return [*zip(rows, meant(unit, rows), strict=True)]
    except Refused as refused:
        for row in rows:
            row.known, row.refused = False, refused
        return []


def units_known(names: Names, rows: Sequence[Row]) -> None:
    """The same for units, which go by their ids as by any alias: whose id a unit of another name has is told so.

    What is the code or the name of another unit is no id either: by it that other one would be meant.
    """
    for row in once(rows, lambda _, ref: characters.folded(ref)).values():
        there = names.units_called(row.said[SOURCE])
        name = characters.folded(row.said["name"])
        row.known = row.known or any(name in map(characters.folded, (each.zh, each.en)) for each in there)
        if there and not row.known:
            row.refused = Refused(SOURCE_IS_ANOTHERS, ref=row.said[SOURCE])


def units_give(actor: Actor, names: Names, rows: Sequence[Row]) -> None:
    """Gives ids to units that are known by their names alone, as `give` does; an id that may be of several is asked
    about, and so is a unit that stands in the sheet under several ids."""
    whose: dict[str, list[Row]] = {}
    for row in rows:
        ref = row.said.get(SOURCE)
        if not row.known or not ref or names.units_called(ref):
            continue
        meant = [each for each in names.units_called(row.said["name"]) if each.parent == row.spec.parent]
        if len(meant) == 1:
            whose.setdefault(meant[0].code, []).append(row)
        else:
            _ask_whose(row, [each.code for each in meant])
    for code, named in whose.items():
        if len(named) > 1:
            for row in named:
                _ask_whose(row, [code])
            continue
        (row,) = named
        try:
            units.also_call(actor, {code: row.said[SOURCE]}, origin=Origin.IMPORT)
        except Refused as refused:
            row.known, row.refused = False, refused
        else:
            row.named = True


def _ask_whose(row: Row, codes: Sequence[str]) -> None:
    row.known = False
    row.refused = Refused(SOURCE_OF_WHICH, ref=row.said[SOURCE], name=row.said["name"], codes=codes_said([*codes]))


def entry(row: Row) -> UUID | None:
    """The id of the entry that a row becomes, where something is kept with it."""
    return ids.mint(clock.current().now()) if row.said.get(SOURCE) else None


def keep(actor: Actor, kind: str, verb: str, specs: Sequence[Any], rows: Sequence[Row]) -> None:
    """Keeps the ids of the rows of which these specs were made."""
    refs = {row.spec.entry: row.said[SOURCE] for row in rows if row.spec is not None and row.spec.entry is not None}
    made = [(spec.unit, refs[spec.entry], spec.entry) for spec in specs if spec.entry is not None]
    if made:
        actions.keep_sources(actor, verb=verb, kind=kind, made=made)


def refs_said(actor: Actor, kind: str, subject: str | UUID) -> Words | None:
    """What other systems call a person or a place, for its page; None where nobody said."""
    refs = queries.refs_of(actor, kind, subject)
    return listed(refs) if refs else None
