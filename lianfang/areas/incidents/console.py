"""incidents · console: the list, one incident as it runs, and every act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.incidents import (
    actions,
    forms,
    policy,
    presenters,
    presenters_drills,
    presenters_steps,
    queries,
    queries_drills,
    queries_next,
)
from lianfang.areas.incidents.forms_steps import step_form
from lianfang.areas.incidents.kinds import ACT_ON, ANSWER, DRILL, PROPOSE, SEE
from lianfang.areas.incidents.queries import Asked, Brief, Incident
from lianfang.areas.incidents.queries_drills import Drill
from lianfang.areas.incidents.rules import STATES, steps_of
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page, pressed
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.cursors import Trail
from lianfang.shell.files.shown import papers_of
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.kinds.pickers import Choices, found_part
from lianfang.shell.ledger import names
from lianfang.shell.reader import signed_in

_LIST = Link(w("突发情况", "Incidents"), "/incidents/")
_PROPOSE = Link(w("报告突发情况", "Report an incident"), "/incidents/new/")
_DRILL = Link(w("开始演练", "Start a drill"), "/incidents/drills/new/")


@signed_in
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Incidents, real ones or those of drills, with what waits for an answer first."""
    return _list(request, actor, exercise=False)


@signed_in
def exercises_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same of drills, apart."""
    return _list(request, actor, exercise=True)


def _list(request: HttpRequest, actor: Actor, *, exercise: bool) -> HttpResponse:
    must_hold(actor, SEE)
    now = clock.current().now()
    narrowed = forms.Filter(actor, policy.day_of(now), request.GET)
    trail = Trail.asked(request, datetime, UUID)
    asked = Asked(
        exercise, narrowed.chosen("state") or "", narrowed.chosen("unit") or "", narrowed.chosen("code") or "",
        trail.after, queries.PAGE_SIZE + 1,
    )  # fmt: skip
    found = queries.listed(actor, asked)
    page = trail.page(found, lambda one: (one.known_at, one.id), queries.PAGE_SIZE)
    counted = queries.counts(actor, asked)
    running = [each for each in page.items if each.state in ("open", "closed")]
    acts = queries.standing_acts([each.id for each in running])
    steps = {
        each.id: steps_of(policy.steps(each.code, each.known_at), acts[each.id], each.known_at, now) for each in running
    }
    here = reverse("incidents:exercises" if exercise else "incidents:list")
    other = reverse("incidents:list" if exercise else "incidents:exercises")
    switch = Link(w("查看真实事件", "Real incidents") if exercise else w("查看演练事件", "Incidents of drills"), other)
    context = {
        "title": _list_title(counted, exercise),
        "as_of": now,
        "exercise": presenters.exercise_note(exercise),
        "stats": [
            Stat(words, counted.get(code, 0), f"{here}?state={code}", tone=_tone(code, counted))
            for code, words in STATES.items()
        ],
        "filter_form": narrowed,
        "table": presenters.IncidentsTable(page.items, names.names_of(actor, page.items), steps, now),
        "page": page,
        "actions": [
            *([_PROPOSE] if PROPOSE in actor.verbs else []),
            *([_DRILL] if DRILL in actor.verbs else []),
            switch,
        ],
        "empty_title": w("没有突发情况", "No incidents"),
        "empty_words": w(
            "有记录达到处置条件，或有人报告时，会立即出现在这里。",
            "Whatever a record calls for, or somebody reports, appears here at once.",
        ),
    }
    return render(request, "incidents/list.html", context)


def _tone(state: str, counted: dict[str, int]) -> str:
    return "near" if state == "proposed" and counted.get(state) else ""


def _list_title(counted: dict[str, int], exercise: bool) -> Words:
    waiting, running = counted.get("proposed", 0), counted.get("open", 0)
    if not waiting and not running:
        said = w("现在没有处置中的突发情况", "No incident is open now")
    else:
        said = w("待受理 {n} 件，处置中 {m} 件", "{n} to accept, {m} open").fill(n=waiting, m=running)
    return queries.marked(said, exercise)


@signed_in
def incident_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """One incident: a proposal to be answered, or its steps with their clocks."""
    found = found_of(actor, incident)
    seen = presenters.seen(actor, found)
    brief = found.brief
    may = {
        "answer": actor.may(ANSWER, brief.path),
        "act": actor.may(ACT_ON, brief.path) and brief.state == "open",
    }
    left = [each for each in found.steps if not each.settled]
    drill = queries_drills.drill(actor, brief.drill) if brief.drill else None
    lines = presenters_steps.step_lines(found) if brief.state in ("open", "closed") else []
    context = {
        "title": presenters.title(found),
        "lede": seen.called.unit(brief.unit),
        "as_of": found.now,
        "crumbs": crumbs_of(found)[:1],
        "exercise": presenters.exercise_note(brief.exercise),
        "incident": found,
        "brief": brief,
        "seen": seen,
        "facts": [*presenters.facts(found, seen), *papers_of(actor, [act.entry for act in found.standing])],
        "steps": lines,
        "next": _next(found, lines, may) if may["act"] else None,
        "told": presenters.ToldTable(presenters.told(found), f"{brief.href}tell/" if may["act"] else "")
        if brief.state in ("open", "closed")
        else None,
        "reports": found.reports,
        "timeline": presenters.history(found),
        "may": may,
        "closable": may["answer"] and brief.state == "open" and not left,
        "may_close": may["answer"] and brief.state == "open" and bool(left),
        "proposal": _proposal(found, seen) if brief.state == "proposed" else [],
        "back_lines": presenters.back_lines(found) if may["act"] else [],
        "findings": queries_drills.findings(actor, incident=incident),
        "procedure": found.procedure,
        "drill": drill,
        "end_form": _end_form(actor, drill, brief) if drill is not None else None,
    }
    return render(request, "incidents/incident.html", context)


def _end_form(actor: Actor, drill: Drill, brief: Brief) -> forms.EndForm | None:
    """The end of a drill, once its incident is over: with what its record says of how it went."""
    if drill.ended_at is not None or brief.closed_at is None or not actor.may(DRILL, drill.path):
        return None
    return forms.EndForm(presenters_drills.drafted(queries_drills.whole(actor, drill.id, now=clock.current().now())))


def _next(found: Incident, lines: list[presenters_steps.StepLine], may: dict[str, bool]) -> dict[str, Any] | None:
    """The step that comes next, with the form that closes the incident where it is the last one."""
    line = next((each for each in lines if each.next), None)
    if line is None:
        return None
    form = step_form(found, line.stands.step, None, closes=may["answer"]) if line.closes else None
    written = [each for each in found.tells if each.tell.how == "written" and not each.settled]
    return {"line": line, "form": form, "written": [found.whom(each.tell) for each in written] if may["answer"] else []}


def _proposal(found: Incident, seen: presenters.Seen) -> list[Need]:
    """What waits for the duty officer's answer, and until when."""
    waiting = queries_next.proposal_of(found.brief, found.now)
    detail = [seen.cause.words if seen.cause else "", found.acts[0].data.get("note", "")]
    return [Need(
        waiting.words, "#answer", w("请受理或说明不受理", "Accept it, or say why not"), waiting.due_at,
        detail="；".join(str(each) for each in detail if each),
    )]  # fmt: skip


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody reports an incident by hand."""
    must_hold(actor, PROPOSE)
    now = clock.current().now()
    form = forms.ProposeForm(actor, now, reverse("incidents:choose"), posted(request))

    return form_page(
        request, form, title=w("报告突发情况", "Report an incident"), back=reverse("incidents:list"), crumbs=[_LIST],
        submit=w("提交给值班员", "Send it to the duty officer"),
        act=lambda said: actions.propose(
            actor, unit=said["unit"], code=said["code"], occurred_at=said["occurred_at"], known_at=said["known_at"],
            note=said["note"], place=said["place"] or None, person=UUID(said["person"]) if said["person"] else None,
            entry=said["entry"],
        ),
        to=lambda made: made.brief.href, done=w("已提交，等待值班员受理", "Sent to the duty officer"),
        lede=w("紧急时先打电话", "In an emergency, call first"),
    )  # fmt: skip


@signed_in
def choose_part(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The places or persons that match what is being typed."""
    must_hold(actor, SEE)
    verb, day = DRILL if DRILL in actor.verbs else SEE, policy.day_of(clock.current().now())
    return found_part(request, Choices(actor, verb, day=day, unit=request.GET.get("unit") or None))


