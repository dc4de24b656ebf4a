"""boards · links: where a figure's evidence stands in the areas' own pages, at most two clicks from here."""

from __future__ import annotations

from datetime import date

from lianfang.kernel.filings import FILINGS
from lianfang.shell.links import behind, to

__all__ = ["behind", "command", "evidence", "report", "reports", "rollup", "to"]


def command(unit: str, day: date) -> str:
    """The command page of a unit."""
    return to("boards:command", unit=unit, day=day.isoformat())


def report(unit: str, day: date) -> str:
    """A unit's report of a day."""
    return to(FILINGS.asked.pages.report, unit, day.isoformat())


def rollup(unit: str, day: date) -> str:
    """The figures of a unit and all below it, line by line."""
    return to(FILINGS.asked.pages.figures, unit, day.isoformat())


def reports(unit: str, day: date, **narrowed: str) -> str:
    """The list of who has reported, narrowed by standing or handling."""
    return to(FILINGS.asked.pages.reports, unit=unit, day=day.isoformat(), **narrowed)


def evidence(code: str, unit: str, day: date) -> str:
    """The entries behind a line of a unit's report."""
    return to(FILINGS.asked.pages.evidence, unit, day.isoformat(), code)
