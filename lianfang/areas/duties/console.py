"""duties · console: what is due today, a duty as a grid of targets and time, a slot with its why, the duties."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.duties import presenters, queries, queries_need
from lianfang.areas.duties.forms import DayForm, GridForm, SlotsForm
from lianfang.areas.duties.kinds import EXCUSE, SEE, SET
from lianfang.areas.duties.policy import day_kind
from lianfang.areas.duties.queries import SlotSeen
from lianfang.areas.duties.rules import Duty, State
from lianfang.ground.people import queries as people
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import OPEN, SLOT_WORDS, Tally
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_ALLOWED, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.retention import over
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.asked import must_hold
from lianfang.shell.components import tables
from lianfang.shell.components.slots import so_far
from lianfang.shell.components.tables import Figure, Named, Table, Text, When, Who
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.cursors import PAGE_SIZE, Trail, word
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.kinds.console import pad_href
from lianfang.shell.links import to
from lianfang.shell.reader import signed_in

NEEDS_SHOWN = 8
PAGE = 60
BURDEN_DAYS = 7


@signed_in
@of_a_day(ahead=1)
def day_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is due, late and missed on a reporting day, by duty; on top what waits for the reader."""
    now, today = this_moment()
    looking = DayForm(actor, today, request.GET)
    of, day = looking.units(), looking.on
    derived = queries.is_derived(actor, day)
    tallies = queries.tallies(actor, of, day, now) if derived else []
    counts = {state: sum(each.tally.of(state) for each in tallies) for state in State}
    known = queries.duties_on(actor, day)
    context: dict[str, Any] = {
        "title": _answer(counts) if derived else w("没有应做项", "Nothing is due"),
        "lede": listed(unit.words for unit in of),
        "as_of": now,
        "needs": _needs(actor, now) if day == today else None,
        "looking": looking,
        "stats": _stats(counts, of, day) if derived else None,
        "table": presenters.TalliesTable(tallies, known, day, only(of), now) if derived else None,
        "warning": day_kind(day).warning,
        "derived": derived,
        "actions": [
            Link(w("逐项查看", "Item by item"), _slots_href(of, day)),
            Link(w("职责表", "Duties"), reverse("duties:list")),
        ],
    }
    return render(request, "duties/day.html", context)


def _needs(actor: Actor, now: Any) -> list[Need]:
    """What waits for the reader's roles at their own units, soonest first."""
    found = queries.mine(actor, now, most=NEEDS_SHOWN + 1)
    needs = [
        Need(
            each.words,
            pad_href(each.kind, each.unit) or each.href,
            w("去办理", "Open task"),
            due_at=each.due_at,
            chip=each.state,
        )
        for each in found[:NEEDS_SHOWN]
    ]
    if len(found) > NEEDS_SHOWN:
        needs.append(Need(w("还有更多", "There are more"), "#duties", w("查看全部", "See all")))
    return needs


def _answer(counts: dict[State, int]) -> Words:
    """The page's answer in one line."""
    said = w("职责：{said}", "Duties: {said}").fill(said=so_far(Tally(counts)))
    for state in (State.OVERDUE, State.MISSED):
        if counts[state]:
            said = w("{said}，{state} {n}", "{said}, {n} {state}").fill(
                said=said, state=SLOT_WORDS[state], n=counts[state]
            )
    return said


def _stats(counts: dict[State, int], of: Sequence[Unit], day: date) -> list[Stat]:
    shown = (
        (State.DUE, ""), (State.OVERDUE, "overdue"), (State.MISSED, "overdue"), (State.LATE, "near"),
        (State.DOUBTFUL, "near"), (State.EXCUSED, ""),
    )  # fmt: skip
    return [
        Stat(SLOT_WORDS[state], counts[state], _slots_href(of, day, state), tone=tone if counts[state] else "")
        for state, tone in shown
    ]


def only(of: Sequence[Unit]) -> str:
    """The unit that a page is about, for the pages that it leads to; empty for all of the reader's."""
    return of[0].code if len(of) == 1 else ""


def _slots_href(of: Sequence[Unit], day: date, state: State | None = None) -> str:
    return to("duties:slots", unit=only(of), day=day.isoformat(), state=str(state) if state else "")


