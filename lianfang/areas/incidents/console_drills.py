"""incidents · console of drills: the list, a drill as it runs, its debrief, and what is to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.incidents import actions_drills, exports, forms, policy, presenters, queries, queries_drills
from lianfang.areas.incidents.console_reports import pdf_answer
from lianfang.areas.incidents.kinds import ACT_ON, DRILL, SEE
from lianfang.areas.incidents.kinds_drill import DRILL_ENDED
from lianfang.areas.incidents.presenters_drills import drafted, left_undone, verdict
from lianfang.areas.incidents.queries import marked
from lianfang.areas.incidents.queries_drills import Drill, Finding, Timing, Whole
from lianfang.areas.incidents.rules import Act, steps_of
from lianfang.ground.access.queries_called import who
from lianfang.ground.access.roles import words_of
from lianfang.ground.units.queries import name_on
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.marks import OVERDUE, Chip
from lianfang.shell.components.tables import Named, Sentence, State, Table, Text, When
from lianfang.shell.components.text import moment, say
from lianfang.shell.components.types import Event, Fact, Link
from lianfang.shell.cursors import Trail
from lianfang.shell.documents.paper import Paper
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in

_DRILLS = Link(w("演练", "Drills"), "/incidents/drills/")
_RUNS, _OVER = Chip(w("进行中", "running"), "partial", "near"), Chip(w("已结束", "over"), "done")


@signed_in
def drills_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every drill, the newest first."""
    must_hold(actor, SEE)
    trail = Trail.asked(request, datetime, UUID)
    found = queries_drills.drills(actor, after=trail.after, size=queries_drills.PAGE_SIZE + 1)
    page = trail.page(found, lambda one: (one.started_at, one.id), queries_drills.PAGE_SIZE)
    called = names.units_called(actor, sorted({each.unit for each in page.items}))
    running = sum(each.ended_at is None for each in page.items)
    may = DRILL in actor.verbs
    context = {
        "title": w("演练进行中 {n} 次", "{n} drills running").fill(n=running) if running else w("演练", "Drills"),
        "as_of": clock.current().now(),
        "table": DrillsTable(page.items, called),
        "page": page,
        "actions": [Link(w("开始演练", "Start a drill"), reverse("incidents:drill-new"))] if may else [],
        "empty_title": w("还没有演练", "No drill yet"),
        "empty_words": w(
            "任何处置流程都可以演练；演练数据永远标明“演练”，不计入统计。",
            "Any procedure can be exercised; what is recorded is permanently marked EXERCISE and never counted.",
        ),
    }
    return render(request, "incidents/list.html", context)


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An exercise begins."""
    must_hold(actor, DRILL)
    now = clock.current().now()
    code = request.GET.get("code", "")
    form = forms.DrillForm(actor, now, reverse("incidents:choose"), posted(request), code=code)
    return form_page(
        request, form, title=w("开始演练", "Start a drill"), back=_DRILLS.href, crumbs=[_DRILLS],
        submit=w("开始", "Start"), done=w("演练已开始", "The drill has started"), to=lambda made: made.href,
        act=lambda said: actions_drills.start_drill(actor, **said | {"place": said["place"] or None}),
        template="incidents/drill_new.html", exercise=presenters.exercise_note(True),
    )  # fmt: skip


@signed_in
def drill_page(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """A drill as it runs: its scenario, what was put in, its incidents; once it is over, its debrief."""
    now = clock.current().now()
    found = queries_drills.whole(actor, drill, now=now)
    one = found.drill
    may = actor.may(DRILL, one.path)
    briefs = [each.brief for each in found.incidents]
    called = names.names_of(actor, [*briefs, one_named(one)])
    steps = {
        each.id: steps_of(policy.steps(each.brief.code, each.brief.known_at), each.standing, each.brief.known_at, now)
        for each in found.incidents
    }
    context = {
        "title": marked(_title(found), True),
        "lede": called.unit(one.unit),
        "as_of": now,
        "crumbs": [_DRILLS],
        "exercise": presenters.exercise_note(True),
        "drill": one,
        "facts": _facts(found, called.place(one.place)),
        "table": presenters.IncidentsTable(briefs, called, steps, now),
        "timeline": [_event(act) for act in found.acts],
        "running": one.ended_at is None and may,
        "may": may,
        "findings": FindingsTable(found.findings),
        "inject_form": _inject_form(request, actor, one) if one.ended_at is None and may and not briefs else None,
        "settled": bool(briefs) and all(each.state in ("closed", "dismissed") for each in briefs),
    }
    return render(request, "incidents/drill.html", context)


def _inject_form(request: HttpRequest, actor: Actor, one: Drill) -> forms.InjectForm:
    day = policy.day_of(clock.current().now())
    event = policy.event_words(one.code, day)
    return forms.InjectForm(actor, one.unit, day, reverse("incidents:choose"), posted(request), event=event)


def one_named(one: Drill) -> Any:
    """A drill as names are asked for: it names no person."""
    return _Place(one.unit, one.place)


class _Place:
    person = None

    def __init__(self, unit: str, place: str | None) -> None:
        self.unit, self.place = unit, place


def _title(found: Whole) -> Words:
    words = Words(found.drill.title, found.drill.title)
    if found.drill.ended_at is None:
        return w("{title}：进行中", "{title}: running").fill(title=words)
    return w("{title}：已结束", "{title}: over").fill(title=words)


class DrillsTable(Table[Drill]):
    """Drills with who held them."""

    called: Mapping[str, Words]

    title = Sentence(
        w("演练", "Drill"), lambda row: marked(Words(row.title, row.title), True), link=lambda row: row.href
    )
    procedure = Text(w("流程", "Procedure"), lambda row: policy.event_words(row.code, policy.day_of(row.started_at)))
    state = State(w("状态", "State"), lambda row: _OVER if row.ended_at else _RUNS)
    unit = Named(w("单位", "Unit"))
    started_at = When(w("开始", "Started"))
    started_by = Text(w("组织", "By"))


def _facts(found: Whole, place: Words | str | None) -> list[Fact]:
    one, started = found.drill, found.acts[0].data
    return [
        Fact(w("状态", "State"), _OVER if one.ended_at else _RUNS),
        Fact(w("流程", "Procedure"), policy.event_words(one.code, policy.day_of(one.started_at))),
        Fact(w("情景", "Scenario"), started["scenario"]),
        Fact(w("参加岗位", "Who takes part"), started["participants"]),
        Fact(w("地点", "Place"), place or "—"),
        Fact(w("开始", "Started"), one.started_at),
        *([Fact(w("结束", "Ended"), one.ended_at)] if one.ended_at else []),
    ]


def _event(act: Act) -> Event:
    return Event(act.at, sentence(act.kind, act.data), who(act.by).say(), tags=(queries.EXERCISE,))


@signed_in
def inject_page(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """A made-up fact is put in."""
    one = _drill(actor, drill, DRILL)
    form = _inject_form(request, actor, one)

    def act(said: dict[str, Any]) -> str:
        person = UUID(said["person"]) if said["person"] else None
        if said["sort"] == "reading" and person:
            actions_drills.inject_reading(
                actor, drill=drill, person=person, celsius=said["celsius"], what=said["what"],
                remeasure=said["remeasure"], place=said["place"] or None,
            )  # fmt: skip
        else:
            actions_drills.inject_event(
                actor, drill=drill, what=said["what"], place=said["place"] or None, person=person
            )
        newest = queries.of_drill(drill)[-1:]  # what it gave rise to, if anything
        return newest[0].href if newest else one.href

    return _asked(
        request, one, form, w("注入情况", "Inject a fact"), w("注入", "Inject"), act, w("已注入", "Injected"),
        to=lambda href: href,
    )  # fmt: skip


@signed_in
def end_page(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """The exercise is over."""
    one = _drill(actor, drill, DRILL)
    whole = queries_drills.whole(actor, drill, now=clock.current().now())
    return _asked(
        request, one, forms.EndForm(drafted(whole), posted(request)), w("结束演练", "End the drill"),
        w("结束", "End"),
        lambda said: actions_drills.end_drill(actor, drill=drill, summary=said["summary"]),
        w("演练已结束", "It is over"), to=reverse("incidents:debrief", args=[drill]),
    )  # fmt: skip


@signed_in
def drill_finding(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """Something to be mended is handed on."""
    one = _drill(actor, drill, ACT_ON)

    def act(said: dict[str, Any]) -> None:
        actions_drills.hand_on(
            actor, drill=drill, unit=one.unit, what=said["what"], owner=said["owner"], due_on=said["due_on"]
        )

    form = forms.FindingForm(policy.day_of(clock.current().now()), posted(request))
    return _asked(
        request, one, form, w("移交问题", "Hand on a finding"), w("移交", "Hand it on"), act, w("已移交", "Handed on")
    )


@signed_in
def debrief_page(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """Time to each step against its clock, beside earlier drills, and what is handed on."""
    found, timings, paper = _debrief(actor, drill)
    context = {
        "title": marked(verdict(found, timings), True),
        "lede": paper.unit,
        "as_of": paper.as_of,
        "crumbs": [_DRILLS, Link(marked(Words(found.drill.title, found.drill.title), True), found.drill.href)],
        "exercise": presenters.exercise_note(True),
        "drill": found.drill,
        "facts": list(paper.facts),
        "table": exports.TimingsTable(timings),
        "told": presenters.ToldTable(presenters.told(found.incidents[0])) if found.incidents else None,
        "left": left_undone(found),
        "summary": say(paper.sections[2].words).splitlines(),
        "findings": FindingsTable(found.findings),
        "may": actor.may(ACT_ON, found.drill.path),
        "pdf_href": reverse("incidents:debrief-pdf", args=[drill]),
    }
    return render(request, "incidents/debrief.html", context)


@signed_in
def debrief_pdf(request: HttpRequest, actor: Actor, drill: UUID) -> HttpResponse:
    """The debrief as PDF."""
    return pdf_answer(_debrief(actor, drill)[2], f"drill-{drill}")


def _debrief(actor: Actor, drill: UUID) -> tuple[Whole, list[Timing], Paper]:
    now = clock.current().now()
    found = queries_drills.whole(actor, drill, now=now)
    before = queries_drills.main_incidents(queries_drills.earlier(found.drill), now=now)
    timings = queries_drills.timings(found.incidents[0], before) if found.incidents else []
    ended = next((act for act in found.acts if act.kind == DRILL_ENDED.code), None)
    called = names.names_of(actor, [one_named(found.drill)])
    paper = exports.debrief_paper(
        w("演练复盘：{title}", "Debrief: {title}").fill(title=found.drill.title),
        (found.drill.unit, name_on(actor, found.drill.unit, clock.day_of(ended.at if ended else now).date)),
        _facts(found, called.place(found.drill.place)),
        (timings, presenters.told(found.incidents[0]) if found.incidents else [], left_undone(found)),
        ended.data["summary"] if ended else "",
        FindingsTable(found.findings),
        now,
    )
    return found, timings, paper


class FindingsTable(Table[Finding]):
    """What is to be mended: by whom, until when, and whether it is."""

    tall = False

    what = Sentence(w("问题", "Finding"), link=lambda row: row.href)
    owner = Text(w("责任岗位", "Responsible role"), lambda row: words_of(row.owner))
    due_on = When(w("期限", "Due"))
    state = State(w("状态", "State"), lambda row: _finding_chip(row, policy.day_of(clock.current().now())))
    how = Sentence(w("整改情况", "How it was rectified"))


def _finding_chip(each: Finding, day: Any) -> Chip:
    if each.mended_at:
        return Chip(w("已整改", "rectified"), "done")
    if day > each.due_on:
        return OVERDUE
    return Chip(w("待整改", "to be rectified"), "due")


@signed_in
def finding_page(request: HttpRequest, actor: Actor, finding: UUID) -> HttpResponse:
    """One finding: what was found, and how it was mended."""
    one = queries_drills.finding(actor, finding)
    back = f"/incidents/drills/{one.drill}/" if one.drill else f"/incidents/{one.incident}/"
    crumbs = [Link(w("演练", "Drill") if one.drill else w("突发情况", "Incident"), back)]
    if one.mended_at or not actor.may(ACT_ON, one.path):
        context = {
            "title": marked(w("问题：{what}", "Finding: {what}").fill(what=one.what), one.exercise),
            "crumbs": crumbs,
            "exercise": presenters.exercise_note(one.exercise),
            "findings": FindingsTable([one]),
        }
        return render(request, "incidents/finding.html", context)
    lede = w("{owner}，{due} 前整改：{what}", "{owner}, by {due}: {what}").fill(
        owner=words_of(one.owner), due=moment(one.due_on), what=one.what
    )
    return form_page(
        request, forms.MendForm(posted(request)), title=marked(w("整改", "Rectify"), one.exercise), back=back,
        crumbs=crumbs, submit=w("已整改", "Rectified"),
        act=lambda said: actions_drills.mend(actor, finding=finding, by=said["how"]),
        done=w("已记录整改", "Recorded"), lede=lede,
        template="incidents/form.html", exercise=presenters.exercise_note(one.exercise),
    )  # fmt: skip


def _drill(actor: Actor, drill: UUID, verb: str) -> Drill:
    one = queries_drills.drill(actor, drill)
    actor.must(verb, one.path)
    return one


def _asked(
    request: HttpRequest, one: Drill, form: ActForm, title: Words, submit: Words, act: Any, done: Words, *, to: Any = ""
) -> HttpResponse:
    return form_page(
        request, form, title=marked(title, True), back=one.href, to=to,
        crumbs=[_DRILLS, Link(marked(Words(one.title, one.title), True), one.href)], submit=submit, act=act, done=done,
        template="incidents/form.html", exercise=presenters.exercise_note(True),
    )  # fmt: skip
