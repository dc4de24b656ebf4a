"""publicity · console of rumours: the register by need, one rumour with its life, and each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.publicity import actions_rumour as actions
from lianfang.areas.publicity import forms_rumour as forms
from lianfang.areas.publicity import policy
from lianfang.areas.publicity import presenters_rumour as presenters
from lianfang.areas.publicity import queries_rumour as queries
from lianfang.areas.publicity.kinds import FOLLOW, SEE, WRITE
from lianfang.areas.publicity.queries_rumour import PAGE_SIZE, Rumour, Standing
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import unit_asked
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.files.shown import files_of
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.kinds.pickers import Choices
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.life import told

_UNITS_OFFERED = 200
_NEW = w("登记传言", "Register a rumour")
REGISTER = Link(w("谣言线索", "Rumours"), "/publicity/rumours/")


@signed_in
def register_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The rumours of a unit and below it: without a finding first, the longest waiting first."""
    now = clock.current().now()
    choices = Choices(actor, SEE, day=policy.today(now))
    narrowed = forms.RegisterFilter(request.GET, unit=choices.unit_filter())
    unit = unit_asked(actor, narrowed.chosen("unit") or request.GET.get("unit"), SEE)
    day = narrowed.chosen("day")
    trail = Trail.asked(request, int, datetime, UUID)
    found = queries.register(
        actor, under=unit.path, state=narrowed.chosen("state") or "", text=narrowed.chosen("q") or "", day=day,
        after=trail.after, size=PAGE_SIZE + 1,
    )  # fmt: skip
    page = trail.page(found, lambda each: (each[0], each[1].received_at, each[1].stream), PAGE_SIZE)
    shown = [each for _, each in page.items]
    context = {
        "title": _title(queries.counts(actor, under=unit.path, day=day)),
        "lede": unit.words,
        "as_of": now,
        "actions": [
            *([Link(_NEW, reverse("publicity:rumour-new"))] if WRITE in actor.verbs else []),
            *([Link(w("线索", "Tips"), reverse("publicity:tips"))] if FOLLOW in actor.verbs else []),
            Link(w("知识库", "Knowledge base"), reverse("publicity:knowledge")),
        ],
        "filter_form": narrowed,
        "table": presenters.RegisterTable(shown, units.units(actor, sorted({each.unit for each in shown})), now),
        "page": page,
        "empty_title": w("还没有登记传言", "No rumour is registered yet"),
        "empty_words": _empty(now),
    }  # fmt: skip
    return render(request, "shell/list.html", context)


def _title(counts: tuple[int, int, int]) -> Words:
    unanswered, answered, closed = counts
    if not any(counts):
        return w("谣言线索", "Rumours")
    return w("待核实 {n} 条，待办结 {m} 条，已办结 {k} 条", "{n} without a finding, {m} to be closed, {k} closed").fill(
        n=unanswered, m=answered, k=closed
    )


def _empty(now: datetime) -> Words:
    hours = policy.rumour_hours(now)
    if hours is None:
        return w(
            "听到、看到的传言登记在这里，核实后再辟谣。",
            "What is being said is registered here, looked into, then rebutted.",
        )
    return w(
        "听到、看到的传言登记在这里；{hours} 小时内没有核实结论的会提醒。",
        "What is being said is registered here; whoever follows it is reminded after {hours} hours without a finding.",
    ).fill(hours=hours)


