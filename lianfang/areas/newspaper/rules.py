"""newspaper · rules: how far an issue is, what its pages must hold, and by what its texts are found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from lianfang.areas.newspaper import problems
from lianfang.kernel.digest import root_from
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.composition import drawn
from lianfang.shell.composition.drawn import Polygon
from lianfang.shell.texts.life import Step

OVERLAP_MOST = 0.02  # of the smaller of two zones: hands draw no finer
ZONE_LEAST = 1.0  # per cent of the page's width, and of its height
SEARCH_MOST = 100


class Progress(StrEnum):
    """How far an issue is."""

    PLANNED = "planned"
    SIGNED = "signed"
    PUBLISHED = "published"


PROGRESS_WORDS: dict[Progress, Words] = {
    Progress.PLANNED: w("组版中", "being planned"),
    Progress.SIGNED: w("已签发", "signed off"),
    Progress.PUBLISHED: w("已出版", "published"),
}


def progress_of(steps: Sequence[Step]) -> tuple[Progress, int]:
    """How far an issue is, and the number of the plan that counts."""
    plan, progress = 0, Progress.PLANNED
    for step in steps:
        kind = step.kind.rpartition("issue_")[2]
        if kind == "planned":
            plan, progress = step.number, Progress.PLANNED
        elif kind == "signed" and step.data.get("plan") == plan:
            progress = Progress.SIGNED
        elif kind == "returned":
            progress = Progress.PLANNED
        elif kind == "published":
            progress = Progress.PUBLISHED
    return progress, plan


def check_pages(numbers: Sequence[int], articles: Mapping[int, Sequence[tuple[UUID, str]]]) -> None:
    """Pages are numbered from 1 without a gap, none is empty, and no article stands twice.

    Raises `newspaper_pages`, `newspaper_page_empty`, `newspaper_placed_twice`.
    """
    if list(numbers) != list(range(1, len(numbers) + 1)):
        raise Refused(problems.PAGES, given="、".join(map(str, numbers)) or "—")
    stands: dict[UUID, int] = {}
    for page in numbers:
        if not articles.get(page):
            raise Refused(problems.PAGE_EMPTY, page=page)
        for article, title in articles[page]:
            if article in stands:
                raise Refused(problems.PLACED_TWICE, title=title[:60], first=stands[article], second=page)
            stands[article] = page


def check_zone(number: int, points: Polygon) -> None:
    """One zone that somebody drew can be one. Raises `newspaper_zone_outside`, `…_shape`, `…_small`."""
    said = drawn.said_of(points)
    if not drawn.inside(points):
        raise Refused(problems.ZONE_OUTSIDE, zone=number, said=said)
    _, _, width, height = drawn.box(points)
    if width < ZONE_LEAST or height < ZONE_LEAST:
        raise Refused(problems.ZONE_SMALL, zone=number, said=said)
    if drawn.crosses_itself(points) or not drawn.area(points):
        raise Refused(problems.ZONE_SHAPE, zone=number, said=said)


def zone_faults(
    page: int, articles: Sequence[tuple[UUID, str]], zones: Sequence[tuple[UUID, Polygon]]
) -> list[Refused]:
    """What is wrong with the zones of an old page: `newspaper_zone_no_article`, `newspaper_zone_missing`,
    `newspaper_zones_overlap`. Zones are numbered from 1; those of one article may overlap.
    """
    titles, found = dict(articles), list[Refused]()
    for number, (article, points) in enumerate(zones, start=1):
        if article not in titles:
            found.append(Refused(problems.ZONE_NO_ARTICLE, zone=number))
        for other, (elses, others) in enumerate(zones[number:], start=number + 1):
            if article != elses and drawn.shared(points, others) > OVERLAP_MOST:
                found.append(Refused(problems.ZONES_OVERLAP, page=page, one=number, other=other))
    has = {article for article, _ in zones}
    missing = [title for article, title in articles if article not in has]
    return [*found, *(Refused(problems.ZONE_MISSING, page=page, title=title[:60]) for title in missing)]


def check_alike(slug: str, old: Mapping[int, bool]) -> None:
    """The pages of an issue are all set here, or all old. Raises `newspaper_old_mixed`."""
    if len(set(old.values())) > 1:
        raise Refused(problems.OLD_MIXED, slug=slug, page=next(number for number, is_old in old.items() if is_old))


def over(told: Sequence[tuple[str, int]]) -> Words:
    """What does not fit, each with the lines that are too many."""
    zh = "；".join(f"《{title[:20]}》多 {lines} 行" for title, lines in told[:8])
    en = "; ".join(f"“{title[:20]}” by {lines} lines" for title, lines in told[:8])
    return Words(zh, en)


def slug_of(day: date, edition: int) -> str:
    """The part of an issue's address: its date, and which of that day where it is not the paper itself."""
    return slug_of_text(day.isoformat(), edition)


def slug_of_text(day: str, edition: int) -> str:
    """As `slug_of`, of a date as it is written."""
    return f"{day}-{edition}" if edition else day


_WORD = re.compile(r"[A-Za-z0-9]+|[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+")


def grams_of(text: str) -> list[str]:
    """What a text is found by: each Latin word, and each Chinese character with and without the next one.

    No dictionary, so that no word is unfindable; a query of several characters asks for all its pairs, in a row.
    """
    found: list[str] = []
    for run in _WORD.findall(text.casefold()):
        if run[0].isascii():
            found.append(run)
        else:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
            found += [*run]
    return found


def query_of(text: str) -> list[list[str]]:
    """A search as its words, each as the grams that must all be there. Raises `newspaper_search_empty`, `…_long`."""
    said = text.strip()
    if len(said) > SEARCH_MOST:
        raise Refused(problems.SEARCH_LONG, length=len(said))
    words = [
        [run] if run[0].isascii() or len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
        for run in _WORD.findall(said.casefold())
    ]
    if not words:
        raise Refused(problems.SEARCH_EMPTY)
    return words


def leads_to_root(origin: Mapping[str, Any]) -> bool:
    """Whether the digest of the entry under which an issue came out belongs to the root of its day's seal.

    True as well where that day was not sealed yet.
    """
    if not origin.get("root"):
        return True
    steps = [(side, sibling) for side, _, sibling in (each.partition(" ") for each in origin["steps"])]
    return root_from(bytes.fromhex(origin["digest"]), steps).hex() == origin["root"]
