"""boards · home.rounds: the places to disinfect and the waste to clear now, each one tap from its form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from lianfang.areas.sanitation import queries
from lianfang.areas.sanitation.board import Board, Slot
from lianfang.areas.sanitation.kinds import RECORD
from lianfang.areas.sanitation.rules import window_of
from lianfang.boards import links
from lianfang.ground.places.queries import Place
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip, SlotState
from lianfang.shell.components.pieces import Link, Need
from lianfang.shell.components.text import moment
from lianfang.shell.home import Me, Mine, Tap, Taps

NAMED = 6  # missed rounds that are named one by one
_DONE = frozenset({SlotState.DONE, SlotState.LATE, SlotState.DOUBTFUL})


def due_now(me: Me, unit: Unit) -> Mine:
    """The round that runs now, place by place; what was missed since yesterday; what is done."""
    if not me.actor.may(RECORD, unit.path):
        return Mine()
    days = [me.closed_day.date, me.open_day.date]
    places = queries.disinfected_places(me.actor, unit, me.open_day.date)
    if not places:
        return Mine()
    slots = Board(places, days, me.now, queries.rounds(me.actor, [unit], days[0], days[1])).slots()
    mine = Mine(taps=_taps(me, unit, slots), fine=_done(me, unit, slots, days[1]))
    mine.needs = _missed(me, unit, [slot for slot in slots if slot.state is SlotState.MISSED])
    mine.take(_waste(me, unit, queries.waste_points(places)))
    return mine


def _taps(me: Me, unit: Unit, slots: Sequence[Slot]) -> list[Taps]:
    """The places of the running round that wait, one target each."""
    due = sorted(
        (slot for slot in slots if slot.state is SlotState.DUE), key=lambda slot: (slot.day, slot.round.number)
    )
    found = []
    for (day, _), group in groupby(due, key=lambda slot: (slot.day, slot.round.number)):
        waiting = list(group)
        opens = clock.local(clock.reporting_day(day).from_at)
        _, ends = window_of(waiting[0].round, opens)
        said = w("{round}待消毒 {n} 处", "To disinfect, {round}: {n}").fill(
            round=waiting[0].round.words, n=len(waiting)
        )
        found.append(Taps(me.of(unit, said), tuple(Tap(slot.place.words, _new(slot.place)) for slot in waiting), ends))
    return found


def _done(me: Me, unit: Unit, slots: Sequence[Slot], day: date) -> list[Link]:
    """Each round of the open day that has begun, with how much of it is done."""
    found = []
    of_day = sorted((slot for slot in slots if slot.day == day), key=lambda slot: slot.round.number)
    for _, group in groupby(of_day, key=lambda slot: slot.round.number):
        listed = list(group)
        done = sum(slot.state in _DONE for slot in listed)
        if done:
            said = w("{round}已消毒 {done}/{due} 处", "{done} of {due} places done, {round}")
            words = said.fill(round=listed[0].round.words, done=done, due=len(listed))
            found.append(Link(me.of(unit, words), links.behind("E1", unit.code, day)))
    return found


def _missed(me: Me, unit: Unit, missed: Sequence[Slot]) -> list[Need]:
    """The newest missed rounds by name, the rest in one line: done later or explained, but not forgotten."""
    named = list(reversed(missed))[:NAMED]
    found = [
        Need(
            w("{place} {day}{round}未做", "{place}: {round} round of {day} missed").fill(
                place=slot.place.words, day=moment(slot.day), round=slot.round.words
            ),
            _new(slot.place),
            w("补记", "Record it"),
            chip=SlotState.MISSED,
            detail=me.of(unit, slot.place.kind_words),
        )
        for slot in named
    ]
    rest = len(missed) - len(named)
    if rest > 0:
        said = me.of(unit, w("还有 {n} 个点次未做", "Missed place-rounds besides: {n}").fill(n=rest))
        found.append(
            Need(said, links.behind("E1", unit.code, missed[0].day), w("看全部", "See all"), chip=SlotState.MISSED)
        )
    return found


def _waste(me: Me, unit: Unit, points: Sequence[Place]) -> Mine:
    """The waste points that nobody has cleared in this reporting day, and those that ran over."""
    if not points:
        return Mine()
    day = me.open_day.date
    emptied = queries.clearances(me.actor, [unit], day, day)
    cleared = {each.place for each in emptied}
    waiting = [point for point in points if point.code not in cleared]
    mine = Mine()
    if waiting:
        said = me.of(unit, w("待清运垃圾 {n} 处", "Waste points to clear: {n}").fill(n=len(waiting)))
        taps = tuple(
            Tap(point.words, links.to("sanitation:waste-new", unit=point.unit, place=point.code)) for point in waiting
        )
        mine.taps.append(Taps(said, taps, me.open_day.to_at))
    names = {point.code: point.words for point in points}
    for each in emptied:
        if each.overflow:
            mine.needs.append(
                _overflowing(
                    names.get(each.place, each.place),
                    links.to("sanitation:waste-entry", each.entry),
                    moment(each.occurred_at),
                )
            )
    if cleared:
        said = w("已清运垃圾 {n}/{due} 处", "{n} of {due} waste points cleared")
        words = said.fill(n=len(points) - len(waiting), due=len(points))
        mine.fine.append(Link(me.of(unit, words), links.behind("E3", unit.code, day)))
    return mine


def _overflowing(place: Words | str, href: str, at: str) -> Need:
    said = w("{place}清运前已满溢", "{place} was overflowing").fill(place=place)
    return Need(said, href, w("看记录", "See the record"), chip=Chip(w("满溢", "overflow"), "late", "near"), detail=at)


def _new(place: Place) -> str:
    return links.to("sanitation:round", place.code)
