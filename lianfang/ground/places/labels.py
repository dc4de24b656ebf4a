"""places · labels: what only the printed label of a thing says, so that whoever sends it has read it there.

A label holds the address of the thing with a token: an HMAC over what the thing is and the label's mark, with a key
that is not in the database. The mark is the entry that ended the label before it; so with each replacement every older
label is good no more, and can still be told from one that was never ours. The kernel asks `labels_read` which tokens
were read from the labels that hang there now.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connection

from lianfang.kernel import reading, scope
from lianfang.kernel.scope import Actor, acting_actor

PLACE = "place"
ISSUED, REPLACED, REVOKED = "places.label_issued", "places.label_replaced", "places.label_revoked"
_BYTES = 12
_ACTS = (
    "SELECT code, kind, entry, recorded_at, short FROM places_label "
    "WHERE sort = %(sort)s AND code = ANY(%(codes)s) AND NOT exercise ORDER BY recorded_at, entry"
)


class Read(StrEnum):
    """What a token turned out to be: of the label that is good now, of an earlier one, of none of ours, or none."""

    GOOD = "good"
    OLD = "old"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Act:
    """A label was issued, replaced or revoked."""

    kind: str
    entry: UUID
    at: datetime
    short: str | None


@dataclass(frozen=True, slots=True)
class Label:
    """The labels that a thing has had, by what became of them; without any act it may have one of before."""

    sort: str
    code: str
    acts: tuple[Act, ...] = ()

    @property
    def ended(self) -> list[Act]:
        """The acts that each ended the label before them."""
        return [act for act in self.acts if act.kind in (REPLACED, REVOKED)]

    @property
    def generation(self) -> int:
        """Which label of the thing it is, from 1."""
        return len(self.ended) + 1

    @property
    def issued(self) -> Act | None:
        """The act that issued the label which is good now; None where none is on record, or it was revoked."""
        last = self.acts[-1] if self.acts else None
        return last if last is not None and last.kind != REVOKED and last.short else None

    @property
    def revoked(self) -> bool:
        """Whether no label of the thing is good now."""
        return bool(self.acts) and self.acts[-1].kind == REVOKED

    @property
    def token(self) -> str:
        """What the label says that is good now, or after a revocation the one that is issued next."""
        return _token(self.sort, self.code, str(self.ended[-1].entry) if self.ended else "")

    def read(self, token: str) -> tuple[Read, datetime | None]:
        """What a token that was read from a label of this thing is; of an earlier one with the moment when it ended."""
        if not token:
            return Read.NOTHING, None
        shown, mark = token.encode(errors="replace"), ""
        for act in self.ended:
            if hmac.compare_digest(_token(self.sort, self.code, mark).encode(), shown):
                return (Read.REVOKED if act is self.acts[-1] and self.revoked else Read.OLD), act.at
            mark = str(act.entry)
        if self.revoked or not hmac.compare_digest(self.token.encode(), shown):
            return Read.UNKNOWN, None
        return Read.GOOD, None


def labels_of(actor: Actor, sort: str, codes: Collection[str]) -> dict[str, Label]:
    """The labels of some things of a sort, by code: of places those in the scope, of others those that the actor found.

    Of these it is told whole what became of their labels, wherever their unit stood then: to whoever did not see that,
    a label that was replaced would be good again.
    """
    assert acting_actor() is actor, "labels are asked for inside scope.acting(actor)"
    known = [code for code in codes if "\0" not in code]
    if sort == PLACE:
        return _of_places(known)
    acts: dict[str, list[Act]] = {code: [] for code in known}
    system = scope.system_actor("labels")
    with scope.acting(system):
        told = reading.rows(system, _ACTS, sort=sort, codes=known)
    for code, *act in told:
        acts[code].append(Act(*act))
    return {code: Label(sort, code, tuple(found)) for code, found in acts.items()}


def labels_read(shown: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Those of the pairs of place and token that were read from a label which is good now: the kernel's question."""
    known = _of_places({place for place, _ in shown})
    return frozenset(
        (place, token) for place, token in shown if place in known and known[place].read(token)[0] is Read.GOOD
    )


def typed(shorts: Collection[str]) -> Mapping[str, tuple[str, str]]:
    """Short code → sort and code of the thing whose label has it, of those in the actor's scope."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute("SELECT short, sort, code FROM places_label_typed(%s)", (list(shorts),))
        return {short: (sort, code) for short, sort, code in cursor.fetchall()}


def taken_apart(scanned: str) -> tuple[str, str]:
    """The address, or the code alone, that a scanned text begins with, and the token that it holds (or none)."""
    try:
        query = urlsplit(scanned).query
    except ValueError:
        query = ""
    return scanned.partition("?")[0], next(iter(parse_qs(query).get("k", [])), "")


def _token(sort: str, code: str, mark: str) -> str:
    named = code if sort == PLACE else f"{sort}:{code}"
    made = hmac.digest(settings.LABEL_KEY, f"lianfang label 1\n{named}\n{mark}".encode(), hashlib.sha256)[:_BYTES]
    return base64.urlsafe_b64encode(made).decode()


def _of_places(codes: Collection[str]) -> dict[str, Label]:
    acting_actor()
    acts: dict[str, list[Act]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, kind, entry, at, short FROM places_label_acts(%s)",
            ([code for code in codes if "\0" not in code],),
        )
        for code, *act in cursor.fetchall():
            acts.setdefault(code, []).extend([Act(*act)] if act[0] else [])
    return {code: Label(PLACE, code, tuple(found)) for code, found in acts.items()}
