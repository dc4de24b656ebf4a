"""newspaper · actions of issues: planned, signed off, published; and what is said of it afterwards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Func, TextField, Value

from lianfang.areas.newspaper import (
    kinds_article,
    kinds_issue,
    problems,
    queries,
    queries_content,
    queries_figures,
    rules,
)
from lianfang.areas.newspaper.actions import check_unpublished, keeper_of
from lianfang.areas.newspaper.kinds import APPROVE, EDIT
from lianfang.areas.newspaper.kinds_issue import IssuePlanned
from lianfang.areas.newspaper.models import (
    PublicArticle,
    PublicFigure,
    PublicFile,
    PublicIssue,
    PublicNotice,
    PublicPage,
)
from lianfang.areas.newspaper.queries import Issue, Paper
from lianfang.areas.newspaper.queries_content import Content, canonical, content_of, fingerprint
from lianfang.areas.newspaper.queries_layout import layout_of, scans_of
from lianfang.areas.newspaper.rules import Progress
from lianfang.ground.files import queries as files
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.shell.composition.compose import compose
from lianfang.shell.composition.composed import Composed
from lianfang.shell.composition.epub import epub
from lianfang.shell.composition.layout import Issue as Layout
from lianfang.shell.composition.scanned import scanned
from lianfang.shell.texts.payloads import FigureSettled

PDF, EPUB = "application/pdf", "application/epub+zip"


@transaction.atomic
def plan_issue(actor: Actor, *, unit: str, data: Mapping[str, Any], how: Recording = Recording()) -> UUID:
    """Begins an issue; gives the id of its life.

    Raises `newspaper_no_paper`, `newspaper_other_paper`, `newspaper_date_taken`, `newspaper_number_taken`, `invalid`.
    """
    _paper(actor, unit)
    said = valid(IssuePlanned, data)
    stream = how.mint(how.now)
    _check_free(actor, said, stream)
    record_act(actor, kinds_issue.PLANNED, unit, said, how, stream=stream, version=1)
    return stream


@takes_step
def replan_issue(actor: Actor, *, issue: UUID, data: Mapping[str, Any], how: Recording = Recording()) -> Receipt:
    """The issue as it is planned from now on; a signature under the plan before counts no more.

    Raises as `plan_issue`, `newspaper_issue_out`.
    """
    version = next_version(issue)
    found = queries.issue(actor, issue)
    actor.must(EDIT, found.path)
    check_open(found)
    said = valid(IssuePlanned, data)
    _check_free(actor, said, issue)
    return record_act(actor, kinds_issue.PLANNED, found.unit, said, how, stream=issue, version=version)


@takes_step
def sign_issue(actor: Actor, *, issue: UUID, note: str = "", how: Recording = Recording()) -> Receipt:
    """The issue may go out as it stands; who wrote all of it does not sign it.

    Raises `newspaper_issue_out`, `newspaper_alone`, `newspaper_overflows`, and whatever `content_of` finds.
    """
    version, found = _to_decide(actor, issue)
    content = content_of(actor, found, _paper(actor, found.unit), how.now)
    placed = [UUID(each["article"]) for page in content["pages"] for each in page["articles"]]
    articles = queries.articles_by(actor, placed)
    if {login for each in articles.values() for login in each.writers} == {actor.login}:
        raise Refused(problems.ALONE)
    for each in articles.values():
        check_unpublished(each)
    set_in_type(actor, content)
    said = valid(
        kinds_issue.IssueSigned,
        {
            "plan": found.version,
            "articles": [{"article": each.stream, "version": each.version} for each in articles.values()],
            "note": note.strip() or None,
        },
    )
    return record_act(actor, kinds_issue.SIGNED, found.unit, said, how, stream=issue, version=version)


@takes_step
def return_issue(actor: Actor, *, issue: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """It is not to go out like this. Raises `newspaper_issue_out`."""
    version, found = _to_decide(actor, issue)
    said = valid(kinds_issue.IssueReturned, {"why": why.strip()})
    return record_act(actor, kinds_issue.RETURNED, found.unit, said, how, stream=issue, version=version)


@takes_step
def publish_issue(actor: Actor, *, issue: UUID, how: Recording = Recording()) -> str:
    """The issue goes out as it was signed; gives its slug. Its figures and texts are looked at once more.

    Raises `newspaper_not_signed`, `newspaper_issue_out`, and whatever `sign_issue` raises.
    """
    version, found = _to_decide(actor, issue)
    if found.progress is not Progress.SIGNED:
        raise Refused(problems.NOT_SIGNED)
    content = content_of(actor, found, _paper(actor, found.unit), how.now)
    _check_signed(found, content)
    composed, book = set_in_type(actor, content)
    text, kept = canonical(content), _files(composed, book, photos_of(actor, content))
    said = valid(
        kinds_issue.IssuePublished,
        {
            "slug": found.slug,
            "content": fingerprint(text),
            "files": [{"name": name, "sha256": fingerprint(made)} for name, (_, made) in kept.items()],
        },
    )
    receipt = record_act(actor, kinds_issue.PUBLISHED, found.unit, said, how, stream=issue, version=version)
    _put_out(receipt.id, found, content, text, composed, kept, how.now)
    return found.slug


@takes_step
def correct_article(
    actor: Actor, *, article: UUID, wrong: str, right: str, figure: str = "", value: str = "", state: str = "",
    how: Recording = Recording(),
) -> Receipt:  # fmt: skip
    """An erratum: what stood there and what is right, beside the text, which stays.

    `figure` is the sign of a printed figure that it answers, `value` and `state` how that reads now. Raises
    `newspaper_not_out`, `newspaper_figure_not_printed`.
    """
    version, found, out = _in_print(actor, article)
    _check_printed(article, figure)
    said = valid(
        kinds_article.ArticleCorrected,
        {
            "slug": out.slug,
            "key": f"{out.page:02d}/a{out.position}",
            "wrong": wrong.strip(),
            "right": right.strip(),
            "figure": figure or None,
            "value": value or None,
            "state": state or None,
        },
    )
    receipt = record_act(actor, kinds_article.CORRECTED, found, said, how, stream=article, version=version)
    PublicNotice.objects.create(
        entry=receipt.id, article=article, slug=out.slug, said_at=how.now, withdrawn=False, wrong=said.wrong,
        says=said.right,
    )  # fmt: skip
    return receipt


@takes_step
def keep_figure(
    actor: Actor, *, article: UUID, figure: str, state: str, why: str, value: str = "", how: Recording = Recording()
) -> Receipt:
    """A printed figure reads otherwise by now, and no erratum is told: why. Counts until it changes once more.

    Raises `newspaper_not_out`, `newspaper_figure_not_printed`.
    """
    version, found, _ = _in_print(actor, article)
    _check_printed(article, figure)
    said = valid(FigureSettled, {"figure": figure, "value": value or None, "state": state, "why": why.strip()})
    return record_act(actor, kinds_article.FIGURE_KEPT, found, said, how, stream=article, version=version)


@takes_step
def withdraw_article(actor: Actor, *, article: UUID, why: str, how: Recording = Recording()) -> Receipt:
    """A published article is shown no more; its heading stays, with the reason. Raises `newspaper_not_out`."""
    version, found, out = _in_print(actor, article)
    said = valid(
        kinds_article.ArticleWithdrawn,
        {"slug": out.slug, "key": f"{out.page:02d}/a{out.position}", "why": why.strip()},
    )
    receipt = record_act(actor, kinds_article.WITHDRAWN, found, said, how, stream=article, version=version)
    PublicNotice.objects.create(
        entry=receipt.id, article=article, slug=out.slug, said_at=how.now, withdrawn=True, says=said.why
    )
    return receipt


def set_in_type(actor: Actor, content: Content) -> tuple[Composed, bytes]:
    """The issue's pages and its EPUB. Raises `newspaper_overflows` where something does not fit its place."""
    photos = photos_of(actor, content)  # of this actor, now: one may have been erased since the issue was set last
    scans = scans_of(content, partial(_scan, actor, queries.paper()))
    if scans:
        layout = layout_of(content, photos.__getitem__)
        return _fitting(layout, scanned(layout, scans))
    return _set(canonical(content), tuple(sorted(photos.items())))


