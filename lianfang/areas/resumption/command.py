"""resumption · command: which sites of a unit work and on what terms, as a section of the command page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from lianfang.areas.resumption import presenters, queries
from lianfang.areas.resumption.kinds_site_status import MODES, SEE
from lianfang.areas.resumption.queries import SiteToday
from lianfang.areas.resumption.rules import by_need
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import CommandPart, Looked
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.components.section import Section
from lianfang.shell.components.tables import Figure, State, Table, Text
from lianfang.shell.components.types import Link

SITES_SHOWN = 8


def _ask(actor: Actor, unit: Unit, day: date, now: datetime) -> list[SiteToday] | None:
    """The sites of a subtree; nothing for those who may not see them, and where there are none."""
    return queries.sites(actor, unit, day, now) or None if actor.may(SEE, unit.path) else None


def _draw(sites: Sequence[SiteToday], on: Looked) -> Section:
    more = Link(w("全部驻地", "All sites"), links.behind("R1", on.unit.code, on.day))
    return Section("sites", _title(sites), _table(sites, on.day), more)


def _title(sites: Sequence[SiteToday]) -> Words:
    """How many sites work, in one line."""
    counted = Counter(site.mode for site in sites)
    said = w("驻地 {n} 个：作业 {working}，限制 {limited}，暂停 {paused}，未报 {silent}",
             "{n} sites: {working} working, {limited} limited, {paused} paused, {silent} not reported")  # fmt: skip
    silent, to_come = sum(site.silent for site in sites), sum(site.to_come for site in sites)
    said = said.fill(n=len(sites), silent=silent, **{mode: counted[mode] for mode in MODES})
    return w("{said}，待报 {n}", "{said}, {n} still to report").fill(said=said, n=to_come) if to_come else said


def _table(sites: Sequence[SiteToday], day: date) -> SitesTable | None:
    """The sites that do not simply work, silent ones first."""
    ordered = [site for site in by_need(sites) if site.mode != "working" or site.risk_level == "high"]
    return SitesTable(ordered[:SITES_SHOWN], day) if ordered else None


class SitesTable(Table[SiteToday]):
    """Sites with their mode and crew."""

    day: date
    stack = tall = False

    site = Text(w("驻地", "Site"), "words", link=lambda t, row: _way_on(row, t.day))
    mode = State(w("作业状态", "Work status"), lambda row: presenters.standing(row))
    crew = Figure(w("在岗/在册", "Present"), lambda row: presenters.crew(row))


def _way_on(site: SiteToday, day: date) -> str:
    """What the site said, else the command page of its unit."""
    if site.entry:
        return links.to("resumption:status-entry", site.entry)
    return links.to("boards:command", unit=site.unit, day=day.isoformat())


COMMAND = (CommandPart("sites", _ask, _draw, 20),)
