"""shell · cursors: the place in a list to go on from, as one word in the address; one codec for pages and API.

Every list of a page is paged by its `Trail`, which leads onward and back; an API gives the cursor of the next page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Query

from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.shell.components.tables import Page
from lianfang.shell.problems import BAD_CURSOR

PAGE_SIZE = 50
_JOIN, _FORMERLY = "~", "_"  # addresses that were kept may still hold the former one
_LONGEST = 300
_STEPS, _FURTHER = 20, "~~"  # of a trail, whose steps hold no `~` of their own; of the pages before them only the first
# What the API's schema says of a cursor that is a text, and of one that is a text, a number and a text.
Text = Annotated[str, Query(max_length=_LONGEST, pattern=r"^[^\x00]*$")]
TextNumberText = Annotated[str, Query(max_length=_LONGEST, pattern=r"^([^\x00~]*~[0-9]{1,4}~[^\x00]*)?$")]
R = TypeVar("R")


def word(*values: date | UUID | str | int) -> str:
    """The cursor for going on after an item: the values in which the list is ordered."""
    return _JOIN.join(value.isoformat() if isinstance(value, date) else str(value) for value in values)


def read(said: str, *kinds: type) -> tuple[Any, ...] | None:
    """What a cursor says, a value for each of `kinds`; None for the first page. Raises `bad_cursor`."""
    if not said:
        return None
    parts = said.split(_JOIN, len(kinds) - 1)
    if len(parts) != len(kinds) or len(said) > _LONGEST:
        raise Refused(BAD_CURSOR)
    try:
        return tuple(_value(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, OverflowError):
        raise Refused(BAD_CURSOR) from None


def checked(said: str, *kinds: type) -> str:
    """The cursor as it was said, for a query that reads it by itself. Raises `bad_cursor`."""
    found = read(said, *kinds)
    return word(*found) if found else ""


def _value(part: str, kind: type) -> Any:
    """One value of a cursor. Raises `ValueError`."""
    if kind is datetime:
        return moment(part)
    if kind is date:
        on = date.fromisoformat(part)
        if not clock.FIRST_DAY <= on <= clock.LAST_DAY:
            raise ValueError(part)
        return on
    if kind is int and not (part.isascii() and part.isdigit() and len(part) < 5):
        raise ValueError(part)
    if kind is str and "\0" in part:  # no text in the database holds it
        raise ValueError(part)
    return kind(part)


def moment(said: str) -> datetime:
    """A moment as an address says it. Raises `ValueError`."""
    at = datetime.fromisoformat(said)
    if at.tzinfo is None or not clock.FIRST_DAY <= at.date() <= clock.LAST_DAY:
        raise ValueError(said)
    return at


@dataclass(frozen=True, slots=True)
class Trail:
    """The way through a list: where each page so far began, the last one this page; each step a cursor.

    Its word says the whole way, so that each page can be gone back to and knows its number. The query of a list goes
    forward only, by a total order. Of a long way the last steps are kept; `further` pages lie before them.
    """

    kinds: tuple[type, ...] = (str,)
    steps: tuple[str, ...] = ()
    further: int = 0

    @classmethod
    def asked(cls, request: HttpRequest, *kinds: type) -> Trail:
        """The trail that an address says, each step a value for each of `kinds`. Raises `bad_cursor`."""
        kinds = kinds or (str,)
        further, mark, way = request.GET.get("cursor", "").rpartition(_FURTHER)
        if str not in kinds:
            way = way.replace(_FORMERLY, _JOIN)
        values = way.split(_JOIN) if way or mark else []
        steps = [_JOIN.join(values[i : i + len(kinds)]) for i in range(0, len(values), len(kinds))]
        counted = not mark or (further.isascii() and further.isdigit() and len(further) < 9)
        if not counted or len(steps) > _STEPS or any(read(step, *kinds) is None for step in steps):
            raise Refused(BAD_CURSOR)
        return cls(kinds, tuple(steps), int(further or 0))

    @property
    def word(self) -> str:
        """What the page goes on from, as its cursor; empty on the first page."""
        return self.steps[-1] if self.steps else ""

    @property
    def after(self) -> Any:
        """What the page goes on from: one value, or as many as there are `kinds`; None on the first page."""
        values = read(self.word, *self.kinds)
        return values[0] if values and len(values) == 1 else values

    def page(self, found: Sequence[R], key: Callable[[R], Any], size: int = PAGE_SIZE) -> Page[R]:
        """One page of `found`, which was asked with one more than `size`.

        `key` gives the value in which the list is ordered, or a tuple of them.
        """
        kept = tuple(found[:size])
        last = key(kept[-1]) if len(found) > size else None
        return self.on(kept, None if last is None else word(*last) if isinstance(last, tuple) else word(last))

    def on(self, items: Sequence[R], onward: str | None) -> Page[R]:
        """This page; `onward` is the cursor to go on from, None where there is no more."""
        there = None if onward is None else self._word((*self.steps, onward))
        back = self._word(self.steps[:-1]) if self.steps else None
        return Page(tuple(items), there, back, self.further + len(self.steps) + 1)

    def _word(self, steps: tuple[str, ...]) -> str:
        """The word of a way; of one whose every step was left out it is the beginning."""
        further = self.further + max(0, len(steps) - _STEPS)
        way = _JOIN.join(steps[-_STEPS:])
        return f"{further}{_FURTHER}{way}" if further and way else way
