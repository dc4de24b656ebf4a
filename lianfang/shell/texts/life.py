"""shell · texts · life: a text is written, again and again, proofed, approved, returned, given up or withdrawn.

The kinds of an area end in these words; each step is an entry of one stream, and a version is what was written.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse

from lianfang.kernel import reading
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, ranges
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.types import Event
from lianfang.shell.texts import problems


class Standing(StrEnum):
    """How far a text is."""

    DRAFT = "draft"
    PROOFED = "proofed"
    APPROVED = "approved"
    RETURNED = "returned"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


STANDING_WORDS: dict[Standing, Words] = {
    Standing.DRAFT: w("待校对", "to be proofed"),
    Standing.PROOFED: w("待审签", "to be approved"),
    Standing.APPROVED: w("可用", "ready"),
    Standing.RETURNED: w("退回修改", "returned"),
    Standing.DROPPED: w("不采用", "given up"),
    Standing.WITHDRAWN: w("已撤回", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a text, or of what is made of texts, as it was recorded."""

    kind: str
    number: int
    at: datetime
    by: str
    entry: UUID
    data: Mapping[str, object] = field(default_factory=dict)


def standing_of(steps: Sequence[Step]) -> tuple[Standing, int]:
    """How far a text is, and the number of the version that counts, by its steps in their order.

    A version is proofed and approved by its number: a text that was changed since is a draft again.
    """
    version, standing = 0, Standing.DRAFT
    for step in steps:
        kind = step.kind.rpartition("_")[2]
        if kind == "written":
            version, standing = step.number, Standing.DRAFT
        elif kind in ("proofed", "approved"):
            if step.data.get("version") == version:
                standing = Standing.PROOFED if kind == "proofed" else Standing.APPROVED
        elif kind in _ENDS:
            standing = Standing(kind)
    return standing, version


_ENDS = (Standing.RETURNED, Standing.DROPPED, Standing.WITHDRAWN)
_MARKS = {
    Standing.DRAFT: "due", Standing.PROOFED: "partial", Standing.APPROVED: "done", Standing.RETURNED: "late",
    Standing.DROPPED: "excused", Standing.WITHDRAWN: "excused",
}  # fmt: skip


Said = Mapping[Standing, Words]


def standing_chip(standing: Standing, words: Said = STANDING_WORDS) -> Chip:
    """How far a text is, as a mark; `words` where an area calls its steps otherwise."""
    return Chip(words[standing], _MARKS[standing])


def check_standing(title: str, standing: Standing, *allowed: Standing, words: Said = STANDING_WORDS) -> None:
    """Raises `text_state`."""
    if standing not in allowed:
        raise Refused(problems.STATE, title=title[:60], state=words[standing])


@dataclass(frozen=True)
class Written:
    """A text at a desk, by its steps."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]

    @cached_property
    def _stands(self) -> tuple[Standing, int]:
        return standing_of(self.steps)

    @property
    def standing(self) -> Standing:
        return self._stands[0]

    @property
    def version(self) -> int:
        """The number of the version that counts."""
        return self._stands[1]

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def versions(self) -> tuple[Step, ...]:
        """The steps that wrote it, the oldest first."""
        return tuple(step for step in self.steps if step.kind.endswith("_written"))

    @property
    def writers(self) -> frozenset[str]:
        """The logins that have written any version."""
        return frozenset(step.by for step in self.versions)

    def data_of(self, version: int) -> Mapping[str, object]:
        """What one of its versions says. Raises `not_found`."""
        for step in self.versions:
            if step.number == version:
                return step.data
        raise Refused(NOT_FOUND)


def check_decides(
    login: str, found: Written, title: str, version: int, needs: Standing, act: Words, words: Said = STANDING_WORDS
) -> None:
    """Whether this login may decide on the version that it has read: it is the one that counts, it stands so far, and
    somebody else wrote it or a part of it. Raises `text_state`, `text_own`."""
    check_standing(title, found.standing, needs, words=words)
    if version != found.version:
        raise Refused(problems.STATE, title=title[:60], state=words[Standing.DRAFT])
    if found.writers == {login}:
        raise Refused(problems.OWN, title=title[:60], act=act)


class Life(NamedTuple):
    """The life of one thing: its id, its unit, and its steps in their order."""

    stream: UUID
    unit: str
    path: str
    steps: tuple[Step, ...]


def lives(actor: Actor, table: str, streams: Collection[UUID], verb: str, *, from_above: bool = False) -> list[Life]:
    """The lives with these ids in a table of steps, as far as the actor's verb reaches.

    `from_above`: those of the units above where the verb is held as well, where the table shows them.
    """
    statement = _STEPS.format(table=table, seen=_SEEN_OR_ABOVE if from_above else _SEEN)
    prefixes = actor.prefixes(verb)
    said = {"seen": ranges(prefixes), "prefixes": list(prefixes)}
    rows = reading.rows(actor, statement, streams=list(streams), **said) if streams else []
    found: dict[UUID, tuple[str, str, list[Step]]] = {}
    for stream, unit, path, kind, number, at, by, entry, data in rows:
        found.setdefault(stream, (unit, path, []))[2].append(Step(kind, number, at, by, entry, reading.loaded(data)))
    return [Life(stream, unit, path, tuple(steps)) for stream, (unit, path, steps) in found.items()]


def titled(table: str) -> str:
    """SQL for `touched`: those of which a version's title says `text` (`like`)."""
    return f"AND EXISTS (SELECT FROM {table} t WHERE t.stream = s.stream AND t.title ILIKE %(text)s) "


def like(text: str) -> str:
    """A text as a pattern of SQL that contains it."""
    literal = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%"


def touched(
    actor: Actor, table: str, verb: str, where: str, after: tuple[datetime, UUID] | None, size: int, **named: Any
) -> list[Life]:
    """The lives in a table of steps, those that were touched last first; `where` narrows its rows `s`."""
    at, stream = after or (None, None)
    found = reading.column(
        actor,
        f"SELECT s.stream FROM {table} s "
        f"WHERE s.superseded_at IS NULL AND %(seen)s::path_ranges @> s.path {where}"
        "GROUP BY s.stream HAVING %(at)s::timestamptz IS NULL "
        "OR (max(s.recorded_at), s.stream) < (%(at)s, %(stream)s::uuid) "
        "ORDER BY max(s.recorded_at) DESC, s.stream DESC LIMIT %(size)s",
        seen=ranges(actor.prefixes(verb)), at=at, stream=stream, size=size, **named,
    )  # fmt: skip
    known = {each.stream: each for each in lives(actor, table, found, verb)}
    return [known[stream] for stream in found]


_STEPS = (
    "SELECT s.stream, s.unit, s.path, s.kind, s.number, s.recorded_at, s.recorded_by, s.entry, s.data "
    "FROM {table} s WHERE s.stream = ANY(%(streams)s) AND s.superseded_at IS NULL "
    "AND {seen} ORDER BY s.stream, s.number"
)
_SEEN = "%(seen)s::path_ranges @> s.path"
_SEEN_OR_ABOVE = f"({_SEEN} OR EXISTS (SELECT FROM unnest(%(prefixes)s::text[]) p WHERE starts_with(p, s.path)))"


def told(steps: Sequence[Step], called: Mapping[str, str]) -> list[Event]:
    """What happened, newest first; `called`: login → what the person is called."""
    return [
        Event(
            step.at, KINDS[step.kind].words, called.get(step.by, step.by),
            KINDS[step.kind].sentence(step.data), href=reverse("shell:ledger-entry", args=[step.entry]),
        )
        for step in reversed(steps)
    ]  # fmt: skip
