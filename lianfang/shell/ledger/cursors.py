"""shell · ledger cursors: the place in a list to go on from, as a short word in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from lianfang.shell.components.table import Page

_BACK = "-"


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Identified)


def read(word: str) -> tuple[UUID | None, bool]:
    """The id to go on from and whether the reader goes back; a word that is none of ours is the first page."""
    back = word.startswith(_BACK)
    try:
        return UUID(word.removeprefix(_BACK)), back
    except ValueError:
        return None, False


def paged(found: Sequence[T], size: int, after: UUID | None, back: bool) -> Page[T]:
    """One page of `found`, which was asked with one more than `size`, in the direction of reading."""
    more, kept = len(found) > size, list(found[:size])
    if back:
        kept.reverse()
        if not more:  # reached the beginning: the first page has no cursor
            return Page(tuple(kept), next=_word(kept), previous=None)
        return Page(tuple(kept), next=_word(kept), previous=f"{_BACK}{kept[0].id}" if kept else "")
    previous = None if after is None else f"{_BACK}{kept[0].id}" if kept else ""
    return Page(tuple(kept), next=_word(kept) if more else None, previous=previous)


def _word(kept: Sequence[Identified]) -> str | None:
    return str(kept[-1].id) if kept else None
