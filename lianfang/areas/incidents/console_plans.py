"""incidents · console of plans: the library, and one plan with its versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianfang.areas.incidents import actions_plans, exports, forms, policy, queries_plans
from lianfang.areas.incidents.console_reports import pdf_answer
from lianfang.areas.incidents.kinds import APPROVE, PLAN, SEE
from lianfang.areas.incidents.kinds_plan import MARKS, PlanVersion
from lianfang.areas.incidents.queries_plans import Version
from lianfang.ground.units.queries import Unit, name_on
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused, first_of
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page, pressed
from lianfang.shell.asked import must_hold
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Named, Sentence, State, Table, Text, When
from lianfang.shell.components.text import pick, say
from lianfang.shell.components.types import Fact, Link
from lianfang.shell.forms import posted
from lianfang.shell.kinds.console import entry_href
from lianfang.shell.kinds.wording import sentence
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.reader import signed_in

_PLANS = Link(w("方案与预案", "Plans"), "/incidents/plans/")
_CHIPS = {
    "draft": Chip(w("未批准", "not approved"), "due", "near"),
    "ahead": Chip(w("已批准，未生效", "approved, not yet in force"), "not_due"),
    "in_force": Chip(w("现行", "in force"), "done"),
    "expired": Chip(w("已过期", "expired"), "missed", "overdue"),
    "withdrawn": Chip(w("已停用", "withdrawn"), "excused"),
}
_YEAR = timedelta(days=365)
_MODE_SET = "duties.mode_set"


def _today() -> date:
    return policy.day_of(clock.current().now())


@signed_in
def plans_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plan library: what the playbook gives, what each unit made of it, and what is not in force."""
    must_hold(actor, SEE)
    day, found = _today(), queries_plans.every(actor)
    called = names.units_called(actor, sorted({each.unit for each in found}))
    kept = [Kept(list(group), day) for _, group in groupby(found, key=lambda each: (each.unit, each.plan))]
    lacking = sum(each.lacking for each in kept)
    title = w("{n} 份方案没有现行版本", "{n} plans have no version in force").fill(n=lacking)
    context = {
        "title": title if lacking else w("方案与预案", "Plans"),
        "as_of": clock.current().now(),
        "table": PlansTable(kept, called, day),
        "offers": _offers(actor, found, day),
        "empty_title": w("还没有方案", "No plan yet"),
        "empty_words": w(
            "从防控方案起草第一版，再按本单位情况修订、批准。", "Start from the playbook, edit, then have it approved."
        )
        if policy.templates(day)
        else w("现行防控方案没有可起草的预案。", "The playbook in force has no plan to start from."),
    }
    return render(request, "incidents/plans.html", context)


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan of the playbook that the reader's unit does not have yet."""

    unit: str
    unit_words: Words | str
    plan: str
    words: Words
    says: Words | str


def _offers(actor: Actor, found: Iterable[Version], day: date) -> list[Offer]:
    home = next((held.unit for held in actor.held if PLAN in held.verbs and held.unit), None)
    if home is None:
        return []
    there = {each.plan for each in found if each.unit == home}
    words = unit_of(actor, home).words
    return [
        Offer(home, words, each.code, each.words, each.says or "")
        for each in policy.templates(day)
        if each.code not in there
    ]


class Kept:
    """One plan of one unit among its versions, the newest first: the one in force, else the newest."""

    def __init__(self, listed: list[Version], day: date) -> None:
        holding = queries_plans.holding(listed, day)
        self.shown, self.newest = holding or listed[0], listed[0]
        self.unit = self.shown.unit
        self.lacking = holding is None and self.shown.state != "withdrawn"


class PlansTable(Table[Kept]):
    """The plans, each as it stands."""

    called: Mapping[str, Words]
    day: date

    plan = Sentence(
        w("方案", "Plan"),
        lambda row: Words(row.shown.zh, row.shown.en),
        link=lambda row: _href(row.unit, row.shown.plan),
    )
    unit = Named(w("单位", "Unit"))
    number = Figure(w("版次", "Version"), "shown.number")
    state = State(w("状态", "State"), lambda t, row: _CHIPS[row.shown.standing(t.day)])
    approver = Text(w("批准", "Approved by"), "shown.approver")
    until = When(w("有效期至", "Until"), lambda row: row.shown.effective_to if row.shown.state == "approved" else None)
    newer = Text(
        w("更新的版本", "Newer"),
        lambda row: "" if row.newest is row.shown else w("第 {n} 版", "version {n}").fill(n=row.newest.number),
    )


