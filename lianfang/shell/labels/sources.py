"""shell · labels: places and households as things that carry labels, and what there is to do at a place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.urls import reverse

from lianfang.ground.people import queries as people
from lianfang.ground.people.card import SEE as SEE_PEOPLE
from lianfang.ground.people.queries import Household
from lianfang.ground.places import queries as places
from lianfang.ground.places.labels import PLACE
from lianfang.ground.places.queries import Place
from lianfang.ground.places.sorts import PLACE_KINDS
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.expectations import OPEN, Slot, SlotState, slots_of
from lianfang.kernel.frame import Waiting
from lianfang.kernel.kinds import KINDS, Kind, Presence
from lianfang.kernel.labelled import Jobs, Labelled, LabelSource, Wanted
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.directory.elevation import where
from lianfang.shell.directory.links import href
from lianfang.shell.kinds import console

HOUSEHOLD = "household"
_RECORD = w("去记录", "Record")


def recordable(actor: Actor, place: Place) -> list[Kind]:
    """The kinds of which this actor may record something at a place in use; those that need a place first."""
    if not place.open_on(units.today()):
        return []
    return [
        kind
        for kind in sorted(KINDS, key=lambda each: (each.place is not Presence.REQUIRED, each.code))
        if kind.place is not Presence.FORBIDDEN
        and (not kind.place_kinds or place.kind in kind.place_kinds)
        and (known := console.console_of(kind.code)) is not None
        and known.opens
        and actor.may(kind.record, place.path)
    ]


def form_href(kind: str, place: Place) -> str:
    """Where a record of a kind is made at a place: on the page that is made for it, else in the kind's form."""
    own = REGISTRY.at_place().get(kind)
    if own is not None:
        return reverse(own, args=[place.code])
    return console.form_href(kind, place.unit, place=place.code)


def jobs_at(actor: Actor, place: Place, now: datetime) -> Jobs:
    """What is due at a place and can be recorded by this actor, the most urgent first, and what else can be.

    Of kinds that need a place: what may also have one is no work at it. What an area knows by itself stands with it.
    """
    own = tuple(each for waits in REGISTRY.waits_at() for each in waits(actor, place, now))
    kinds = {kind.code: kind for kind in recordable(actor, place) if kind.place is Presence.REQUIRED}
    if not kinds:
        return Jobs(own)
    today = clock.day_of(now).date
    days = [today + timedelta(days=by) for by in (-1, 0, 1)]  # a window may reach over the close of its day
    found = slots_of(actor, sorted(kinds), [place.path], days, now, target=place.code).slots
    by_kind: dict[str, Waiting] = {}
    for slot in sorted((slot for slot in found if slot.state in OPEN), key=lambda slot: slot.window.ends_at):
        by_kind.setdefault(slot.kind, _due(slot, form_href(slot.kind, place)))
    coming = min(
        (slot for slot in found if slot.state is SlotState.NOT_DUE and slot.kind not in by_kind),
        key=lambda slot: slot.window.from_at, default=None,
    )  # fmt: skip
    offered = [Waiting(begun(kind.words), form_href(code, place), _RECORD, about=code) for code, kind in kinds.items()]
    return Jobs(
        (*sorted(by_kind.values(), key=lambda each: (not each.late, each.due_at)), *own),
        _due(coming, form_href(coming.kind, place)) if coming else None,
        tuple(each for each in offered if each.about not in by_kind),
    )


def _due(slot: Slot, to: str) -> Waiting:
    words = slot.duty_words
    if not slot.window.only:
        words = w("{duty}（{round}）", "{duty}, {round}").fill(duty=slot.duty_words, round=slot.window.words)
    late = slot.state is SlotState.OVERDUE
    at = slot.window.from_at if slot.state is SlotState.NOT_DUE else slot.window.ends_at if late else slot.window.due_at
    return Waiting(words, to, _RECORD, at, late, about=slot.kind)


def _places_listed(actor: Actor, wanted: Wanted) -> list[Labelled]:
    found = places.listed(
        actor, under=wanted.under, kind=wanted.kind, text=wanted.text, after=wanted.after, limit=wanted.limit
    )
    return [each.labelled for each in found]


def _places_found(actor: Actor, codes: Collection[str]) -> Mapping[str, Labelled]:
    return {code: each.labelled for code, each in places.places(actor, codes).items()}


def _place_jobs(actor: Actor, thing: Labelled, now: datetime) -> Jobs:
    return jobs_at(actor, places.place(actor, thing.code), now)


def _homes_listed(actor: Actor, wanted: Wanted) -> list[Labelled]:
    under = wanted.under or actor.home
    if not under or not actor.may(SEE_PEOPLE, units.unit(actor, under).path):
        return []
    found = people.households(actor, under=under, text=wanted.text, after=wanted.after, limit=wanted.limit)
    return _homes(actor, found)


def _homes_found(actor: Actor, codes: Collection[str]) -> Mapping[str, Labelled]:
    return {each.code: each for each in _homes(actor, people.households_named(actor, codes))}


def _homes(actor: Actor, found: list[Household]) -> list[Labelled]:
    known = places.places(actor, {each.place for each in found if each.place})
    said = w("{building} {door}", "{building}, {door}")
    return [
        Labelled(
            HOUSEHOLD, each.code,
            said.fill(building=known[each.place].words, door=where(each)) if each.place in known else _door(each),
            each.unit, each.path, w("住户", "household"),
        )
        for each in found
    ]  # fmt: skip


def _door(home: Household) -> Words:
    return w("{door}", "{door}").fill(door=where(home))


PLACES = LabelSource(
    PLACE,
    w("地点", "Places"),
    _places_listed,
    _places_found,
    _place_jobs,
    lambda thing: href("place", thing.code),
    lambda: dict(PLACE_KINDS.items()),
)
HOMES = LabelSource(
    HOUSEHOLD,
    w("住户", "Households"),
    _homes_listed,
    _homes_found,
    lambda actor, thing, now: Jobs(),
    lambda thing: href("household", thing.code),
)
LABELLED = (PLACES, HOMES)
