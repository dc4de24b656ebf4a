"""watch · actions ids: the ids of lives that follow from what they are, and the payloads' recurring parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from lianfang.areas.watch import payloads
from lianfang.areas.watch.rules import Handover, Shift
from lianfang.kernel import clock

_LINE_MAX = 200


def stream_of(*parts: str) -> UUID:
    """The life of something of which there is one: a unit's post, a shift's roster, a change's handover."""
    return uuid5(NAMESPACE_URL, ":".join(("lianfang:watch", *parts)))


def change_stream(unit: str, change_at: datetime) -> UUID:
    return stream_of("handover", unit, f"{clock.local(change_at):%Y-%m-%dT%H:%M}")


def shift_facts(shift: Shift) -> Mapping[str, Any]:
    """A shift as a payload holds it."""
    return {"on": shift.on, "shift": shift.code, "begins_at": shift.begins_at, "ends_at": shift.ends_at}


def change_facts(handover: Handover, leaving_by: str) -> Mapping[str, Any]:
    """What both sides of a handover sign."""
    return {
        "change_at": handover.change_at,
        "leaving": payloads.Shift(**shift_facts(handover.leaving)),
        "taking": payloads.Shift(**shift_facts(handover.taking)),
        "leaving_by": leaving_by,
    }


def short(text: str) -> str:
    """A text on one line, cut where it is longer than a line may be."""
    line = " ".join(text.split())
    return line if len(line) <= _LINE_MAX else line[: _LINE_MAX - 1] + "…"