def _href(unit: str, plan: str) -> str:
    return reverse("incidents:plan", args=[unit, plan])


@require_POST
@signed_in
def make(request: HttpRequest, actor: Actor, unit: str, plan: str) -> HttpResponse:
    """The unit's first version, from the playbook."""
    return pressed(
        request, lambda: actions_plans.make_first(actor, unit=unit, plan=plan),
        done=lambda made: w("已起草第 {n} 版", "Version {n} is drafted").fill(n=made.number), to=_href(unit, plan),
    )  # fmt: skip


@signed_in
def plan_page(request: HttpRequest, actor: Actor, unit: str, plan: str) -> HttpResponse:
    """One plan: the version in force, or the one asked for, with every rule's mark, and its history."""
    of, listed = _plan(actor, unit, plan)
    day = _today()
    shown = _shown(request, listed, day)
    content = queries_plans.content(shown.entry)
    holding = queries_plans.holding(listed, day)
    newest = listed[0]
    context = {
        "title": _plan_title(content, shown, day),
        "lede": of.words,
        "as_of": clock.current().now(),
        "crumbs": [_PLANS],
        "content": content,
        "version": shown,
        "parts": [
            (pick(part.zh, part.en), [(pick(line.zh, line.en or line.zh), line.mark, say(MARKS[line.mark]))
                                      for line in part.lines])
            for part in content.parts
        ],
        "facts": _plan_facts(content, shown, day),
        "table": VersionsTable(listed, day),
        "unapproved": holding is None,
        "expired": holding is None and any(each.standing(day) == "expired" for each in listed),
        "newer": newest if newest is not shown and newest.state == "draft" else None,
        "marks": exports.marks_said(),
        "modes": content.plan == "contingency",
        "mode": _mode(actor, of) if content.plan == "contingency" else None,
        "may": {
            "edit": actor.may(PLAN, of.path),
            "approve": actor.may(APPROVE, of.path) and shown.state == "draft",
            "withdraw": actor.may(APPROVE, of.path) and shown.state in ("draft", "approved"),
        },
    }  # fmt: skip
    return render(request, "incidents/plan.html", context)


def _plan(actor: Actor, unit: str, plan: str) -> tuple[Unit, list[Version]]:
    of = unit_of(actor, unit)
    actor.must(SEE, of.path)
    listed = queries_plans.versions(of.code, plan)
    if not listed:
        raise Refused(NOT_FOUND)
    return of, listed


def _shown(request: HttpRequest, listed: list[Version], day: date) -> Version:
    """The version asked for; else the one in force, else the newest."""
    wanted = request.GET.get("version", "")
    asked = next((each for each in listed if str(each.number) == wanted), None)
    return asked or queries_plans.holding(listed, day) or listed[0]


def _mode(actor: Actor, of: Unit) -> Link | None:
    """The unit's own mode as it was last set, by the kind's own words; None where none was, or is not to be seen."""
    kind = KINDS.get(_MODE_SET)
    if kind is None or not actor.may(kind.see, of.path):
        return None
    found = ledger.entries(actor, ledger.Asked(unit=of.code, kinds=(_MODE_SET,), standing=True))
    newest = next((each for each in found if each.unit == of.code and not each.exercise), None)
    return Link(sentence(_MODE_SET, newest.facts), entry_href(_MODE_SET, newest.id)) if newest else None


def _plan_title(content: PlanVersion, shown: Version, day: date) -> Words:
    said = w("{title}：第 {n} 版，{state}", "{title}: version {n}, {state}")
    return said.fill(title=Words(content.zh, content.en), n=shown.number, state=_CHIPS[shown.standing(day)].words)


