"""watch · sections: the 24-hour duty watch as data: the shifts of a day, and the limits that it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from pydantic_core import PydanticCustomError

from lianfang.kernel.words import Words
from lianfang.playbook import Playbook
from lianfang.playbook.markdown import PROOF, both, proof, table, values
from lianfang.playbook.sections import PlaybookSection
from lianfang.playbook.shapes import Frozen, Rule, ThresholdRule, TimeOfDay, Version
from lianfang.playbook.source import Document

FILE = "watch.yaml"
RULES = ("watch_shifts", "watch_limits")
# Every limit that the watch asks for, and the least that makes sense of it.
LIMITS: dict[str, int] = {
    "officers_min": 1,
    "officers_max": 1,
    "roster_ahead_hours": 1,
    "handover_opens_minutes": 1,
    "handover_grace_minutes": 0,
    "spot_answer_minutes": 1,
    "shifts_in_row_max": 1,
    "days_in_row_max": 1,
}
# What a playbook may leave out: how many days ahead a roster should stand. Without it, as far as is told ahead.
MORE_LIMITS: dict[str, int] = {"roster_planned_days": 1}


class WatchShift(Version):
    """One shift: from a time of day to another; one that ends at or before it begins ends on the next day."""

    begins: TimeOfDay
    ends: TimeOfDay


class WatchShiftRule(Rule[WatchShift]):
    """A shift of each day."""


class WatchPart(Frozen):
    """`watch.yaml`: the shifts in the order in which they follow each other, and the limits."""

    watch_shifts: Annotated[tuple[WatchShiftRule, ...], Field(min_length=1)]
    watch_limits: tuple[ThresholdRule, ...]


def check(documents: Mapping[str, Document]) -> None:
    """The shifts of each day must follow each other round the clock, and each limit must be there and make sense."""
    document = documents.get(FILE)
    if document is None or not isinstance(document.data, dict):
        return
    try:
        part = WatchPart.model_validate(document.data)
    except (ValueError, PydanticCustomError):
        return  # its own faults are told already
    for day in sorted({version.valid_from for rule in part.watch_shifts for version in rule.versions}):
        broken = _breaks(part, day)
        if broken is not None:
            document.fault("watch_round", ("watch_shifts", broken), day=day.isoformat())
    _limits(document, part)


def _breaks(part: WatchPart, day: date) -> int | None:
    """The first shift of a day that does not begin when the one before it ends; the last is followed by the first."""
    held = [
        (index, version)
        for index, rule in enumerate(part.watch_shifts)
        for version in rule.versions
        if version.holds(day)
    ]
    for (_, before), (index, after) in zip([held[-1], *held], held, strict=False):
        if before.ends != after.begins:
            return index
    spans = [(v.ends.hour * 60 + v.ends.minute - v.begins.hour * 60 - v.begins.minute) % 1440 or 1440 for _, v in held]
    return None if sum(spans) == 1440 else held[-1][0]


def _limits(document: Document, part: WatchPart) -> None:
    given = {rule.code for rule in part.watch_limits}
    for code in LIMITS.keys() - given:
        document.fault("watch_limit_missing", ("watch_limits",), given=code)
    for path, code, version in _versions(part):
        least = {**LIMITS, **MORE_LIMITS}.get(code)
        if least is None:
            document.fault("watch_limit_unknown", path[:2], given=code)
        elif version.value < least or version.value != int(version.value):
            document.fault("range", (*path, "value"), rule=f"≥ {least}")


def _versions(part: WatchPart) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    for at, rule in enumerate(part.watch_limits):
        for number, version in enumerate(rule.versions):
            yield ("watch_limits", at, "versions", number), rule.code, version


def page(playbook: Playbook) -> list[str]:
    """The duty watch, where the playbook keeps one."""

    def hours(code: str, words: Words, version: WatchShift) -> tuple[str, ...]:
        return f"`{code}`", both(words), f"{version.begins:%H:%M}–{version.ends:%H:%M}", *proof(version)

    part = playbook.part(WatchPart)
    if not part.watch_shifts:
        return []
    shifts = [hours(rule.code, rule.words, v) for rule in part.watch_shifts for v in rule.versions]
    head = ["## Duty watch", "", *table(("Shift", "What", "Hours", *PROOF), shifts), ""]
    return [*head, *table(("Limit", "What", "Value", *PROOF), values(part.watch_limits)), ""]


SECTIONS = (PlaybookSection(FILE, WatchPart, rules=RULES, check=check, page=page),)