@signed_in
@of_a_day(ahead=1)
def grid_page(request: HttpRequest, actor: Actor, duty: str) -> HttpResponse:
    """One duty: its targets down, its windows across, the proof behind each cell."""
    now, today = this_moment()
    looking = GridForm(actor, today, request.GET)
    of, day = looking.units(), looking.on
    found = queries.duty_on(actor, duty, day)
    back = 7 if looking.chosen("days") == "7" else 1
    days = [day - timedelta(days=n) for n in reversed(range(back))]
    trail = Trail.asked(request)
    slots, after = queries.grid(actor, of, duty, days, now, after=trail.word, size=PAGE)
    named = _namer(actor, slots, {duty: found}, today)
    done = sum(slot.entry is not None for slot in slots)
    expected = sum(slot.state not in (State.EXCUSED, State.VOID) for slot in slots)
    context: dict[str, Any] = {
        "title": w("{duty}：已做 {done}/{expected}", "{duty}: {done} of {expected} done").fill(
            duty=found.words, done=done, expected=expected
        ),
        "lede": presenters.source_words(found),
        "as_of": now,
        "crumbs": [Link(w("职责", "Duties"), reverse("duties:day"))],
        "looking": looking,
        "grid": presenters.grid_of(found, slots, days, now, named) if slots else None,
        "derived": queries.is_derived(actor, day),
        "page": trail.on(slots, after),
        "actions": _grid_actions(actor, of, found, day),
    }
    return render(request, "duties/grid.html", context)


def _grid_actions(actor: Actor, of: Sequence[Unit], duty: Duty, day: date) -> list[Link]:
    links = []
    for unit in of if len(of) == 1 else ():
        query = urlencode({"unit": unit.code, "day": day.isoformat()})
        if actor.may(EXCUSE, unit.path):
            links.append(Link(w("免予办理", "Excuse"), f"{reverse('duties:excuse', args=[duty.code])}?{query}"))
        if duty.made and duty.prefix.startswith(unit.path) and actor.may(SET, unit.path):
            links.append(Link(w("停止", "End"), f"{reverse('duties:end', args=[duty.code])}?{query}"))
    return [*links, Link(w("逐项查看", "Item by item"), _slots_href(of, day))]


RECORD_IT = w("去记录", "Record it")


class SlotsTable(Table[SlotSeen]):
    """Slots one by one."""

    called: Mapping[str, Words]
    named: Callable[[SlotSeen], Words | str]
    whose: Mapping[str, Words]
    record: Callable[[SlotSeen], str | None]

    target = Text(w("对象", "Target"), lambda t, row: t.named(row), link=lambda row: presenters.slot_href(row))
    duty = Named(w("职责", "Duty"))
    unit = Text(w("单位", "Unit"), lambda t, row: t.whose.get(row.unit, row.unit))
    state = tables.State(w("状态", "State"))
    due_at = When(w("截止", "Due"))
    done_at = When(w("完成", "Done"))
    evidence = Text(w("凭据", "Evidence"), lambda row: presenters.grade_words(row.evidence))
    act = Text(
        w("办理", "To do"), lambda t, row: RECORD_IT if t.record(row) else None, link=lambda t, row: t.record(row)
    )


class BurdenTable(Table[queries_need.Typed]):
    """How much was typed by whom."""

    login = Who(w("姓名", "Name"))
    day = When(w("报告日", "Reporting day"))
    entries = Figure(w("手工录入条数", "Records typed by hand"))


