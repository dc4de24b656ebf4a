"""watch · queries log: the lines of the log and what is open of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianfang.kernel.problems import first_of
from lianfang.kernel.reading import rows
from lianfang.kernel.scope import Actor

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log; `closed_at` and `how` once an open one is done."""

    entry: UUID
    unit: str
    at: datetime
    what: str
    text: str
    other: str | None
    open: bool
    due_at: datetime | None
    by: str
    closed_at: datetime | None
    closed_by: str | None
    how: str | None

    @property
    def waits(self) -> bool:
        return self.open and self.closed_at is None


_LINE = """
SELECT l.entry, l.unit, l.occurred_at, l.what, l.text, l.other, l.open, l.due_at, l.recorded_by,
       c.occurred_at, c.recorded_by, c.how
FROM watch_log l LEFT JOIN watch_closing c ON c.item = l.entry AND c.superseded_at IS NULL
WHERE l.superseded_at IS NULL AND l.unit = ANY(%(units)s)
"""


def open_items(actor: Actor, units: Collection[str], *, limit: int | None = 200) -> list[Line]:
    """The open lines of some units' logs, the most pressing first."""
    found = rows(
        actor,
        f"{_LINE} AND l.open AND c.entry IS NULL ORDER BY l.due_at NULLS LAST, l.occurred_at, l.entry LIMIT %(limit)s",
        units=list(units), limit=limit,
    )  # fmt: skip
    return [Line(*row) for row in found]


def item(actor: Actor, entry: UUID) -> Line:
    """One line of a log. Raises `not_found`."""
    return Line(*first_of(rows(actor, _LINE.replace("l.unit = ANY(%(units)s)", "l.entry = %(entry)s"), entry=entry)))


def done_between(actor: Actor, unit: str, from_at: datetime, to_at: datetime) -> list[Line]:
    """The open lines that were closed in [from_at, to_at)."""
    found = rows(
        actor,
        f"{_LINE} AND c.occurred_at >= %(from_at)s AND c.occurred_at < %(to_at)s ORDER BY c.occurred_at, l.entry",
        units=[unit], from_at=from_at, to_at=to_at,
    )  # fmt: skip
    return [Line(*row) for row in found]


def of_shift(actor: Actor, unit: str, from_at: datetime, to_at: datetime) -> list[Line]:
    """What was logged or closed in [from_at, to_at), in the order of the log."""
    found = rows(
        actor,
        f"{_LINE} AND (l.occurred_at >= %(from_at)s AND l.occurred_at < %(to_at)s "
        "OR c.occurred_at >= %(from_at)s AND c.occurred_at < %(to_at)s) ORDER BY l.occurred_at, l.entry",
        units=[unit], from_at=from_at, to_at=to_at,
    )  # fmt: skip
    return [Line(*row) for row in found]


def log(
    actor: Actor,
    unit: str,
    from_at: datetime,
    to_at: datetime,
    *,
    what: str = "",
    waiting: bool = False,
    text: str = "",
    after: tuple[datetime, UUID] | None = None,
    size: int = PAGE_SIZE,
) -> list[Line]:
    """The lines of [from_at, to_at) by subject, openness and words, newest first."""
    named: dict[str, Any] = {"units": [unit], "from_at": from_at, "to_at": to_at, "size": size}
    where = ""
    if what:
        where, named["what"] = where + " AND l.what = %(what)s", what
    if waiting:
        where += " AND l.open AND c.entry IS NULL"
    if text.strip():
        where += " AND strpos(lower(concat_ws(' ', l.text, l.other, c.how)), %(text)s) > 0"
        named["text"] = text.strip().lower().replace("\0", "")
    if after is not None:
        where += " AND (l.occurred_at, l.entry) < (%(after_at)s, %(after_entry)s)"
        named["after_at"], named["after_entry"] = after
    found = rows(
        actor,
        f"{_LINE} AND l.occurred_at >= %(from_at)s AND l.occurred_at < %(to_at)s{where} "
        "ORDER BY l.occurred_at DESC, l.entry DESC LIMIT %(size)s",
        **named,
    )
    return [Line(*row) for row in found]
