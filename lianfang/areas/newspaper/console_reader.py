"""newspaper · console of readers: the paper as anybody reads it, without a login, a cookie or a script."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse

from lianfang.areas.newspaper import queries_public as public
from lianfang.areas.newspaper import rules
from lianfang.areas.newspaper.presenters_reader import (
    UNLICENSED,
    ArticleShown,
    article_href,
    file_href,
    found,
    page_href,
    pages_shown,
    said_day,
    titles_of,
)
from lianfang.areas.newspaper.presenters_reader import (
    month as month_shown,
)
from lianfang.areas.newspaper.queries_public import FOUND_ON_A_PAGE, Out
from lianfang.kernel import clock
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.typed import Unclear
from lianfang.kernel.typed import day as day_typed
from lianfang.kernel.words import w
from lianfang.shell.documents.pdf import qr_picture
from lianfang.shell.public import FOR_EVER, data_block, public_page
from lianfang.shell.static_site import for_a_site, whole_address

_WEEKDAYS = w("一 二 三 四 五 六 日", "Mo Tu We Th Fr Sa Su")
_ERRATA_SHOWN = 200
_SKIP_MOST = 2000


def page_of(request: HttpRequest, template: str, said: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the paper with its head and foot; nothing of it depends on who reads."""
    newest = public.latest()
    paper = public.content(newest)["paper"] if newest else {}
    context = {
        "paper": paper, "unlicensed": UNLICENSED, "newest": newest, "address": whole_address(request),
        "site": whole_address(request, "/").rstrip("/"), "static_site": for_a_site(request), **said,
    }  # fmt: skip
    return HttpResponse(render_to_string(f"newspaper/paper/{template}.html", context), status=status)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    said = {"title": refused.says.say(), "remedy": refused.remedy.say()}
    return page_of(request, "problem", said, status=refused.problem.status)


paper_page = public_page(_refused)


@paper_page
def front(request: HttpRequest) -> HttpResponse:
    """The first page of the newest issue; of one that is out before its date, only when that has come."""
    shown = public.current(clock.local(clock.current().now()).date())
    if shown is None:
        return page_of(request, "empty", {"title": w("还没有出版", "Nothing is published yet").say()})
    return issue_page(request, shown.slug)


@paper_page
def issue_page(request: HttpRequest, slug: str, page: str = "01") -> HttpResponse:
    """A page of an issue: its picture with the zones of its articles, the same as a list, and the ways on."""
    of = out_of(slug)
    content = public.content(of)
    notices = public.notices([UUID(each["article"]) for each in _articles(content)])
    pages = pages_shown(of, content, public.pages(slug), notices)
    shown = next((each for each in pages if each.number == page), None)
    if shown is None:
        raise Refused(NOT_FOUND)
    at = pages.index(shown)
    before, after = public.beside(of)
    return page_of(
        request, "page",
        {
            "title": f"{content['paper']['name']} {said_day(of.day)} 第 {shown.number} 版 {shown.of.name}",
            "paper": content["paper"], "issue": of, "day": said_day(of.day),
            "pages": pages, "page": shown,
            "before": pages[at - 1] if at else None, "after": pages[at + 1] if at + 1 < len(pages) else None,
            "issue_before": page_href(before, 1) if before else "", "issue_after": page_href(after, 1) if after else "",
            "pdf": file_href(slug, "issue.pdf"), "epub": file_href(slug, "issue.epub"),
            "editor": _page(content, shown.of.number),
        },
    )  # fmt: skip


@paper_page
def article_page(request: HttpRequest, slug: str, page: str, position: str) -> HttpResponse:
    """An article as text, with what was said of it since."""
    of = out_of(slug)
    content = public.content(of)
    said = _page(content, int(page))
    at = int(position)
    if not 1 <= at <= len(said["articles"]):
        raise Refused(NOT_FOUND)
    article = said["articles"][at - 1]
    notices = public.notices([UUID(each["article"]) for each in _articles(content)])
    shown = ArticleShown(article, slug, int(page), at, said["name"], notices.get(UUID(article["article"]), []))
    titles = titles_of(slug, content, notices)
    here = next(i for i, each in enumerate(titles) if (each.page, each.position) == (int(page), at))
    address = whole_address(request, shown.href)
    return page_of(
        request, "article",
        {
            "title": article["title"], "paper": content["paper"],
            "issue": of, "day": said_day(of.day), "shown": shown, "said": article, "old": said.get("scan"),
            "page_href": page_href(slug, int(page)), "page": page,
            "before": titles[here - 1] if here else None,
            "after": titles[here + 1] if here + 1 < len(titles) else None,
            "qr": reverse("newspaper:article-qr", args=[slug, page, at]), "address": address,
            "linked": data_block(_linked(request, content, shown, address)),
        },
        status=410 if shown.withdrawn else 200,
    )  # fmt: skip


