"""kernel · open matters: everything that is open at a unit and below it, as the areas that keep it tell it.

What waits for one reader stands on the home page (`frame.Waiting`). This is the other question: what stands open at the
unit, whoever answers for it. Whoever takes a watch over asks it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial

from lianfang.kernel import reading
from lianfang.kernel.scope import Actor, acting_actor
from lianfang.kernel.words import Words, w


class Sort(Enum):
    """What a matter is, in the order in which the next watch must know it."""

    INCIDENT = w("突发情况", "Incidents")
    PEOPLE = w("人员待复测", "People to be measured again")
    REPORT = w("报表", "Reports")
    DUTY = w("任务", "Duties")
    SUPPLY = w("物资", "Supplies")
    DIRECTIVE = w("来文与措施", "Directives and measures")
    ALERT = w("其他提醒", "Other alerts")
    WATCH = w("值守", "The watch")


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One thing that is open.

    `key` names it for as long as it is open: found again at any time by anybody it has the same key. `words` say it to
    whoever may see it, with what comes next in `detail`; `kept` is what may stand in the ledger for good, without a
    name, where that is less. `see` is the verb of those who may read it. `late`: it should be done already.
    `unit_apart`: its words do not name the unit; whoever shows it does, of all in one question.
    `source`: the code of the gap behind it, `since` when it arose. `href` is where it is seen and dealt with.
    """

    key: str
    sort: Sort
    words: Words
    href: str
    unit: str
    path: str
    see: str
    due_at: datetime | None = None
    late: bool = False
    detail: Words | str = ""
    kept: Words | None = None
    exercise: bool = False
    source: str = ""
    since: datetime | None = None
    unit_apart: bool = False

    def order(self) -> tuple[int, bool, datetime, str]:
        """By sort; in it the late ones first, then by their time (or since when they stand), then what has none."""
        return (_ORDER[self.sort], not self.late, self.due_at or self.since or _NEVER, self.key)


_ORDER = {sort: number for number, sort in enumerate(Sort)}
_NEVER = datetime.max.replace(tzinfo=UTC)

# `answer(actor, path, now, until)`: what is open below a path, or has to be done before `until`. Asked as the system:
# whoever asks then leaves out what their reader may not see, and says how much that is.
Answer = Callable[[Actor, str, datetime, datetime], Iterable[OpenMatter]]


@dataclass(frozen=True, slots=True)
class OpenMatters:
    """Who answers for an area. `covers`: the sources of gaps of which its own matters say more than an alert does.
    `names`: the kinds of records of which it names by itself each that the playbook asks for and that is overdue.
    """

    answer: Answer
    covers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is open at one moment: what the reader sees, in the order of need, and how much they do not."""

    matters: tuple[OpenMatter, ...]
    hidden: int = 0

    @property
    def count(self) -> int:
        return len(self.matters) + self.hidden

    def of(self, sort: Sort) -> list[OpenMatter]:
        return [each for each in self.matters if each.sort is sort]


def read(actor: Actor, asked: Iterable[OpenMatters], path: str, now: datetime, until: datetime) -> Reading:
    """Everything that is open below a path, asked as the system by the caller, as far as `actor` may see it."""
    answers = tuple(asked)
    covered = frozenset[str]().union(*(each.covers for each in answers))
    found: dict[str, OpenMatter] = {}
    system = acting_actor()
    for told in reading.in_step(system, [partial(_all, each, system, path, now, until) for each in answers]):
        for matter in told:
            if matter.source not in covered:
                found.setdefault(matter.key, matter)
    seen = [each for each in found.values() if not each.see or actor.may(each.see, each.path)]
    return Reading(tuple(sorted(seen, key=OpenMatter.order)), len(found) - len(seen))


def _all(of: OpenMatters, system: Actor, path: str, now: datetime, until: datetime) -> list[OpenMatter]:
    return [*of.answer(system, path, now, until)]
