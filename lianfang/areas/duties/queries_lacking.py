"""duties · queries of what is lacking: the rounds of a day that were missed or are overdue, with their targets."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lianfang.areas.duties import queries
from lianfang.areas.duties.kinds import SEE
from lianfang.ground.units.queries import unit as unit_on
from lianfang.kernel.clock import Day
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.scope import Actor
from lianfang.kernel.shortfalls import NAMED, Shortfall
from lianfang.kernel.words import Words, w

_MOST = 400
_GONE = (SlotState.MISSED, SlotState.OVERDUE)
_REPORTS = "reporting."  # a report lists by itself which reports are missing


def lacking(actor: Actor, path: str, day: Day, now: datetime) -> list[Shortfall]:
    """Every duty and window of which something was not done, with what it was not done for."""
    if not actor.prefixes(SEE):
        return []
    unit = unit_on(actor, path.split("/")[-2], day=day.date)
    slots, _ = queries.listed(actor, unit, day.date, now, states=_GONE, size=_MOST)
    duties = queries.duties_on(actor, day.date) if slots else {}
    grouped: dict[tuple[str, int], list[queries.SlotSeen]] = defaultdict(list)
    for slot in slots:
        duty = duties.get(slot.duty)
        if duty is not None and not duty.version.kind.startswith(_REPORTS) and _for_places(slot):
            grouped[slot.duty, slot.number].append(slot)
    return [_shortfall(duties[code], number, found) for (code, number), found in grouped.items()]


def _for_places(slot: queries.SlotSeen) -> bool:
    """Whether it is done at a place or by a unit: of people, the records of people say who was not seen."""
    try:
        UUID(slot.target)
    except ValueError:
        return True
    return False


def _shortfall(duty: queries.Duty, number: int, slots: list[queries.SlotSeen]) -> Shortfall:
    windows = duty.version.windows
    said = duty.words
    if len(windows) > 1 and number <= len(windows):
        said = w("{duty}（{window}）", "{duty} ({window})").fill(duty=duty.words, window=windows[number - 1].words)
    words = w("{duty}：{n} 处未做", "{duty}: not done at {n}").fill(duty=said, n=len(slots))
    names: list[Words | str] = [slot.words for slot in slots[:NAMED]]
    return Shortfall(words, tuple(names), len(slots), reverse("duties:slots"))
