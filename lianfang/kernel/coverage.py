"""kernel · coverage: what a figure is counted against, one by one, so that what is missing behind it has a name.

A figure says *445 of 447*: a set against a set. The area that counts it declares that set once (`Coverage`, on its
card), and everybody who shows what is missing reads the same one: the page behind the figure, the report's exceptions,
the line for the chat group, reminders, the handover. What is there and what is missing are the two halves of one
statement, so that together they are what was expected; a test of the house holds the whole against the figure itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from lianfang.kernel import reading
from lianfang.kernel.clock import Day
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.scope import Actor, prefix_range, ranges
from lianfang.kernel.words import Words


class Sort(StrEnum):
    """What one part is: it says how `subject` is named. `OTHER` is named by the area that declares the coverage."""

    PERSON = "person"
    PLACE = "place"
    UNIT = "unit"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a figure is counted against, as it stands at the moment of asking.

    `key` is unique in the figure and the unit. `expected` and `checked` are 1 and 0 or 1; more where the records give
    numbers and name nobody (a roll call's list), and then `checked` of `expected` are there. `kind` is the kind of
    record that would make it good; `duty` and `number` the slot that waits for it, where one does; `entry` the record
    that lacks something, where it is one that does. `until_at` None: it can be made good at any later time.
    """

    unit: str
    path: str
    sort: Sort
    key: str
    subject: str
    kind: str
    duty: str
    number: int
    from_at: datetime
    due_at: datetime
    until_at: datetime | None
    entry: UUID | None
    expected: int
    checked: int
    state: SlotState

    @property
    def missing(self) -> int:
        return self.expected - self.checked

    @property
    def whose(self) -> str:
        """The unit that has to make it good: of a unit itself, that one."""
        return self.subject if self.sort is Sort.UNIT else self.unit

    @property
    def after(self) -> After:
        """What a page of the list goes on from."""
        return (_RANK[self.state], self.due_at, self.path, self.key)


@dataclass(frozen=True, slots=True)
class Counted:
    """A coverage as one statement counts it; `parts` are those of which something is missing."""

    expected: int
    checked: int
    parts: int

    @property
    def missing(self) -> int:
        return self.expected - self.checked


