"""newspaper · queries of what is public: issues, pages, articles, errata and files, for anybody who asks.

Nothing here has a scope: these rows were published. Nothing here changes either, so what was read once is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from lianfang.areas.newspaper.models import PublicArticle, PublicFile, PublicIssue, PublicNotice, PublicPage

FOUND_ON_A_PAGE, ISSUES_FED = 20, 10


@dataclass(frozen=True, slots=True)
class Out:
    """A published issue, as lists of issues show it."""

    slug: str
    day: date
    edition: int
    issue_no: int
    supplement: str
    published_at: datetime
    sha256: str
    entry: UUID
    pdf: str
    epub: str


@dataclass(frozen=True, slots=True)
class OutPage:
    """A page of a published issue; `zones` are polygons in per cent, by the key of their article."""

    number: int
    name: str
    aspect: float
    media: str
    pictures: Mapping[str, str]
    pdf: str
    zones: Sequence[tuple[str, str]]

    @property
    def ending(self) -> str:
        return self.media.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Notice:
    """An erratum, or a withdrawal, of an article."""

    article: UUID
    slug: str
    said_at: datetime
    withdrawn: bool
    wrong: str
    says: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found."""

    slug: str
    day: date
    page: int
    position: int
    title: str
    authors: str
    text: str


_OUT = tuple(Out.__slots__)
_Found = TypeVar("_Found")
_KEPT_MOST = 1000


@dataclass(slots=True)
class _Standing:
    """The days of the issues that are read, and what was read of them already."""

    first: date | None
    last: date | None
    kept: dict[Any, Any] = field(default_factory=dict)


_standing: ContextVar[_Standing | None] = ContextVar("newspaper_standing", default=None)


@contextmanager
def standing(first: date | None = None, last: date | None = None) -> Iterator[None]:
    """Within it there are only the issues from one day to another, and what was asked once is not asked again: for
    whoever reads all of them in one state of the tables."""
    token = _standing.set(_Standing(first, last))
    try:
        yield
    finally:
        _standing.reset(token)


def _once(key: Any, ask: Callable[[], _Found]) -> _Found:
    within = _standing.get()
    if within is None:
        return ask()
    if key not in within.kept:
        if len(within.kept) >= _KEPT_MOST:
            within.kept.clear()
        within.kept[key] = ask()
    found: _Found = within.kept[key]
    return found


def _issues() -> Any:
    """The issues that are read: all, but within `standing` those of its days."""
    within, rows = _standing.get(), PublicIssue.objects.all()
    if within is not None and within.first:
        rows = rows.filter(day__gte=within.first)
    return rows.filter(day__lte=within.last) if within is not None and within.last else rows


def latest() -> Out | None:
    """The newest issue; the paper before its supplements."""
    return _once("latest", lambda: _first(_issues().order_by("-day", "edition")))


def current(today: date) -> Out | None:
    """The newest issue whose date has come; where none has, the first that is out already. A copy of the paper is read
    later than it is made: there it is the newest of all."""
    if _standing.get() is not None:
        return latest()
    come = _first(PublicIssue.objects.filter(day__lte=today).order_by("-day", "edition"))
    return come or _first(PublicIssue.objects.order_by("day", "edition"))


def out(slug: str) -> Out | None:
    """A published issue by the part of its address."""
    found = _outs.get(slug)
    if found is None:
        found = _first(PublicIssue.objects.filter(slug=slug))
        if found is not None:
            if len(_outs) >= _OUTS_MOST:
                _outs.clear()
            _outs[slug] = found
    return found


def content(found: Out) -> Mapping[str, Any]:
    """Every word of an issue; kept, for it never changes."""
    return _content(found.slug, found.sha256)


def content_text(found: Out) -> str:
    """The content as it was fingerprinted."""
    text: str = PublicIssue.objects.filter(slug=found.slug).values_list("content", flat=True).get()
    return text


def fingerprint_of(found: Out) -> str:
    """The fingerprint of the content as it stands now."""
    return hashlib.sha256(content_text(found).encode()).hexdigest()


def beside(found: Out) -> tuple[str, str]:
    """The slugs of the issues before and after; empty where there is none."""
    return _once(("beside", found.slug), lambda: _beside(found))


