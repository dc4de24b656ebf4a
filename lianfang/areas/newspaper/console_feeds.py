"""newspaper · console of feeds: Atom, RSS and JSON Feed, a sitemap, IIIF, and the proof of an issue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from lianfang.areas.newspaper import queries_public as public
from lianfang.areas.newspaper import queries_record, rules
from lianfang.areas.newspaper.console_reader import out_of, page_of, paper_page
from lianfang.areas.newspaper.presenters_reader import Title, file_href, page_href, titles_of
from lianfang.areas.newspaper.queries_public import Out
from lianfang.kernel import clock
from lianfang.kernel.words import w

_IN_SITEMAP, _ADDRESSES_MOST = 2000, 50_000  # the protocol takes no more addresses in one file
_UNNAMED = "数字报"
_PRESENTATION = "http://iiif.io/api/presentation/3/context.json"


class _Entry:
    """An article as a feed tells it."""

    def __init__(self, of: Out, title: Title, said: Mapping[str, Any]) -> None:
        self.of, self.title, self.said = of, title, said

    @property
    def at(self) -> datetime:
        return datetime.combine(self.of.day, time(), clock.zone())

    @property
    def words(self) -> str:
        return self.said.get("summary") or self.said.get("deck") or self.title.kicker or self.title.title


def _entries(page: int | None) -> list[_Entry]:
    """The articles of the newest issues, newest first; of one page of each where one is named."""
    found = []
    for of in public.issues(public.ISSUES_FED):
        content = public.content(of)
        articles = [each for one in content["pages"] for each in one["articles"]]
        notices = public.notices([UUID(each["article"]) for each in articles])
        for title, said in zip(titles_of(of.slug, content, notices), articles, strict=True):
            if not title.withdrawn and page in (None, title.page):
                found.append(_Entry(of, title, said))
    return found


def _name() -> str:
    newest = public.latest()
    return str(public.content(newest)["paper"]["name"]) if newest else _UNNAMED


class Atom(Feed):
    """The newest issues' articles, or those of one page of each (`page`)."""

    feed_type: type[SyndicationFeed] = Atom1Feed
    language = "zh-cn"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = paper_page(super().__call__)(request, *args, **kwargs)
        return answer

    def get_object(self, request: HttpRequest, page: str = "") -> str:
        return page

    def title(self, page: str) -> str:
        return f"{_name()} 第 {page} 版" if page else _name()

    def subtitle(self, page: str) -> str:
        return self.title(page)

    def description(self, page: str) -> str:
        return self.title(page)

    def link(self, page: str) -> str:
        return reverse("newspaper:front")

    def items(self, page: str) -> list[_Entry]:
        return _entries(int(page) if page else None)

    def item_title(self, item: _Entry) -> str:
        return item.title.title

    def item_description(self, item: _Entry) -> str:
        return item.words

    def item_link(self, item: _Entry) -> str:
        return item.title.href

    def item_guid(self, item: _Entry) -> str:
        return f"urn:uuid:{item.said['article']}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: _Entry) -> datetime:
        return item.at

    def item_author_name(self, item: _Entry) -> str | None:
        return "、".join(each["name"] for each in item.said.get("authors", ())) or None

    def item_categories(self, item: _Entry) -> list[str]:
        return [*item.said.get("keywords", ())]


class Rss(Atom):
    """The same as RSS."""

    feed_type = Rss201rev2Feed


@paper_page
def json_feed(request: HttpRequest) -> HttpResponse:
    """The same as JSON Feed 1.1."""
    whole = request.build_absolute_uri
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _name(),
        "home_page_url": whole(reverse("newspaper:front")),
        "feed_url": whole(request.path),
        "language": "zh-CN",
        "items": [
            {
                "id": f"urn:uuid:{each.said['article']}",
                "url": whole(each.title.href),
                "title": each.title.title,
                "content_text": each.words,
                "date_published": each.at.isoformat(),
                "authors": [{"name": author["name"]} for author in each.said.get("authors", ())],
                "tags": [*each.said.get("keywords", ())],
            }
            for each in _entries(None)
        ],
    }
    return _json(said, "application/feed+json")


