"""boards · timeline: what the ledger holds of one place or one person, newest first, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from lianfang.boards import links
from lianfang.ground.access.queries_called import meet, who
from lianfang.ground.people import queries as people
from lianfang.ground.places import queries as places
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Page
from lianfang.shell.components.text import say
from lianfang.shell.components.types import Event, Link
from lianfang.shell.cursors import Trail
from lianfang.shell.kinds.console import entry_href
from lianfang.shell.kinds.wording import day_words, evidence_words, kind_words, sentence
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.ledger.queries import Asked, Entry

SIZE = 40


@dataclass(frozen=True, slots=True)
class DayEvents:
    """The entries of one day of the calendar: what happened in the evening stands under that evening's date."""

    day: date
    events: list[Event]

    @property
    def words(self) -> Words:
        return day_words(self.day, year=True)


def of_place(actor: Actor, code: str, trail: Trail) -> dict[str, Any]:
    """The page of a place. Raises `not_found`."""
    place = places.place(actor, code)
    if not actor.sees(place.path):
        raise Refused(NOT_FOUND)
    page = _page(actor, Asked(place=place.code), trail)
    said = w("{place}：共 {n} 条记录", "{place}: {n} entries")
    counted = ledger.count(actor, Asked(place=place.code))
    return _context(actor, page, said.fill(place=place.words, n=_counted(counted)), place.kind_words) | {
        "actions": _ways(
            (w("地点资料", "The place"), links.to("shell:directory:place", place.code)),
            *(
                (each.words, links.to(each.url_name, place=place.code))
                for each in REGISTRY.of_place()
                if not each.verb or actor.may(each.verb, place.path)
            ),
        )
    }


def of_person(actor: Actor, who: UUID, trail: Trail) -> dict[str, Any]:
    """The page of a person, by the name that the reader may know. Raises `not_found`, `person_erased`."""
    person = people.person(actor, who)
    page = _page(actor, Asked(person=who), trail)
    said = w("{person}：您可见的记录 {n} 条", "{person}: {n} entries that you may see")
    counted = ledger.count(actor, Asked(person=who))
    unit = names.units_called(actor, [person.unit]).get(person.unit, person.unit)
    return _context(actor, page, said.fill(person=person.name, n=_counted(counted)), unit)


def _page(actor: Actor, asked: Asked, trail: Trail) -> Page[Entry]:
    found = ledger.entries(actor, replace(asked, after=trail.after, size=SIZE + 1))
    return trail.page(found, lambda each: each.id, SIZE)


def _context(actor: Actor, page: Page[Entry], title: Words, lede: Words | str) -> dict[str, Any]:
    return {
        "title": title,
        "lede": lede,
        "as_of": clock.current().now(),
        "days": _by_day(actor, page.items),
        "page": page,
        "crumbs": [Link(w("台账", "Ledger"), links.to("shell:ledger"))],
    }


def _by_day(actor: Actor, listed: Sequence[Entry]) -> list[DayEvents]:
    data = ledger.facts_of(actor, listed)
    units = names.units_called(actor, sorted({each.unit for each in listed}))
    meet(each.recorded_by for each in listed)
    return [
        DayEvents(day, [_event(each, data[each.id], units.get(each.unit, each.unit)) for each in entries])
        for day, entries in groupby(listed, key=lambda each: clock.local(each.occurred_at).date())
    ]


def _event(of: Entry, data: dict[str, Any], unit: Words | str) -> Event:
    tags: list[Words | str] = [kind_words(of.kind), evidence_words(of.grade)]
    if of.exercise:
        tags.append(w("演练", "exercise"))
    if of.corrects:
        tags.append(w("更正", "correction"))
    return Event(
        of.occurred_at,
        sentence(of.kind, data),
        f"{say(unit)} · {who(of.recorded_by).say()}",
        w("原因：{reason}", "Reason: {reason}").fill(reason=of.reason) if of.reason else "",
        entry_href(of.kind, of.id),
        "done" if of.stands else "excused",
        not of.stands,
        tuple(tags),
    )


def _ways(*ways: tuple[Words, str]) -> list[Link]:
    return [Link(words, href) for words, href in ways if href]


def _counted(n: int) -> str:
    most = ledger.COUNTED_UP_TO
    return f"{most:,}+" if n > most else f"{n:,}"