@paper_page
def article_qr(request: HttpRequest, slug: str, page: str, position: str) -> HttpResponse:
    """The address of an article as a QR code: a picture of its own, for few look at it and it takes long to make."""
    if not 1 <= int(position) <= len(_page(public.content(out_of(slug)), int(page))["articles"]):
        raise Refused(NOT_FOUND)
    answer = HttpResponse(qr_picture(whole_address(request, article_href(slug, int(page), int(position)))))
    answer["Content-Type"], answer["Cache-Control"] = "image/svg+xml", FOR_EVER
    return answer


@paper_page
def calendar_page(request: HttpRequest, month: str = "") -> HttpResponse:
    """The issues of a month, and the way to a day; a day without an issue offers those on either side."""
    asked = request.GET.get("day", "").strip()
    if asked:
        return _by_day(request, asked)
    span = public.span()
    if span is None:
        return front(request)
    first, last = (each.replace(day=1) for each in span)
    shown = min(max(_month_asked(month or request.GET.get("month", ""), last), first), last)
    end = (shown + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return page_of(
        request, "calendar",
        {
            "title": w("往期", "Back issues").say(), "weekdays": _WEEKDAYS.say().split(),
            "month": month_shown(shown, public.days(shown, end)),
            "before": (shown - timedelta(days=1)).replace(day=1) if shown > first else None,
            "after": end + timedelta(days=1) if shown < last else None,
            "issues": public.issues(60, before=end + timedelta(days=1)), "span": span,
        },
    )  # fmt: skip


def _by_day(request: HttpRequest, asked: str) -> HttpResponse:
    try:
        day = day_typed(asked)
    except Unclear as unclear:
        said = {"title": unclear.words.say(), "remedy": "", "asked": asked}
        return page_of(request, "no_issue", said, status=422)
    there = public.of_day(day)
    if there:
        return HttpResponseRedirect(page_href(there[0].slug, 1))
    title = w("{day} 没有出报", "No issue came out on {day}").fill(day=day.isoformat()).say()
    near = [(each, page_href(each.slug, 1), said_day(each.day)) for each in public.nearest(day)]
    return page_of(request, "no_issue", {"title": title, "near": near, "asked": asked}, status=404)


def _month_asked(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return otherwise


@paper_page
def search_page(request: HttpRequest) -> HttpResponse:
    """Full text: every word of title, author and body, by days and page."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "author", "from", "to", "page")}
    said: dict[str, Any] = {"title": w("检索", "Search").say(), "asked": asked}
    if not any(asked.values()):
        return page_of(request, "search", said)
    try:
        words, terms = rules.query_of(asked["q"]), asked["q"].split()
        first, last = (day_typed(asked[name]) if asked[name] else None for name in ("from", "to"))
    except Unclear as unclear:
        return page_of(request, "search", said | {"wrong": unclear.words.say()}, status=422)
    number = request.GET.get("p", "1")
    at = min(int(number), _SKIP_MOST // FOUND_ON_A_PAGE) if number.isascii() and number.isdigit() else 1
    on_page = int(asked["page"]) if asked["page"].isascii() and asked["page"].isdigit() else None
    skip = (max(at, 1) - 1) * FOUND_ON_A_PAGE
    hits, count = public.search(words, terms, author=asked["author"], first=first, last=last, page=on_page, skip=skip)
    query = request.GET.copy()
    said |= {"hits": [found(hit, terms) for hit in hits], "count": count, "first": skip + 1}
    for name, other in (("before", at - 1), ("after", at + 1)):
        if (name == "before" and other >= 1) or (name == "after" and skip + FOUND_ON_A_PAGE < count):
            query["p"] = str(other)
            said[name] = f"?{query.urlencode()}"
    return page_of(request, "search", said)


@paper_page
def errata_page(request: HttpRequest) -> HttpResponse:
    """Every erratum and every withdrawal, the newest first."""
    listed = [
        (notice, hit, article_href(hit.slug, hit.page, hit.position)) for notice, hit in public.errata(_ERRATA_SHOWN)
    ]
    return page_of(request, "errata", {"title": w("勘误", "Errata").say(), "listed": listed})


@paper_page
def about_page(request: HttpRequest) -> HttpResponse:
    """Who makes the paper, and how to write to it: as far as it was said."""
    return page_of(request, "about", {"title": w("关于我们", "About").say(), "tell_href": REGISTRY.told_at()})


@paper_page
def file_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """A file of an issue by its name: a page's picture or PDF, the issue's PDF or EPUB, a photo."""
    of = out_of(slug)
    sha256 = _file_named(of, name)
    got = public.file(sha256) if sha256 else None
    if got is None:
        raise Refused(NOT_FOUND)
    media, content = got
    etag = f'"{sha256}"'
    unchanged = request.headers.get("If-None-Match") == etag
    answer = HttpResponse(b"" if unchanged else content, content_type=media, status=304 if unchanged else 200)
    answer["ETag"], answer["Cache-Control"] = etag, FOR_EVER
    if media in ("application/pdf", "application/epub+zip"):
        answer["Content-Disposition"] = f'inline; filename="{slug}-{name}"'
    return answer


def _file_named(of: Out, name: str) -> str:
    if name in ("issue.pdf", "issue.epub"):
        return of.pdf if name == "issue.pdf" else of.epub
    if name.startswith("photo-"):
        sha256 = name.removeprefix("photo-").removesuffix(".jpg")
        shown = {block.get("photo") for each in _articles(public.content(of)) for block in each["blocks"]}
        return sha256 if sha256 in shown else ""
    for page in public.pages(of.slug):
        if name == f"{page.number:02d}.pdf":
            return page.pdf
        for width, sha256 in page.pictures.items():
            if name == f"{page.number:02d}-{width}.{page.ending}":
                return sha256
    return ""


def node_alias(request: HttpRequest, year: int, month: str, day: str, node: str) -> HttpResponse:
    """The address under which readers of other papers look for a page (D): `/html/2020-10/12/node_3.htm`."""
    return _moved(page_href(_slug_of(year, month, day), int(node)))


def content_alias(request: HttpRequest, year: int, month: str, day: str, serial: str) -> HttpResponse:
    """The same of an article: `/html/2020-10/12/content_123.htm`."""
    hit = public.by_serial(int(serial))
    if hit is None or hit.slug != _slug_of(year, month, day):
        raise Http404
    return _moved(article_href(hit.slug, hit.page, hit.position))


def _slug_of(year: int, month: str, day: str) -> str:
    try:
        slug = rules.slug_of(date(year, int(month), int(day)), 0)
    except ValueError:
        raise Http404 from None
    if public.out(slug) is None:
        raise Http404
    return slug


def _moved(href: str) -> HttpResponse:
    answer = HttpResponsePermanentRedirect(href)
    answer["Cache-Control"] = FOR_EVER
    return answer


def out_of(slug: str) -> Out:
    """A published issue. Raises `not_found`."""
    of = public.out(slug)
    if of is None:
        raise Refused(NOT_FOUND)
    return of


def _articles(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for page in content["pages"] for each in page["articles"]]


def _page(content: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    for page in content["pages"]:
        if page["number"] == number:
            said: Mapping[str, Any] = page
            return said
    raise Refused(NOT_FOUND)


def _linked(request: HttpRequest, content: Mapping[str, Any], shown: ArticleShown, address: str) -> dict[str, Any]:
    """The article as schema.org's NewsArticle, with what is known of it."""
    photos = [whole_address(request, each["href"]) for each in shown.blocks if each["part"] == "picture"]
    said = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": shown.said["title"],
        "alternativeHeadline": shown.said.get("deck") or shown.said.get("kicker"),
        "inLanguage": "zh-CN",
        "datePublished": content["day"],
        "url": address,
        "mainEntityOfPage": address,
        "isPartOf": {
            "@type": "PublicationIssue", "issueNumber": str(content["issue_no"]), "datePublished": content["day"],
            "isPartOf": {"@type": "Newspaper", "name": content["paper"]["name"]},
        },
        "author": [{"@type": "Person", "name": each["name"]} for each in shown.said.get("authors", ())],
        "publisher": {"@type": "Organization", "name": content["paper"].get("sponsor") or content["paper"]["name"]},
        "pagination": str(shown.page),
        "keywords": ", ".join(shown.said.get("keywords", ())),
        "image": [each for each in photos if each],
    }  # fmt: skip
    return {name: each for name, each in said.items() if each}