@lru_cache(maxsize=1)  # looked at, signed and published in a row: the same words and pictures give the same bytes
def _set(text: str, photos: tuple[tuple[str, bytes], ...]) -> tuple[Composed, bytes]:
    layout = layout_of(json.loads(text), dict(photos).__getitem__)
    return _fitting(layout, compose(layout))


def _fitting(layout: Layout, composed: Composed) -> tuple[Composed, bytes]:
    if composed.overflows:
        titles = {each.key: each.title for page in layout.pages for each in page.articles}
        raise Refused(
            problems.OVERFLOWS, what=rules.over([(titles[each.article], each.lines) for each in composed.overflows])
        )
    return composed, epub(layout, composed)


def _scan(actor: Actor, paper: Paper | None, sha256: str) -> bytes:
    """The picture of an old page, which is the paper's own. Raises `file_erased`, `file_lost`, `not_found`."""
    key = (existing(paper).unit, None, sha256)
    return files.content_of(existing(files.files_of(actor, [key]).get(key)))


def photos_of(actor: Actor, content: Content) -> dict[str, bytes]:
    """The pictures of an issue by their SHA-256. Raises `file_erased`, `file_lost`, `not_found`."""
    named = {
        (UUID(article["article"]), block["photo"])
        for page in content["pages"]
        for article in page["articles"]
        for block in article["blocks"]
        if block["part"] == "picture"
    }
    articles = queries.articles_by(actor, [article for article, _ in named])
    keys = {(articles[article].unit, None, sha256) for article, sha256 in named}
    found = files.files_of(actor, list(keys))
    return {key[2]: files.content_of(existing(found.get(key))) for key in keys}


