"""newspaper · console of the desk: the articles, one article with its life, and each of its steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.newspaper import actions, actions_issue, forms, presenters, queries, queries_figures
from lianfang.areas.newspaper.kinds import APPROVE, EDIT, SEE, WRITE
from lianfang.areas.newspaper.presenters_reader import article_href
from lianfang.areas.newspaper.queries import PAGE_SIZE, Article
from lianfang.areas.newspaper.queries_figures import Proposal
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_ALLOWED, Refused, existing
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.cursors import Trail
from lianfang.shell.files.shown import files_of
from lianfang.shell.forms import ActForm, posted
from lianfang.shell.ledger import names
from lianfang.shell.ledger import queries as ledger
from lianfang.shell.reader import signed_in
from lianfang.shell.texts import life
from lianfang.shell.texts.blocks import blocks_of
from lianfang.shell.texts.changes import changes_of
from lianfang.shell.texts.forms import NoteForm, WhyForm, version_of
from lianfang.shell.texts.life import Standing
from lianfang.shell.texts.shown import readings_of

_UNITS_OFFERED = 200
DESK = Link(w("编辑部", "Newsroom"), "/newspaper/")


@signed_in
def desk_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The articles, those that were touched last first, with the ways to issues, masthead and the paper itself."""
    must_hold(actor, SEE)
    narrowed = forms.DeskFilter(request.GET)
    trail = Trail.asked(request, datetime, UUID)
    found = queries.articles(actor, text=narrowed.chosen("q") or "", after=trail.after, size=PAGE_SIZE + 1)
    page = trail.page(found, lambda each: (each.last.at, each.stream), PAGE_SIZE)
    streams = [each.stream for each in page.items]
    context = {
        "title": w("编辑部", "Newsroom"),
        "actions": [
            *([Link(w("写稿", "Write"), reverse("newspaper:write"))] if WRITE in actor.verbs else []),
            Link(w("各期", "Issues"), reverse("newspaper:issues")),
            Link(w("有变的数字", "Changed figures"), reverse("newspaper:figures")),
            *([Link(w("报头", "Masthead"), reverse("newspaper:masthead"))] if EDIT in actor.verbs else []),
            Link(w("看报", "Read the paper"), reverse("newspaper:front")),
        ],
        "filter_form": narrowed,
        "table": presenters.DeskTable(
            page.items, units.units(actor, sorted({each.unit for each in page.items})),
            queries.published_in(streams), login_names.titles(actor, {each.last.by for each in page.items}),
        ),
        "page": page,
        "empty_title": w("还没有稿件", "No article yet"),
        "empty_words": w("各单位写的稿件都在这里：校对、审签，然后排进一期。",
                         "What the units write stands here: it is proofed, approved, and goes into an issue."),
    }  # fmt: skip
    return render(request, "shell/list.html", context)


@signed_in
def write_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new article."""
    offered = [(each.code, each.words.say()) for each in names.units_where(actor, WRITE, _UNITS_OFFERED)]
    if not offered:
        raise Refused(NOT_ALLOWED, verb=WRITE)
    form = forms.ArticleForm(posted(request), units=offered, initial={"unit": actor.home})
    return form_page(
        request, form,
        act=lambda said: actions.write_article(actor, unit=said["unit"], data=form.article()),
        done=w("稿件已交编辑部", "The article is with the editors"),
        to=lambda stream: reverse("newspaper:desk-article", args=[stream]), back=reverse("newspaper:desk"),
        title=w("写稿", "Write"), submit=w("交稿", "Hand it in"), crumbs=[DESK],
    )  # fmt: skip


@signed_in
def article_page(request: HttpRequest, actor: Actor, article: UUID) -> HttpResponse:
    """One article: how it reads now, what happened to it, and what can be done next."""
    found = queries.article(actor, article)
    unit = units.units(actor, [found.unit]).get(found.unit)
    slug = queries.published_in([article]).get(article, "")
    text = found.text
    context = {
        "title": text.title,
        "crumbs": [DESK],
        "actions": _steps_offered(actor, found, slug),
        "chip": presenters.article_chip(found, slug),
        "facts": presenters.article_facts(found, unit.words if unit else found.unit),
        "blocks": blocks_of(text.body),
        "figures": readings_of(actor, blocks_of(text.body)),
        "changed": presenters.ChangedTable(_changed(actor, found) if slug else [], actor),
        "text": text,
        "photos": _photos(actor, found),
        "changes": changes_of(found.versions, presenters.COMPARED, request.GET.get("version", "")),
        "timeline": life.told(found.steps, login_names.titles(actor, {step.by for step in found.steps})),
    }
    return render(request, "newspaper/article.html", context)


def _changed(actor: Actor, found: Article) -> list[Proposal]:
    """The printed figures of the article that read otherwise by now and that nobody has answered."""
    return queries_figures.proposals(actor, clock.current().now(), article=found.stream)


def _photos(actor: Actor, found: Article) -> list[Any]:
    """The article's pictures in their order, as the page shows them."""
    step = next((each for each in found.steps if each.number == found.version), None)
    entries = [*ledger.by_ids([step.entry]).values()] if step else []
    shown = files_of(actor, entries, ledger.facts_of(actor, entries))
    return [each for of in shown.values() for each in of.values()]


