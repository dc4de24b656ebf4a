"""sanitation · console: the page of the rounds, what is out of order in them, and how a bucket is mixed."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.sanitation import board, mixing, queries
from lianfang.areas.sanitation.board import Board, Slot
from lianfang.areas.sanitation.forms import SPAN, Looking
from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.areas.sanitation.queries import Emptied
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.measures import Measure
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip, SlotState
from lianfang.shell.components.pieces import Link, Need, Stat
from lianfang.shell.components.table import Column, Figure, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.components.text import moment
from lianfang.shell.reader import signed_in

WASTE_DAYS = 7
NEEDS_SHOWN = 6
_GONE = frozenset({SlotState.MISSED})
_OUTSIDE = frozenset({SlotState.NOT_DUE, SlotState.DUE, SlotState.EXCUSED})


@signed_in
def rounds_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which place was done in which round, what is missing, and the proof behind each cell."""
    now = clock.current().now()
    today = clock.day_of(now).date
    looking = Looking(actor, today, request.GET)
    of, places = _where(actor, looking)
    days = board.days_back(looking.on, looking.chosen("days") or SPAN)
    waste_days = board.days_back(looking.on, WASTE_DAYS)
    done = queries.rounds(actor, of, days[0], days[-1]) if places else []
    emptied = queries.clearances(actor, of, waste_days[0], waste_days[-1])
    shown = Board(places or [], days, now, done, emptied)
    slots = shown.slots()
    day = board.day_to_speak_of(slots, days)
    figures = queries.figures(actor, of, day)
    hrefs = Hrefs(actor, of)
    points = queries.waste_points(places or [])
    context: dict[str, Any] = {
        "title": _title([slot for slot in slots if slot.day == day], figures[""], day, places),
        "lede": _lede(of, day),
        "as_of": now,
        "needs": _needs(slots, [each for each in emptied if each.day >= day], hrefs),
        "stats": _stats(figures[""], slots, hrefs, day),
        "looking": looking,
        "grid": shown.grid(slots, hrefs) if places else None,
        "waste": shown.waste(points, waste_days, hrefs) if points else None,
        "too_many": places is None,
        "units": _units_table(actor, figures, day, hrefs) if len(figures) > 2 or places is None else None,
        "actions": _actions(actor, of),
        **mixing.help_of(request, day),
    }
    return render(request, "sanitation/rounds.html", context)


class Hrefs:
    """The addresses that cells, rows and figures of the page lead to."""

    def __init__(self, actor: Actor, of: list[Unit]) -> None:
        self.actor, self.code = actor, of[0].code if len(of) == 1 else ""

    def __call__(self, what: str, of: object) -> str:
        if what in ("entry", "waste_entry"):
            return reverse(f"sanitation:{'waste' if what[0] == 'w' else 'disinfection'}-entry", args=[of])
        assert isinstance(of, Place)
        slug = "waste" if what.startswith("waste") else "disinfection"
        if what.endswith("new") and self.actor.may(RECORD, of.path):
            if slug == "disinfection":
                return reverse("sanitation:round", args=[of.code])
            return self.to("sanitation:waste-new", unit=of.unit, place=of.code)
        return self.to(f"sanitation:{slug}-list", place=of.code) if what.endswith("place") else ""

    def evidence(self, code: str, unit: str, day: date) -> str:
        """The entries behind a figure."""
        slug = "waste" if code == "E3" else "disinfection"
        return self.to(f"sanitation:{slug}-list", **({"unit": unit} if unit else {}), day=day.isoformat())

    @staticmethod
    def to(name: str, **query: str) -> str:
        return f"{reverse(name)}?{urlencode(query)}"


