"""shell · missing queries: what figures lack in the words of people, with what their reader can do about each of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lianfang.ground.people import queries as people
from lianfang.ground.places import queries as places
from lianfang.ground.units import queries as units
from lianfang.kernel import coverage, reading
from lianfang.kernel.clock import Day
from lianfang.kernel.coverage import Asked, Coverage, Part, Sort
from lianfang.kernel.expectations import SlotState, excuse_href
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.kinds.console import form_href

RECORD, MAKE_GOOD, EXCUSE = w("去记录", "Record it"), w("补记", "Record it late"), w("免予办理", "Excuse")
_SEE_RECORD, _GO = w("查看记录", "See the record"), w("查看", "See")
ERASED = w("（身份已删除）", "(identity erased)")


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

    @property
    def whose(self) -> str:
        """The unit that has to make it good."""
        return _whose(self.part)

    @property
    def count(self) -> int:
        return self.part.missing


def told(actor: Actor, asked: Asked, of: Sequence[tuple[str, Coverage, Sequence[Part]]]) -> list[list[Lack]]:
    """The parts of some figures by their names, as far as the actor may know them, with the ways on."""
    every = [part for _, _, parts in of for part in parts]
    named, called = _names(actor, every, asked.day.date), _units(actor, every, asked.day.date)
    found = []
    for code, declared, parts in of:
        others = [each for each in parts if each.sort is Sort.OTHER]
        more = declared.names(actor, others, asked.day) if others and declared.names is not None else {}
        found.append(
            [
                Lack(
                    each,
                    more.get(each.key) or named.get((each.sort, each.subject), each.subject),
                    called.get(_whose(each), _whose(each)),
                    tuple(_ways(actor, code, each, asked)),
                )
                for each in parts
            ]
        )
    return found


def _names(actor: Actor, parts: Sequence[Part], day: date) -> Mapping[tuple[Sort, str], Words | str]:
    """How the subjects of parts are called: one question for each sort. Whoever was erased since has no name."""
    by_sort: dict[Sort, set[str]] = {}
    for each in parts:
        by_sort.setdefault(each.sort, set()).add(each.subject)
    found: dict[tuple[Sort, str], Words | str] = {}
    persons = by_sort.get(Sort.PERSON, set())
    if persons:
        known = people.named(actor, [UUID(each) for each in persons])
        names = {each: known.get(UUID(each)) for each in persons}
        found |= {(Sort.PERSON, each): person.name if person else ERASED for each, person in names.items()}
    if at := by_sort.get(Sort.PLACE):
        found |= {(Sort.PLACE, code): place.words for code, place in places.places(actor, at).items()}
    if whom := by_sort.get(Sort.UNIT):
        found |= {(Sort.UNIT, code): unit.words for code, unit in units.units(actor, sorted(whom), day=day).items()}
    return found


def _whose(part: Part) -> str:
    """The unit that answers for it: of a unit itself, that one."""
    return part.subject if part.sort is Sort.UNIT else part.unit


def _units(actor: Actor, parts: Sequence[Part], day: date) -> dict[str, Words]:
    codes = sorted({_whose(each) for each in parts})
    return {code: unit.words for code, unit in units.units(actor, codes, day=day).items()} if codes else {}


def _ways(actor: Actor, code: str, part: Part, asked: Asked) -> list[Way]:
    found = []
    if part.entry is not None:
        return [Way(_SEE_RECORD, links.to("shell:ledger-entry", part.entry))]
    record = _record_href(actor, part)
    if record and (part.state is not SlotState.NOT_DUE or part.sort is Sort.PERSON):
        over = asked.now >= asked.day.to_at
        found.append(Way(MAKE_GOOD, f"{record}&past=1") if over else Way(RECORD, record))
    if part.duty:
        href = excuse_href(actor, part.duty, asked.day.date, part.subject, unit=_whose(part), path=part.path)
        if href:
            found.append(Way(EXCUSE, href))
    if not record and (page := _page_of(code, part, asked)):
        found.insert(0, Way(_GO, page))
    return found


def _record_href(actor: Actor, part: Part) -> str:
    """The form of the record that makes it good, filled in with unit and target; empty where there is none to use."""
    kind = KINDS.get(part.kind)
    if kind is None or not actor.may(kind.record, part.path):
        return ""
    about = {str(part.sort): part.subject} if part.sort in (Sort.PERSON, Sort.PLACE) else {}
    return form_href(part.kind, _whose(part), **about)


def _page_of(code: str, part: Part, asked: Asked) -> str:
    """Where it is seen, when no form makes it good: a unit's own report, else the area's page of the unit."""
    day = asked.day.date
    if part.sort is Sort.UNIT and part.kind.startswith("reporting."):
        return links.to(FILINGS.asked.pages.report, part.subject, day.isoformat())
    return links.behind(code, _whose(part), day) if part.kind else ""


def open_things(
    actor: Actor, path: str, day: Day, now: datetime, *, codes: Collection[str] | None = None, unit: str = ""
) -> list[Shortfall]:
    """Everything that a unit and all below it lack on a reporting day, most first named: for the report's exceptions,
    the line for the chat group, and the handover.

    One `Shortfall` for each set that figures are counted against (of `codes` only, where they are given), and what the
    areas tell besides: each with how many it lacks in all, the first by name in the order of need, and `href`, the page
    that lists every one of them. `unit` is the code of the unit at `path`, for that page. The actor sees what is his.
    """
    found = [*_of_figures(actor, Asked(path, day, now), codes, unit or path.rstrip("/").rpartition("/")[2])]
    for ask in REGISTRY.shortfalls():
        found += ask(actor, path, day, now)
    return found


def _of_figures(actor: Actor, asked: Asked, codes: Collection[str] | None, unit: str) -> list[Shortfall]:
    declared: dict[int, tuple[str, Coverage]] = {}
    for code, each in REGISTRY.coverages().items():
        if each.told and (codes is None or code in codes) and actor.prefixes(each.see):
            declared.setdefault(id(each), (code, each))
    of = [*declared.values()]
    counts = coverage.counted(actor, asked, of)
    lacking = [(each, counted) for each, counted in zip(of, counts, strict=True) if counted.missing]
    firsts = coverage.first_missing(actor, asked, [each for each, _ in lacking], size=NAMED)
    named = told(actor, asked, [(*each, parts) for (each, _), parts in zip(lacking, firsts, strict=True)])
    return [
        Shortfall(
            each.lacks.fill(n=f"{counted.missing:,}"),
            tuple(_named(lack) for lack in lacks if lack.words is not ERASED),
            counted.missing,
            links.missing(code, unit, asked.day.date),
            any(lack.part.sort is Sort.PERSON for lack in lacks),
        )
        for ((code, each), counted), lacks in zip(lacking, named, strict=True)
    ]


def _named(lack: Lack) -> Words:
    if lack.part.sort is Sort.UNIT:
        said = w("{unit} {n}", "{unit} {n}") if lack.count > 1 else w("{unit}", "{unit}")
        return said.fill(unit=lack.unit, n=f"{lack.count:,}")
    return w("{name}（{unit}）", "{name} ({unit})").fill(name=lack.words, unit=lack.unit)


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
