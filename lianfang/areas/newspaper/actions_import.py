"""newspaper · actions of import: an issue that came out elsewhere is taken over as it is, under an entry of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from lianfang.areas.newspaper import actions, kinds_issue, problems, queries, queries_folder, queries_record
from lianfang.areas.newspaper.actions_issue import article_row
from lianfang.areas.newspaper.kinds import APPROVE
from lianfang.areas.newspaper.models import PublicArticle, PublicFile, PublicIssue, PublicNotice, PublicPage
from lianfang.areas.newspaper.queries_folder import IssueRead
from lianfang.ground.recording import valid
from lianfang.ground.units import queries as units
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w

Tell = Callable[[int, int], None]
_SEQUENCE = "pg_get_serial_sequence('newspaper_public_article', 'id')"
_STEP_MOST = 10_000_000  # of the numbers of aliases, in one import


def import_paper(
    actor: Actor, *, folder: Path, unit: str = "", how: Recording = Recording(), tell: Tell | None = None
) -> dict[str, Any]:
    """Takes over every issue of an exported folder that is whole; the others are refused one by one and named.

    `unit` keeps the paper where this installation has none yet; else whoever keeps it takes the issues. Gives the
    slugs that are new (`made`), those that were here (`known`), how many errata are new, and what was refused.
    Raises `newspaper_no_copy`, `newspaper_no_paper`, `not_found`, `not_allowed`.
    """
    listed = queries_folder.issues_in(folder)
    keeper = _keeper(actor, unit)
    actor.must(APPROVE, units.unit(actor, keeper).path)
    said: dict[str, Any] = {"made": [], "known": [], "notices": 0, "refused": []}
    newest: Mapping[str, Any] | None = None
    for done, (slug, sha256) in enumerate(listed, start=1):
        try:
            read = queries_folder.issue_in(folder, slug, sha256)
            made, notices = import_issue(actor, unit=keeper, read=read, how=how)
        except Refused as refused:
            said["refused"].append((slug, refused))
        else:
            said["made" if made else "known"].append(slug)
            said["notices"] += notices
            newest = read.content["paper"]
        if tell is not None:
            tell(done, len(listed))
    if newest is not None and queries.paper() is None:
        actions.set_paper(actor, unit=keeper, data=newest, how=how)
    return said


@transaction.atomic
def import_issue(
    actor: Actor, *, unit: str, read: IssueRead, how: Recording = Recording()
) -> tuple[bool, int]:  # fmt: skip
    """Takes over one issue with its ids, addresses and numbers; gives whether it is new, and how many errata are.

    Raises `newspaper_import_taken`, `invalid`.
    """
    actor.must(APPROVE, units.unit(actor, unit).path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for('newspaper:numbers')")
    there = PublicIssue.objects.filter(slug=read.slug).values_list("sha256", flat=True).first()
    if there is not None and there != read.record.content:
        raise _taken(read, w("这一期", "the issue"), there[:12])
    if there is None:
        _check_free(actor, read)
        _put_out(actor, unit, read, how)
    return there is None, _notices(actor, unit, read, how)


def _keeper(actor: Actor, unit: str) -> str:
    """Who keeps the paper here, else the unit that was named. Raises `newspaper_no_paper`, `newspaper_other_paper`."""
    paper = queries.paper()
    if paper is None and not unit:
        raise Refused(problems.NO_PAPER)
    if paper is not None and unit and paper.unit != unit:
        raise Refused(problems.OTHER_PAPER, name=paper.said.name, unit=actions.keeper_of(actor, paper))
    return paper.unit if paper is not None else unit


def _check_free(actor: Actor, read: IssueRead) -> None:
    """Nothing here has its date, its articles or their numbers already. Raises `newspaper_import_taken`."""
    for day, edition, number, _ in queries.dates_taken(actor):
        if (day, edition) == (read.day, read.edition):
            raise _taken(read, w("日期 {day}", "the date {day}").fill(day=str(day)), f"{number}")
    said = {each.article: each for each in read.record.articles}
    serials = {each.serial: each for each in read.record.articles}
    rows = PublicArticle.objects.filter(article__in=said) | PublicArticle.objects.filter(pk__in=serials)
    for serial, article, slug in rows.values_list("pk", "article", "slug"):
        if article in said:
            raise _taken(read, w("稿件 {id}", "article {id}").fill(id=str(article)), slug)
        raise _taken(read, w("稿件编号 {n}", "the article's number {n}").fill(n=str(serial)), slug)
    own = queries.articles_by(actor, list(said))
    for article, found in own.items():
        raise _taken(read, w("稿件 {id}", "article {id}").fill(id=str(article)), found.text.title[:40])


def _put_out(actor: Actor, unit: str, read: IssueRead, how: Recording) -> None:
    record, content = read.record, read.content
    said = valid(
        kinds_issue.IssueImported,
        {
            "slug": read.slug,
            "content": record.content,
            "files": [{"name": each.name, "sha256": each.sha256} for each in record.files],
            "record": read.record_sha256,
            "origin": record.origin.model_dump(),
        },
    )
    receipt = record_act(actor, kinds_issue.IMPORTED, unit, said, how)
    named = {each.name: each.sha256 for each in record.files}
    PublicFile.objects.bulk_create(
        [PublicFile(sha256=named[name], media=media, content=made) for name, (media, made) in read.files.items()],
        ignore_conflicts=True,
    )
    PublicIssue.objects.create(
        slug=read.slug, entry=receipt.id, day=read.day, edition=read.edition, issue_no=content["issue_no"],
        supplement=content["supplement"], published_at=record.published_at, content=read.text, sha256=record.content,
        pdf=named["issue.pdf"], epub=named["issue.epub"],
    )  # fmt: skip
    PublicPage.objects.bulk_create(
        PublicPage(slug=read.slug, **page.model_dump(mode="json")) for page in record.pages
    )  # fmt: skip
    _articles(read)


def _articles(read: IssueRead) -> None:
    serials = {(each.page, each.position): each.serial for each in read.record.articles}
    rows = []
    for page in read.content["pages"]:
        for position, each in enumerate(page["articles"], start=1):
            row = article_row(read.slug, read.day, page["number"], position, each)
            row.pk = serials[page["number"], position]
            rows.append(row)
    PublicArticle.objects.bulk_create(rows)
    _give_to_no_other(read, max(serials.values()))


def _give_to_no_other(read: IssueRead, highest: int) -> None:
    """Moves the counter of the numbers past those that were taken over; the application may count, but not set it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nextval({_SEQUENCE})")
        behind = highest - cursor.fetchone()[0]
        if behind > _STEP_MOST:
            raise _taken(read, w("稿件编号 {n}", "the article's number {n}").fill(n=str(highest)), f"> {_STEP_MOST:,}")
        if behind > 0:
            cursor.execute(f"SELECT count(nextval({_SEQUENCE})) FROM generate_series(1, %s)", (behind,))


def _notices(actor: Actor, unit: str, read: IssueRead, how: Recording) -> int:
    """Takes over the errata that are not here yet; gives how many."""
    known = queries_record.notices_known([str(each.entry) for each in read.record.notices])
    fresh = [each for each in read.record.notices if str(each.entry) not in known]
    for each in fresh:
        data = {
            "notice": each.entry, "article": each.article, "slug": read.slug, "withdrawn": each.withdrawn,
            "wrong": each.wrong or None, "says": each.says,
        }  # fmt: skip
        receipt = record_act(
            actor, kinds_issue.NOTICE_IMPORTED, unit, valid(kinds_issue.NoticeImported, data), how
        )  # fmt: skip
        PublicNotice.objects.create(
            entry=receipt.id, article=each.article, slug=read.slug, said_at=each.said_at, withdrawn=each.withdrawn,
            wrong=each.wrong, says=each.says,
        )  # fmt: skip
    return len(fresh)


def _taken(read: IssueRead, what: Words, by: str) -> Refused:
    return Refused(problems.TAKEN, slug=read.slug, what=what, by=by)