# `names(actor, parts, day)`: how the parts are called that no sort names, by key.
Names = Callable[[Actor, Sequence[Part], Day], Mapping[str, Words]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the figures `codes` of one area are counted against, for all units whose path is in a range, on one day.

    `sql(code)` takes the parameters of a `Source` (`day`, `from_at`, `to_at`, `low`, `high`) and gives one row for each
    part: `unit`, `path` and the columns of `part()`. The sums of `expected` and `checked` are what the figure says of a
    unit; one to which nothing applies has no row.
    `see` is the verb with which somebody may read them. `lacks` says how many are missing: "{n} 人未测体温".
    `names` names parts of the sort `OTHER`. `told` is false where another list says the same in more detail, so that a
    report does not say it twice. `counted` says what is counted, where that is not what the figure itself says.
    `worked` is the name of the page on which a unit makes it good person by person (`unit`), where that is no form.
    """

    codes: tuple[str, ...]
    sql: Callable[[str], str]
    see: str
    lacks: Words
    names: Names | None = None
    told: bool = True
    counted: Words | None = None
    worked: str = ""


def part(
    sort: Sort,
    *,
    key: str,
    subject: str,
    checked: str,
    expected: str = "1",
    kind: str = "",
    kind_sql: str = "",
    slot: str = "",
    from_at: str = "%(from_at)s::timestamptz",
    due_at: str = "%(to_at)s::timestamptz",
    until_at: str = "NULL::timestamptz",
    entry: str = "NULL::uuid",
) -> str:
    """The columns of a part after `unit` and `path`, each an SQL expression; `kind` is a code (or else `kind_sql`).

    `slot` is the alias of what waits for it (`expectations.open_slots`), outer-joined: its times then go before.
    """
    duty, number = "''::text", "0"
    if slot:
        duty, number = f"coalesce({slot}.duty, '')", f"coalesce({slot}.number, 0)"
        from_at, due_at = f"coalesce({slot}.from_at, {from_at})", f"coalesce({slot}.due_at, {due_at})"
    said = kind_sql or f"'{kind}'::text"
    return (
        f"'{sort}'::text AS sort, {key} AS key, {subject} AS subject, {said} AS kind, {duty} AS duty, "
        f"({number})::int AS number, {from_at} AS from_at, {due_at} AS due_at, {until_at} AS until_at, "
        f"{entry} AS entry, ({expected})::int AS expected, ({checked})::int AS checked"
    )


def by_units(coverage: Coverage) -> Coverage:
    """The same set, each unit's people as one part: for whoever reads how many are missing, and not who."""

    def sql(code: str) -> str:
        person = f"q.sort = '{Sort.PERSON}'"
        return (
            f"SELECT q.unit, q.path, CASE WHEN {person} THEN '{Sort.UNIT}' ELSE q.sort END AS sort, "
            f"CASE WHEN {person} THEN q.unit ELSE q.key END AS key, "
            f"CASE WHEN {person} THEN q.unit ELSE q.subject END AS subject, q.kind, "
            f"CASE WHEN {person} THEN '' ELSE q.duty END AS duty, "
            f"CASE WHEN {person} THEN 0 ELSE q.number END AS number, "
            "min(q.from_at) AS from_at, min(q.due_at) AS due_at, max(q.until_at) AS until_at, q.entry, "
            "sum(q.expected)::int AS expected, sum(q.checked)::int AS checked "
            f"FROM ({coverage.sql(code)}) q GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, q.entry"
        )

    return replace(coverage, sql=sql)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom it is asked: a unit's path with everything below it, or the unit `alone`; only what is due in one
    window that begins at `window`, where a page asks for that.

    Of several units at once `only` holds their paths, none below another, and `path` what these have in common.
    """

    path: str
    day: Day
    now: datetime
    alone: bool = False
    window: datetime | None = None
    only: tuple[str, ...] = ()

    def seen(self, prefixes: Collection[str]) -> tuple[str, ...]:
        """Where the two meet: what is asked, and what somebody may see."""
        if not self.only:
            return tuple(prefixes)
        pairs = (sorted((prefix, only), key=len) for prefix in prefixes for only in self.only)
        return tuple(sorted({longer for shorter, longer in pairs if longer.startswith(shorter)}))


# What can still be made good and is late stands first, then what has come to its time, then what is over.
_ORDER = (SlotState.OVERDUE, SlotState.DUE, SlotState.MISSED, SlotState.NOT_DUE)
_RANK = {state: at for at, state in enumerate(_ORDER)}
_STATE = (
    "CASE WHEN %(now)s < c.from_at THEN 3 WHEN %(now)s <= c.due_at THEN 1 "
    "WHEN c.until_at IS NULL OR %(now)s < c.until_at THEN 0 ELSE 2 END"
)
_COLUMNS = (
    "c.unit, c.path, c.sort, c.key, c.subject, c.kind, c.duty, c.number, c.from_at, c.due_at, c.until_at, c.entry, "
    "c.expected, c.checked"
)
# The unit that has to make a part good: of a unit itself, that one.
_WHOSE = f"CASE WHEN c.sort = '{Sort.UNIT}' THEN c.subject ELSE c.unit END"
After = tuple[int, datetime, str, str]


def counted(actor: Actor, asked: Asked, of: Sequence[tuple[str, Coverage]]) -> list[Counted]:
    """How many parts there are of each figure and how many are there, in one statement."""
    if not of:
        return []
    selects = [
        f"SELECT {at}, coalesce(sum(c.expected), 0), coalesce(sum(c.checked), 0), "
        f"count(*) FILTER (WHERE c.expected > c.checked) {_parts(coverage, code, at)}"
        for at, (code, coverage) in enumerate(of)
    ]
    rows = reading.rows(actor, " UNION ALL ".join(f"({each})" for each in selects), **_parameters(actor, asked, of))
    return [Counted(int(expected), int(checked), parts) for _, expected, checked, parts in sorted(rows)]


def missing(
    actor: Actor, asked: Asked, code: str, coverage: Coverage, *, after: After | None = None, size: int = 50
) -> list[Part]:
    """What is missing behind a figure, by need: overdue, due, over, not yet; then by its time, unit and key.

    `after` goes on from a part's `after`. At most `size`.
    """
    return _page(actor, asked, code, coverage, "c.expected > c.checked", after, size)


def first_missing(actor: Actor, asked: Asked, of: Sequence[tuple[str, Coverage]], *, size: int) -> list[list[Part]]:
    """The first of what is missing behind each of several figures, by need, in one statement."""
    if not of:
        return []
    selects = [
        f"SELECT * FROM (SELECT {at} AS figure, {_COLUMNS}, {_STATE} AS rank {_parts(coverage, code, at)} "
        "AND c.expected > c.checked ORDER BY rank, c.due_at, c.path, c.key LIMIT %(size)s) one"
        for at, (code, coverage) in enumerate(of)
    ]
    rows = reading.rows(
        actor, " UNION ALL ".join(f"({each})" for each in selects), **_parameters(actor, asked, of), size=size
    )
    found: list[list[Part]] = [[] for _ in of]
    for at, *row in rows:
        found[at].append(_part(tuple(row)))
    return [sorted(each, key=lambda part: part.after) for each in found]


def missing_by_unit(
    actor: Actor, asked: Asked, of: Sequence[tuple[str, Coverage]], *, size: int
) -> list[list[tuple[str, int]]]:
    """Which units have to make good how much of what is missing behind each of several figures, the most first."""
    if not of:
        return []
    selects = [
        f"SELECT * FROM (SELECT {at} AS figure, {_WHOSE} AS whose, sum(c.expected - c.checked) AS missing "
        f"{_parts(coverage, code, at)} AND c.expected > c.checked GROUP BY whose ORDER BY missing DESC, whose "
        "LIMIT %(size)s) one"
        for at, (code, coverage) in enumerate(of)
    ]
    rows = reading.rows(
        actor, " UNION ALL ".join(f"({each})" for each in selects), **_parameters(actor, asked, of), size=size
    )
    found: list[list[tuple[str, int]]] = [[] for _ in of]
    for at, unit, count in sorted(rows, key=lambda row: (row[0], -row[2], row[1])):
        found[at].append((unit, int(count)))
    return found


def units_missing(actor: Actor, asked: Asked, code: str, coverage: Coverage, *, size: int) -> list[str]:
    """The units that have to make good what is missing and is due, who lacks most first; of a unit itself, that one."""
    found: list[str] = reading.column(
        actor,
        f"SELECT {_WHOSE} AS whose "
        f"{_parts(coverage, code, 0)} AND c.expected > c.checked AND c.from_at <= %(now)s "
        "GROUP BY whose ORDER BY count(*) DESC, whose LIMIT %(size)s",
        **_parameters(actor, asked, [(code, coverage)]), size=size,
    )  # fmt: skip
    return found


def present(
    actor: Actor, asked: Asked, code: str, coverage: Coverage, *, after: After | None = None, size: int = 50
) -> list[Part]:
    """The other half: what was expected and is there, in full or in part."""
    return _page(actor, asked, code, coverage, "c.checked > 0", after, size)


def _page(
    actor: Actor, asked: Asked, code: str, coverage: Coverage, which: str, after: After | None, size: int
) -> list[Part]:
    rank, due_at, path, key = after or (-1, asked.day.from_at, "", "")
    rows = reading.rows(
        actor,
        f"SELECT {_COLUMNS}, c.rank FROM (SELECT c.*, {_STATE} AS rank {_parts(coverage, code, 0)}) c WHERE {which} "
        "AND (c.rank, c.due_at, c.path, c.key) > (%(rank)s, %(after_at)s, %(after_path)s, %(after_key)s) "
        "ORDER BY c.rank, c.due_at, c.path, c.key LIMIT %(size)s",
        **_parameters(actor, asked, [(code, coverage)]), rank=rank, after_at=due_at, after_path=path, after_key=key,
        size=size,
    )  # fmt: skip
    return [_part(row) for row in rows]


def _part(row: tuple[Any, ...]) -> Part:
    told: tuple[Any, ...] = (row[0], row[1], Sort(row[2]), *row[3:-1], _ORDER[row[-1]])
    return Part(*told)


def _parts(coverage: Coverage, code: str, at: int) -> str:
    """FROM and WHERE of one figure's parts, as far as the actor may read them."""
    return (
        f"FROM ({coverage.sql(code)}) c WHERE %(seen_{at})s::path_ranges @> c.path "
        "AND (%(window)s::timestamptz IS NULL OR c.from_at = %(window)s)"
    )


def _parameters(actor: Actor, asked: Asked, of: Sequence[tuple[str, Coverage]]) -> dict[str, Any]:
    low, high = (asked.path, asked.path + "\x01") if asked.alone else prefix_range(asked.path)
    return {
        "day": asked.day.date, "from_at": asked.day.from_at, "to_at": asked.day.to_at, "low": low, "high": high,
        "now": asked.now, "window": asked.window,
        **{f"seen_{at}": ranges(asked.seen(actor.prefixes(coverage.see))) for at, (_, coverage) in enumerate(of)},
    }  # fmt: skip
