"""newspaper · queries: the desk: articles with their versions, issues with their plans, what the paper is called."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import NAMESPACE_URL, UUID, uuid5

from lianfang.areas.newspaper import rules
from lianfang.areas.newspaper.kinds import SEE
from lianfang.areas.newspaper.kinds_article import ArticleWritten
from lianfang.areas.newspaper.kinds_issue import IssuePlanned, IssueSigned, PaperSet
from lianfang.areas.newspaper.models import PublicArticle
from lianfang.areas.newspaper.rules import Progress
from lianfang.kernel import reading, scope
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, ranges
from lianfang.shell.texts import life
from lianfang.shell.texts.life import Step

PAGE_SIZE = 30
ARTICLES, ISSUES = "newspaper_article_step", "newspaper_issue_step"  # the tables of their steps


@dataclass(frozen=True, slots=True)
class Paper:
    """What the paper is called, and the unit that keeps it."""

    unit: str
    path: str
    said: PaperSet


@dataclass(frozen=True)
class Article(life.Written):
    """An article at the desk, by its steps."""

    @cached_property
    def text(self) -> ArticleWritten:
        """The version that counts."""
        return self.text_of(self.version)

    def text_of(self, version: int) -> ArticleWritten:
        """One of its versions. Raises `not_found`."""
        return ArticleWritten.model_validate(self.data_of(version), strict=False)


@dataclass(frozen=True)
class Issue:
    """An issue at the desk, by its steps."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]

    @cached_property
    def _stands(self) -> tuple[Progress, int]:
        return rules.progress_of(self.steps)

    @property
    def progress(self) -> Progress:
        return self._stands[0]

    @property
    def version(self) -> int:
        """The number of the plan that counts."""
        return self._stands[1]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @cached_property
    def plan(self) -> IssuePlanned:
        step = next(step for step in reversed(self.steps) if step.kind == "newspaper.issue_planned")
        return IssuePlanned.model_validate(step.data, strict=False)

    @cached_property
    def signed(self) -> IssueSigned | None:
        """What was signed last, whether it still counts or not."""
        steps = [step for step in self.steps if step.kind == "newspaper.issue_signed"]
        return IssueSigned.model_validate(steps[-1].data, strict=False) if steps else None

    @property
    def slug(self) -> str:
        return rules.slug_of(self.plan.dated, self.plan.edition)


PAPER = uuid5(NAMESPACE_URL, "lianfang:newspaper")  # the life of this installation's one paper


def paper() -> Paper | None:
    """What this installation's paper is called; None where nobody has said it yet. Everybody may know."""
    with scope.acting(scope.system_actor("newspaper")) as system:
        found = reading.row(
            system,
            "SELECT p.unit, p.path, p.data FROM newspaper_paper_set p WHERE p.superseded_at IS NULL "
            "ORDER BY p.number DESC LIMIT 1",
        )
    return (
        None
        if found is None
        else Paper(found[0], found[1], PaperSet.model_validate(reading.loaded(found[2]), strict=False))
    )


def article(actor: Actor, stream: UUID) -> Article:
    """An article with every step. Raises `not_found`."""
    found = articles_by(actor, [stream])
    if stream not in found:
        raise Refused(NOT_FOUND)
    return found[stream]


def articles_by(actor: Actor, streams: Collection[UUID]) -> dict[UUID, Article]:
    """Articles by their ids, those that the actor may see."""
    return {each[0]: Article(*each) for each in life.lives(actor, ARTICLES, streams, SEE)}


def issue(actor: Actor, stream: UUID) -> Issue:
    """An issue with every step. Raises `not_found`."""
    found = issues_by(actor, [stream])
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def issues_by(actor: Actor, streams: Collection[UUID]) -> list[Issue]:
    """Issues by their ids, those that the actor may see."""
    return [Issue(*each) for each in life.lives(actor, ISSUES, streams, SEE)]


def articles(
    actor: Actor, *, text: str = "", after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE
) -> list[Article]:
    """The desk's articles, those that were touched last first; with `text` those whose title says it."""
    where = life.titled(ARTICLES) if text else ""
    found = life.touched(actor, ARTICLES, SEE, where, after, size, text=life.like(text))
    return [Article(*each) for each in found]


