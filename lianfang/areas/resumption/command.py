"""resumption · command: which sites of a unit work and on what terms, as a section of the command page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from lianfang.areas.resumption import pieces, queries
from lianfang.areas.resumption.facts import MODES
from lianfang.areas.resumption.kinds import SEE
from lianfang.areas.resumption.queries import SiteToday
from lianfang.areas.resumption.rules import by_need
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.frame import CommandPart
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.components.pieces import Link
from lianfang.shell.components.section import Section
from lianfang.shell.components.table import Column, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.components.text import figure

SITES_SHOWN = 8


def _ask(actor: Actor, unit: Unit, day: date) -> list[SiteToday] | None:
    """The sites of a subtree; nothing for those who may not see them, and where there are none."""
    return queries.sites(actor, unit, day, clock.current().now()) or None if actor.may(SEE, unit.path) else None


def _draw(sites: Sequence[SiteToday], unit: Unit, day: date) -> Section:
    return Section(
        "sites", _title(sites), _table(sites, day), Link(w("全部驻地", "All sites"), links.behind("R1", unit.code, day))
    )


def _title(sites: Sequence[SiteToday]) -> Words:
    """How many sites work, in one line."""
    counted = Counter(site.mode for site in sites)
    said = w("驻地 {n} 个：作业 {working}，限制 {limited}，暂停 {paused}，未报 {silent}",
             "{n} sites: {working} working, {limited} limited, {paused} paused, {silent} silent")  # fmt: skip
    return said.fill(n=len(sites), silent=sum(site.silent for site in sites), **{mode: counted[mode] for mode in MODES})


def _table(sites: Sequence[SiteToday], day: date) -> Table | None:
    """The sites that do not simply work, silent ones first."""
    ordered = [site for site in by_need(sites) if site.mode != "working" or site.risk_level == "high"]
    if not ordered:
        return None
    columns = (
        Column(w("驻地", "Site")),
        Column(w("状态", "Mode"), Setting.STATE),
        Column(w("在岗/在册", "Present"), Setting.FIGURE),
    )
    rows = [
        Row(
            (
                site.words,
                pieces.standing(site),
                "—" if site.mode is None else f"{figure(site.crew_present)}/{figure(site.crew_listed)}",
            ),
            href=links.to("resumption:status-entry", site.entry)
            if site.entry
            else links.to("boards:command", unit=site.unit, day=day.isoformat()),
        )
        for site in ordered[:SITES_SHOWN]
    ]
    return Table(columns, rows, stack=False, tall=False)


COMMAND = (CommandPart("sites", _ask, _draw, 20),)
