"""shell · cursors: the place in a list to go on from, as one word in the address; one codec for pages and API.

A list that can be read both ways is `paged`. One whose query goes forward only is paged by its `Trail`, which knows
the way back, or `forward`, which leads back to the beginning at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.shell.components.tables import Page
from lianfang.shell.problems import BAD_CURSOR

PAGE_SIZE = 50
_JOIN, _FORMERLY = "~", "_"  # addresses that were kept may still hold the former one
_BACK = "-"
_LONGEST = 300
_WHOLE_WAY, _STEPS = 4000, 20  # of a trail, whose steps hold no `~`; what lies further back is gone to at once
# What the API's schema says of a cursor that is a text, and of one that is a text, a number and a text.
Text = Annotated[str, Query(max_length=_LONGEST, pattern=r"^[^\x00]*$")]
TextNumberText = Annotated[str, Query(max_length=_LONGEST, pattern=r"^([^\x00~]*~[0-9]{1,4}~[^\x00]*)?$")]


class Identified(Protocol):
    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=Identified)
R = TypeVar("R")


def word(*values: datetime | UUID | str | int) -> str:
    """The cursor for going on after an item: the values in which the list is ordered."""
    return _JOIN.join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def read(said: str, *kinds: type) -> tuple[Any, ...] | None:
    """What a cursor says, a value for each of `kinds`; None for the first page. Raises `bad_cursor`."""
    if not said:
        return None
    parts = said.split(_JOIN, len(kinds) - 1)
    if len(parts) < len(kinds) and str not in kinds:
        parts = said.split(_FORMERLY, len(kinds) - 1)
    if len(parts) != len(kinds) or len(said) > _LONGEST:
        raise Refused(BAD_CURSOR)
    try:
        return tuple(_value(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, OverflowError):
        raise Refused(BAD_CURSOR) from None


def asked(request: HttpRequest, *kinds: type) -> tuple[Any, ...] | None:
    """The cursor of an address, read. Raises `bad_cursor`."""
    return read(request.GET.get("cursor", ""), *kinds)


def checked(said: str, *kinds: type) -> str:
    """The cursor as it was said, for a query that reads it by itself. Raises `bad_cursor`."""
    found = read(said, *kinds)
    return word(*found) if found else ""


def asked_word(request: HttpRequest, *kinds: type) -> str:
    """The cursor of an address, checked. Raises `bad_cursor`."""
    return checked(request.GET.get("cursor", ""), *kinds)


def _value(part: str, kind: type) -> Any:
    """One value of a cursor. Raises `ValueError`."""
    if kind is datetime:
        at = datetime.fromisoformat(part)
        if at.tzinfo is None or not clock.FIRST_DAY <= at.date() <= clock.LAST_DAY:
            raise ValueError(part)
        return at
    if kind is int and not (part.isascii() and part.isdigit() and len(part) < 5):
        raise ValueError(part)
    if kind is str and "\0" in part:  # no text in the database holds it
        raise ValueError(part)
    return kind(part)


def read_back(said: str) -> tuple[UUID | None, bool]:
    """The id to go on from in a list that can be read both ways, and whether back. Raises `bad_cursor`."""
    found = read(said.removeprefix(_BACK), UUID)
    if said and found is None:
        raise Refused(BAD_CURSOR)
    return (found[0], said.startswith(_BACK)) if found else (None, False)


def paged(found: Sequence[T], size: int, after: UUID | None, back: bool) -> Page[T]:
    """One page of `found`, which was asked with one more than `size`, in the direction of reading."""
    more, kept = len(found) > size, list(found[:size])
    if back:
        kept.reverse()
        if not more:  # reached the beginning: the first page has no cursor
            return Page(tuple(kept), next=_last(kept), previous=None)
        return Page(tuple(kept), next=_last(kept), previous=f"{_BACK}{kept[0].id}" if kept else "")
    previous = None if after is None else f"{_BACK}{kept[0].id}" if kept else ""
    return Page(tuple(kept), next=_last(kept) if more else None, previous=previous)


def forward(
    found: Sequence[R], size: int, key: Callable[[R], Sequence[Any]], *, previous: str | None = None
) -> Page[R]:
    """One page of `found`, which was asked with one more than `size`, in a list that is read forward only.

    `key` gives the values in which the list is ordered.
    """
    kept = tuple(found[:size])
    return Page(kept, next=word(*key(kept[-1])) if len(found) > size else None, previous=previous)


def _last(kept: Sequence[Identified]) -> str | None:
    return word(kept[-1].id) if kept else None


@dataclass(frozen=True, slots=True)
class Trail:
    """The way through a list whose query goes forward only: where each page so far began, the last one this page.

    Its word says the whole way, so that each page can be gone back to. Any word is some place in the order of texts.
    """

    steps: tuple[str, ...] = ()

    @classmethod
    def asked(cls, request: HttpRequest) -> Trail:
        """The trail that an address says; none is refused."""
        said = request.GET.get("cursor", "")[:_WHOLE_WAY].replace("\0", "")
        return cls(tuple(step for step in said.split(_JOIN) if step)[-_STEPS:])

    @property
    def after(self) -> str | None:
        return self.steps[-1] if self.steps else None

    def page(self, found: Sequence[R], key: Callable[[R], str], size: int = PAGE_SIZE) -> Page[R]:
        """One page of `found`, which was asked with one more than `size`."""
        kept = tuple(found[:size])
        onward = _JOIN.join((*self.steps, key(kept[-1]))) if len(found) > size else None
        back = _JOIN.join(self.steps[:-1]) if self.steps else None
        return Page(kept, next=onward, previous=back)