def _files(composed: Composed, book: bytes, photos: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Every file of an issue: name → media type and content."""
    found = {"issue.pdf": (PDF, composed.pdf), "issue.epub": (EPUB, book)}
    for page in composed.pages:
        found[f"{page.number:02d}.pdf"] = (PDF, page.pdf)
        for width, made in page.pictures.items():
            found[f"{page.number:02d}-{width}.{page.media_type.rpartition('/')[2]}"] = (page.media_type, made)
    return found | {f"photo-{sha256}.jpg": ("image/jpeg", made) for sha256, made in sorted(photos.items())}


def _put_out(
    receipt: UUID, issue: Issue, content: Content, text: str, composed: Composed, kept: Mapping[str, tuple[str, bytes]],
    now: datetime,
) -> None:  # fmt: skip
    """Writes what readers get; from here on it is never changed."""
    named = {name: fingerprint(made) for name, (_, made) in kept.items()}
    PublicFile.objects.bulk_create(
        [PublicFile(sha256=named[name], media=media, content=made) for name, (media, made) in kept.items()],
        ignore_conflicts=True,
    )
    PublicIssue.objects.create(
        slug=issue.slug, entry=receipt, day=issue.plan.dated, edition=issue.plan.edition,
        issue_no=issue.plan.issue_no, supplement=issue.plan.supplement or "", published_at=now, content=text,
        sha256=fingerprint(text), pdf=named["issue.pdf"], epub=named["issue.epub"],
    )  # fmt: skip
    PublicPage.objects.bulk_create(
        PublicPage(
            slug=issue.slug, number=page.number, name=said["name"], aspect=page.aspect, media=page.media_type,
            pictures={
                str(width): named[f"{page.number:02d}-{width}.{page.media_type.rpartition('/')[2]}"]
                for width in page.pictures
            },
            pdf=named[f"{page.number:02d}.pdf"],
            zones=[{"article": zone.article, "points": [list(point) for point in zone.points]} for zone in page.zones],
        )
        for page, said in zip(composed.pages, content["pages"], strict=True)
    )  # fmt: skip
    PublicArticle.objects.bulk_create(
        article_row(issue.slug, issue.plan.dated, page["number"], position, each)
        for page in content["pages"]
        for position, each in enumerate(page["articles"], start=1)
    )
    PublicFigure.objects.bulk_create(
        _figure_row(issue.slug, each["article"], said, now)
        for page in content["pages"]
        for each in page["articles"]
        for said in each["figures"]
    )


def _figure_row(slug: str, article: str, said: Mapping[str, Any], now: datetime) -> PublicFigure:
    return PublicFigure(
        article=UUID(article), slug=slug, note=said["note"], code=said["code"], unit=said["unit"], day=said["day"],
        value=said["value"], state=said["state"], printed_at=now,
    )  # fmt: skip


def article_row(slug: str, day: date, page: int, position: int, said: Mapping[str, Any]) -> PublicArticle:
    """An article as it is read and searched; its number is the next one."""
    authors = "、".join(each["name"] for each in said.get("authors", ()))
    text = queries_content.plain(said)
    grams = rules.grams_of(" ".join((said["title"], authors, text)))
    return PublicArticle(
        article=UUID(said["article"]), slug=slug, day=day, page=page, position=position,
        title=said["title"], authors=authors, text=text,
        words=Func(Value(sorted({*grams}), ArrayField(TextField())), function="array_to_tsvector"),
    )  # fmt: skip


def _paper(actor: Actor, unit: str) -> Paper:
    """The paper, for whoever keeps it. Raises `newspaper_no_paper`, `newspaper_other_paper`."""
    found, path = queries.paper(), units.unit(actor, unit).path
    actor.must(EDIT if actor.may(EDIT, path) else APPROVE, path)
    if found is None:
        raise Refused(problems.NO_PAPER)
    if found.unit != unit:
        raise Refused(problems.OTHER_PAPER, name=found.said.name, unit=keeper_of(actor, found))
    return found


def _check_free(actor: Actor, said: IssuePlanned, stream: UUID) -> None:
    """Nobody has this date and edition, nobody this number; of two who plan at once the second is told.

    Raises `newspaper_date_taken`, `newspaper_number_taken`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for('newspaper:numbers')")
    others = [each for each in queries.dates_taken(actor) if each[3] != stream]
    for day, edition, number, _ in others:
        if (day, edition) == (said.dated, said.edition):
            raise Refused(problems.DATE_TAKEN, day=day.isoformat(), number=number)
        if number == said.issue_no and not said.edition and not edition:
            following = max(each[2] for each in others) + 1
            raise Refused(problems.NUMBER_TAKEN, number=number, day=day.isoformat(), next=following)


def _to_decide(actor: Actor, stream: UUID) -> tuple[int, Issue]:
    """An issue that is not out yet, for whoever decides on it, and the number of its next step."""
    version = next_version(stream)
    found = queries.issue(actor, stream)
    actor.must(APPROVE, found.path)
    check_open(found)
    return version, found


def check_open(issue: Issue) -> None:
    """What is out stays as it is. Raises `newspaper_issue_out`."""
    if issue.progress is Progress.PUBLISHED:
        raise Refused(problems.ISSUE_OUT, slug=issue.slug)


def _check_signed(issue: Issue, content: Content) -> None:
    """Each text is the version that was signed. Raises `newspaper_not_signed`."""
    signed = {(each.article, each.version) for each in issue.signed.articles} if issue.signed else set()
    now = {(UUID(each["article"]), each["version"]) for page in content["pages"] for each in page["articles"]}
    if signed != now:
        raise Refused(problems.NOT_SIGNED)


def _check_printed(article: UUID, figure: str) -> None:
    """The sign is that of a figure of the article; none says nothing of any. Raises `newspaper_figure_not_printed`."""
    if figure and figure not in {each.reference.said for each in queries_figures.printed_in(article)}:
        raise Refused(problems.FIGURE_NOT_PRINTED, said=figure)


def _in_print(actor: Actor, stream: UUID) -> tuple[int, str, PublicArticle]:
    """The number of the article's next step, its unit, and where it was printed. Raises `newspaper_not_out`."""
    version = next_version(stream)
    found = queries.article(actor, stream)
    actor.must(APPROVE, found.path)
    out = PublicArticle.objects.filter(article=stream).first()
    if out is None:
        raise Refused(problems.NOT_OUT)
    return version, found.unit, out