def issues(actor: Actor, *, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE) -> list[Issue]:
    """The desk's issues, those that were touched last first."""
    return [Issue(*each) for each in life.touched(actor, ISSUES, SEE, "", after, size)]


def placed_in(actor: Actor, streams: Collection[UUID]) -> dict[UUID, UUID]:
    """In which issue, planned or published, each of some articles stands: article → issue."""
    found = reading.rows(
        actor,
        "SELECT (a->>'article')::uuid, s.stream FROM newspaper_issue_step s, "
        "jsonb_array_elements(s.data->'pages') p, jsonb_array_elements(p->'articles') a "
        "WHERE s.kind = 'newspaper.issue_planned' AND s.superseded_at IS NULL "
        "AND (a->>'article')::uuid = ANY(%(streams)s) AND NOT EXISTS (SELECT FROM newspaper_issue_step t "
        "WHERE t.stream = s.stream AND t.kind = s.kind AND t.number > s.number AND t.superseded_at IS NULL)",
        streams=list(streams),
    )
    return dict(found)


def dates_taken(actor: Actor) -> list[tuple[date, int, int, UUID]]:
    """Of every issue that is planned, published or taken over: date, edition, running number, id."""
    return reading.rows(
        actor,
        "(SELECT DISTINCT ON (s.stream) (s.data->>'dated')::date, coalesce((s.data->>'edition')::int, 0), "
        "(s.data->>'issue_no')::int, s.stream FROM newspaper_issue_step s "
        "WHERE s.kind = 'newspaper.issue_planned' AND s.superseded_at IS NULL ORDER BY s.stream, s.number DESC) "
        "UNION ALL SELECT p.day, p.edition, p.issue_no, p.entry FROM newspaper_public_issue p "
        "WHERE NOT EXISTS (SELECT FROM newspaper_issue_step s WHERE s.entry = p.entry)",
    )


def ready(actor: Actor, besides: Collection[UUID] = ()) -> list[Article]:
    """Every article that an issue may take: given up by nobody, in print nowhere, in no other issue's plan; `besides`
    those of the issue itself. Those that were touched last stand first."""
    streams = reading.column(
        actor,
        "SELECT s.stream FROM newspaper_article_step s "
        "WHERE s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path "
        "AND NOT EXISTS (SELECT FROM newspaper_public_article p WHERE p.article = s.stream) "
        "GROUP BY s.stream HAVING bool_and(s.kind <> 'newspaper.article_dropped') "
        "ORDER BY max(s.recorded_at) DESC, s.stream DESC",
        seen=ranges(actor.prefixes(SEE)),
    )
    placed = placed_in(actor, streams)
    free = [each for each in streams if each not in placed or each in besides]
    lives = articles_by(actor, free)
    return [lives[each] for each in free]


def published_in(streams: Collection[UUID]) -> dict[UUID, str]:
    """In which published issue each of some articles stands: article → slug. Everybody may know."""
    return dict(PublicArticle.objects.filter(article__in=streams).values_list("article", "slug"))


def address_of(stream: UUID) -> tuple[str, int, int] | None:
    """Where an article is in print: slug, page, position."""
    return PublicArticle.objects.filter(article=stream).values_list("slug", "page", "position").first()


def due(actor: Actor, now: datetime) -> list[Issue]:
    """The signed issues whose time to go out has come, in its order."""
    streams = reading.column(
        actor,
        "SELECT DISTINCT s.stream FROM newspaper_issue_step s WHERE s.kind = 'newspaper.issue_planned' "
        "AND s.superseded_at IS NULL AND (s.data->>'publish_at')::timestamptz <= %(now)s "
        "AND NOT EXISTS (SELECT FROM newspaper_issue_step t WHERE t.stream = s.stream "
        "AND t.kind = 'newspaper.issue_published' AND t.superseded_at IS NULL)",
        now=now,
    )
    found = [Issue(*each) for each in life.lives(actor, ISSUES, streams, SEE)]
    due_now = [each for each in found if each.progress is Progress.SIGNED and _is_due(each, now)]
    return sorted(due_now, key=lambda each: (each.plan.dated, each.plan.edition))


def _is_due(issue: Issue, now: datetime) -> bool:
    return issue.plan.publish_at is not None and issue.plan.publish_at <= now
