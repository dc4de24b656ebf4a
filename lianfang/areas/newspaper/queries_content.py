"""newspaper · queries of content: an issue as it goes out: every word, each figure with its proof, in canonical JSON.

What is signed off is made here again on publication; a figure that has changed since, or a text that names somebody,
stops it. The JSON is what the ledger holds the fingerprint of, and all that readers get is made from it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation

from lianfang.areas.newspaper import problems, queries, rules
from lianfang.areas.newspaper.kinds_article import ArticleWritten
from lianfang.areas.newspaper.kinds_issue import IssuePlanned, PagePlan, PageScan
from lianfang.areas.newspaper.queries import Article, Issue, Paper
from lianfang.areas.newspaper.rules import Progress
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.composition import drawn
from lianfang.shell.composition.composed import Point
from lianfang.shell.texts.blocks import Block, Part, Reference, blocks_of, references_in
from lianfang.shell.texts.figures import PRINTED_IN, Figures
from lianfang.shell.texts.life import Standing
from lianfang.shell.texts.personal import Told, check_nobody_named, check_pictures, told_of

Content = Mapping[str, Any]


def canonical(content: Content) -> str:
    """The content as the one text that is fingerprinted: sorted names, no spaces, no escapes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str | bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def plain(article: Mapping[str, Any]) -> str:
    """What an article says below its title as plain text: a line for kicker and deck, and one for each block."""
    lines = [article.get("kicker", ""), article.get("deck", "")]
    lines += [
        block["caption"] if block["part"] == "picture" else "".join(run["text"] for run in block["runs"])
        for block in article["blocks"]
    ]
    return "\n".join(filter(None, lines))


def content_of(actor: Actor, issue: Issue, paper: Paper, now: datetime) -> dict[str, Any]:
    """An issue with everything that it prints; of old pages the picture and the zones too.

    Raises `newspaper_old_mixed`, `newspaper_zone_no_article`, `newspaper_zone_missing`, `newspaper_zones_overlap`,
    `newspaper_pages`, `newspaper_page_empty`, `newspaper_placed_twice`, `newspaper_not_approved`,
    `text_figure_unknown`, `text_figure_unprintable`, `text_personal`, `text_picture_unknown`,
    `text_picture_unsaid`.
    """
    plan = issue.plan
    placed = [each.article for page in plan.pages for each in page.articles]
    articles = queries.articles_by(actor, placed)
    titled = {
        page.number: [(each.article, _title(articles, each.article)) for each in page.articles] for page in plan.pages
    }
    rules.check_pages([page.number for page in plan.pages], titled)
    check_scans(issue.slug, plan, titled)
    for stream in placed:
        if stream not in articles or articles[stream].standing is not Standing.APPROVED:
            raise Refused(problems.NOT_APPROVED, title=_title(articles, stream)[:60])
    figures = Figures(actor)
    figures.check([each for stream in placed for each in references_in(blocks_of(articles[stream].text.body))])
    with translation.override(PRINTED_IN):
        return _said(issue, paper, articles, figures)


def check_scans(slug: str, plan: IssuePlanned, titled: Mapping[int, Sequence[tuple[UUID, str]]]) -> None:
    """Old pages stand by themselves, and each article of one has its place on the picture, which is no other's.

    Raises `newspaper_old_mixed`, `newspaper_zone_no_article`, `newspaper_zone_missing`, `newspaper_zones_overlap`.
    """
    rules.check_alike(slug, {page.number: page.scan is not None for page in plan.pages})
    for page in plan.pages:
        if page.scan is not None:
            for fault in rules.zone_faults(page.number, titled[page.number], zones_of(page.scan)):
                raise fault


def zones_of(scan: PageScan) -> list[tuple[UUID, tuple[Point, ...]]]:
    """The zones of an old page: the article, and the corners."""
    return [(each.article, drawn.points_of(each.points)) for each in scan.zones]


def against(actor: Actor, issue: Issue, now: datetime) -> Refused | None:
    """What would stop an issue that is not out yet: a page, a text, a figure; the first that is found."""
    if issue.progress is Progress.PUBLISHED:
        return None
    paper = queries.paper()
    if paper is None:
        return Refused(problems.NO_PAPER)
    try:
        content_of(actor, issue, paper, now)
    except Refused as refused:
        return refused
    return None


