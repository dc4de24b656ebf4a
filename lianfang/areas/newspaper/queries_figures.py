"""newspaper · queries of printed figures: each held against what the reports say by now.

What readers have stays as it was printed; a difference is a proposal, and it is gone once an erratum answers it or
somebody sets it aside with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianfang.areas.newspaper import queries, queries_public
from lianfang.areas.newspaper.models import PublicArticle, PublicFigure, PublicNotice
from lianfang.areas.newspaper.queries import Article
from lianfang.kernel.scope import Actor
from lianfang.shell.texts import following
from lianfang.shell.texts.following import FOLLOWED, Change, Told

_TOLD = ("code", "unit", "day", "value", "state", "printed_at")


@dataclass(frozen=True, slots=True)
class Printed(Told):
    """A figure of a published article."""

    article: UUID
    note: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A printed figure that reads otherwise by now, and where it stands."""

    article: Article
    slug: str
    page: int
    position: int
    note: int
    change: Change[Printed]

    @property
    def figure(self) -> str:
        """The sign of the figure."""
        return self.change.told.reference.said


def printed_in(article: UUID) -> list[Printed]:
    """The figures of a published article, in the order of their notes."""
    return _printed(PublicFigure.objects.filter(article=article).order_by("note"))


def proposals(actor: Actor, now: datetime, *, article: UUID | None = None, all_of_them: bool = False) -> list[Proposal]:
    """The printed figures that read otherwise by now and that nobody has answered, those of the newest issue first.

    Of one article, or of what was printed in the last 400 days; `all_of_them` goes back to the first issue. Six
    questions, however many issues there are. What was withdrawn needs no erratum.
    """
    rows = PublicFigure.objects.order_by("-printed_at", "slug", "article", "note")
    if article is not None:
        rows = rows.filter(article=article)
    elif not all_of_them:
        rows = rows.filter(printed_at__gt=now - FOLLOWED)
    changed = following.changes(actor, _printed(rows))
    return _open(actor, changed) if changed else []


def erratum_of(proposal: Proposal) -> tuple[str, str]:
    """What an erratum of a figure would say: the sentence as it was printed, and with the figure as it reads now.

    Where the figure cannot be told any more, what is right is left to whoever corrects it.
    """
    out = queries_public.out(proposal.slug)
    assert out is not None  # it is printed there
    pages = queries_public.content(out)["pages"]
    said = next(page for page in pages if page["number"] == proposal.page)["articles"][proposal.position - 1]
    for block in said["blocks"]:
        runs = block.get("runs", ())
        for at, run in enumerate(runs):
            if run.get("note") == proposal.note:
                before = "".join(each["text"] for each in runs[:at])
                after = "".join(each["text"] for each in runs[at + 1 :])
                head, tail = _last_sentence(before), _first_sentence(after)
                right = proposal.change.now.value
                return f"{head}{run['text']}{tail}", f"{head}{right}{tail}" if right else ""
    return "", ""


_ENDS = "。！？；\n"


def _last_sentence(text: str) -> str:
    return text[max(text.rfind(end) for end in _ENDS) + 1 :].lstrip()


def _first_sentence(text: str) -> str:
    ends = [at for end in _ENDS if (at := text.find(end)) >= 0]
    return text[: min(ends) + 1].rstrip() if ends else text


def _printed(rows: object) -> list[Printed]:
    listed = rows.values_list(*_TOLD, "article", "note")  # type: ignore[attr-defined]
    return [Printed(*row) for row in listed]


def _open(actor: Actor, changed: Sequence[Change[Printed]]) -> list[Proposal]:
    streams = {change.told.article for change in changed}
    gone = set(PublicNotice.objects.filter(article__in=streams, withdrawn=True).values_list("article", flat=True))
    rows = PublicArticle.objects.filter(article__in=streams - gone)
    places = {
        stream: (slug, page, position)
        for stream, slug, page, position in rows.values_list("article", "slug", "page", "position")
    }
    articles = queries.articles_by(actor, list(places))
    found = [
        Proposal(article, *places[stream], change.told.note, change)
        for stream, article in articles.items()
        for change in following.unsettled(
            [each for each in changed if each.told.article == stream], following.settled_by(article.steps)
        )
    ]
    return sorted(found, key=lambda each: (each.slug, -each.page, -each.position, -each.note), reverse=True)
