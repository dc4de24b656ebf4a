"""newspaper · presenters of old papers: the pages of an old issue at the desk, and what is still wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from lianfang.areas.newspaper import rules
from lianfang.areas.newspaper.kinds_issue import PagePlan, PageScan
from lianfang.areas.newspaper.presenters import article_chip
from lianfang.areas.newspaper.queries import Article, Issue
from lianfang.areas.newspaper.queries_content import zones_of
from lianfang.kernel.problems import Refused
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.composition.drawn import said_of


@dataclass(frozen=True, slots=True)
class Placed:
    """An article on an old page: how far it is, and how many zones it has."""

    stream: UUID
    title: Words | str
    chip: Chip | None
    zones: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A zone on the picture at the desk."""

    number: int
    points: str
    title: str


@dataclass(frozen=True, slots=True)
class OldPage:
    """An old page at the desk, with the address of its picture."""

    page: PagePlan
    scan: PageScan
    href: str
    placed: Sequence[Placed]
    zones: Sequence[Drawn]
    faults: Sequence[Refused]

    @property
    def number(self) -> str:
        """As addresses say it."""
        return f"{self.page.number:02d}"

    @property
    def called(self) -> Words:
        return w("第 {n} 版 {name}", "Page {n}: {name}").fill(n=self.page.number, name=self.page.name)

    @property
    def titles(self) -> list[tuple[UUID, str]]:
        return [(each.stream, str(each.title)) for each in self.placed]


def old_pages(issue: Issue, articles: Mapping[UUID, Article], slugs: Mapping[UUID, str]) -> list[OldPage]:
    """The old pages of an issue, in their order."""
    return [_old(issue, page, page.scan, articles, slugs) for page in issue.plan.pages if page.scan is not None]


def _old(
    issue: Issue, page: PagePlan, scan: PageScan, articles: Mapping[UUID, Article], slugs: Mapping[UUID, str]
) -> OldPage:
    zones = zones_of(scan)
    placed = []
    for each in page.articles:
        article = articles.get(each.article)
        chip = article_chip(article, slugs.get(each.article, "")) if article else None
        title = article.text.title if article else str(each.article)
        placed.append(Placed(each.article, title, chip, sum(of == each.article for of, _ in zones)))
    titles = {each.stream: str(each.title) for each in placed}
    plan = next(step for step in issue.steps if step.number == issue.version)
    return OldPage(
        page, scan, reverse("shell:file", args=[plan.entry, scan.picture]), placed,
        [Drawn(n, said_of(points), titles.get(of, "")) for n, (of, points) in enumerate(zones, start=1)],
        rules.zone_faults(page.number, [*titles.items()], zones),
    )  # fmt: skip