def _said(issue: Issue, paper: Paper, articles: Mapping[UUID, Article], figures: Figures) -> dict[str, Any]:
    plan = issue.plan
    return {
        "paper": paper.said.model_dump(mode="json", exclude_none=True),
        "slug": issue.slug,
        "day": plan.dated.isoformat(),
        "edition": plan.edition,
        "issue_no": plan.issue_no,
        "supplement": plan.supplement or "",
        "pages": [
            {
                "number": page.number,
                "name": page.name,
                "template": page.template,
                "editor": page.editor or "",
                "layout_by": page.layout_by or "",
                "phone": page.phone or "",
                **_scan(page),
                "articles": [
                    {
                        "key": f"a{position}",
                        "size": each.size,
                        "columns": each.columns,
                        "boxed": each.boxed,
                        "runs_on_to": each.runs_on_to,
                        **article_of(articles[each.article], paper.path, figures),
                    }
                    for position, each in enumerate(page.articles, start=1)
                ],
            }
            for page in plan.pages
        ],
    }


def _scan(page: PagePlan) -> dict[str, Any]:
    """What a page has besides where it is old; other pages have no such part."""
    if page.scan is None:
        return {}
    keys = {each.article: f"a{position}" for position, each in enumerate(page.articles, start=1)}
    zones = [{"article": keys[article], "points": points} for article, points in zones_of(page.scan)]
    said = {name: getattr(page.scan, name) for name in ("picture", "source", "licence")}
    return {"scan": said | {"zones": zones}}


def article_of(article: Article, path: str, figures: Figures) -> dict[str, Any]:
    """An article with its blocks, and its figures with what they rest on. Raises as `content_of`."""
    text = article.text
    blocks = blocks_of(text.body)
    check_text(text, blocks, path)
    notes = figures.proofs(blocks)
    said = text.model_dump(mode="json", exclude={"body", "photos", "captions"}, exclude_none=True)
    return {
        "article": str(article.stream),
        "version": article.version,
        **said,
        "blocks": [_block(text, block, notes) for block in blocks],
        "figures": list(notes.values()),
    }


def check_text(text: ArticleWritten, blocks: Sequence[Block], path: str) -> None:
    """Nobody can be recognised by it, and every picture that it names is there and says what it shows.

    Raises `text_personal`, `text_picture_unknown`, `text_picture_unsaid`.
    """
    check_nobody_named(path, _heads(text), blocks, _named(text))
    check_pictures(blocks, text.photos or [], text.captions)


def personal_in(text: ArticleWritten, path: str) -> list[Told]:
    """What `check_text` would stop of a text because somebody can be recognised by it: all of it at once."""
    return told_of(path, _heads(text), blocks_of(text.body), _named(text))


def _heads(text: ArticleWritten) -> tuple[str | None, ...]:
    return (text.kicker, text.title, text.deck, text.summary, *(each.caption for each in text.captions))


def _named(text: ArticleWritten) -> set[str]:
    """Whose names stand in print because they made it."""
    credits_ = {each.credit for each in text.captions if each.credit}
    return {author.name for author in text.authors} | credits_ | {text.editor or ""}


def _title(articles: Mapping[UUID, Article], stream: UUID) -> str:
    return articles[stream].text.title if stream in articles else str(stream)


def _block(text: ArticleWritten, block: Block, notes: Mapping[Reference, Mapping[str, Any]]) -> dict[str, Any]:
    if block.part is Part.PICTURE:
        photo = (text.photos or [])[block.picture - 1]
        of = next((each for each in text.captions if each.photo == photo), None)
        caption, credit, alt = (of.caption or "", of.credit or "", of.alt or "") if of else ("", "", "")
        return {"part": "picture", "photo": photo, "caption": caption, "credit": credit, "alt": alt or caption}
    runs = [
        {"text": run} if isinstance(run, str) else {"text": notes[run]["value"], "note": notes[run]["note"]}
        for run in block.runs
    ]
    return {"part": str(block.part), "runs": runs}
