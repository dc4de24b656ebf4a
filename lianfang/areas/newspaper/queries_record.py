"""newspaper · queries of records: what the ledger holds of a published issue, and what of it travels with a copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from lianfang.areas.newspaper.models import PublicArticle, PublicNotice
from lianfang.areas.newspaper.queries_public import Out, pages_as_kept
from lianfang.kernel import reading, scope
from lianfang.shell.ledger import proofs
from lianfang.shell.ledger import queries as ledger

FORM = 1
LIST, RECORD, CONTENT = "paper.json", "record.json", "content.json"


@dataclass(frozen=True)
class Recorded:
    """The entry under which an issue is public here; `proof` is None where there is no such entry."""

    entry: UUID
    digest: str
    data: Mapping[str, Any]
    proof: proofs.EntryProof | None

    @property
    def origin(self) -> Mapping[str, Any] | None:
        """Under what it came out, where it was taken over from another installation."""
        found: Mapping[str, Any] | None = self.data.get("origin")
        return found

    @cached_property
    def travels(self) -> Mapping[str, Any]:
        """The entry under which it came out, and its way to the seal of its day once that is sealed."""
        if self.origin is not None:
            named = ("entry", "digest", "day", "root", "steps")
            return {name: self.origin.get(name, [] if name == "steps" else None) for name in named}
        sealed = self.proof.sealed if self.proof else None
        return {
            "entry": str(self.entry),
            "digest": self.digest,
            "day": sealed.day.isoformat() if sealed else None,
            "root": sealed.root.hex() if sealed else None,
            "steps": [f"{side} {sibling}" for side, sibling in self.proof.steps] if sealed and self.proof else [],
        }


def recorded_of(found: Out) -> Recorded:
    """What the ledger says of an issue, recomputed."""
    with scope.acting(scope.system_actor("readers")):
        entry = ledger.by_ids([found.entry]).get(found.entry)
        if entry is None:
            return Recorded(found.entry, "", {}, None)
        return Recorded(found.entry, entry.digest.hex(), reading.loaded(entry.columns[-1]), proofs.of_entry(entry))


def record_of(found: Out, recorded: Recorded, media: Mapping[str, str]) -> dict[str, Any]:
    """Everything of an issue but its words and files, as a copy of the paper carries it. `media`: SHA-256 → type."""
    return {
        "lianfang": "paper-issue",
        "form": FORM,
        "slug": found.slug,
        "published_at": found.published_at.isoformat(),
        "content": found.sha256,
        "origin": recorded.travels,
        "files": [{**each, "media": media[each["sha256"]]} for each in recorded.data["files"]],
        "pages": pages_as_kept(found.slug),
        "articles": [
            {"article": str(article), "page": page, "position": position, "serial": serial}
            for article, page, position, serial in PublicArticle.objects.filter(slug=found.slug)
            .order_by("page", "position")
            .values_list("article", "page", "position", "id")
        ],
        "notices": _notices(found.slug),
    }


def notices_known(entries: Collection[str]) -> set[str]:
    """Which notices are here, by the entries under which they were first said."""
    with scope.acting(scope.system_actor("newspaper")) as system:
        taken_over = reading.column(
            system,
            "SELECT n.notice::text FROM newspaper_notice_imported n WHERE n.superseded_at IS NULL "
            "AND n.notice = ANY(%(entries)s::uuid[])",
            entries=list(entries),
        )
    own = PublicNotice.objects.filter(entry__in=entries).values_list("entry", flat=True)
    return {*taken_over, *map(str, own)}


def _notices(slug: str) -> list[dict[str, Any]]:
    with scope.acting(scope.system_actor("newspaper")) as system:
        first = dict(
            reading.rows(
                system,
                "SELECT n.entry, n.notice FROM newspaper_notice_imported n WHERE n.slug = %(slug)s "
                "AND n.superseded_at IS NULL",
                slug=slug,
            )
        )
    return [
        {
            "entry": str(first.get(each.entry, each.entry)), "article": str(each.article),
            "said_at": each.said_at.isoformat(), "withdrawn": each.withdrawn, "wrong": each.wrong, "says": each.says,
        }
        for each in PublicNotice.objects.filter(slug=slug).order_by("said_at", "article", "says")
    ]  # fmt: skip