def _plan_facts(content: PlanVersion, shown: Version, day: date) -> list[Fact]:
    return [
        Fact(w("状态", "State"), _CHIPS[shown.standing(day)]),
        Fact(w("版次", "Version"), shown.number),
        Fact(w("起草", "Drafted by"), shown.made_by),
        Fact(w("起草时间", "Drafted at"), shown.made_at),
        Fact(w("批准", "Approved by"), shown.approver or "—"),
        Fact(w("生效日期", "In force from"), shown.effective_from or "—"),
        Fact(w("有效期至", "Until"), shown.effective_to or "—"),
        *([Fact(w("修订说明", "What changed"), content.why)] if content.why else []),
        *([Fact(w("依据的防控方案", "Playbook"), content.playbook)] if content.playbook else []),
    ]


class VersionsTable(Table[Version]):
    """The versions of a plan."""

    day: date
    tall = False

    number = Figure(w("版次", "Version"), link=lambda row: f"?version={row.number}")
    state = State(w("状态", "State"), lambda t, row: _CHIPS[row.standing(t.day)])
    made_at = When(w("起草时间", "Drafted at"))
    made_by = Text(w("起草", "By"))


@signed_in
def edit_page(request: HttpRequest, actor: Actor, unit: str, plan: str) -> HttpResponse:
    """A new version, section by section."""
    of, listed = _plan(actor, unit, plan)
    actor.must(PLAN, of.path)
    content = queries_plans.content(listed[0].entry)
    parts = [
        (part.code, pick(part.zh, part.en), "\n".join(_line(line) for line in part.lines)) for part in content.parts
    ]

    form = forms.PlanForm(parts, posted(request))
    return form_page(
        request, form, title=w("修订：{plan}", "Edit: {plan}").fill(plan=Words(content.zh, content.en)),
        act=lambda said: actions_plans.revise(actor, unit=unit, plan=plan, texts=form.texts(), why=said["why"]),
        done=w("新版本已保存，等待批准", "Saved: it awaits approval"), back=_href(unit, plan), crumbs=[_PLANS],
        to=lambda made: f"{_href(unit, plan)}?version={made.number}", lede=of.words,
        submit=w("保存为第 {n} 版", "Save as version {n}").fill(n=listed[0].number + 1),
    )  # fmt: skip


def _line(line: Any) -> str:
    """A rule as it is edited: in the reader's language where it has both, else as it stands."""
    said: str = pick(line.zh, line.en or line.zh)
    return said


@signed_in
def approve_page(request: HttpRequest, actor: Actor, unit: str, plan: str, number: int) -> HttpResponse:
    """A version is approved."""
    of, _ = _plan(actor, unit, plan)
    actor.must(APPROVE, of.path)
    day = _today()
    form = forms.ApproveForm(posted(request), initial={"effective_from": day, "effective_to": day + _YEAR})
    return form_page(
        request, form, title=w("批准第 {n} 版", "Approve version {n}").fill(n=number), back=_href(unit, plan),
        act=lambda said: actions_plans.approve(actor, unit=unit, plan=plan, number=number, **said),
        to=f"{_href(unit, plan)}?version={number}", crumbs=[_PLANS], submit=w("批准", "Approve"),
        done=w("已批准", "Approved"), lede=of.words,
    )  # fmt: skip


@signed_in
def withdraw_page(request: HttpRequest, actor: Actor, unit: str, plan: str, number: int) -> HttpResponse:
    """A version is in force no more."""
    of, _ = _plan(actor, unit, plan)
    actor.must(APPROVE, of.path)
    return form_page(
        request,
        forms.ReasonForm(posted(request)),
        title=w("停用第 {n} 版", "Withdraw version {n}").fill(n=number),
        back=_href(unit, plan),
        crumbs=[_PLANS],
        submit=w("停用", "Withdraw"),
        act=lambda said: actions_plans.withdraw(actor, unit=unit, plan=plan, number=number, reason=said["reason"]),
        done=w("已停用", "Withdrawn"),
        lede=of.words,
    )


@signed_in
def plan_pdf(request: HttpRequest, actor: Actor, unit: str, plan: str, number: int) -> HttpResponse:
    """One version as PDF."""
    of, listed = _plan(actor, unit, plan)
    shown = first_of(each for each in listed if each.number == number)
    standing = _CHIPS[shown.standing(_today())].words
    name = name_on(actor, of.code, clock.day_of(shown.approved_at or shown.made_at).date)
    paper = exports.plan_paper(shown, queries_plans.content(shown.entry), name, standing, clock.current().now())
    return pdf_answer(paper, f"plan-{of.code}-{plan}-{number}")
