"""shell · missing queries: what figures lack in the words of people, with what their reader can do about each of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.ground.people import queries as people
from lianfang.ground.people.card import SEE as SEE_PEOPLE
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.kernel import reading
from lianfang.kernel.coverage import Asked, Coverage, Part, Sort
from lianfang.kernel.expectations import SlotState, excuse_href
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.scope import Actor, prefix_range, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.kinds.console import form_href

RECORD, MAKE_GOOD, EXCUSE = w("去记录", "Record it"), w("补记", "Record it late"), w("免予办理", "Excuse")
_SEE_RECORD, _GO = w("查看记录", "See the record"), w("查看", "See")
ERASED = w("（身份已删除）", "(identity erased)")
_HIDDEN = w("（姓名不在您的查看范围内）", "(name outside your scope)")


@dataclass(frozen=True, slots=True)
class Way:
    """Something that the reader can do about a thing that is missing, and where."""

    words: Words
    href: str


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: as it stands, how it is called, whose it is, and what the reader can do about it."""

    part: Part
    words: Words | str
    unit: Words | str
    ways: tuple[Way, ...]
    concealed: bool = False  # somebody whose name the reader is not told here

    @property
    def whose(self) -> str:
        """The unit that has to make it good."""
        return self.part.whose

    @property
    def count(self) -> int:
        return self.part.missing


def told(
    actor: Actor,
    asked: Asked,
    of: Sequence[tuple[str, Coverage, Sequence[Part]]],
    *,
    purpose: people.Purpose | None = None,
) -> list[list[Lack]]:
    """The parts of some figures by their names, as far as the actor is told them for the purpose, with the ways on."""
    every = [part for _, _, parts in of for part in parts]
    known = _people(actor, every, purpose)
    at = sorted({each.subject for each in every if each.sort is Sort.PLACE})
    there = {code: place.words for code, place in places.places(actor, at).items()} if at else {}
    codes = sorted({each.whose for each in every})
    called = {code: unit.words for code, unit in units.units(actor, codes, day=asked.day.date).items()} if codes else {}

    def name(part: Part, more: Mapping[str, Words]) -> Words | str:
        if part.key in more:
            return more[part.key]
        if part.sort is Sort.PERSON:
            person = known.get(part.subject)
            return person.name if person else ERASED if actor.may(SEE_PEOPLE, part.path) else _HIDDEN
        names = {Sort.PLACE: there, Sort.UNIT: called}.get(part.sort, {})
        return names.get(part.subject, part.subject)

    found = []
    for code, declared, parts in of:
        figure = (code, declared)
        others = [each for each in parts if each.sort is Sort.OTHER]
        more = declared.names(actor, others, asked.day) if others and declared.names is not None else {}
        found.append(
            [
                Lack(
                    each, name(each, more), called.get(each.whose, each.whose),
                    tuple(_ways(actor, figure, each, asked)),
                    each.sort is Sort.PERSON and _concealed(actor, each, known.get(each.subject)),
                )
                for each in parts
            ]
        )  # fmt: skip
    return found


def _concealed(actor: Actor, part: Part, person: people.Person | None) -> bool:
    """Whether the reader is not told somebody's name; of whoever was erased nobody is."""
    return not person.identified if person else not actor.may(SEE_PEOPLE, part.path)


def _people(actor: Actor, parts: Sequence[Part], purpose: people.Purpose | None) -> Mapping[str, people.Person]:
    """The people among the subjects of parts. Whoever was erased since is not there."""
    asked = {each.subject for each in parts if each.sort is Sort.PERSON}
    found = people.named(actor, [UUID(each) for each in asked], purpose=purpose) if asked else {}
    return {str(person): known for person, known in found.items()}


def _ways(actor: Actor, figure: tuple[str, Coverage], part: Part, asked: Asked) -> list[Way]:
    found = []
    if part.entry is not None:
        return [Way(_SEE_RECORD, links.to("shell:ledger-entry", part.entry))]
    over, (code, declared) = asked.now >= asked.day.to_at, figure
    record = _record_href(actor, part, "" if over else declared.worked)
    if record and (part.state is not SlotState.NOT_DUE or part.sort is Sort.PERSON or declared.worked):
        found.append(Way(MAKE_GOOD, f"{record}&past=1") if over else Way(RECORD, record))
    if part.duty:
        href = excuse_href(actor, part.duty, asked.day.date, part.subject, unit=part.whose, path=part.path)
        if href:
            found.append(Way(EXCUSE, href))
    if not record and (page := _page_of(code, part, asked)):
        found.insert(0, Way(_GO, page))
    return found


def _record_href(actor: Actor, part: Part, worked: str) -> str:
    """The form of the record that makes it good, filled in with unit and target; empty where there is none to use."""
    kind = KINDS.get(part.kind)
    if kind is None or not actor.may(kind.record, part.path):
        return ""
    if worked:
        return links.to(worked, unit=part.whose)
    about = {str(part.sort): part.subject} if part.sort in (Sort.PERSON, Sort.PLACE) else {}
    return form_href(part.kind, part.whose, **about)


def _page_of(code: str, part: Part, asked: Asked) -> str:
    """Where it is seen, when no form makes it good: a unit's own report, else the area's page of the unit."""
    day = asked.day.date
    if part.sort is Sort.UNIT and part.kind.startswith("reporting."):
        return links.to(FILINGS.asked.pages.report, part.subject, day.isoformat())
    return links.behind(code, part.whose, day) if part.kind else ""


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the entries behind a figure, newest first. `late` are those recorded after `filed_at`."""

    ids: tuple[UUID, ...]
    late: frozenset[UUID]
    count: int
    after: UUID | None


def behind(
    actor: Actor,
    found: str,
    asked: Asked,
    *,
    after: UUID | None = None,
    size: int,
    filed_at: datetime | None = None,
) -> Behind:
    """The entries on which something rests: those that the SQL `found` gives."""
    low, high = (asked.path, asked.path + "\x01") if asked.alone else prefix_range(asked.path)
    parameters: dict[str, Any] = {
        "day": asked.day.date, "from_at": asked.day.from_at, "to_at": asked.day.to_at, "low": low, "high": high,
        "after": after, "size": size + 1, "as_of": filed_at, "now": asked.now, "window": asked.window,
    }  # fmt: skip
    if asked.only:
        found = (
            f"SELECT f.entry FROM ({found}) f JOIN ledger_entry e ON e.id = f.entry "
            "WHERE %(only)s::path_ranges @> e.path"
        )
        parameters["only"] = ranges(asked.only)
    rows = reading.rows(
        actor,
        f"WITH d AS MATERIALIZED (SELECT DISTINCT entry FROM ({found}) f) "
        "SELECT e.id, e.recorded_at > %(as_of)s, (SELECT count(*) FROM d) FROM d JOIN ledger_entry e ON e.id = d.entry "
        "WHERE (%(after)s::uuid IS NULL OR e.id < %(after)s) ORDER BY e.id DESC LIMIT %(size)s",
        **parameters,
    )
    kept = rows[:size]
    return Behind(
        ids=tuple(row[0] for row in kept),
        late=frozenset(row[0] for row in kept if row[1]),
        count=rows[0][2] if rows else 0,
        after=kept[-1][0] if len(rows) > size else None,
    )
