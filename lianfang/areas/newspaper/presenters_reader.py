"""newspaper · presenters of the reader: a published issue, page and article with their addresses, for templates."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.urls import reverse

from lianfang.areas.newspaper.queries_public import Hit, Notice, Out, OutPage
from lianfang.shell.texts.figures import proof_words

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
UNLICENSED = "内部资料"
_SNIPPET_BEFORE, _SNIPPET = 24, 110
_ADDRESSES_KEPT = 8192  # every page names all articles of its issue


@lru_cache(maxsize=_ADDRESSES_KEPT)
def page_href(slug: str, page: int) -> str:
    """The permanent address of a page."""
    return reverse("newspaper:page", args=[slug, f"{page:02d}"])


@lru_cache(maxsize=_ADDRESSES_KEPT)
def article_href(slug: str, page: int, position: int) -> str:
    """The permanent address of an article."""
    return reverse("newspaper:article", args=[slug, f"{page:02d}", position])


@lru_cache(maxsize=_ADDRESSES_KEPT)
def file_href(slug: str, name: str) -> str:
    """The address of a file of an issue."""
    return reverse("newspaper:file", args=[slug, name])


def said_day(day: date) -> str:
    """A date as the head of a page says it."""
    return f"{day.year}年{day.month}月{day.day}日 {WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True, slots=True)
class Title:
    """An article in a list: where it stands and what it is called."""

    page: int
    position: int
    title: str
    kicker: str
    href: str
    withdrawn: bool = False

    @property
    def key(self) -> str:
        return f"p{self.page:02d}-a{self.position}"


@dataclass(frozen=True, slots=True)
class Zone:
    """A piece of an article on the picture of its page."""

    points: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of an issue as its reader sees it."""

    slug: str
    of: OutPage
    titles: Sequence[Title]
    zones: Sequence[Zone]

    @property
    def number(self) -> str:
        return f"{self.of.number:02d}"

    @property
    def href(self) -> str:
        return page_href(self.slug, self.of.number)

    @property
    def pdf(self) -> str:
        return file_href(self.slug, f"{self.number}.pdf")

    @property
    def alt(self) -> str:
        titles = "；".join(each.title for each in self.titles)
        return f"第 {self.number} 版 {self.of.name} 版面图：{titles}"

    @property
    def widths(self) -> list[int]:
        return sorted(map(int, self.of.pictures))

    def picture(self, width: int) -> str:
        return file_href(self.slug, f"{self.number}-{width}.{self.of.ending}")

    @property
    def thumb(self) -> str:
        return self.picture(self.widths[0])

    @property
    def middle(self) -> str:
        return self.picture(self.widths[min(1, len(self.widths) - 1)])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.picture(width)} {width}w" for width in self.widths)

    @property
    def size(self) -> tuple[int, int]:
        width = self.widths[min(1, len(self.widths) - 1)]
        return width, round(width * self.of.aspect)


def pages_shown(
    found: Out, content: Mapping[str, Any], pages: Sequence[OutPage], notices: Mapping[UUID, Sequence[Notice]]
) -> list[PageShown]:
    """Every page of an issue, with its titles and zones."""
    titles = {each.key: each for each in titles_of(found.slug, content, notices)}
    shown = []
    for page in pages:
        own = [each for each in titles.values() if each.page == page.number]
        zones = [
            Zone(points, titles[key].title, titles[key].href)
            for key, points in page.zones
            if key in titles and not titles[key].withdrawn
        ]
        shown.append(PageShown(found.slug, page, own, zones))
    return shown


def titles_of(slug: str, content: Mapping[str, Any], notices: Mapping[UUID, Sequence[Notice]]) -> list[Title]:
    """The articles of an issue in the order in which one reads."""
    return [
        Title(
            page["number"], position, each["title"], each.get("kicker", ""),
            article_href(slug, page["number"], position), _withdrawn(notices.get(UUID(each["article"]), ())),
        )
        for page in content["pages"]
        for position, each in enumerate(page["articles"], start=1)
    ]  # fmt: skip


def _withdrawn(notices: Sequence[Notice]) -> bool:
    return any(each.withdrawn for each in notices)


@dataclass(frozen=True, slots=True)
class ArticleShown:
    """An article as its reader sees it."""

    said: Mapping[str, Any]
    slug: str
    page: int
    position: int
    page_name: str
    notices: Sequence[Notice]

    @property
    def href(self) -> str:
        return article_href(self.slug, self.page, self.position)

    @property
    def withdrawn(self) -> Notice | None:
        return next((each for each in self.notices if each.withdrawn), None)

    @property
    def errata(self) -> list[Notice]:
        return [each for each in self.notices if not each.withdrawn]

    @property
    def byline(self) -> str:
        return "　".join(f"{each.get('role', '')} {each['name']}".strip() for each in self.said.get("authors", ()))

    @property
    def blocks(self) -> list[Mapping[str, Any]]:
        """The blocks; a picture with its address."""
        return [
            {**each, "href": file_href(self.slug, f"photo-{each['photo']}.jpg")} if each["part"] == "picture" else each
            for each in self.said["blocks"]
        ]

    @property
    def proofs(self) -> list[tuple[int, str]]:
        return [(each["note"], proof_words(each)) for each in self.said["figures"]]


Run = tuple[str, bool]  # some words, and whether they are what was looked for


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a search found, with the words marked where they stand."""

    hit: Hit
    title: Sequence[Run]
    snippet: Sequence[Run]

    @property
    def href(self) -> str:
        return article_href(self.hit.slug, self.hit.page, self.hit.position)


def found(hit: Hit, said: Sequence[str]) -> Found:
    """A hit as the list shows it."""
    low = hit.text.casefold()
    at = min((place for word in said if (place := low.find(word.casefold())) >= 0), default=0)
    first = max(0, at - _SNIPPET_BEFORE)
    cut = hit.text[first : first + _SNIPPET].replace("\n", " ")
    around = f"{'…' if first else ''}{cut}{'…' if first + _SNIPPET < len(hit.text) else ''}"
    return Found(hit, marked(hit.title, said), marked(around, said))


def marked(text: str, said: Sequence[str]) -> list[Run]:
    """The text in runs, every occurrence of the words told apart."""
    low, spans = text.casefold(), list[tuple[int, int]]()
    if len(low) == len(text):
        for word in filter(None, (each.casefold() for each in said)):
            at = low.find(word)
            while at >= 0:
                spans.append((at, at + len(word)))
                at = low.find(word, at + len(word))
    runs, last = list[Run](), 0
    for begins, ends in sorted(spans):
        if begins >= last:
            runs += [(text[last:begins], False), (text[begins:ends], True)]
            last = ends
    return [*runs, (text[last:], False)]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar; each day with the slug of its issue, empty where none came out."""

    first: date
    weeks: Sequence[Sequence[tuple[int, str]]]

    @property
    def words(self) -> str:
        return f"{self.first.year}年{self.first.month}月"


def month(first: date, days: Mapping[date, str]) -> Month:
    """The weeks of a month from Monday on; 0 is a day of another month."""
    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)
    return Month(
        first,
        [[(day, days.get(first.replace(day=day), "") if day else "") for day in week] for week in weeks],
    )
