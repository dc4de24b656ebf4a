"""newspaper · actions of old papers: a page that was printed before comes in: its picture, its texts, its zones.

An old issue then takes the same steps as any other: its texts are proofed and approved, it is signed off and published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lianfang.areas.newspaper import kinds_issue, problems, queries, rules
from lianfang.areas.newspaper.actions import write_article
from lianfang.areas.newspaper.actions_issue import check_open, plan_issue
from lianfang.areas.newspaper.kinds import EDIT
from lianfang.areas.newspaper.kinds_issue import OLD, IssuePlanned, PagePlan
from lianfang.areas.newspaper.queries import Issue
from lianfang.ground.files import queries as files
from lianfang.ground.recording import valid
from lianfang.kernel.entries import Receipt
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import next_version, takes_step
from lianfang.shell.composition import drawn

WIDTH_LEAST = 600  # pixels of a page's picture: below it not even headlines can be read
Drawn = tuple[int, UUID | None, str]  # the number of a zone on its form, its article, its corners as they were said


@takes_step
def add_page(
    actor: Actor, *, unit: str, issue: Mapping[str, Any], page: Mapping[str, Any], how: Recording = Recording()
) -> UUID:
    """An old page comes in, into the old issue of its day where there is one, else into a new one; gives the issue.

    `issue`: dated, issue_no, edition, supplement; `page`: number, name, editor, picture, original, leaf, source,
    licence. Raises as `plan_issue`, `newspaper_issue_out`, `newspaper_old_mixed`, `newspaper_old_page_twice`,
    `newspaper_scan_missing`, `newspaper_scan_small`.
    """
    added = _page(actor, unit, page)
    there = next(
        (
            stream
            for day, edition, number, stream in queries.dates_taken(actor)
            if (day, edition, number) == (issue.get("dated"), issue.get("edition") or 0, issue.get("issue_no"))
        ),
        None,
    )
    if there is None:
        return plan_issue(actor, unit=unit, data=_with_files({**issue, "pages": [added]}), how=how)
    version, found = _to_mend(actor, there)
    rules.check_alike(found.slug, {each.number: each.scan is not None for each in found.plan.pages} | {0: True})
    _check_number(found, added["number"])
    _replanned(actor, found, version, [*_pages(found), added], how)
    return there


@takes_step
def change_page(
    actor: Actor, *, issue: UUID, page: int, data: Mapping[str, Any], how: Recording = Recording()
) -> Receipt:
    """An old page is called otherwise, or has another picture; its articles and zones stay. Raises as `add_page`."""
    version, found = _to_mend(actor, issue)
    old = found_page(found, page)
    changed = _page(actor, found.unit, data)
    if changed["number"] != page:
        _check_number(found, changed["number"])
    kept = old.model_dump()
    zones = kept["scan"]["zones"]
    made = kept | changed | {"articles": kept["articles"], "scan": changed["scan"] | {"zones": zones}}
    return _replanned(actor, found, version, [made if each["number"] == page else each for each in _pages(found)], how)


@takes_step
def drop_page(actor: Actor, *, issue: UUID, page: int, how: Recording = Recording()) -> Receipt:
    """A page is taken out of its issue; its articles stay at the desk. Raises `newspaper_old_page_gone`, `…_out`."""
    version, found = _to_mend(actor, issue)
    found_page(found, page)
    return _replanned(actor, found, version, [each for each in _pages(found) if each["number"] != page], how)


@takes_step
def write_articles(
    actor: Actor, *, issue: UUID, page: int, articles: Sequence[Mapping[str, Any]], how: Recording = Recording()
) -> list[UUID]:
    """The texts of an old page, as they were corrected: each is an article of the desk, and stands on the page.

    Raises `invalid`, `newspaper_old_page_gone`, `newspaper_issue_out`.
    """
    version, found = _to_mend(actor, issue)
    found_page(found, page)
    written = [write_article(actor, unit=found.unit, data=each, how=how) for each in articles]
    pages = _pages(found)
    for each in pages:
        if each["number"] == page:
            each["articles"] = [*each["articles"], *({"article": stream} for stream in written)]
    _replanned(actor, found, version, pages, how)
    return written


@takes_step
def take_off(actor: Actor, *, issue: UUID, page: int, article: UUID, how: Recording = Recording()) -> Receipt:
    """An article is taken off an old page, with its zones; it stays at the desk. Raises `newspaper_old_page_gone`."""
    version, found = _to_mend(actor, issue)
    found_page(found, page)
    pages = _pages(found)
    for each in pages:
        if each["number"] == page:
            each["articles"] = [placed for placed in each["articles"] if placed["article"] != article]
            each["scan"]["zones"] = [zone for zone in each["scan"]["zones"] if zone["article"] != article]
    return _replanned(actor, found, version, pages, how)


@takes_step
def draw_zones(
    actor: Actor, *, issue: UUID, page: int, zones: Sequence[Drawn], how: Recording = Recording()
) -> Receipt:
    """Where the articles of an old page stand, all of it as it is from now on.

    What is not drawn yet, and what overlaps, is said on the page and stops the signature; what is no zone is refused:
    `newspaper_zone_shape`, `newspaper_zone_outside`, `newspaper_zone_small`, `newspaper_zone_no_article`.
    """
    version, found = _to_mend(actor, issue)
    articles = {placed.article for placed in found_page(found, page).articles}
    said = []
    for number, article, corners in zones:
        if not drawn.POINTS.fullmatch(corners):
            raise Refused(problems.ZONE_SHAPE, zone=number, said=corners[:60] or "—")
        points = drawn.points_of(corners)
        rules.check_zone(number, points)
        if article not in articles:
            raise Refused(problems.ZONE_NO_ARTICLE, zone=number)
        said.append({"article": article, "points": drawn.said_of(points)})
    pages = _pages(found)
    for each in pages:
        if each["number"] == page:
            each["scan"]["zones"] = said
    return _replanned(actor, found, version, pages, how)


def found_page(issue: Issue, number: int) -> PagePlan:
    """An old page of an issue. Raises `newspaper_old_page_gone`."""
    for page in issue.plan.pages:
        if page.number == number and page.scan is not None:
            return page
    raise Refused(problems.OLD_PAGE_GONE, slug=issue.slug, page=number)


def _to_mend(actor: Actor, stream: UUID) -> tuple[int, Issue]:
    version = next_version(stream)
    found = queries.issue(actor, stream)
    actor.must(EDIT, found.path)
    check_open(found)
    return version, found


def _pages(issue: Issue) -> list[dict[str, Any]]:
    return [page.model_dump() for page in issue.plan.pages]


def _replanned(actor: Actor, issue: Issue, version: int, pages: Sequence[Mapping[str, Any]], how: Recording) -> Receipt:
    data = issue.plan.model_dump(exclude={"scans", "originals"}) | {"pages": sorted(pages, key=lambda p: p["number"])}
    said = valid(IssuePlanned, _with_files(data))
    return record_act(actor, kinds_issue.PLANNED, issue.unit, said, how, stream=issue.stream, version=version)


def _with_files(plan: Mapping[str, Any]) -> dict[str, Any]:
    """A plan with the files that its pages name, where the ledger looks for them."""
    scans = [each["scan"] for each in plan["pages"]]
    pictures, originals = (
        list(dict.fromkeys(scan[name] for scan in scans if scan.get(name))) for name in ("picture", "original")
    )
    return {**plan, "scans": pictures or None, "originals": originals or None}


def _page(actor: Actor, unit: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A page as its plan says it. Raises `newspaper_scan_missing`, `newspaper_scan_small`."""
    picture = said.get("picture") or ""
    kept = files.waiting(actor, [picture]).get(picture) or files.files_of(actor, [(unit, None, picture)]).get(
        (unit, None, picture)
    )
    if kept is None or kept.width is None or kept.height is None:
        raise Refused(problems.SCAN_MISSING)
    if kept.width < WIDTH_LEAST:
        raise Refused(problems.SCAN_SMALL, width=kept.width, height=kept.height, least=WIDTH_LEAST)
    scan = {name: said.get(name) for name in ("picture", "original", "leaf", "source", "licence")}
    page = {name: said.get(name) for name in ("number", "name", "editor")}
    return {**page, "template": OLD, "articles": [], "scan": scan | {"leaf": scan["leaf"] or 1}}


def _check_number(issue: Issue, number: int) -> None:
    """No page of the issue has this number. Raises `newspaper_old_page_twice`."""
    for page in issue.plan.pages:
        if page.number == number:
            free = next(n for n in range(1, 100) if n not in {each.number for each in issue.plan.pages})
            raise Refused(problems.OLD_PAGE_TWICE, slug=issue.slug, page=number, name=page.name, next=free)
