"""watch · console of the roster: a week to fill in, the same on paper, and swaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianfang.areas.watch import actions, exports, policy, presenters, queries
from lianfang.areas.watch.forms import RosterForm, SwapForm, key_of
from lianfang.areas.watch.kinds import CLOSE, LEAD, ROSTER, STAND
from lianfang.areas.watch.rules import Staffing, missing, tired
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell import days
from lianfang.shell.acting import acted, form_page, shown
from lianfang.shell.components.cells import Entry
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Columns, Sentence, State, Table, Text
from lianfang.shell.components.text import moment, pick
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.reader import signed_in

_WEEK = timedelta(days=7)
_SWAP_DAYS = timedelta(days=14)


@signed_in
def roster_page(request: HttpRequest, actor: Actor, unit: str, day: str) -> HttpResponse:
    """The week's shifts; a planner chooses people in place, everybody else reads."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    monday = exports.week_of(days.said(day))
    staffed = exports.week_staffed(actor, unit, monday)
    called = dict(presenters.names(actor, staffed))
    kept = queries.post(actor, unit) is not None
    if not kept and not any(each.people for each in staffed):
        staffed = []  # a unit that keeps no watch lacks nobody
    plans = actor.may(ROSTER, found.path) and kept
    form = _form(request, actor, found, staffed, called, now) if plans and staffed else None
    here = reverse("watch:roster", args=[unit, monday.isoformat()])
    if form is not None:
        plan = form.plans
        went = acted(
            request, form, lambda said: actions.roster(actor, unit=unit, plans=plan(), why=said.get("why", "")),
            done=lambda changed: w("已保存，改动 {n} 班", "Saved; {n} shifts changed").fill(n=len(changed)), to=here,
        )  # fmt: skip
        if went is not None:
            return went
    context = {
        "title": w("{unit}值班表 {from_}–{to}", "{unit}: roster {from_} – {to}").fill(
            unit=found.words, from_=moment(monday), to=moment(monday + timedelta(days=6))
        ),
        "as_of": now,
        "crumbs": [presenters.crumb(found)],
        "before": reverse("watch:roster", args=[unit, (monday - _WEEK).isoformat()]),
        "after": reverse("watch:roster", args=[unit, (monday + _WEEK).isoformat()]),
        "copy": f"{here}?copy=1" if form is not None and form.open_keys else "",
        "copied": form is not None and "copy" in request.GET and request.method == "GET",
        "pdf": reverse("watch:roster-pdf", args=[unit, monday.isoformat()]),
        "swap": reverse("watch:swap-new", args=[unit]) if kept and actor.may(STAND, found.path) else "",
        "sheet": f"{reverse('shell:directory:sheet-import', args=['watch.roster'])}?unit={unit}" if plans else "",
        "kept": kept,
        "abolish": reverse("watch:post-close", args=[unit]) if kept and actor.may(CLOSE, found.path) else "",
        "form": form,
        "table": WeekTable(staffed, called, form, _warnings(actor, unit, staffed, now)),
        "here": here,
        "asks": _asks(actor, unit, called, now),
    }
    return shown(request, form, "watch/roster.html", context)


def _form(
    request: HttpRequest, actor: Actor, unit: Unit, staffed: Sequence[Staffing], called: dict[str, str], now: datetime
) -> RosterForm:
    """The week as a form; with `copy` the people of the week before stand in every shift that has nobody yet."""
    leaders, officers = (queries.people(actor, unit.code, verb, now) for verb in (LEAD, STAND))
    called |= queries.called(actor, leaders | officers)
    open_to = [each.shift for each in staffed if each.shift.ends_at > now]
    shown = list(staffed)
    if "copy" in request.GET and request.method == "GET":
        last = exports.week_staffed(actor, unit.code, exports.week_of(staffed[0].shift.on) - _WEEK)
        stood = {(each.shift.on + _WEEK, each.shift.code): each for each in last}
        shown = [_copied(each, stood.get((each.shift.on, each.shift.code)), now) for each in staffed]
        called |= queries.called(actor, {person for each in shown for person in each.people})
    return RosterForm(
        posted(request),
        staffed=shown,
        leaders={login: called[login] for login in sorted(leaders)},
        officers={login: called[login] for login in sorted(officers)},
        places=policy.limits_on(staffed[0].shift.on).officers_max,
        open_to=open_to,
        late=any(each.shift.begins_at <= now < each.shift.ends_at for each in staffed),
    )


def _copied(staffing: Staffing, last: Staffing | None, now: datetime) -> Staffing:
    if last is None or staffing.people or staffing.shift.begins_at <= now:
        return staffing
    return replace(staffing, leader=last.leader, officers=last.officers)