def _beside(found: Out) -> tuple[str, str]:
    same = _issues().filter(edition=found.edition)
    return _slug(same.filter(day__lt=found.day).order_by("-day")), _slug(same.filter(day__gt=found.day).order_by("day"))


def nearest(day: date) -> list[Out]:
    """The issues on either side of a day that has none, the closer one first."""
    before = _first(_issues().filter(day__lte=day).order_by("-day", "edition"))
    after = _first(_issues().filter(day__gte=day).order_by("day", "edition"))
    return sorted({each for each in (before, after) if each}, key=lambda each: abs((each.day - day).days))


def of_day(day: date) -> list[Out]:
    """The issues of a day: the paper and its supplements."""
    return [Out(*row) for row in _issues().filter(day=day).order_by("edition").values_list(*_OUT)]


def days(first: date, last: date) -> dict[date, str]:
    """The days from one to another on which an issue came out, with its slug."""
    rows = _issues().filter(day__range=(first, last)).order_by("day", "-edition")
    return dict(rows.values_list("day", "slug"))


def span() -> tuple[date, date] | None:
    """The days of the first and of the newest issue; None where none is out."""
    first = _issues().order_by("day").values_list("day", flat=True).first()
    last = _issues().order_by("-day").values_list("day", flat=True).first()
    return (first, last) if first and last else None


def issues(size: int | None, before: date | None = None) -> list[Out]:
    """Published issues, the newest first; all where no `size` is said."""
    rows = _issues().order_by("-day", "edition")
    rows = rows.filter(day__lt=before) if before else rows
    return [Out(*row) for row in rows.values_list(*_OUT)[:size]]


@lru_cache(maxsize=512)
def pages(slug: str) -> tuple[OutPage, ...]:
    """The pages of an issue that is out, in their order."""
    rows = PublicPage.objects.filter(slug=slug).order_by("number")
    return tuple(
        OutPage(
            number, name, aspect, media, pictures, pdf,
            [(each["article"], " ".join(f"{x:g},{y:g}" for x, y in each["points"])) for each in zones],
        )
        for number, name, aspect, media, pictures, pdf, zones in rows.values_list(
            "number", "name", "aspect", "media", "pictures", "pdf", "zones"
        )
    )  # fmt: skip


def pages_as_kept(slug: str) -> list[dict[str, Any]]:
    """The pages of an issue, each with all that is kept of it."""
    named = ("number", "name", "aspect", "media", "pictures", "pdf", "zones")
    return [*PublicPage.objects.filter(slug=slug).order_by("number").values(*named)]


def files(sha256s: Collection[str]) -> dict[str, tuple[str, bytes]]:
    """Media type and content of published files, by their SHA-256."""
    rows = PublicFile.objects.filter(pk__in=sha256s).values_list("sha256", "media", "content")
    return {sha256: (media, bytes(content)) for sha256, media, content in rows}


@contextmanager
def one_state() -> Iterator[None]:
    """Within it every question is answered from one state of the tables, whatever goes out meanwhile."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def notices(articles: Collection[UUID]) -> dict[UUID, list[Notice]]:
    """What was said of some articles since they were printed, in its order."""
    return _once(("notices", *articles), lambda: _notices_of(articles))


def _notices_of(articles: Collection[UUID]) -> dict[UUID, list[Notice]]:
    found: dict[UUID, list[Notice]] = {}
    for notice in _notices(PublicNotice.objects.filter(article__in=articles).order_by("said_at", "article", "says")):
        found.setdefault(notice.article, []).append(notice)
    return found


def errata(size: int) -> list[tuple[Notice, Hit]]:
    """Every erratum and withdrawal with its article, the newest first."""
    rows = PublicNotice.objects.order_by("-said_at", "slug", "article", "says")
    if _standing.get() is not None:
        rows = rows.filter(slug__in=_issues().values("slug"))
    listed = _notices(rows[:size])
    articles = PublicArticle.objects.filter(article__in=[each.article for each in listed])
    hits = {row[0]: Hit(*row[1:]) for row in articles.values_list("article", *_HIT)}
    return [(each, hits[each.article]) for each in listed]


def by_serial(serial: int) -> Hit | None:
    """An article by the number in the alias of its address."""
    row = PublicArticle.objects.filter(pk=serial).values_list(*_HIT).first()
    return Hit(*row) if row else None


def serials(slug: str) -> dict[tuple[int, int], int]:
    """The numbers of an issue's articles, by page and position."""
    rows = PublicArticle.objects.filter(slug=slug).values_list("page", "position", "id")
    return {(page, position): serial for page, position, serial in rows}


