"""kernel · gaps: what is missing, overdue or past its threshold, as the areas tell it to the alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lianfang.kernel.words import Words


class Severity(StrEnum):
    """How soon somebody must know, mildest first. Urgent is never held back by quiet hours."""

    NOTICE = "notice"
    WARNING = "warning"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that stands open and has somebody who answers for it.

    `key` names it forever: the same gap, found again by anybody at any time, has the same key. What belongs
    together is one gap with a `count` (sixty places of one missed round). `role` of `unit` answers first, `login`
    where one person does. `href` is where it is seen and mended. `exercise` marks what a drill brought about.
    """

    key: str
    unit: str
    path: str
    since: datetime
    words: Words
    severity: Severity
    role: str
    href: str
    count: int = 1
    login: str | None = None
    exercise: bool = False


@dataclass(frozen=True, slots=True)
class GapSource:
    """Where gaps of one sort come from.

    `standing(now, since)` gives every gap that stands at `now` and arose at or after `since`, for all units at
    once, as the system actor: a pure reading, the same however often it is asked. A gap that is no longer given
    was closed by what was recorded since. `answered(keys)` tells, where the area can, which entry closed which.
    """

    code: str
    words: Words
    standing: Callable[[datetime, datetime], Iterable[Gap]]
    answered: Callable[[Sequence[str]], Mapping[str, UUID]] = lambda keys: {}
