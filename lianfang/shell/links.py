"""shell · links: the address of a page by its name, and of the records behind a figure; empty where there is none."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from lianfang.kernel.registry import REGISTRY


def to(name: str, *args: object, **query: Any) -> str:
    """The address of a page with its query; empty where this installation leaves the page out."""
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    said = {key: value for key, value in query.items() if value not in (None, "")}
    return f"{address}?{urlencode(said)}" if said else address


def behind(code: str, unit: str, day: date) -> str:
    """The records behind a figure of a unit and all below it, where its area's card says that they stand."""
    page = REGISTRY.behind().get(code)
    return to(page, unit=unit, day=day.isoformat()) if page else ""


@lru_cache(maxsize=4096)
def missing(code: str, unit: str, day: date | str) -> str:
    """What is missing behind a figure of a unit and all below it, and what there is; `=` before a unit is the unit by
    itself (`marks.figure_of`)."""
    return to("shell:missing", unit.removeprefix("="), str(day), code, itself="1" if unit.startswith("=") else "")


def missing_slots(kind: str, unit: str, day: date, window: datetime) -> str:
    """What is missing of the slots that records of a kind fulfil, in the window that begins at a moment."""
    return to("shell:missing-slots", unit, day.isoformat(), kind, window=window.isoformat())
