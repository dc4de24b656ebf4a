"""shell · directory: people and places of a sheet that another system knows by ids of its own.

The id is kept with the entry with which somebody or something came onto the register; by it a row that comes again is
known, whatever else it says now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from lianfang.ground.sheets import actions, queries
from lianfang.kernel import clock, ids
from lianfang.kernel.problems import Fault, Refused, problem
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.kinds.grid import SOURCE
from lianfang.shell.kinds.sources import SOURCE_TWICE
from lianfang.shell.kinds.taking import Row

SOURCE_WORDS = w("来源编号", "Source id")
PERSON, PLACE = "people.person_registered", "places.place_opened"
SOURCE_IS_ANOTHERS = problem(
    "source_is_anothers",
    409,
    w("来源编号“{ref}”在本系统属于另一个名称", "Here the source id “{ref}” has another name"),
    w(
        "请核对姓名（名称）和编号；改了名的，在本系统中改名后再导入",
        "Compare name and id; where the name has changed, change it here first and send the sheet again",
    ),
)


def known(
    actor: Actor, kind: str, rows: Sequence[Row], named: Callable[[str, Collection[str]], Mapping[str, Collection[Any]]]
) -> None:
    """Marks the rows that another system sent before, and tells those whose id has another name here by now.

    `named(unit, names)` gives whom or what each name means at a unit.
    """
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.open and (ref := row.said.get(SOURCE)):
            first = found.setdefault((row.spec.unit, ref), row)
            if first is not row:
                row.faults.append(Fault(SOURCE, SOURCE_TWICE.says.fill(ref=ref, n=first.number), "twice"))
    there = queries.entries_called(actor, kind, found.keys()) if found else {}
    subjects = queries.subjects(actor, there.values()) if there else {}
    for unit in {unit for unit, _ in there}:
        of_unit = {ref: found[unit, ref] for of, ref in there if of == unit}
        meant = named(unit, {row.said["name"] for row in of_unit.values()})
        for ref, row in of_unit.items():
            if subjects.get(there[unit, ref]) in meant.get(row.said["name"], ()):
                row.known = True
            else:
                row.refused = Refused(SOURCE_IS_ANOTHERS, ref=ref)


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
