"""people · payloads: what the ledger holds about people: ids and figures, never who somebody is."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from lianfang.kernel.payloads import Code, Line, Payload, fact
from lianfang.kernel.words import Words, w


class Residency(StrEnum):
    """Whether the address is somebody's usual one. A category of addresses, never a score of people (domain B5)."""

    RESIDENT = "resident"
    NON_LOCAL = "non_local"


RESIDENCY_WORDS: dict[Residency, Words] = {
    Residency.RESIDENT: w("常住", "resident"),
    Residency.NON_LOCAL: w("外来", "non-local"),
}
_Number = Annotated[int, Field(ge=-9, le=200)]


class HouseholdOpened(Payload):
    """A dwelling is on the register; the entry's place is its building, where there is one."""

    code: Code = fact("户代码", "code of the household")
    residency: Residency = fact("常住或外来", "residency", choices=RESIDENCY_WORDS)
    entrance: _Number | None = fact("单元", "entrance", default=None)
    floor: _Number | None = fact("楼层", "floor", default=None)
    door: Line | None = fact("门牌", "door", default=None)


class PersonRegistered(Payload):
    """A person is on the register of the entry's unit, from the reporting day in which it occurred.

    `counts` says whether this is the one unit that counts the person: it does so in at most one.
    """

    counts: bool = fact("计入本单位应检人数", "counted by this unit", default=True)
    household: Code | None = fact("住户", "household", default=None)
    residency: Residency | None = fact("常住或外来", "residency", default=None, choices=RESIDENCY_WORDS)


class MembershipChanged(Payload):
    """How a person belongs to the entry's unit from that reporting day on; `member` false: no more."""

    member: bool = fact("在册", "on the register")
    counts: bool = fact("计入本单位应检人数", "counted by this unit", default=False)
    household: Code | None = fact("住户", "household", default=None)
    residency: Residency | None = fact("常住或外来", "residency", default=None, choices=RESIDENCY_WORDS)


class PersonErased(Payload):
    """A person's name and numbers are destroyed. What was counted stays counted."""

    note: Line | None = fact("依据", "reason", default=None)
