"""newspaper · console of issues: the list, one issue with its plan, its proof, and each of its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.newspaper import actions_issue, forms, presenters, queries, queries_content
from lianfang.areas.newspaper import queries_public as public
from lianfang.areas.newspaper.console import DESK
from lianfang.areas.newspaper.kinds import APPROVE, EDIT, SEE
from lianfang.areas.newspaper.kinds_issue import PAGE_TEMPLATES, PagePlan
from lianfang.areas.newspaper.problems import NO_PAPER
from lianfang.areas.newspaper.queries import PAGE_SIZE, Article, Issue
from lianfang.areas.newspaper.rules import Progress
from lianfang.ground.access import queries_called as login_names
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in
from lianfang.shell.texts import life
from lianfang.shell.texts.forms import NoteForm, WhyForm

_PAGES_AT_FIRST = 4
ISSUES = Link(w("各期", "Issues"), "/newspaper/issues/")


@signed_in
def issues_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The issues, those that were touched last first."""
    must_hold(actor, SEE)
    trail = Trail.asked(request, datetime, UUID)
    found = queries.issues(actor, after=trail.after, size=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: (each.last.at, each.stream), PAGE_SIZE)
    begins = EDIT in actor.verbs and queries.paper() is not None
    new = [
        Link(w("新的一期", "New issue"), reverse("newspaper:issue-new")),
        Link(w("补录旧报", "Add an old page"), reverse("newspaper:old")),
    ]
    context = {
        "title": w("各期", "Issues"),
        "crumbs": [DESK],
        "actions": new if begins else [],
        "table": presenters.IssueTable(page.items),
        "page": page,
        "empty_title": w("还没有排过一期", "No issue yet"),
        "empty_words": w("先填报头，再把审签过的稿件排进一期。", "Name the paper first, then place approved articles."),
    }
    return render(request, "shell/list.html", context)


