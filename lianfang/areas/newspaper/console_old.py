"""newspaper · console of old papers: pages that were printed before come in, with their texts and their zones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.newspaper import (
    actions_old,
    forms,
    forms_old,
    presenters,
    presenters_old,
    queries,
    queries_content,
    queries_old,
)
from lianfang.areas.newspaper.console import DESK
from lianfang.areas.newspaper.console_issue import ISSUES
from lianfang.areas.newspaper.kinds import EDIT, SEE
from lianfang.areas.newspaper.presenters_old import OldPage
from lianfang.areas.newspaper.problems import NO_PAPER
from lianfang.areas.newspaper.queries import Issue
from lianfang.areas.newspaper.rules import Progress
from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page, shown
from lianfang.shell.asked import must_hold
from lianfang.shell.components.types import Link
from lianfang.shell.forms import posted
from lianfang.shell.reader import signed_in
from lianfang.shell.texts.pasted import Pasted, articles_in

ADD = w("补录旧报", "Add an old page")
_BY_PAGES = w(
    "以前印过的报纸：一版一版补录，录好照常校对、审签、签发",
    "A paper that was printed before, page by page; then it is proofed, approved and signed off as any other",
)
_CAME_IN = w("这一版已补录：下一步录文字、画区域", "The page is in: now its texts and zones")
_WITHOUT_PLACE = w(
    "这一版已补录；图片里的拍摄地点（GPS）已去除。下一步录文字、画区域",
    "The page is in; where its picture was taken (GPS) was removed from it. Now its texts and zones",
)


def _came_in(form: forms_old.OldPageForm) -> Words:
    return _WITHOUT_PLACE if form.printed.told_where else _CAME_IN


@signed_in
def add_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """An old page comes in; `issue` of the address is the one that it is another page of."""
    must_hold(actor, EDIT)
    paper = queries.paper()
    if paper is None:
        raise Refused(NO_PAPER)
    form = forms_old.OldPageForm(posted(request), initial=_beginning(actor, request.GET.get("issue", "")))
    return form_page(
        request, form,
        act=lambda _: actions_old.add_page(actor, unit=paper.unit, issue=form.issue(), page=form.page()),
        done=lambda _: _came_in(form), to=lambda issue: reverse("newspaper:old-issue", args=[issue]),
        back=reverse("newspaper:issues"), title=ADD, submit=w("补录这一版", "Add this page"), crumbs=[DESK, ISSUES],
        lede=_BY_PAGES,
    )  # fmt: skip


def _beginning(actor: Actor, asked: str) -> dict[str, Any]:
    """What a new page's form says at first: the issue that was asked for, and its next page."""
    try:
        found = queries.issues_by(actor, [UUID(asked)])
    except ValueError:
        found = []
    if not found:
        return {"number": 1}
    plan = found[0].plan
    last = next((page.scan for page in reversed(plan.pages) if page.scan), None)
    again = {"source": last.source, "licence": last.licence} if last else {}
    return again | {
        "dated": plan.dated, "issue_no": plan.issue_no, "edition": plan.edition, "supplement": plan.supplement or "",
        "number": max((page.number for page in plan.pages), default=0) + 1,
    }  # fmt: skip


@signed_in
def issue_page(request: HttpRequest, actor: Actor, issue: UUID) -> HttpResponse:
    """An old issue: each page with its picture, its texts and what is still missing."""
    found = queries.issue(actor, issue)
    actor.must(SEE, found.path)
    mends = actor.may(EDIT, found.path) and found.progress is not Progress.PUBLISHED
    ways = [Link(w("这一期", "The issue"), reverse("newspaper:desk-issue", args=[issue]))]
    if mends:
        ways.insert(0, Link(w("再补一版", "Add another page"), f"{reverse('newspaper:old')}?issue={issue}"))
    context = {
        "title": w("{slug} 总第 {number} 期（补录）", "{slug}, no. {number} (old paper)").fill(
            slug=found.slug, number=found.plan.issue_no
        ),
        "crumbs": [DESK, ISSUES],
        "actions": ways,
        "chip": presenters.issue_chip(found),
        "pages": _pages(actor, found),
        "mends": mends,
        "issue": found,
        "against": queries_content.against(actor, found, clock.current().now()),
    }
    return render(request, "newspaper/old_issue.html", context)


def _pages(actor: Actor, found: Issue) -> list[OldPage]:
    placed = [each.article for page in found.plan.pages for each in page.articles]
    return presenters_old.old_pages(found, queries.articles_by(actor, placed), queries.published_in(placed))


def _to_mend(actor: Actor, issue: UUID, page: str) -> tuple[Issue, OldPage, list[Link], str]:
    """An old page for whoever may mend it, with the way back. Raises `newspaper_old_page_gone`, `not_allowed`."""
    found = queries.issue(actor, issue)
    actor.must(EDIT, found.path)
    of = actions_old.found_page(found, int(page))
    back = reverse("newspaper:old-issue", args=[issue])
    shown_page = next(each for each in _pages(actor, found) if each.page.number == of.number)
    return found, shown_page, [DESK, ISSUES, Link(found.slug, back)], back


