"""sanitation · console: the page of the rounds, what is out of order in them, and how a bucket is mixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.sanitation import console_mixing, presenters, queries
from lianfang.areas.sanitation.forms import SPAN, RoundsForm
from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.kinds_waste_clearance import WASTE_CLEARANCE
from lianfang.areas.sanitation.queries import Done, Emptied
from lianfang.ground.access.queries_called import meet
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import SLOT_WORDS, Slot, SlotState, Tally, branches_of, is_derived, slots_of, tally
from lianfang.kernel.figures import Live
from lianfang.kernel.measures import Measure
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell import links
from lianfang.shell.components.cells import FigureLink
from lianfang.shell.components.grid import CoverageGrid
from lianfang.shell.components.marks import Chip, figure_of
from lianfang.shell.components.slots import so_far
from lianfang.shell.components.tables import Figure, Table, Text
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.reader import signed_in

WASTE_DAYS = 7
NEEDS_SHOWN = 6
# So many slots a page draws, place by place; beyond it only counts.
SLOTS_SHOWN = 3000
_LEFT = (SlotState.MISSED, SlotState.OVERDUE)


class Shown:
    """What was expected of some units on some days, and what was recorded; every question is asked once."""

    def __init__(self, actor: Actor, held: list[Unit], days: list[date], waste_days: list[date], now: datetime) -> None:
        self.actor, self.held, self.days, self.waste_days, self.now = actor, held, days, waste_days, now

    @cached_property
    def _asked(self) -> tuple[tuple[Slot, ...], bool]:
        paths = [unit.path for unit in self.held]
        found = slots_of(
            self.actor, [DISINFECTION.code], paths, self.days, self.now, limit=SLOTS_SHOWN
        )  # fmt: skip
        return found.slots, found.more

    @property
    def too_many(self) -> bool:
        return self._asked[1]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The rounds, place by place; nothing where they are too many to draw."""
        return () if self.too_many else self._asked[0]

    @cached_property
    def waste(self) -> tuple[Slot, ...]:
        paths = [unit.path for unit in self.held]
        found = slots_of(self.actor, [WASTE_CLEARANCE.code], paths, self.waste_days, self.now, limit=SLOTS_SHOWN)
        return () if found.more else found.slots

    @cached_property
    def of(self) -> list[Unit]:
        """The units with anything to do; the first one where there is none."""
        if self.too_many:
            return self.held
        there = {slot.path for slot in (*self.slots, *self.waste)}
        return [unit for unit in self.held if any(path.startswith(unit.path) for path in there)] or self.held[:1]

    @cached_property
    def tallies(self) -> dict[date, Tally]:
        """The rounds of each day, counted."""
        found: dict[date, Tally] = defaultdict(Tally)
        if not self.too_many:
            for day in self.days:
                found[day] = tally(slot for slot in self.slots if slot.day == day)
            return found
        for unit in self.held:
            for each in branches_of(self.actor, DISINFECTION.code, unit.path, self.days, self.now):
                found[each.window.day] += each.tally
        return found

    @property
    def day(self) -> date:
        return self.days[-1]

    @cached_property
    def done(self) -> list[Done]:
        """The rounds recorded on these days, and on the next: a window may reach over the close of its day."""
        until = self.days[-1] + timedelta(days=1)
        return queries.rounds(self.actor, self.of, self.days[0], until) if self.slots else []

    @cached_property
    def never_kept(self) -> list[tuple[Done, Slot | None]]:
        """The first record of each round that was out of range and never done again as it should be, with its slot."""
        slots = {(slot.day, slot.target, slot.duty, slot.window.number): slot for slot in self.slots}
        bad = {each.entry: each for each in self.done if each.in_range is False}
        days = {each.day - timedelta(days=back) for each in bad.values() for back in (0, 1)}
        return [
            (bad[each.entry], slots.get((day, each.place, each.duty, each.number)))
            for day in sorted(days.intersection(self.days))
            for each in queries.never_kept(self.actor, self.of, day)
            if each.entry in bad
        ]

    @cached_property
    def emptied(self) -> list[Emptied]:
        until = self.waste_days[-1] + timedelta(days=1)
        return queries.clearances(self.actor, self.of, self.waste_days[0], until)


