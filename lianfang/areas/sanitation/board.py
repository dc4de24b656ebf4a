"""sanitation · board: the rounds and clearances of some days as grids, and what in them waits for somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lianfang.areas.sanitation.facts import AGENTS
from lianfang.areas.sanitation.queries import Done, Emptied
from lianfang.areas.sanitation.rules import Round, apart, rounds_from, window_of
from lianfang.ground.places.queries import Place
from lianfang.kernel import clock
from lianfang.kernel.words import Words, w
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.marks import SlotState
from lianfang.shell.components.text import moment
from lianfang.shell.kinds.said import evidence_words

# What leads on from a cell: (kind's slug, page, arguments or query) is the console's business.
Href = Callable[[str, object], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in one round of a reporting day: what became of it, with the record behind it."""

    place: Place
    day: date
    round: Round
    state: SlotState
    done: Done | None = None


@dataclass(frozen=True)
class Board:
    """All slots of some places over some reporting days."""

    places: list[Place]
    days: list[date]
    now: datetime
    done: list[Done]
    emptied: list[Emptied] = field(default_factory=list)

    def slots(self) -> list[Slot]:
        """Every slot, place by place, in the order of time."""
        found: dict[tuple[str, date, int], Done] = {}
        moments: dict[str, list[tuple[tuple[date, int], datetime]]] = defaultdict(list)
        for each in self.done:
            # Where a round was done again, the one that kept its dose is shown.
            before = found.get((each.place, each.day, each.round))
            if before is None or (each.in_range and not before.in_range):
                found[each.place, each.day, each.round] = each
            moments[each.place].append(((each.day, each.round), each.occurred_at))
        doubtful = {place: apart(at) for place, at in moments.items()}
        return [
            self._slot(place, day, round_, found.get((place.code, day, round_.number)), doubtful.get(place.code, set()))
            for place in self.places
            for day in self.days
            for round_ in self.rounds
            if place.open_on(day)
        ]

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds in the order in which a reporting day meets them."""
        closes = clock.local(clock.reporting_day(self.days[-1]).to_at).time()
        return rounds_from(closes)

    def _slot(self, place: Place, day: date, round_: Round, done: Done | None, doubtful: set[tuple[date, int]]) -> Slot:
        begins, ends = window_of(round_, clock.local(clock.reporting_day(day).from_at))
        if done is None:
            state = SlotState.NOT_DUE if self.now < begins else SlotState.DUE if self.now < ends else SlotState.MISSED
        elif (day, round_.number) in doubtful:
            state = SlotState.DOUBTFUL
        else:
            state = SlotState.DONE if begins <= done.occurred_at < ends else SlotState.LATE
        return Slot(place, day, round_, state, done)

    def grid(self, slots: list[Slot], href: Href) -> CoverageGrid:
        """Places down, rounds across."""
        cells = {(slot.place.code, slot.day, slot.round.number): slot for slot in slots}
        columns = tuple(self._column(day, round_) for day in self.days for round_ in self.rounds)
        several = len({place.unit for place in self.places}) > 1
        rows = tuple(
            GridRow(
                place.words,
                tuple(
                    _cell(cells.get((place.code, day, round_.number)), href)
                    for day in self.days
                    for round_ in self.rounds
                ),
                href=href("place", place),
                note=place.unit if several else "",
            )
            for place in self.places
        )
        return CoverageGrid(
            w("消毒轮次", "Disinfection rounds"), columns, rows, corner=w("地点", "Place"), as_of=self.now
        )

    def _column(self, day: date, round_: Round) -> GridColumn:
        begins, ends = window_of(round_, clock.local(clock.reporting_day(day).from_at))
        return GridColumn(
            round_.words.say(),
            title=f"{moment(begins)} – {moment(ends, 'time')}",
            group=w("报告日 {day}", "reporting day {day}").fill(day=moment(day)).say(),
            now=begins <= self.now < ends,
        )

    def waste(self, points: list[Place], days: list[date], href: Href) -> CoverageGrid:
        """Waste points down, reporting days across: cleared daily, overflowing or not (domain A2 1f)."""
        found = {(each.place, each.day): each for each in sorted(self.emptied, key=lambda each: each.overflow)}
        today = clock.day_of(self.now).date
        rows = tuple(
            GridRow(
                point.words,
                tuple(_emptied(found.get((point.code, day)), point, day, today, href) for day in days),
                href=href("waste_place", point),
            )
            for point in points
        )
        columns = tuple(GridColumn(moment(day), now=day == today) for day in days)
        return CoverageGrid(w("垃圾清运", "Waste clearance"), columns, rows, corner=w("垃圾站", "Waste point"))


def days_back(last: date, days: int) -> list[date]:
    """The last `days` reporting days up to `last`, oldest first."""
    return [last - timedelta(days=back) for back in reversed(range(days))]


def day_to_speak_of(slots: list[Slot], days: list[date]) -> date:
    """The newest of the days of which there is something to say; a day that has just begun waits for a round."""
    said = [slot.day for slot in slots if slot.state not in (SlotState.NOT_DUE, SlotState.DUE)]
    return max(said, default=days[-1])


def proof(done: Done) -> Words:
    """Who, when, with what and what proof, on one line."""
    said = w("{at} {who} · {proof} · {agent}", "{at} {who} · {proof} · {agent}").fill(
        at=moment(done.occurred_at), who=done.recorded_by, proof=evidence_words(done.evidence), agent=AGENTS[done.agent]
    )
    if done.chlorine_mg_per_l is not None:
        said = w("{said} {n} mg/L", "{said} {n} mg/L").fill(said=said, n=done.chlorine_mg_per_l)
    if done.contact_minutes is not None:
        said = w("{said} {n} 分钟", "{said} {n} min").fill(said=said, n=done.contact_minutes)
    if done.in_range is False:
        said = w("{said}；剂量超出范围", "{said}; dose out of range").fill(said=said)
    return said


def _cell(slot: Slot | None, href: Href) -> GridCell | None:
    if slot is None:
        return None
    if slot.done is not None:
        return GridCell(slot.state, proof(slot.done).say(), href("entry", slot.done.entry))
    if slot.state is SlotState.NOT_DUE:
        return GridCell(slot.state)
    return GridCell(slot.state, f"{slot.place.words.say()} {slot.round.words.say()}", href("new", slot.place))


def _emptied(found: Emptied | None, point: Place, day: date, today: date, href: Href) -> GridCell | None:
    if not point.open_on(day):
        return None
    if found is None:
        state = SlotState.DUE if day == today else SlotState.MISSED
        return GridCell(state, point.words.say(), href("waste_new", point))
    tip = f"{moment(found.occurred_at)} {found.recorded_by} · {evidence_words(found.evidence).say()}"
    if found.overflow:
        tip += w("；清运前已满溢", "; it had been overflowing").say()
    return GridCell(SlotState.DONE, tip, href("waste_entry", found.entry))
