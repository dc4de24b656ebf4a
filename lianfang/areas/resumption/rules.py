"""resumption · rules: which units are sites, and in which order they need somebody's eye. Pure decisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

# Units that run a field site (kinds of the playbook): 11 projects and 5 crews in the reference campaign.
SITE_KINDS = ("project_dept", "drill_crew")
_ORDER = {None: 0, "paused": 1, "limited": 2, "working": 3}


@dataclass(frozen=True, slots=True)
class Site:
    """A site with its newest word of the day; `mode` None: silent."""

    unit: str
    mode: str | None
    crew_present: int | None = None
    crew_listed: int | None = None
    risk_level: str | None = None
    said_at: datetime | None = None


S = TypeVar("S", bound=Site)


def by_need(sites: Iterable[S]) -> list[S]:
    """Silent sites first, then paused, limited and working ones; by code within each."""
    return sorted(sites, key=lambda site: (_ORDER[site.mode], site.unit))
