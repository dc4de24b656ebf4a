"""sanitation · home: the places to disinfect and the waste to clear now, each one tap from its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from lianfang.areas.sanitation import queries
from lianfang.areas.sanitation.kinds import RECORD
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.kinds_waste_clearance import WASTE_CLEARANCE
from lianfang.ground.access.roles import Role
from lianfang.ground.units.queries import Unit
from lianfang.kernel.expectations import OPEN, Slot, SlotState, Window, slots_of, tally
from lianfang.kernel.frame import HomePart
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need
from lianfang.shell.home import HomeContent, QuickActions, Reader, Tap
from lianfang.shell.links import behind, to

NAMED = 6  # missed rounds that are named one by one
_TO_DO = {
    DISINFECTION.code: w("{round} 待消毒 {n} 处", "To disinfect, {round}: {n}"),
    WASTE_CLEARANCE.code: w("待清运垃圾 {n} 处", "Waste points to clear: {n}"),
}
_ONE_BY_ONE = {
    DISINFECTION.code: w("逐处消毒", "Disinfect place by place"),
    WASTE_CLEARANCE.code: w("逐处清运", "Clear place by place"),
}
_PADS = {DISINFECTION.code: "sanitation:disinfection-pad", WASTE_CLEARANCE.code: "sanitation:waste-pad"}
_DONE = {
    DISINFECTION.code: w("{round} 已消毒 {done}/{due} 处", "{done} of {due} places done, {round}"),
    WASTE_CLEARANCE.code: w("已清运垃圾 {done}/{due} 处", "{done} of {due} waste points cleared"),
}
_ROUND = w("{place} {round}未做", "{place}: round of {round} missed")
_ONLY = w("{place} {round}未做", "{place}: {round} missed")
_BEHIND = {DISINFECTION.code: "E1", WASTE_CLEARANCE.code: "E3"}


def due_now(me: Reader, unit: Unit) -> HomeContent:
    """What waits now, place by place; what was missed since yesterday; what is done."""
    mine = HomeContent()
    if not me.actor.may(RECORD, unit.path):
        return mine
    days = [me.closed_day.date, me.open_day.date]
    names: dict[str, Words] = {}
    for kind in (DISINFECTION.code, WASTE_CLEARANCE.code):
        slots = slots_of(me.actor, [kind], [unit.path], days, me.now).slots
        names |= {slot.target: slot.words for slot in slots}
        href = _recorded_at(kind)
        mine.taps += _taps(me, unit, kind, slots, href)
        if any(slot.state in OPEN for slot in slots):
            mine.entries.append(Link(me.of(unit, _ONE_BY_ONE[kind]), to(_PADS[kind], unit=unit.code)))
        mine.needs += _missed(me, unit, kind, [slot for slot in slots if slot.state is SlotState.MISSED], href)
        mine.in_order += _done(me, unit, kind, slots)
    mine.needs += _overflowing(me, unit, names)
    return mine


def _recorded_at(kind: str) -> Callable[[Slot], str]:
    """Where a record that fulfils a slot is made."""
    if kind == DISINFECTION.code:
        return lambda slot: to("sanitation:round", slot.target)
    return lambda slot: to("sanitation:waste-new", unit=slot.unit, place=slot.target)


def _by_window(slots: Sequence[Slot]) -> Iterator[tuple[Window, list[Slot]]]:
    """The slots of each window, in the order of time."""
    ordered = sorted(slots, key=lambda slot: (slot.window.from_at, slot.duty, slot.window.number))
    for _, group in groupby(ordered, key=lambda slot: (slot.day, slot.duty, slot.window.number)):
        listed = list(group)
        yield listed[0].window, listed


def _taps(me: Reader, unit: Unit, kind: str, slots: Sequence[Slot], href: Callable[[Slot], str]) -> list[QuickActions]:
    """The places that wait, one target each; those past their time until they can no longer be made good."""
    found = []
    for window, waiting in _by_window([slot for slot in slots if slot.state in OPEN]):
        late = waiting[0].state is SlotState.OVERDUE
        said = _TO_DO[kind].fill(round=window.said(me.now), n=len(waiting))
        taps = tuple(Tap(slot.words, href(slot), late=late) for slot in waiting)
        found.append(QuickActions(me.of(unit, said), taps, window.due_at, window.until_at if late else None))
    return found


def _done(me: Reader, unit: Unit, kind: str, slots: Sequence[Slot]) -> list[Link]:
    """Each window of the open day, with how much of it is done."""
    found = []
    for window, listed in _by_window([slot for slot in slots if slot.day == me.open_day.date]):
        counted = tally(listed)
        if counted.done:
            words = _DONE[kind].fill(round=window.said(me.now), done=counted.done, due=counted.expected)
            found.append(Link(me.of(unit, words), behind(_BEHIND[kind], unit.code, window.day)))
    return found


def _missed(me: Reader, unit: Unit, kind: str, missed: Sequence[Slot], href: Callable[[Slot], str]) -> list[Need]:
    """The newest that were missed by name, the rest in one line: done later or explained, but not forgotten."""
    named = sorted(missed, key=lambda slot: slot.window.from_at, reverse=True)[:NAMED]
    found = [
        Need(
            (_ONLY if slot.window.only else _ROUND).fill(place=slot.words, round=slot.title(me.now)),
            href(slot),
            w("补记", "Record it"),
            due_at=slot.window.due_at,
            chip=SlotState.MISSED,
            detail=me.of(unit, slot.duty_words),
        )
        for slot in named
    ]
    rest = len(missed) - len(named)
    if rest > 0:
        said = me.of(unit, w("还有 {n} 个点次未做", "Rounds missed besides: {n}").fill(n=rest))
        rest_of = behind(_BEHIND[kind], unit.code, missed[0].day)
        found.append(Need(said, rest_of, w("查看全部", "See all"), chip=SlotState.MISSED))
    return found


def _overflowing(me: Reader, unit: Unit, names: Mapping[str, Words]) -> list[Need]:
    """The waste points that ran over in this reporting day before somebody cleared them."""
    day = me.open_day.date
    return [
        Need(
            w("{place}清运前已满溢", "{place} was overflowing").fill(place=names.get(each.place, each.place)),
            to("sanitation:waste-entry", each.entry),
            w("查看记录", "See the record"),
            chip=Chip(w("满溢", "overflow"), "late", "near"),
            detail=moment(each.occurred_at),
        )
        for each in queries.clearances(me.actor, [unit], day, day)
        if each.overflow
    ]


HOME = (HomePart((Role.PROPERTY, Role.LAUNDRY, Role.SITE), due_now, 70, frozenset(_TO_DO)),)