@require_POST
@signed_in
def accept(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """The duty officer takes it up."""
    return at_once(
        request,
        lambda: actions.open_incident(actor, incident=incident),
        w("已受理，按流程处置", "Accepted: follow the procedure"),
    )


def at_once(request: HttpRequest, act: Callable[[], Incident], words: Words) -> HttpResponse:
    return pressed(request, act, done=words, to=lambda made: made.brief.href)


def same_minute(one: datetime, other: datetime) -> bool:
    return one.replace(second=0, microsecond=0) == other.replace(second=0, microsecond=0)


@signed_in
def dismiss_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """The duty officer does not take it up, and says why."""
    return reason_page(
        request, found_of(actor, incident, ANSWER), w("不受理", "Dismiss"), w("不受理", "Dismiss"),
        lambda reason: actions.dismiss(actor, incident=incident, reason=reason),
    )  # fmt: skip


@signed_in
def reopen_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """It is not over after all."""
    return reason_page(
        request, found_of(actor, incident, ANSWER), w("重新打开", "Reopen it"), w("重新打开", "Reopen it"),
        lambda reason: actions.reopen(actor, incident=incident, reason=reason),
    )  # fmt: skip


@signed_in
def back_page(request: HttpRequest, actor: Actor, incident: UUID, entry: UUID) -> HttpResponse:
    """A step, a call or a link is taken back."""
    return reason_page(
        request, found_of(actor, incident, ACT_ON), w("撤回这条记录", "Take this entry back"),
        w("撤回", "Take it back"),
        lambda reason: actions.take_back(actor, incident=incident, entry=entry, reason=reason),
    )  # fmt: skip


@signed_in
def tell_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """Somebody was told."""
    found = found_of(actor, incident, ACT_ON)
    initial = {"to": request.GET.get("to", "")}

    def act(said: dict[str, Any]) -> None:
        at = max(said["at"], found.brief.known_at) if same_minute(said["at"], found.brief.known_at) else said["at"]
        received = said["received_at"]
        actions.tell(
            actor, incident=incident, to=said["to"] or None, whom=said["whom"], by=said["how"], at=at,
            received_at=max(received, at) if received and same_minute(received, at) else received, note=said["note"],
            papers=said["papers"],
        )  # fmt: skip

    form = forms.TellForm(found, posted(request), initial=initial)
    return asked_of(request, found, form, w("告知", "Told"), w("记录", "Record it"), act, w("已记录", "Recorded"))


@signed_in
def link_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """A person, a place or an entry belongs to it."""
    found = found_of(actor, incident, ACT_ON)
    day = policy.day_of(found.now)
    form = forms.LinkForm(actor, found.brief.unit, day, reverse("incidents:choose"), posted(request))

    def act(said: dict[str, Any]) -> None:
        actions.link(
            actor, incident=incident, role=said["role"], person=UUID(said["person"]) if said["person"] else None,
            place=said["place"] or None, entry=said["entry"],
        )  # fmt: skip

    return asked_of(request, found, form, w("关联", "Link"), w("关联", "Link it"), act, w("已关联", "Linked"))


@signed_in
def finding_page(request: HttpRequest, actor: Actor, incident: UUID) -> HttpResponse:
    """Something to be mended, found in this incident."""
    from lianfang.areas.incidents import actions_drills

    found = found_of(actor, incident, ACT_ON)

    def act(said: dict[str, Any]) -> None:
        actions_drills.hand_on(
            actor, incident=incident, unit=found.brief.unit, exercise=found.brief.exercise, drill=found.brief.drill,
            what=said["what"], owner=said["owner"], due_on=said["due_on"],
        )  # fmt: skip

    form = forms.FindingForm(policy.day_of(found.now), posted(request))
    return asked_of(request, found, form, w("移交问题", "Hand on a finding"), w("移交", "Hand it on"), act,
                  w("已移交", "Handed on"))  # fmt: skip


def found_of(actor: Actor, incident: UUID, verb: str = SEE) -> Incident:
    found = queries.incident(actor, incident, now=clock.current().now())
    actor.must(verb, found.brief.path)
    return found


def crumbs_of(found: Incident) -> list[Link]:
    listed = Link(_LIST.words, reverse("incidents:exercises")) if found.brief.exercise else _LIST
    return [listed, Link(found.brief.words, found.brief.href)]


def asked_of(
    request: HttpRequest,
    found: Incident,
    form: ActForm,
    title: Words,
    submit: Words,
    act: Callable[[dict[str, Any]], Any],
    done: Words,
    *,
    lede: Words | str = "",
) -> HttpResponse:
    return form_page(
        request, form, title=queries.marked(title, found.brief.exercise), back=found.brief.href,
        crumbs=crumbs_of(found), submit=submit, act=act, done=done, lede=lede,
        template="incidents/form.html", exercise=presenters.exercise_note(found.brief.exercise),
    )  # fmt: skip


def reason_page(
    request: HttpRequest, found: Incident, title: Words, submit: Words, act: Callable[[str], Any]
) -> HttpResponse:
    form = forms.ReasonForm(posted(request))
    return asked_of(request, found, form, title, submit, lambda said: act(said["reason"]), w("已记录", "Recorded"))