@signed_in
def page_page(request: HttpRequest, actor: Actor, issue: UUID, page: str) -> HttpResponse:
    """An old page is called otherwise, or has another picture."""
    _, of, crumbs, back = _to_mend(actor, issue, page)
    form = forms_old.OldPageForm(posted(request), initial=forms_old.page_typed(of.page, of.scan), of_issue=False)
    form.fields["sheet"].widget.href = of.href
    return form_page(
        request, form,
        act=lambda _: actions_old.change_page(actor, issue=issue, page=of.page.number, data=form.page()),
        done=lambda _: _came_in(form), back=back, title=w("改版面", "Mend the page"), lede=of.called,
        submit=w("保存", "Save"), crumbs=crumbs,
    )  # fmt: skip


@signed_in
def texts_page(request: HttpRequest, actor: Actor, issue: UUID, page: str) -> HttpResponse:
    """The texts of an old page: pasted, taken apart, corrected, and only then saved."""
    found, of, crumbs, back = _to_mend(actor, issue, page)
    about: dict[str, Any] = {
        "title": w("录文字", "Its texts"), "lede": of.called, "crumbs": crumbs, "back": back, "of": of,
    }  # fmt: skip
    sent = posted(request)
    if sent is not None and "count" in sent:
        form = forms_old.TextsForm(sent, articles=_count(sent.get("count", "")))
        return form_page(
            request, form,
            act=lambda _: actions_old.write_articles(
                actor, issue=issue, page=of.page.number, articles=form.texts()
            ),
            done=lambda made: w("已录 {n} 篇，交校对", "{n} articles are in and wait to be proofed").fill(n=len(made)),
            submit=w("保存为稿件", "Save as articles"), template="newspaper/old_texts.html", **about,
        )  # fmt: skip
    paste = forms_old.PasteForm(sent, initial={"text": queries_old.text_of(actor, found, of.scan)})
    if sent is not None and paste.is_valid() and (parts := articles_in(paste.cleaned_data["text"])):
        return _to_correct(request, found, of, parts, about)
    return form_page(
        request, paste, act=None, done=w("已识别", "Recognised"), submit=w("识别", "Take it apart"), **about
    )


def _to_correct(
    request: HttpRequest, found: Issue, of: OldPage, parts: Sequence[Pasted], about: dict[str, Any]
) -> HttpResponse:
    """What was recognised, to be corrected: the form, and what would be stopped later. Nothing is saved."""
    kept = parts[: forms_old.ARTICLES_AT_ONCE]
    form = forms_old.TextsForm(articles=len(kept), initial=forms_old.recognised(kept, of.scan))
    context = about | {
        "form": form,
        "submit": w("保存为稿件", "Save as articles"),
        "cancel_href": about["back"],
        "nothing": [n for n, each in enumerate(kept, start=1) if not each.recognised],
        "left": len(parts) - len(kept),
        "told": [
            (n, each) for n, text in enumerate(kept, start=1) for each in queries_old.personal_in(text, found.path)
        ],
    }
    return shown(request, form, "newspaper/old_texts.html", context)


def _count(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 1


@signed_in
def zones_page(request: HttpRequest, actor: Actor, issue: UUID, page: str) -> HttpResponse:
    """Where each article stands on the picture: drawn with the mouse or the keys, or said in numbers."""
    _, of, crumbs, back = _to_mend(actor, issue, page)
    rows = max(forms_old.rows_of(of.scan, len(of.placed)), _count(request.GET.get("rows", "")))
    sent = posted(request)
    if sent is not None:
        rows = max(rows, _count(sent.get("rows", "")))
    form = forms_old.ZonesForm(sent, articles=of.titles, rows=rows, initial=forms_old.zones_typed(of.scan))
    return form_page(
        request, form,
        act=lambda _: actions_old.draw_zones(actor, issue=issue, page=of.page.number, zones=form.zones()),
        done=w("区域已保存", "The zones are saved"), to=back, back=back, title=w("画区域", "Its zones"), lede=of.called,
        submit=w("保存区域", "Save the zones"), crumbs=crumbs, template="newspaper/old_zones.html", of=of,
        more_rows=form.count + 5,
    )  # fmt: skip


@signed_in
def drop_page(request: HttpRequest, actor: Actor, issue: UUID, page: str) -> HttpResponse:
    """A page is taken out of its issue."""
    _, of, crumbs, back = _to_mend(actor, issue, page)
    return form_page(
        request, forms.PressForm(posted(request)),
        act=lambda _: actions_old.drop_page(actor, issue=issue, page=of.page.number),
        done=w("这一版已拿掉，稿件仍在编辑部", "The page is out; its articles stay at the desk"), back=back,
        title=w("拿掉这一版", "Take the page out"), lede=of.called, submit=w("拿掉", "Take it out"), crumbs=crumbs,
    )  # fmt: skip


@signed_in
def take_off(request: HttpRequest, actor: Actor, issue: UUID, page: str, article: UUID) -> HttpResponse:
    """An article is taken off an old page, with its zones."""
    _, of, crumbs, back = _to_mend(actor, issue, page)
    title = dict(of.titles).get(article, "")
    return form_page(
        request, forms.PressForm(posted(request)),
        act=lambda _: actions_old.take_off(actor, issue=issue, page=of.page.number, article=article),
        done=w("已从这一版拿下，稿件仍在编辑部", "It is off the page; it stays at the desk"), back=back,
        title=w("从这一版拿下", "Take it off the page"), lede=title, submit=w("拿下", "Take it off"), crumbs=crumbs,
    )  # fmt: skip
