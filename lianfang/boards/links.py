"""boards · links: where a figure's evidence stands in the areas' own pages, at most two clicks from here."""

from __future__ import annotations

from datetime import date
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


def command(unit: str, day: date) -> str:
    """The command page of a unit."""
    return to("boards:command", unit=unit, day=day.isoformat())


def report(unit: str, day: date) -> str:
    """A unit's report of a day."""
    return to("reporting:report", unit, day.isoformat())


def rollup(unit: str, day: date) -> str:
    """The figures of a unit and all below it, line by line."""
    return to("reporting:rollup-of", unit, day.isoformat())


def reports(unit: str, day: date, **narrowed: str) -> str:
    """The list of who has reported, narrowed by standing or handling."""
    return to("reporting:board", unit=unit, day=day.isoformat(), **narrowed)


def behind(code: str, unit: str, day: date) -> str:
    """The records behind a figure of a unit and all below it."""
    page = REGISTRY.behind().get(code)
    return to(page, unit=unit, day=day.isoformat()) if page else ""


def evidence(code: str, unit: str, day: date) -> str:
    """The entries behind a line of a unit's report."""
    return to("reporting:evidence", unit, day.isoformat(), code)