@signed_in
@of_a_day
def rounds_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which place was done in which round, what is missing, and the proof behind each cell."""
    now = clock.current().now()
    looking = RoundsForm(actor, SEE, clock.day_of(now).date, request.GET)
    days = presenters.days_back(looking.on, looking.chosen("days") or SPAN)
    shown = Shown(actor, looking.units(), days, presenters.days_back(looking.on, WASTE_DAYS), now)
    day, hrefs = shown.day, Hrefs(actor, shown.of)
    figures = queries.figures(actor, shown.of, day, now)
    derived = is_derived(actor, day)
    context: dict[str, Any] = {
        "title": _title(shown.tallies[day]) if derived else _UNKNOWN,
        "lede": listed(unit.words for unit in shown.of),
        "as_of": now,
        "needs": _needs(shown, hrefs),
        "stats": _stats(figures[""].measures, shown.tallies[day], hrefs, day) if derived else [],
        "looking": looking,
        "grid": _rounds(shown, hrefs),
        "waste": _waste(shown, hrefs),
        "too_many": shown.too_many,
        "derived": derived,
        "units": _units_table(actor, figures, day, hrefs) if len(figures) > 2 or shown.too_many else None,
        "actions": _actions(actor, shown.of),
        **console_mixing.help_of(request, day),
    }
    return render(request, "sanitation/rounds.html", context)


def _rounds(shown: Shown, hrefs: Hrefs) -> CoverageGrid | None:
    if not shown.slots:
        return None
    meet(each.recorded_by for each in shown.done)
    return presenters.rounds_grid(shown.slots, {each.entry: each for each in shown.done}, shown.now, hrefs)


def _waste(shown: Shown, hrefs: Hrefs) -> CoverageGrid | None:
    if not shown.waste:
        return None
    meet(each.recorded_by for each in shown.emptied)
    return presenters.waste_grid(shown.waste, {each.entry: each for each in shown.emptied}, shown.now, hrefs)


class Hrefs:
    """The addresses that cells, rows and figures of the page lead to."""

    def __init__(self, actor: Actor, of: list[Unit]) -> None:
        self.actor, self.code = actor, "+".join(each.code for each in of)

    def __call__(self, what: str, of: object) -> str:
        if what in ("entry", "waste_entry"):
            return reverse(f"sanitation:{'waste' if what[0] == 'w' else 'disinfection'}-entry", args=[of])
        assert isinstance(of, Slot)
        slug = "waste" if what.startswith("waste") else "disinfection"
        if what.endswith("new") and self.actor.may(RECORD, of.path):
            if slug == "disinfection":
                return reverse("sanitation:round", args=[of.target])
            return self.to("sanitation:waste-new", unit=of.unit, place=of.target)
        if what.endswith("new"):  # who does not record it sees what is missing of that round, and whom to ask
            kind = WASTE_CLEARANCE if slug == "waste" else DISINFECTION
            return links.missing_slots(kind.code, of.unit, of.day, of.window.from_at)
        return self.to(f"sanitation:{slug}-list", place=of.target) if what.endswith("place") else ""

    @staticmethod
    def to(name: str, **query: str) -> str:
        return f"{reverse(name)}?{urlencode(query)}"


def _title(found: Tally) -> Words:
    """The page's answer, in one line."""
    if not found.counts:
        return w("没有应做的消毒", "No disinfection is due")
    said = w("消毒：{said}", "Disinfection: {said}").fill(said=so_far(found))
    for state, words in (
        (SlotState.MISSED, w("{said}，未做 {n}", "{said}, {n} missed")),
        (SlotState.OVERDUE, w("{said}，逾期 {n}", "{said}, {n} overdue")),
        (SlotState.DOUBTFUL, w("{said}，疑似 {n}", "{said}, {n} doubtful")),
    ):
        said = words.fill(said=said, n=found.of(state)) if found.of(state) else said
    return said


_UNKNOWN = w("应做多少不知道：清单还没有生成", "What was due is not known: there is no checklist")


def _stats(total: Mapping[str, Measure], found: Tally, hrefs: Hrefs, day: date) -> list[Stat]:
    said = (
        ("E1", w("已做点次", "Rounds done")),
        ("E2", w("剂量不合格", "Out of range")),
        ("E3", w("垃圾点已清运", "Waste points cleared")),
    )
    left, doubtful, excused = found.of(*_LEFT), found.of(SlotState.DOUBTFUL), found.of(SlotState.EXCUSED)
    counted = [
        Stat(w("未做、逾期", "Missed or overdue"), left, "#rounds", tone="overdue" if left else ""),
        Stat(w("疑似", "Doubtful"), doubtful, "#rounds", tone="near" if doubtful else ""),
    ]
    if excused:
        counted.append(Stat(w("免予办理", "Excused"), excused, "#rounds"))
    figures = [Stat(words, total[code], of=figure_of(code, hrefs.code, day)) for code, words in said if code in total]
    return [*figures, *counted]