def _where(actor: Actor, looking: Looking) -> tuple[list[Unit], list[Place] | None]:
    """The unit asked for, by default all that the actor holds with anything to disinfect; and their places.

    Raises `not_found` or `not_allowed`.
    """
    asked = looking.chosen("unit") or looking.data.get("unit")
    found: list[tuple[Unit, list[Place] | None]] = []
    for unit in [units.unit(actor, asked)] if asked else _held(actor):
        actor.must(SEE, unit.path)
        found.append((unit, queries.disinfected_places(actor, unit, looking.on)))
    if not found:
        raise Refused(NOT_ALLOWED, verb=SEE)
    kept = [each for each in found if each[1] != []] or found[:1]
    if any(places is None for _, places in kept):
        return [unit for unit, _ in kept], None
    return [unit for unit, _ in kept], [place for _, places in kept for place in places or ()]


def _held(actor: Actor) -> list[Unit]:
    """The units that the actor holds, home first, none of them below another."""
    codes = sorted({grant.unit for grant in actor.held if SEE in grant.verbs})
    held = sorted(units.units(actor, codes).values(), key=lambda unit: (unit.code != actor.home, unit.path))
    paths = [unit.path for unit in held]
    return [unit for unit in held if not any(unit.path.startswith(path) for path in paths if path != unit.path)]


def _title(slots: list[Slot], total: dict[str, Measure], day: date, places: list[Place] | None) -> Words:
    """The page's answer, in one line."""
    if places is None:
        said = w("{day}消毒：已做 {done}/{due} 点次", "{day} disinfection: {done} of {due} place-rounds done")
        return said.fill(day=moment(day), done=total["E1"].value or 0, due=total["E1"].expected or 0)
    if not slots:
        return w("本单位没有需要消毒的地点", "This unit has no place to disinfect")
    done = sum(slot.done is not None for slot in slots)
    missed = sum(slot.state in _GONE for slot in slots)
    doubtful = sum(slot.state is SlotState.DOUBTFUL for slot in slots)
    due = sum(slot.state not in _OUTSIDE for slot in slots)
    said = w("{day}消毒：到现在应做 {due}，已做 {done}", "{day} disinfection: {due} due so far, {done} done")
    said = said.fill(day=moment(day), due=due, done=done)
    said = w("{said}，未做 {n}", "{said}, {n} missed").fill(said=said, n=missed) if missed else said
    return w("{said}，疑似 {n}", "{said}, {n} doubtful").fill(said=said, n=doubtful) if doubtful else said


def _lede(of: list[Unit], day: date) -> Words:
    window = clock.reporting_day(day)
    said = w("{unit}，报告日 {since} 至 {until}", "{unit}, reporting day from {since} to {until}")
    names = Words("、".join(unit.zh for unit in of), ", ".join(unit.en for unit in of))
    return said.fill(unit=names, since=moment(window.from_at), until=moment(window.to_at))


def _stats(total: dict[str, Measure], slots: list[Slot], hrefs: Hrefs, day: date) -> list[Stat]:
    code = hrefs.code
    missed = sum(slot.state in _GONE for slot in slots if slot.day == day)
    doubtful = sum(slot.state is SlotState.DOUBTFUL for slot in slots if slot.day == day)
    return [
        Stat(w("已做点次", "Place-rounds done"), total["E1"], hrefs.evidence("E1", code, day)),
        Stat(w("剂量不合格", "Out of range"), total["E2"], hrefs.evidence("E2", code, day)),
        Stat(w("垃圾点已清运", "Waste points cleared"), total["E3"], hrefs.evidence("E3", code, day)),
        Stat(w("未做", "Missed"), missed, "#rounds", tone="overdue" if missed else ""),
        Stat(
            w("疑似（两轮相隔太近）", "Doubtful (rounds too close)"),
            doubtful,
            "#rounds",
            tone="near" if doubtful else "",
        ),
    ]