@paper_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every address of every page and article, for search engines; of a long history the newest issues'."""
    found, whole = list[tuple[str, date]](), request.build_absolute_uri
    for of in public.issues(_IN_SITEMAP):
        content = public.content(of)
        hrefs = [page_href(of.slug, page["number"]) for page in content["pages"]]
        hrefs += [each.href for each in titles_of(of.slug, content, {})]
        if len(found) + len(hrefs) > _ADDRESSES_MOST:
            break
        found += [(whole(href), of.day) for href in hrefs]
    text = render_to_string("newspaper/paper/sitemap.xml", {"found": found})
    return HttpResponse(text, content_type="application/xml")


@paper_page
def iiif(request: HttpRequest, slug: str) -> HttpResponse:
    """The issue as a IIIF Presentation 3 manifest: a canvas for each page, a range for each article."""
    of = out_of(slug)
    content, whole, here = public.content(of), request.build_absolute_uri, request.build_absolute_uri(request.path)
    canvases, ranges = [], []
    for page in public.pages(slug):
        width = max(map(int, page.pictures))
        height = round(width * page.aspect)
        picture = whole(file_href(slug, f"{page.number:02d}-{width}.{page.ending}"))
        canvas = f"{here}/canvas/{page.number}"
        canvases.append({
            "id": canvas, "type": "Canvas", "width": width, "height": height,
            "label": {"zh": [f"第 {page.number:02d} 版 {page.name}"]},
            "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [{
                "id": f"{canvas}/picture", "type": "Annotation", "motivation": "painting", "target": canvas,
                "body": {"id": picture, "type": "Image", "format": page.media, "width": width, "height": height},
            }]}],
        })  # fmt: skip
    for title in titles_of(slug, content, {}):
        zones = [each for page in public.pages(slug) for each in page.zones if each[0] == title.key]
        boxes = [(f"{here}/canvas/{title.page}", _box(points)) for _, points in zones]
        ranges.append({
            "id": f"{here}/range/{title.page:02d}-{title.position}", "type": "Range",
            "label": {"zh": [title.title]},
            "items": [{"id": f"{canvas}#xywh=percent:{box}", "type": "Canvas"} for canvas, box in boxes],
            "homepage": [{"id": whole(title.href), "type": "Text", "format": "text/html",
                          "label": {"zh": [title.title]}}],
        })  # fmt: skip
    return _json(
        {
            "@context": _PRESENTATION,
            "id": here,
            "type": "Manifest",
            "label": {"zh": [f"{content['paper']['name']} {content['day']}"]},
            "navDate": f"{content['day']}T00:00:00Z",
            "behavior": ["paged"],
            "items": canvases,
            "structures": ranges,
        },
        f'application/ld+json;profile="{_PRESENTATION}"',
    )


def _box(points: str) -> str:
    """The rectangle around a polygon: x, y, width, height in per cent."""
    pairs = [tuple(map(float, each.split(","))) for each in points.split()]
    left, upper = min(x for x, _ in pairs), min(y for _, y in pairs)
    return f"{left:g},{upper:g},{max(x for x, _ in pairs) - left:g},{max(y for _, y in pairs) - upper:g}"


@paper_page
def content_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The canonical JSON of an issue, byte for byte what was fingerprinted."""
    of = out_of(slug)
    return HttpResponse(public.content_text(of), content_type="application/json; charset=utf-8")


@paper_page
def proof_page(request: HttpRequest, slug: str) -> HttpResponse:
    """That nobody has changed the issue: fingerprints recomputed, the ledger's entry, and the seal of its day."""
    of = out_of(slug)
    recorded = queries_record.recorded_of(of)
    proof, origin = recorded.proof, recorded.origin
    holds = public.fingerprint_of(of) == of.sha256 == recorded.data.get("content")
    return page_of(
        request, "proof",
        {
            "title": w("核验本期", "Verify this issue").say(), "issue": of,
            "paper": public.content(of)["paper"],
            "digest": recorded.digest,
            "sealed": proof.sealed if proof else None,
            "root": proof.sealed.root.hex() if proof and proof.sealed else "",
            "holds": bool(holds and proof and proof.holds),
            "origin": origin, "origin_holds": origin is None or rules.leads_to_root(origin),
            "files": [
                (each["name"], file_href(slug, each["name"]), each["sha256"])
                for each in recorded.data.get("files", ())
            ],
        },
    )  # fmt: skip


def _json(said: Mapping[str, Any], media: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), content_type=media)
    answer["Access-Control-Allow-Origin"] = "*"  # viewers of other sites read it, and it is public
    return answer
