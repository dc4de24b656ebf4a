"""resumption · presenters: how a site stands, drawn the same on each page."""

from __future__ import annotations

from lianfang.areas.resumption.kinds_site_status import MODES
from lianfang.areas.resumption.queries import SiteToday
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.words import w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.text import figure

_MODES = {
    "working": Chip(MODES["working"], "done"),
    "limited": Chip(MODES["limited"], "partial", "near"),
    "paused": Chip(MODES["paused"], "excused", "near"),
}
_SILENT = Chip(w("未报", "not reported"), "missed", "overdue")


def standing(site: SiteToday) -> Chip | SlotState | None:
    """What the site said of itself; that it is silent; or that nobody waits for its word."""
    if site.mode is not None:
        return _MODES[site.mode]
    return _SILENT if site.silent else site.state


def crew(site: SiteToday) -> str:
    """How many of the crew are there; a dash where the site said nothing."""
    return "—" if site.mode is None else f"{figure(site.crew_present)}/{figure(site.crew_listed)}"