def _needs(slots: list[Slot], emptied: list[Emptied], hrefs: Hrefs) -> list[Need]:
    """Overflow first, then what was missed, then what was mixed wrongly or is doubtful."""
    names = {slot.place.code: slot.place.words for slot in slots}
    missed = [slot for slot in slots if slot.state in _GONE]
    found = [_overflow(each, names.get(each.place, each.place), hrefs) for each in emptied if each.overflow]
    found += [_missed(slot, hrefs) for slot in missed[-NEEDS_SHOWN:]]
    if len(missed) > NEEDS_SHOWN:
        said = w("还有 {n} 个点次未做", "{n} more place-rounds were missed").fill(n=len(missed) - NEEDS_SHOWN)
        found.append(Need(said, "#rounds", w("看全部", "See all"), chip=SlotState.MISSED))
    doubted = [
        slot for slot in slots if slot.done and (slot.done.in_range is False or slot.state is SlotState.DOUBTFUL)
    ]
    return found + [_out_of_order(slot, hrefs) for slot in doubted]


def _overflow(found: Emptied, place: Words | str, hrefs: Hrefs) -> Need:
    return Need(
        w("{place}清运前已满溢", "{place} was overflowing").fill(place=place),
        hrefs("waste_entry", found.entry),
        w("看记录", "See the record"),
        chip=Chip(w("满溢", "overflow"), "missed", "overdue"),
        detail=moment(found.occurred_at),
    )


def _missed(slot: Slot, hrefs: Hrefs) -> Need:
    said = w("{place} {round}未做", "{place}: {round} round missed").fill(
        place=slot.place.words, round=slot.round.words
    )
    href = hrefs("new", slot.place)
    act = w("补记", "Record it") if href else w("看这处的记录", "Its records")
    return Need(said, href or hrefs("place", slot.place), act, chip=SlotState.MISSED, detail=moment(slot.day))


def _out_of_order(slot: Slot, hrefs: Hrefs) -> Need:
    assert slot.done is not None
    if slot.state is SlotState.DOUBTFUL:
        said = w("{place} {round}与另一轮相隔不到 30 分钟", "{place}: {round} round less than 30 min from another")
        chip: Chip | SlotState = SlotState.DOUBTFUL
    else:
        said = w("{place} {round}剂量超出范围", "{place}: {round} dose out of range")
        chip = Chip(w("不合格", "out of range"), "late", "near")
    return Need(
        said.fill(place=slot.place.words, round=slot.round.words),
        hrefs("entry", slot.done.entry), w("看记录", "See the record"), chip=chip, detail=board.proof(slot.done),
    )  # fmt: skip


def _units_table(actor: Actor, figures: dict[str, dict[str, Measure]], day: date, hrefs: Hrefs) -> Table:
    """Every unit with places, and the sum."""
    names = units.units(actor, [code for code in figures if code], day=day)
    columns = (
        Column(w("单位", "Unit")),
        Column(w("已做/应做点次", "Done of due"), Setting.FIGURE),
        Column(w("剂量不合格", "Out of range"), Setting.FIGURE),
        Column(w("垃圾点清运", "Waste cleared"), Setting.FIGURE),
    )

    def cells(code: str, of: dict[str, Measure]) -> tuple[object, ...]:
        return tuple(
            Figure(of[each], hrefs.evidence(each, code, day)) if each in of else None for each in ("E1", "E2", "E3")
        )

    rows = [
        Row(
            (found.words, *cells(code, figures[code])),
            href=hrefs.to("sanitation:rounds", unit=code, day=day.isoformat()),
        )
        for code, found in sorted(names.items(), key=lambda each: each[1].path)
    ]
    return Table(columns, rows, totals=Row((w("合计", "Total"), *cells(hrefs.code, figures[""]))), tall=False)


def _actions(actor: Actor, of: list[Unit]) -> list[Link]:
    lists = [
        Link(w("消毒记录", "Disinfection records"), reverse("sanitation:disinfection-list")),
        Link(w("垃圾清运记录", "Clearance records"), reverse("sanitation:waste-list")),
    ]
    mine = next((unit for unit in of if actor.may(RECORD, unit.path)), None)
    if mine is None:
        return lists
    return [
        Link(w("记一轮消毒", "Record a round"), f"{reverse('sanitation:disinfection-new')}?unit={mine.code}"),
        *lists,
    ]