def _warnings(actor: Actor, unit: str, staffed: Sequence[Staffing], now: datetime) -> dict[str, Chip]:
    """What is wrong with each shift that is not over: who is missing, who has too little rest."""
    if not staffed or queries.post(actor, unit) is None:
        return {}
    limits = policy.limits_on(staffed[0].shift.on)
    before = queries.roster(actor, staffed[0].shift.begins_at - _WEEK, staffed[0].shift.begins_at, [unit])
    stood = [*before.values(), *staffed]
    found = {}
    for each in staffed:
        if each.shift.ends_at <= now:
            continue
        lacks = missing(each, limits)
        if lacks:
            both = listed(lacks, w("、", " and "))
            words = w("缺{lacks}", "lacks {lacks}").fill(lacks=both)
            found[key_of(each.shift)] = Chip(
                words, "missed", "overdue" if each.shift.begins_at - now < limits.ahead else "near"
            )
            continue
        for person in each.people:
            why = tired(each.shift, [one.shift for one in stood if person in one.people], limits)
            if why is not None:
                found[key_of(each.shift)] = Chip(why, "doubtful", "near")
    return found


class WeekTable(Table[Staffing]):
    """The week's shifts: fields where one can still be planned, names where it cannot."""

    called: presenters.Names
    form: RosterForm | None
    warnings: Mapping[str, Chip]
    tall = False

    shift = Text(w("班次", "Shift"), "shift.said")
    hours = Text(w("时间", "Hours"), lambda row: presenters.hours(row.shift))

    @Text(w("带班领导", "Duty leader"))
    def leader(self, row: Staffing) -> object:
        if self.form is None:
            return presenters.who_cell(row.leader, self.called)
        key, said = key_of(row.shift), row.shift.said.say()
        if key not in self.form.open_keys:
            return self.called.get(row.leader, row.leader) if row.leader else ""
        return Entry(
            self.form[f"{key}-leader"], pick(f"{said}带班领导", f"leader, {said}"), before=self.form[f"{key}-seen"]
        )

    @Columns
    def officers(self) -> list[Text]:
        if self.form is None:
            return [Text(w("值班员", "Duty officers"), lambda row: presenters.officers_cell(row, self.called))]
        places = range(self.form.places)
        heads = [Words(f"值班员{n + 1}", f"Officer {n + 1}") for n in places]
        return [self._place(n, heads[n] if len(places) > 1 else w("值班员", "Duty officers")) for n in places]

    def _place(self, place: int, words: Words) -> Text:
        return Text(words, lambda row: self._officer(row, place))

    def _officer(self, row: Staffing, place: int) -> object:
        assert self.form is not None
        key, said = key_of(row.shift), row.shift.said.say()
        if key not in self.form.open_keys:
            name = row.officers[place] if place < len(row.officers) else ""
            return self.called.get(name, name)
        label = pick(f"{said}值班员{place + 1}", f"officer {place + 1}, {said}")
        return Entry(self.form[f"{key}-officer{place}"], label)

    note = State(w("提示", "Note"), lambda t, row: t.warnings.get(key_of(row.shift), ""))


class AsksTable(Table[queries.Ask]):
    """Swaps that were asked for."""

    called: presenters.Names
    tall = False

    given = Text(
        w("让出的班", "Shift given away"), "given.said", link=lambda row: reverse("watch:swap", args=[row.stream])
    )
    by = Text(w("申请人", "Asked by"), lambda t, row: t.called[row.by])
    other = Text(w("接替人", "Substitute"), lambda t, row: t.called[row.other])
    taken = Text(w("换来的班", "In return"), lambda row: row.taken.said if row.taken else "—")
    why = Sentence(w("原因", "Reason"))


def _asks(actor: Actor, unit: str, called: dict[str, str], now: datetime) -> AsksTable | None:
    """The swaps that wait for an answer."""
    waiting = queries.waiting_asks(actor, [unit], now)
    if not waiting:
        return None
    names = {name for each in waiting for name in (each.by, each.other)}
    return AsksTable(waiting, called | dict(queries.called(actor, names)))


@signed_in
def roster_pdf(request: HttpRequest, actor: Actor, unit: str, day: str) -> HttpResponse:
    """The week's roster on paper."""
    found, monday = presenters.unit_seen(actor, unit), exports.week_of(days.said(day))
    pdf = exports.roster_pdf(actor, found, monday, clock.current().now())
    return exports.answered(pdf, f"watch-roster-{unit}-{monday}.pdf")