def _steps_offered(actor: Actor, found: Article, slug: str) -> list[Link]:
    """The steps that this reader can take now, the next one first."""
    if slug:
        out = queries.address_of(found.stream)
        ways = [Link(w("看报", "Read it"), article_href(*out))] if out else []
        if actor.may(APPROVE, found.path):
            ways += [
                _step(found, w("登勘误", "Tell an erratum"), "correct"),
                _step(found, w("撤稿", "Withdraw"), "withdraw"),
            ]
        return ways
    own, edits = actor.login in found.writers, actor.may(EDIT, found.path)
    steps: list[Link] = []
    if found.standing is Standing.DRAFT and edits and found.writers != {actor.login}:
        steps.append(_step(found, w("校对", "Proof"), "proof"))
    if found.standing is Standing.PROOFED and actor.may(APPROVE, found.path) and found.writers != {actor.login}:
        steps.append(_step(found, w("审签", "Approve"), "approve"))
    if found.standing is not Standing.DROPPED and (edits or (own and actor.may(WRITE, found.path))):
        steps.append(Link(w("改稿", "Edit"), reverse("newspaper:edit", args=[found.stream])))
    if edits and found.standing is not Standing.DROPPED:
        if found.standing is not Standing.RETURNED:
            steps.append(_step(found, w("退回修改", "Return"), "return"))
        steps.append(_step(found, w("不采用", "Give up"), "drop"))
    return steps


def _step(found: Article, words: Words, step: str) -> Link:
    return Link(words, reverse("newspaper:article-step", args=[found.stream, step]))


@signed_in
def edit_page(request: HttpRequest, actor: Actor, article: UUID) -> HttpResponse:
    """The article's next version."""
    found = queries.article(actor, article)
    if not (actor.may(EDIT, found.path) or (actor.login in found.writers and actor.may(WRITE, found.path))):
        raise Refused(NOT_ALLOWED, verb=EDIT)
    back = reverse("newspaper:desk-article", args=[article])
    form = forms.ArticleForm(posted(request), initial=forms.as_typed(found.text))
    form.fields["photos"].widget.kept = {each.sha256: each for each in _photos(actor, found)}
    return form_page(
        request, form, template="texts/text_form.html",
        figures=readings_of(actor, blocks_of(found.text.body)),
        act=lambda _: actions.rewrite_article(actor, article=article, data=form.article()),
        done=w("新的一稿已保存，须重新校对", "The new version is saved and has to be proofed again"), back=back,
        title=w("改稿", "Edit"), lede=found.text.title, submit=w("保存为新的一稿", "Save as a new version"),
        crumbs=[DESK, Link(found.text.title, back)],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that is a form: its words, its form, the action that takes what was said, and who may."""

    words: Words
    form: type[ActForm]
    act: Callable[..., object]
    done: Words
    verb: str
    of_version: bool = False


_STEPS: dict[str, _Step] = {
    "proof": _Step(
        w("校对", "Proof"), NoteForm, actions.proof_article, w("已校对", "Proofed"), EDIT, of_version=True
    ),
    "approve": _Step(
        w("审签", "Approve"), NoteForm, actions.approve_article, w("已审签", "Approved"), APPROVE, of_version=True
    ),
    "return": _Step(w("退回修改", "Return"), WhyForm, actions.return_article, w("已退回", "Returned"), EDIT),
    "drop": _Step(w("不采用", "Give up"), WhyForm, actions.drop_article, w("已标为不采用", "Given up"), EDIT),
    "correct": _Step(
        w("登勘误", "Tell an erratum"), forms.ErratumForm, actions_issue.correct_article,
        w("勘误已登出", "The erratum is out"), APPROVE,
    ),
    "withdraw": _Step(
        w("撤稿", "Withdraw"), WhyForm, actions_issue.withdraw_article, w("已撤稿", "Withdrawn"), APPROVE
    ),
}  # fmt: skip


@signed_in
def article_step(request: HttpRequest, actor: Actor, article: UUID, step: str) -> HttpResponse:
    """One step of an article. What is proofed or approved is the version that the page was opened on."""
    found, taken = queries.article(actor, article), existing(_STEPS.get(step))
    actor.must(taken.verb, found.path)
    back = reverse("newspaper:desk-article", args=[article])
    form = taken.form(posted(request))
    if taken.of_version:
        form.fields["version"] = version_of(found.version)
    return form_page(
        request, form, act=lambda _: taken.act(actor, article=article, **form.said()), done=taken.done, back=back,
        title=taken.words, lede=found.text.title, submit=taken.words, crumbs=[DESK, Link(found.text.title, back)],
    )  # fmt: skip


@signed_in
def masthead_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What stands at the head and foot of the paper."""
    must_hold(actor, EDIT)
    found = queries.paper()
    unit = found.unit if found else existing(actor.home)
    form = forms.PaperForm(posted(request), initial=found.said.model_dump(exclude_none=True) if found else None)
    return form_page(
        request, form, act=lambda _: actions.set_paper(actor, unit=unit, data=form.said()),
        done=w("报头已保存，下一期起用", "Saved; the next issue has it"), back=reverse("newspaper:desk"),
        title=w("报头", "Masthead"), lede=units.unit(actor, unit).words, submit=w("保存", "Save"), crumbs=[DESK],
    )  # fmt: skip