def file(sha256: str) -> tuple[str, bytes] | None:
    """Media type and content of a published file."""
    row = PublicFile.objects.filter(pk=sha256).values_list("media", "content").first()
    return (row[0], bytes(row[1])) if row else None


def search(
    words: Sequence[Sequence[str]], said: Sequence[str], *, author: str = "", first: date | None = None,
    last: date | None = None, page: int | None = None, skip: int = 0,
) -> tuple[list[Hit], int]:  # fmt: skip
    """The articles that hold every word, and how many in all: those with them in the title first, then the newest.

    The index knows each character and each pair of neighbours: a word of one or two characters is read nowhere else,
    of a longer one the few articles that hold all its pairs are read for the word itself. What was withdrawn is not
    found.
    """
    grams = sorted({gram for word in words for gram in word})
    named: dict[str, Any] = {
        "query": " & ".join(f"'{gram}'" for gram in grams), "said": [each.casefold() for each in said],
        "to_read": [] if len(words) == len(said) == sum(map(len, words)) else [each.casefold() for each in said],
        "author": f"%{author}%" if author else None, "first": first, "last": last, "page": page,
        "size": FOUND_ON_A_PAGE, "skip": skip,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, named)
        rows = cursor.fetchall()
        if rows:
            return [Hit(*row[:-1]) for row in rows], rows[0][-1]
    return [], 0


_HIT = tuple(Hit.__slots__)
_SEARCH = """
WITH hit AS MATERIALIZED (
  SELECT a.id, (SELECT bool_and(strpos(lower(a.title), s) > 0) FROM unnest(%(said)s::text[]) s) AS headed,
    a.day, a.slug, a.page, a.position, count(*) OVER () AS found
  FROM newspaper_public_article a
  WHERE a.words @@ %(query)s::tsquery
    AND NOT EXISTS (SELECT FROM unnest(%(to_read)s::text[]) s
                    WHERE strpos(lower(a.title || ' ' || a.authors || ' ' || a.text), s) = 0)
    AND (%(author)s::text IS NULL OR a.authors ILIKE %(author)s)
    AND (%(first)s::date IS NULL OR a.day >= %(first)s) AND (%(last)s::date IS NULL OR a.day <= %(last)s)
    AND (%(page)s::int IS NULL OR a.page = %(page)s)
    AND NOT EXISTS (SELECT FROM newspaper_public_notice n WHERE n.article = a.article AND n.withdrawn)
  ORDER BY headed DESC, a.day DESC, a.slug, a.page, a.position
  LIMIT %(size)s OFFSET %(skip)s)
SELECT a.slug, a.day, a.page, a.position, a.title, a.authors, a.text, hit.found
FROM hit JOIN newspaper_public_article a USING (id)
ORDER BY hit.headed DESC, a.day DESC, a.slug, a.page, a.position
"""


@lru_cache(maxsize=64)
def _content(slug: str, sha256: str) -> Mapping[str, Any]:
    text = PublicIssue.objects.filter(slug=slug, sha256=sha256).values_list("content", flat=True).get()
    said: Mapping[str, Any] = json.loads(text)
    return said


_OUTS_MOST = 4096
_outs: dict[str, Out] = {}  # what was published once stays


def _first(rows: Any) -> Out | None:
    row = rows.values_list(*_OUT).first()
    return Out(*row) if row else None


def _slug(rows: Any) -> str:
    found: str | None = rows.values_list("slug", flat=True).first()
    return found or ""


def _notices(rows: Any) -> list[Notice]:
    return [Notice(*row) for row in rows.values_list(*Notice.__slots__)]


def clear_kept() -> None:
    """Forgets what this process has read: for tests, between which other issues get the same address."""
    _outs.clear()
    _content.cache_clear()
    pages.cache_clear()