@signed_in
@of_a_day(ahead=1)
def slots_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The slots of a day one by one, by what became of them."""
    now, today = this_moment()
    looking = SlotsForm(actor, today, request.GET)
    of, day = looking.units(), looking.on
    trail = Trail.asked(request, int, datetime, str, str, int)
    slots, after = queries_need.by_need(actor, of, day, now, states=looking.states, size=PAGE, after=trail.after)
    known = queries.duties_on(actor, day)
    called = {code: duty.words for code, duty in known.items()}
    whose = {code: unit.words for code, unit in units.units(actor, sorted({s.unit for s in slots}), day=day).items()}
    context = {
        "title": w("应做项清单", "Item by item"),
        "lede": listed(unit.words for unit in of),
        "as_of": now,
        "crumbs": [Link(w("职责", "Duties"), reverse("duties:day"))],
        "filter_form": looking,
        "table": SlotsTable(
            slots, called, _namer(actor, slots, known, today), whose, lambda slot: _record_href(actor, slot, known)
        ),
        "page": trail.on(slots, word(*after) if after else None),
        "empty_title": w("没有应做项", "Nothing is due"),
    }
    return render(request, "duties/slots.html", context)


def _record_href(actor: Actor, slot: SlotSeen, duties: Mapping[str, Duty]) -> str | None:
    """Where this reader makes good what is still open; none for what is done, or theirs to see only."""
    duty = duties.get(slot.duty)
    if duty is None or slot.state not in OPEN or not actor.may(KINDS[duty.version.kind].record, slot.path):
        return None
    return presenters.record_href(slot, duty)


@signed_in
@of_a_day(ahead=1)
def slot_page(request: HttpRequest, actor: Actor, duty: str, day: date, number: int, target: str) -> HttpResponse:
    """One slot: what was expected, what became of it, and why."""
    now, today = this_moment()
    slot = queries.slot(actor, duty, day, target, number, now)
    found = queries.duties_on(actor, day).get(duty)
    if found is None:
        raise Refused(NOT_ALLOWED, verb=SEE)
    name = _namer(actor, [slot], {duty: found}, today)(slot)
    said = queries.excuse_said(actor, slot.excuse) if slot.excuse else None
    excused = (
        w("{by}，至 {until}：{why}", "{by}, until {until}: {why}").fill(
            by=said.by, why=said.because, until=moment(said.until)
        )
        if said
        else None
    )
    query = urlencode({"unit": slot.unit, "day": day.isoformat(), "target": slot.target})
    links = []
    if href := _record_href(actor, slot, {duty: found}):
        links.append(Link(RECORD_IT, href))
    if slot.entry is None and actor.may(EXCUSE, slot.path):
        links.append(Link(w("免予办理", "Excuse"), f"{reverse('duties:excuse', args=[duty])}?{query}"))
    if said and actor.may(EXCUSE, said.path):
        links.append(Link(w("撤回免予办理", "Withdraw the excuse"), reverse("duties:take-back", args=[slot.excuse])))
    context = {
        "title": w("{target}：{duty}，{state}", "{target}: {duty}, {state}").fill(
            target=name, duty=found.words, state=SLOT_WORDS[slot.state]
        ),
        "lede": presenters.why(slot),
        "as_of": now,
        "crumbs": [
            Link(w("职责", "Duties"), reverse("duties:day")),
            Link(found.words, presenters.grid_href(duty, day, slot.unit)),
        ],
        "facts": presenters.facts_of(actor, slot, found, name, units.unit(actor, slot.unit, day=day).words, excused),
        "actions": links,
    }
    return render(request, "duties/slot.html", context)


@signed_in
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every duty in force today, with its source."""
    _, today = this_moment()
    must_hold(actor, SEE)
    duties = list(queries.duties_on(actor, today).values())
    sorts = REGISTRY.targets()
    made = sum(bool(duty.made) for duty in duties)
    context = {
        "title": w("现行职责 {n} 项", "{n} duties in force").fill(n=len(duties)),
        "lede": w("方案规定 {n} 项，指挥设定 {made} 项", "{n} from the playbook, {made} set by commanders").fill(
            n=len(duties) - made, made=made
        ),
        "table": presenters.DutiesTable(duties, lambda code: sorts[code].words),
        "actions": [Link(w("设定职责", "Set a duty"), reverse("duties:new"))] if SET in actor.verbs else [],
    }
    return render(request, "duties/list.html", context)


@signed_in
@of_a_day
def burden_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many questions were put to each person each day: records typed by hand."""
    _, today = this_moment()
    looking = DayForm(actor, today, request.GET)
    unit, last = looking.unit(SET), looking.on
    first, trail = last - timedelta(days=BURDEN_DAYS - 1), Trail.asked(request, int, str, date)
    typed = queries_need.burden(actor, unit, first, last, after=trail.after, size=PAGE_SIZE + 1)
    top = queries_need.burden(actor, unit, first, last, size=1) if trail.after else typed
    page = trail.page(typed, lambda each: (each.entries, each.login, each.day))
    most = top[0].entries if top else 0
    context = {
        "title": w("近七日每人每日手工录入最多 {n} 条", "At most {n} records typed by one person a day").fill(n=most),
        "lede": w(
            "统计人工填写的条数；扫码、拍照和自动生成的不计入",
            "Records typed by hand; scans, photos and what the system makes do not count",
        ),
        "filter_form": looking,
        "table": BurdenTable(page.items),
        "page": page,
        "empty_title": w("没有手工录入", "Nothing was typed by hand"),
    }
    return render(request, "duties/slots.html", context)


def this_moment() -> tuple[Any, date]:
    now = clock.current().now()
    return now, clock.day_of(now).date


def _namer(actor: Actor, slots: Sequence[SlotSeen], duties: Mapping[str, Duty], today: date) -> Any:
    """How the targets of some slots are called; persons as far as the actor may know them, and while it is kept whom
    the records were about."""
    persons = {}
    for slot in slots:
        try:
            persons[slot.target] = UUID(slot.target)
        except ValueError:
            continue
    known = people.named(actor, list(persons.values()), purpose=people.Purpose.WORK) if persons else {}

    def named(slot: SlotSeen) -> Words | str:
        duty = duties.get(slot.duty)
        told = duty is None or not over(duty.version.kind, slot.day, today)
        person = known.get(persons[slot.target]) if told and slot.target in persons else None
        return person.name if person else "**" if slot.target in persons else slot.words

    return named
