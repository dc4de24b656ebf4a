"""watch · presenters of the handover: what is open by its sorts, as it stands now or as it was signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.watch.queries_open import Did
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.open_matters import OpenMatter, Reading, Sort
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import OVERDUE, Chip
from lianfang.shell.components.types import Link

SHOWN = 12  # of one sort; the rest folds away below them
_NEW = Chip(w("新增", "new"), "doubtful", "near")
_EXERCISE = w("演练", "EXERCISE")


@dataclass(frozen=True, slots=True)
class Line:
    """One open matter as a line: what, its second line, until when, and its sign."""

    words: Words | str
    href: str
    detail: Words | str = ""
    due_at: datetime | None = None
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The open matters of one sort: the first ones, and those that fold away."""

    code: str
    words: Words
    late: int
    shown: tuple[Line, ...]
    more: tuple[Line, ...]

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.more)


def summary(read: Reading) -> Words:
    """How much is open, in one line."""
    late = sum(each.late for each in read.matters)
    if not read.count:
        return w("本单位现在没有未了的事", "Nothing is open in this unit")
    said = w("未了 {n} 件", "{n} matters are open").fill(n=read.count)
    return (
        w("{said}，其中逾期 {late} 件", "{said}, {late} of them overdue").fill(said=said, late=late) if late else said
    )


def groups_of(read: Reading, new: set[str]) -> list[Group]:
    """What is open now by sort, in the order of need; what came up since is marked."""
    return [
        group(
            sort.name.lower(),
            sort.value,
            sum(each.late for each in found),
            [_line(each, each.key in new) for each in found],
        )
        for sort in Sort
        if (found := read.of(sort))
    ]


def group(code: str, words: Words, late: int, lines: Sequence[Line]) -> Group:
    return Group(code, words, late, tuple(lines[:SHOWN]), tuple(lines[SHOWN:]))


def _line(each: OpenMatter, new: bool) -> Line:
    chips = (*((_NEW,) if new else ()), *((OVERDUE,) if each.late else ()))
    return Line(each.words, each.href, _EXERCISE if each.exercise else each.detail, each.due_at, chips)


def kept_lines(kept: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Matters as a handover kept them."""
    return [
        Line(Words(each["zh"], each["en"]), each["href"], chips=(OVERDUE,) if each.get("late") else ()) for each in kept
    ]


def kept_groups(kept: Sequence[Mapping[str, Any]]) -> list[Group]:
    """What was open when it was signed, by sort."""
    found = []
    for sort in Sort:
        code = sort.name.lower()
        lines = [each for each in kept if each["sort"] == code]
        if lines:
            found.append(group(code, sort.value, sum(bool(each.get("late")) for each in lines), kept_lines(lines)))
    return found


def did_links(made: Sequence[Did], unit: Unit, since: datetime) -> list[Link]:
    """How many records of each kind the shift made, each with the way to them in the ledger."""
    said = w("{kind} {n} 条", "{kind}: {n}")
    day = clock.day_of(since).date.isoformat()
    return [
        Link(
            said.fill(kind=each.words, n=each.count),
            f"{reverse('shell:ledger')}?{urlencode({'unit': unit.code, 'kind': each.kind, 'day': day})}",
        )
        for each in made
    ]
