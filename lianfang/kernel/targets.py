"""kernel · targets: what a duty can be for each of: places of a kind, units of a kind, persons, things with a life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lianfang.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Target:
    """One sort of targets, registered by the card that owns them.

    `sql` gives every target of a reporting day for a range of paths. Parameters: `day` (date), `low`, `high`
    (`path >= low AND path < high`), `kinds` (text[]: the kinds of places or units, or the states that are meant).
    Columns: `target` (text: a code or an id), `unit` and `path` (who answers for it), `kind`, `zh`, `en` (its
    name), `left` (boolean: it stood at the day's beginning and left in the course of it), `since_at` and `until_at`
    (timestamptz or NULL): what falls due before it came or after it ended is not due.
    `matched_by` is the entry's field that names the target. `moved_by` names the kinds of entries, beside those of
    the ground, that change which targets there are.
    """

    code: str
    words: Words
    matched_by: Literal["place", "unit", "person", "stream"]
    sql: str
    moved_by: tuple[str, ...] = ()
