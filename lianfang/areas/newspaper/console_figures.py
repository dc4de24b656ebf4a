"""newspaper · console of printed figures: what reads otherwise by now, and the erratum, or why there is none.

Nothing here changes what is printed: an erratum is told by somebody, beside the text.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.newspaper import actions_issue, forms, presenters, queries, queries_figures
from lianfang.areas.newspaper.kinds import APPROVE, SEE
from lianfang.areas.newspaper.queries_figures import Proposal
from lianfang.kernel import clock
from lianfang.kernel.problems import existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.shown import change_facts, what

_DESK = Link(w("编辑部", "Newsroom"), "/newspaper/")
_NONE = w(
    "近 400 天见报的数字都与现在的日报一致，或已处理。",
    "What was printed in the last 400 days agrees with the reports, or was answered.",
)
_NONE_AT_ALL = w("各期的数字都与现在的日报一致，或已处理。", "All of it agrees with the reports, or was answered.")
_LIST = w("印出后有变的数字", "Figures that changed since they were printed")


@signed_in
def figures_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every printed figure that reads otherwise by now and that nobody has answered."""
    must_hold(actor, SEE)
    every = "all" in request.GET
    found = queries_figures.proposals(actor, clock.current().now(), all_of_them=every)
    further = Link(w("查全部各期", "Look through all issues"), f"{request.path}?all=1")
    context = {
        "title": _LIST,
        "lede": w(
            "见报以后，数字依据的日报被更正、撤回或补报的，列在这里。报纸本身不会改动：登勘误，或写明理由不改。",
            "Their reports were amended, recalled or came late after they were printed. The paper itself is never "
            "changed: tell an erratum, or say why there is none.",
        ),
        "crumbs": [_DESK],
        "actions": [] if every else [further],
        "table": presenters.ChangedTable(found, actor),
        "empty_title": w("见报的数字都没有变", "Every printed figure reads as it was printed"),
        "empty_words": _NONE_AT_ALL if every else _NONE,
    }  # fmt: skip
    return render(request, "shell/list.html", context)


@signed_in
def correct_page(request: HttpRequest, actor: Actor, article: UUID, note: int) -> HttpResponse:
    """The erratum of a figure, filled in: the sentence as it was printed, and as it should read."""
    proposal = _proposal(actor, article, note)
    wrong, right = queries_figures.erratum_of(proposal)
    form = forms.ErratumForm(posted(request), initial={"wrong": wrong, "right": right})
    now = proposal.change.now
    return form_page(
        request, form,
        act=lambda said: actions_issue.correct_article(
            actor, article=article, figure=proposal.figure, value=now.value, state=str(now.state), **said
        ),
        done=w("勘误已登出", "The erratum is out"), submit=w("登勘误", "Tell the erratum"),
        **_around(proposal, w("登勘误", "Tell an erratum")),
    )  # fmt: skip


@signed_in
def keep_page(request: HttpRequest, actor: Actor, article: UUID, note: int) -> HttpResponse:
    """The figure stays without an erratum, and why."""
    proposal = _proposal(actor, article, note)
    form = forms.KeepForm(posted(request))
    now = proposal.change.now
    return form_page(
        request, form,
        act=lambda said: actions_issue.keep_figure(
            actor, article=article, figure=proposal.figure, value=now.value, state=str(now.state), **said
        ),
        done=w("已记下理由，不登勘误", "Recorded: no erratum"), submit=w("不登勘误", "No erratum"),
        **_around(proposal, w("不登勘误", "No erratum")),
    )  # fmt: skip


def _proposal(actor: Actor, article: UUID, note: int) -> Proposal:
    """The proposal about one figure of an article. Raises `not_allowed`, `not_found` where it is answered already."""
    actor.must(APPROVE, queries.article(actor, article).path)
    found = queries_figures.proposals(actor, clock.current().now(), article=article)
    return existing(next((each for each in found if each.note == note), None))


def _around(proposal: Proposal, title: Words) -> dict[str, Any]:
    """What stands around the form of a figure: which it is, how it was printed, how it reads now."""
    back = reverse("newspaper:desk-article", args=[proposal.article.stream])
    return {
        "title": title, "lede": what(proposal.change.reading), "back": back, "template": "texts/change_form.html",
        "facts": change_facts(proposal.change), "crumbs": [_DESK, Link(proposal.article.text.title, back)],
    }  # fmt: skip
