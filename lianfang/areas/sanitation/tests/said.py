"""sanitation · tests: a property worker, and short words for rounds and clearances."""

from __future__ import annotations

from typing import Any

from lianfang.areas.sanitation.kinds import RECORD, SEE
from lianfang.kernel.entries import Draft
from tests.support import entries

WORKER = entries.actor_with({RECORD, SEE}, login="property")


def _of(kind: str, data: dict[str, Any], more: dict[str, Any]) -> Draft:
    keep = {key: more.pop(key) for key in ("unit", "at", "place", "exercise", "id", "evidence") if key in more}
    keep.setdefault("place", "B03-LIFT1")
    return entries.draft(kind, {**data, **more}, **keep)


def done(**more: Any) -> Draft:
    """A lift done as it should be."""
    data = {"object": "lift", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}
    return _of("sanitation.disinfection", data, more)


def cleared(**more: Any) -> Draft:
    """A waste point cleared."""
    more.setdefault("place", "WASTE1")
    return _of("sanitation.waste_clearance", {"overflow": False}, more)