def _needs(shown: Shown, hrefs: Hrefs) -> list[Need]:
    """Overflow first, then what was missed, then what is doubtful or was mixed wrongly."""
    names = {slot.target: slot.words for slot in (*shown.slots, *shown.waste)}
    left = [slot for slot in shown.slots if slot.state in _LEFT]
    overflowing = [each for each in shown.emptied if each.overflow and each.day >= shown.day]
    found = [_overflow(each, names.get(each.place, each.place), hrefs) for each in overflowing]
    found += [_missed(slot, shown.now, hrefs) for slot in left[-NEEDS_SHOWN:]]
    if len(left) > NEEDS_SHOWN:
        said = w("还有 {n} 个点次未做", "{n} more rounds were missed").fill(n=len(left) - NEEDS_SHOWN)
        found.append(Need(said, "#rounds", w("查看全部", "See all"), chip=SlotState.MISSED))
    found += [_doubtful(slot, shown.now, hrefs) for slot in shown.slots if slot.state is SlotState.DOUBTFUL]
    return found + [
        _out_of_range(each, names.get(each.place, each.place), slot, shown.now, hrefs)
        for each, slot in shown.never_kept
    ]


def _overflow(found: Emptied, place: Words | str, hrefs: Hrefs) -> Need:
    return Need(
        w("{place}清运前已满溢", "{place} was overflowing").fill(place=place),
        hrefs("waste_entry", found.entry),
        w("查看记录", "See the record"),
        chip=Chip(w("满溢", "overflow"), "missed", "overdue"),
        detail=moment(found.occurred_at),
    )


def _missed(slot: Slot, now: datetime, hrefs: Hrefs) -> Need:
    said = w("{place} {round}{state}", "{place}: {round} {state}").fill(
        place=slot.words, round=slot.title(now), state=SLOT_WORDS[slot.state]
    )
    href = hrefs("new", slot)
    act = w("补记", "Record it") if href else w("查看这处的记录", "Its records")
    return Need(said, href or hrefs("place", slot), act, chip=slot.state, detail=_deadline(slot))


def _deadline(slot: Slot) -> Words:
    return w("时限 {at}", "due {at}").fill(at=moment(slot.window.due_at))


def _doubtful(slot: Slot, now: datetime, hrefs: Hrefs) -> Need:
    why = listed(slot.doubts)
    said = w("{place} {round}疑似：{why}", "{place}: {round} is doubtful: {why}").fill(
        place=slot.words, round=slot.title(now), why=why
    )
    return Need(
        said,
        hrefs("entry", slot.entry),
        w("查看记录", "See the record"),
        chip=slot.state,
        detail=moment(slot.done_at) if slot.done_at else _deadline(slot),
    )


def _out_of_range(done: Done, place: Words | str, slot: Slot | None, now: datetime, hrefs: Hrefs) -> Need:
    said = w("{place}剂量超出范围", "{place}: dose out of range").fill(place=place)
    if slot is not None:
        of_round = w("{place} {round}剂量超出范围", "{place}: {round} dose out of range")
        said = of_round.fill(place=place, round=slot.title(now))
    return Need(
        said,
        hrefs("entry", done.entry),
        w("查看记录", "See the record"),
        chip=Chip(w("不合格", "out of range"), "late", "near"),
        detail=presenters.proof(done),
    )


def _units_table(actor: Actor, figures: dict[str, Live], day: date, hrefs: Hrefs) -> UnitsTable:
    found = units.units(actor, [code for code in figures if code], day=day)
    return UnitsTable(sorted(found.values(), key=lambda each: each.path), figures, day, hrefs)


class _Done(Figure):
    """A figure of the unit, and of all below."""

    def __init__(self, words: Words, code: str) -> None:
        super().__init__(
            words,
            lambda table, row: table.figure(code, row.code, row.code),
            total=lambda table: table.figure(code, "", table.hrefs.code),
        )


class UnitsTable(Table[Unit]):
    """Every unit with places, and the sum."""

    figures: Mapping[str, Live]
    day: date
    hrefs: Hrefs
    tall = False

    unit = Text(
        w("单位", "Unit"),
        "words",
        link=lambda t, row: t.hrefs.to("sanitation:rounds", unit=row.code, day=t.day.isoformat()),
        total=w("合计", "Total"),
    )
    done = _Done(w("已做/应做点次", "Done of due"), "E1")
    out_of_range = _Done(w("剂量不合格", "Out of range"), "E2")
    waste = _Done(w("垃圾点清运", "Waste cleared"), "E3")

    def figure(self, code: str, of: str, unit: str) -> FigureLink | None:
        found = self.figures[of].measures.get(code)
        return FigureLink(found, "", figure_of(code, unit, self.day)) if found is not None else None


def _actions(actor: Actor, of: list[Unit]) -> list[Link]:
    mine = next((unit for unit in of if actor.may(RECORD, unit.path)), None)
    if mine is None:
        return []
    return [
        Link(w("逐处消毒", "Place by place"), Hrefs.to("sanitation:disinfection-pad", unit=mine.code)),
        Link(w("记一轮消毒", "Record a round"), Hrefs.to("sanitation:disinfection-new", unit=mine.code)),
    ]