@signed_in
def issue_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Begins an issue."""
    must_hold(actor, EDIT)
    paper = queries.paper()
    if paper is None:
        raise Refused(NO_PAPER)
    articles, taken = queries.ready(actor), queries.dates_taken(actor)
    first = forms.plan_at_first(max((number for _, _, number, _ in taken), default=0) + 1)
    initial = {"dated": clock.local(clock.current().now()).date(), **first}
    form = _plan_form(request, articles, _PAGES_AT_FIRST, initial)
    return form_page(
        request, form, act=lambda _: actions_issue.plan_issue(actor, unit=paper.unit, data=form.plan()),
        done=w("这一期已建立", "The issue is there"), back=reverse("newspaper:issues"),
        to=lambda stream: reverse("newspaper:desk-issue", args=[stream]), title=w("新的一期", "New issue"),
        submit=w("保存", "Save"), crumbs=[DESK, ISSUES], template="newspaper/plan.html",
    )  # fmt: skip


@signed_in
def plan_page(request: HttpRequest, actor: Actor, issue: UUID) -> HttpResponse:
    """The plan of an issue."""
    found = queries.issue(actor, issue)
    actor.must(EDIT, found.path)
    if found.plan.is_old:
        return HttpResponseRedirect(reverse("newspaper:old-issue", args=[issue]))
    placed = [each.article for page in found.plan.pages for each in page.articles]
    form = _plan_form(request, queries.ready(actor, placed), len(found.plan.pages), forms.plan_typed(found.plan))
    back = reverse("newspaper:desk-issue", args=[issue])
    return form_page(
        request, form, act=lambda _: actions_issue.replan_issue(actor, issue=issue, data=form.plan()),
        done=w("计划已保存", "The plan is saved"), back=back, title=w("组版", "Plan"), lede=found.slug,
        submit=w("保存", "Save"), crumbs=[DESK, ISSUES, Link(found.slug, back)], template="newspaper/plan.html",
    )  # fmt: skip


def _plan_form(
    request: HttpRequest, articles: Sequence[Article], pages: int, initial: Mapping[str, Any]
) -> forms.PlanForm:
    """The plan as it is asked for; where only the number of pages was changed, with all that was typed so far."""
    if request.method == "POST" and "resize" in request.POST:
        sent, initial = None, {**initial, **request.POST.dict()}
    else:
        sent = posted(request)
    return forms.PlanForm(sent, articles=articles, pages=_pages_asked(request, pages), initial=initial)


def _pages_asked(request: HttpRequest, otherwise: int) -> int:
    """How many pages the form has: `pages` of the address, which goes along with what is sent."""
    asked = request.GET.get("pages", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else otherwise


@signed_in
def issue_page(request: HttpRequest, actor: Actor, issue: UUID) -> HttpResponse:
    """One issue: its pages with their articles, what stands against its going out, and what happened to it."""
    found = queries.issue(actor, issue)
    placed = [each.article for page in found.plan.pages for each in page.articles]
    articles = queries.articles_by(actor, placed)
    out = public.out(found.slug) if found.progress is Progress.PUBLISHED else None
    context = {
        "title": w("{slug} 总第 {number} 期", "{slug}, no. {number}").fill(slug=found.slug, number=found.plan.issue_no),
        "crumbs": [DESK, ISSUES],
        "chip": presenters.issue_chip(found),
        "actions": _steps_offered(actor, found),
        "facts": presenters.issue_facts(found, out.published_at if out else None),
        "pages": [
            (
                _called(page),
                page,
                PAGE_TEMPLATES[page.template],
                [(articles.get(each.article), each) for each in page.articles],
            )
            for page in found.plan.pages
        ],
        "chips": {each.stream: presenters.article_chip(each) for each in articles.values()},
        "against": queries_content.against(actor, found, clock.current().now()),
        "timeline": life.told(found.steps, login_names.titles(actor, {step.by for step in found.steps})),
    }
    return render(request, "newspaper/issue.html", context)


def _called(page: PagePlan) -> Words:
    return w("第 {n} 版 {name}", "Page {n}: {name}").fill(n=page.number, name=page.name)


def _steps_offered(actor: Actor, found: Issue) -> list[Link]:
    def link(words: Any, name: str, *more: str) -> Link:
        return Link(words, reverse(f"newspaper:{name}", args=[found.stream, *more]))

    if found.progress is Progress.PUBLISHED:
        return [Link(w("看报", "Read it"), reverse("newspaper:issue", args=[found.slug]))]
    proof = link(w("看大样", "See the proof"), "issue-proof")
    plan = [link(w("组版", "Plan"), "plan")] if actor.may(EDIT, found.path) else []
    if plan and found.plan.is_old:
        plan = [link(w("旧报版面", "Its old pages"), "old-issue")]
    if not actor.may(APPROVE, found.path):
        return [*plan, proof]
    if found.progress is Progress.SIGNED:
        return [link(w("发布", "Publish"), "issue-step", "publish"), proof, *plan,
                link(w("退回", "Return"), "issue-step", "return")]  # fmt: skip
    return [link(w("签发", "Sign off"), "issue-step", "sign"), proof, *plan]


@signed_in
def issue_proof(request: HttpRequest, actor: Actor, issue: UUID) -> HttpResponse:
    """The whole issue as a PDF, as it would go out now."""
    found = queries.issue(actor, issue)
    actor.must(SEE, found.path)
    paper = queries.paper()
    if paper is None:
        raise Refused(NO_PAPER)
    content = queries_content.content_of(actor, found, paper, clock.current().now())
    composed, _ = actions_issue.set_in_type(actor, content)
    answer = HttpResponse(composed.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="proof-{found.slug}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@signed_in
def issue_step(request: HttpRequest, actor: Actor, issue: UUID, step: str) -> HttpResponse:
    """Signs an issue off, gives it back, or publishes it."""
    found = queries.issue(actor, issue)
    if not actor.may(APPROVE, found.path):
        raise Refused(NOT_ALLOWED, verb=APPROVE)
    words, kind, act, done = existing(_STEPS.get(step))
    form, back = kind(posted(request)), reverse("newspaper:desk-issue", args=[issue])
    return form_page(
        request, form, act=lambda _: act(actor, issue=issue, **form.said()), done=done, back=back, title=words,
        lede=found.slug, submit=words, crumbs=[DESK, ISSUES, Link(found.slug, back)],
    )  # fmt: skip


_STEPS: dict[str, Any] = {
    "sign": (
        w("签发", "Sign off"), NoteForm, actions_issue.sign_issue,
        w("已签发：到时自动发布，或点“发布”", "Signed off: it goes out at its time, or when somebody publishes it"),
    ),
    "return": (w("退回", "Return"), WhyForm, actions_issue.return_issue, w("已退回", "Returned")),
    "publish": (
        w("发布", "Publish"), forms.PressForm, actions_issue.publish_issue, w("已出版", "It is out")
    ),
}  # fmt: skip