@signed_in
def swap_new_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """Asks another to stand in; a planner decides at once, for anybody."""
    found, now = presenters.unit_seen(actor, unit), clock.current().now()
    actor.must(STAND, found.path)
    plans = actor.may(ROSTER, found.path)
    form = _swap_form(request, actor, found, now, plans=plans)

    def act(said: dict[str, Any]) -> Words:
        by = said["given"].split(".")[2]
        asked = {"unit": unit, "given": form.shift("given"), "taken": form.shift("taken"), "other": said["other"]}
        if by == actor.login and not plans:
            actions.ask_swap(actor, **asked, why=said["why"])
            return w("已发出，等对方答复", "Sent; waiting for the other person's answer")
        actions.decide_swap(actor, **asked, why=said["why"], by=by)
        return w("已调班", "The shifts are swapped")

    return form_page(
        request, form, act=act, done=lambda words: words, to=lambda _: _roster(unit, form.shift("given"), now),
        back=_roster(unit, None, now), title=w("{unit}：调班", "{unit}: swap a shift").fill(unit=found.words),
        lede=w("由带班领导当场决定", "As duty leader you decide it at once")
        if plans
        else w("对方同意后生效", "It takes effect once the other person agrees"),
        submit=w("调班", "Swap") if plans else w("发出申请", "Send the request"), crumbs=[presenters.crumb(found)],
    )  # fmt: skip


def _swap_form(request: HttpRequest, actor: Actor, unit: Unit, now: datetime, *, plans: bool) -> SwapForm:
    said = queries.roster(actor, now, now + _SWAP_DAYS, [unit.code])
    staffed = sorted(said.values(), key=lambda each: each.shift.begins_at)
    people = queries.people(actor, unit.code, STAND, now) | queries.people(actor, unit.code, LEAD, now)
    called = presenters.names(actor, staffed, *people)
    given = [
        (f"{key_of(each.shift)}.{person}", f"{each.shift.said.say()} · {called[person]}")
        for each in staffed
        for person in each.people
        if plans or person == actor.login
    ]
    taken = [
        (key_of(each.shift), f"{each.shift.said.say()} · {presenters.listed(each.people, called)}") for each in staffed
    ]
    others = [(login, called[login]) for login in sorted(people) if plans or login != actor.login]
    return SwapForm(posted(request), given=given, people=others, taken=taken)


def _roster(unit: str, given: tuple[date, str] | None, now: datetime) -> str:
    on = given[0] if given else clock.local(now).date()
    return reverse("watch:roster", args=[unit, on.isoformat()])


@signed_in
def swap_page(request: HttpRequest, actor: Actor, swap: UUID) -> HttpResponse:
    """A swap that was asked for, and its answer."""
    ask = queries.ask(actor, swap)
    unit, now = presenters.unit_seen(actor, ask.unit), clock.current().now()
    form, agrees = ActForm(posted(request)), request.POST.get("answer") == "yes"
    went = acted(
        request, form,
        lambda _: actions.agree_swap(actor, swap=swap)
        if agrees
        else actions.decline_swap(actor, swap=swap, why=request.POST.get("why", "")),
        done=w("已同意，值班表已更新", "Agreed; the roster is changed") if agrees else w("已回绝", "Declined"),
        to=_roster(ask.unit, (ask.given.on, ask.given.code), now),
    )  # fmt: skip
    if went is not None:
        return went
    called = queries.called(actor, [ask.by, ask.other])
    said = {
        "": w("待答复", "waits for an answer"),
        "swapped": w("已调班", "swapped"),
        "swap_declined": w("已回绝", "declined"),
    }
    context = {
        "title": w("{by} 请 {other} 接替 {shift}", "{by} asks {other} to take {shift}").fill(
            by=called[ask.by], other=called[ask.other], shift=ask.given.said
        ),
        "crumbs": [presenters.crumb(unit)],
        "facts": [
            Fact(w("让出的班", "Shift given away"), ask.given.said),
            Fact(w("换来的班", "In return"), ask.taken.said if ask.taken else "—"),
            Fact(w("原因", "Reason"), ask.why),
            Fact(w("申请时间", "Asked at"), ask.at),
            Fact(w("结果", "Answer"), said.get(ask.answer, ask.answer)),
        ],
        "form": form if request.method == "POST" else None,
        "open": not ask.answer,
        "mine": actor.login in (ask.by, ask.other) or actor.may(ROSTER, unit.path),
        "agrees": actor.login == ask.other or (actor.may(ROSTER, unit.path) and actor.login != ask.by),
        "actions": [Link(w("值班表", "Roster"), _roster(ask.unit, (ask.given.on, ask.given.code), now))],
    }
    return shown(request, form, "watch/swap.html", context)
