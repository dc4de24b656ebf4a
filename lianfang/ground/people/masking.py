"""people · masking: the one rule by which a name is shown whole or concealed (王**), on every page and in every file.

Concealed is the rule. A name is whole for whoever may know people by name there (`people.identify`), and only:
where the work itself is about a person of the very unit at which the reader holds that verb; where the reader gave
the whole of a name or number himself, to find whose it is; and where the reader has asked for names on this page and
said what for. Each is noted, with what it was for (docs/reference/personal-data.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from lianfang.kernel.scope import Actor

IDENTIFY = "people.identify"


class Purpose(StrEnum):
    """What somebody looks at names for."""

    # Pages on which a unit works with its own people, and sheets that come with them.
    WORK = "work"
    EXPORT = "export"
    # The reader gave a name or number: it is read to find whose it is.
    SEARCH = "search"
    RECORD = "record"
    # Said by the reader who asks for names on a page.
    CONTACT = "contact"
    HANDLE = "handle"
    CHECK = "check"
    REQUEST = "request"
    # A copy of all that is kept about a person was taken.
    COPY = "copy"
    # Noted by versions before this one.
    ROSTER = "roster"
    DETAIL = "detail"


OF_OWN_UNIT = frozenset({Purpose.WORK, Purpose.EXPORT})
GIVEN = frozenset({Purpose.SEARCH, Purpose.RECORD})
ASKED_FOR = (Purpose.CONTACT, Purpose.HANDLE, Purpose.CHECK, Purpose.REQUEST)


@dataclass
class Uncovering:
    """What one request has asked for, and whether it met a name that it could have asked for."""

    purpose: Purpose | None = None
    concealed: bool = False


_this_page: ContextVar[Uncovering | None] = ContextVar("people_uncovering", default=None)


@contextmanager
def page(purpose: Purpose | None) -> Iterator[Uncovering]:
    """One request: with a purpose, names are whole as far as its reader may know them."""
    here = Uncovering(purpose)
    mark = _this_page.set(here)
    try:
        yield here
    finally:
        _this_page.reset(mark)


def this_page() -> Uncovering | None:
    """The request that is answered now; None outside of one."""
    return _this_page.get()


def told_for(actor: Actor, unit: str, path: str, purpose: Purpose | None) -> Purpose | None:
    """What a name is told for to this reader, or None where it is concealed. `unit` and `path` are the person's."""
    if actor.user_id == 0:
        return purpose
    if not actor.may(IDENTIFY, path):
        return None
    here = _this_page.get()
    if here is not None and here.purpose is not None:
        return here.purpose
    if purpose in GIVEN or purpose in ASKED_FOR:
        return purpose
    if purpose in OF_OWN_UNIT and any(held.unit == unit and IDENTIFY in held.verbs for held in actor.held):
        return purpose
    if here is not None:
        here.concealed = True
    return None