@signed_in
def new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Registers what is being said."""
    found = names.units_where(actor, WRITE, _UNITS_OFFERED)
    offered = [(each.code, each.words.say()) for each in sorted(found, key=lambda each: each.code != actor.home)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=WRITE)
    form = forms.RumourForm(posted(request), units=offered, initial={"unit": actor.home})

    def act(_: dict[str, Any]) -> UUID:
        said = form.said()
        unit, received_at = said.pop("unit"), said.pop("received_at", None)
        return actions.receive_rumour(actor, unit=unit, data=said, received_at=received_at)

    return form_page(
        request, form, act=act, done=w("传言已登记，待核实", "Registered; it is to be looked into"),
        to=lambda stream: reverse("publicity:rumour", args=[stream]), back=reverse("publicity:rumours"),
        title=_NEW, submit=w("登记", "Register"), crumbs=[REGISTER],
    )  # fmt: skip


@signed_in
def rumour_page(request: HttpRequest, actor: Actor, rumour: UUID) -> HttpResponse:
    """One rumour: what is said, what was found, what was told, whom it reached, and what can be done next."""
    now, found = clock.current().now(), queries.rumour(actor, rumour)
    unit = units.units(actor, [found.unit]).get(found.unit)
    entries = [*ledger.by_ids([step.entry for step in found.steps]).values()]
    photos = files_of(actor, entries, ledger.facts_of(actor, entries)) if entries else {}
    reached = presenters.reaches(found)
    context = {
        "title": found.said.claim if len(found.said.claim) <= 60 else f"{found.said.claim[:60]}…",
        "as_of": now,
        "crumbs": [REGISTER],
        "actions": _offered(actor, found),
        "rumour": found,
        "chip": presenters.rumour_chip(found, now),
        "facts": presenters.rumour_facts(found, unit.words if unit else found.unit, now),
        "finding": presenters.finding_facts(found),
        "rebuttal": presenters.rebuttal_facts(found),
        "reach": presenters.ReachTable(reached) if reached else None,
        "photos": [each for of in photos.values() for each in of.values()],
        "tip_href": reverse("publicity:tip", args=[found.said.tip])
        if found.said.tip and actor.may(FOLLOW, found.path)
        else "",
        "timeline": told(found.steps, login_names.titles(actor, {step.by for step in found.steps})),
    }
    return render(request, "publicity/rumour.html", context)


def _offered(actor: Actor, found: Rumour) -> list[Link]:
    """The steps that this reader can take now, the next one first."""

    def step(words: Words, slug: str) -> Link:
        return Link(words, reverse("publicity:rumour-step", args=[found.stream, slug]))

    ways: list[Link] = []
    if actor.may(FOLLOW, found.path):
        ask, out = step(w("向来源核实", "Ask the source"), "ask"), step(w("登记结论", "Record the finding"), "find")
        rebut, close = step(w("辟谣", "Rebut"), "rebut"), step(w("办结", "Close"), "close")
        reach = step(w("登记触达", "Record its reach"), "reach")
        against = found.found is not None and found.found.verdict in queries.AGAINST
        ways = {
            Standing.RECEIVED: [ask, out],
            Standing.ASKED: [out, ask],
            Standing.FOUND: [rebut, close, out] if against else [close, out],
            Standing.REBUTTED: [close, reach, rebut, out],
            Standing.CLOSED: [step(w("重新打开", "Reopen"), "reopen"), *([reach] if found.rebutted else [])],
        }[found.standing]
    if actor.may(FOLLOW, found.path) or (actor.login == found.first.by and actor.may(WRITE, found.path)):
        if not found.over:
            ways.append(step(w("更正登记", "Correct"), "correct"))
        ways.append(step(w("撤回上一步", "Take back the last step"), "take-back"))
    return ways


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that is a form: its words, its form, and the action that takes what was said."""

    words: Words
    form: type[ActForm]
    act: Callable[..., object]
    done: Words
    first: Callable[[Rumour], dict[str, Any]] = lambda found: {}


_STEPS: dict[str, _Step] = {
    "ask": _Step(w("向来源核实", "Ask the source"), forms.AskedForm, actions.ask_source, w("已登记", "Recorded")),
    "find": _Step(
        w("登记结论", "Record the finding"), forms.FoundForm, actions.find_out,
        w("结论已登记", "The finding is recorded"),
    ),
    "rebut": _Step(
        w("辟谣", "Rebut"), forms.RebuttalForm, actions.rebut, w("辟谣已登记", "The rebuttal is recorded"),
        lambda found: forms.from_finding(found.found),
    ),
    "reach": _Step(
        w("登记触达", "Record its reach"), forms.ReachForm, actions.count_reach,
        w("触达已登记", "Its reach is recorded"),
    ),
    "close": _Step(w("办结", "Close"), forms.CloseForm, actions.close_rumour, w("已办结", "Closed")),
    "reopen": _Step(w("重新打开", "Reopen"), forms.WhyForm, actions.reopen_rumour, w("已重新打开", "Open again")),
    "correct": _Step(
        w("更正登记", "Correct"), forms.CorrectForm, lambda actor, *, rumour, reason, **said: actions.correct_rumour(
            actor, rumour=rumour, reason=reason, data=said
        ), w("已更正", "Corrected"), lambda found: forms.as_typed(found.said),
    ),
    "take-back": _Step(
        w("撤回上一步", "Take back the last step"), forms.TakeBackForm, actions.take_back, w("已撤回", "Taken back"),
        lambda found: {"entry": found.last.entry},
    ),
}  # fmt: skip


@signed_in
def step_page(request: HttpRequest, actor: Actor, rumour: UUID, step: str) -> HttpResponse:
    """One step of a rumour. What is taken back is the step that was last when the page was opened."""
    found, taken = queries.rumour(actor, rumour), existing(_STEPS.get(step))
    own = step in ("correct", "take-back") and actor.login == found.first.by
    actor.must(WRITE if own else FOLLOW, found.path)
    back = reverse("publicity:rumour", args=[rumour])
    last = len(found.steps) == 1 and step == "take-back"
    form = taken.form(posted(request), initial=taken.first(found))
    claim = found.said.claim[:60]
    return form_page(
        request, form, act=lambda _: taken.act(actor, rumour=rumour, **form.said()), done=taken.done,
        to=reverse("publicity:rumours") if last else back, back=back, title=taken.words, lede=claim,
        submit=taken.words, crumbs=[REGISTER, Link(claim, back)],
    )  # fmt: skip
