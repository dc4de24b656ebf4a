"""kernel · targets: what a duty can be for each of: places of a kind, units of a kind, persons, things with a life."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

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

    What has a life (`stream`) says more. `named` finds things by their ids, whatever became of them: parameter
    `targets` (text[]); columns `target`, `unit`, `path`, `kind`, `zh`, `en`, `exercise`. `page` is the name of the
    address that shows one, which takes its id, and `see` the verb of those who may open it. `kinds_in` tells the kinds
    that a playbook has, from its files as plain data.
    """

    code: str
    words: Words
    matched_by: Literal["place", "unit", "person", "stream"]
    sql: str
    moved_by: tuple[str, ...] = ()
    named: str = ""
    page: str = ""
    see: str = ""
    kinds_in: Callable[[Mapping[str, Any]], Collection[str]] | None = None

    @property
    def lives(self) -> bool:
        """Whether it is a thing with a life, in whose stream entries stand."""
        return self.matched_by == "stream"
