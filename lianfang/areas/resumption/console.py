"""resumption · console: the sites by mode, silent ones first, and on which days each of them spoke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.resumption import actions, presenters, queries
from lianfang.areas.resumption.forms import StatusForm
from lianfang.areas.resumption.kinds_site_status import MODES, RECORD, RISKS, SEE, SITE_STATUS
from lianfang.areas.resumption.queries import SiteToday, Spoke
from lianfang.areas.resumption.rules import by_need
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, ids
from lianfang.kernel.expectations import Slot, SlotState
from lianfang.kernel.measures import Measure
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.acting import form_page
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow
from lianfang.shell.components.marks import Chip, figure_of
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.forms import UnitDayForm, posted
from lianfang.shell.reader import signed_in

DAYS_SHOWN = 7
NEEDS_SHOWN = 6


@signed_in
@of_a_day
def sites_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the sites of a unit and below it stand on a reporting day."""
    now = clock.current().now()
    today = clock.day_of(now).date
    looking = UnitDayForm(actor, SEE, today, request.GET)
    unit, day = looking.unit(), looking.on
    said = queries.spoken(actor, unit, day, DAYS_SHOWN)
    days = [day - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    asked = queries.asked(actor, unit, days, now)
    found = by_need(queries.sites(actor, unit, day, now, asked))
    context: dict[str, Any] = {
        "title": _title(found),
        "lede": unit.words,
        "as_of": now,
        "needs": _needs(actor, found),
        "stats": _stats(queries.figures(actor, unit, day, now), found, day, unit),
        "looking": looking,
        "table": SitesTable(found, actor),
        "grid": _grid(found, said, asked, day, today) if found else None,
        "actions": _actions(actor, found),
    }
    return render(request, "resumption/sites.html", context)


@signed_in
def status_page(request: HttpRequest, actor: Actor, unit: str) -> HttpResponse:
    """A site says how it stands: as the last time, but for the people, who are counted again."""
    found = units.unit(actor, unit)
    actor.must(RECORD, found.path)
    now = clock.current().now()
    last = queries.last_word(actor, found)
    kept = {name: last[name] for name in ("mode", "crew_listed", "risk_level") if last[name]} if last else {}
    form = StatusForm(posted(request), initial={**kept, "entry": str(ids.mint(now))})
    day, sites = clock.day_of(now).date, reverse("resumption:sites")
    said = w("已报：{unit}，{said}", "Reported: {unit}, {said}")
    return form_page(
        request, form,
        act=lambda given: actions.report_status(actor, entry=given["entry"], unit=found, data=form.data_said()),
        done=lambda _: said.fill(unit=found.words, said=SITE_STATUS.sentence(form.data_said())),
        to=f"{sites}?day={day.isoformat()}", back=sites, template="resumption/status.html",
        title=w("{unit}：当前作业状态", "{unit}: current work status").fill(unit=found.words),
        lede=_last_said(last), crumbs=[Link(w("复工与驻地", "Sites and work"), sites)],
    )  # fmt: skip


def _last_said(last: dict[str, Any] | None) -> Words:
    if last is None:
        return w("还没有报过状态", "Nothing was reported yet")
    said = w("上次 {at}：{mode}，在岗 {present}/{listed} 人", "Last time, {at}: {mode}, {present} of {listed} present")
    return said.fill(
        at=moment(last["said_at"]), mode=MODES[last["mode"]], present=last["crew_present"], listed=last["crew_listed"]
    )


def _title(sites: list[SiteToday]) -> Words:
    """The page's answer, in one line."""
    if not sites:
        return w("没有项目部或井队", "No field project or drilling crew")
    if len(sites) == 1:
        return _of_one(sites[0])
    counts = Counter(site.mode for site in sites)
    said = w(
        "项目部井队{n}个：作业{working}，限制{limited}，暂停{paused}",
        "{n} sites: {working} working, {limited} limited, {paused} paused",
    ).fill(n=len(sites), **{mode: counts[mode] for mode in MODES})
    for words, n in (
        (w("{said}，待报{n}", "{said}, {n} still to report"), sum(site.to_come for site in sites)),
        (w("{said}，未报{n}", "{said}, {n} not reported"), sum(site.silent for site in sites)),
    ):
        said = words.fill(said=said, n=n) if n else said
    return said


def _of_one(site: SiteToday) -> Words:
    if site.mode is None:
        return w("{site}：还没有报状态", "{site}: no status yet").fill(site=site.words)
    said = w("{site}：{mode}，在岗 {present}/{listed}", "{site}: {mode}, {present} of {listed} present")
    return said.fill(site=site.words, mode=MODES[site.mode], present=site.crew_present, listed=site.crew_listed)


def _stats(figures: Mapping[str, Measure], sites: list[SiteToday], day: date, unit: Unit) -> list[Stat]:
    silent = sum(site.silent for site in sites)
    risky = sum(site.risk_level in ("mid", "high") for site in sites)
    of = figure_of("R1", unit.code, day)
    active = [Stat(w("在岗项目部井队", "Active sites"), figures["R1"], of=of)] if "R1" in figures else []
    return [
        *active,
        Stat(w("未报", "Not reported"), silent, "#sites", tone="overdue" if silent else ""),
        Stat(w("中高风险地区", "In mid- or high-risk areas"), risky, "#sites", tone="near" if risky else ""),
    ]


def _needs(actor: Actor, sites: list[SiteToday]) -> list[Need]:
    """The silent sites, and those whose word the reader still has to give; then who works where the risk is high."""
    silent = [site for site in sites if site.silent or (site.to_come and actor.may(RECORD, site.path))]
    found = []
    for site in silent[:NEEDS_SHOWN]:
        href = _new(site) if actor.may(RECORD, site.path) else f"{reverse('resumption:status-list')}?unit={site.unit}"
        act = w("报状态", "Report a status") if actor.may(RECORD, site.path) else w("查看以前的状态", "Earlier reports")
        found.append(
            Need(
                w("{site}还没有报状态", "{site} has not reported").fill(site=site.words),
                href,
                act,
                chip=site.state,
            )
        )
    if len(silent) > NEEDS_SHOWN:
        said = w("还有 {n} 个没有报", "{n} more have not reported").fill(n=len(silent) - NEEDS_SHOWN)
        found.append(Need(said, "#sites", w("查看全部", "See all")))
    for site in sites:
        if site.risk_level == "high" and site.mode in ("working", "limited"):
            said = w("{site}在高风险地区仍在作业", "{site} works in a high-risk area").fill(site=site.words)
            found.append(
                Need(said, _entry(site), w("查看记录", "See the record"), chip=Chip(RISKS["high"], "missed", "broken"))
            )
    return found


class SitesTable(Table[SiteToday]):
    """Every site: its mode, its crew, the risk around it, and when it said so."""

    actor: Actor

    site = Text(w("项目部/井队", "Site"), "words", link=lambda t, row: _way_on(t.actor, row))
    mode = State(w("作业状态", "Work status"), lambda row: presenters.standing(row))
    crew = Figure(w("在岗/在册", "Present of listed"), lambda row: presenters.crew(row))
    risk = Text(w("风险", "Risk"), lambda row: RISKS[row.risk_level] if row.risk_level else "")
    said_at = When(w("报送时间", "Reported at"))
    note = Sentence(w("说明", "Note"))


def _way_on(actor: Actor, site: SiteToday) -> str:
    """What the site said, or where it is said for it."""
    if site.entry:
        return _entry(site)
    return _new(site) if actor.may(RECORD, site.path) else ""


def _grid(
    sites: list[SiteToday], said: dict[tuple[str, date], Spoke], asked: queries.Asked, last: date, today: date
) -> CoverageGrid:
    """Sites down, reporting days across."""
    days = [last - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    rows = tuple(
        GridRow(site.words, tuple(_cell(said.get((site.unit, day)), asked.get((site.unit, day))) for day in days))
        for site in sorted(sites, key=lambda site: site.unit)
    )
    columns = tuple(GridColumn(moment(day), now=day == today) for day in days)
    return CoverageGrid(w("每日状态", "Daily status"), columns, rows, corner=w("项目部/井队", "Site"))


def _cell(spoke: Spoke | None, asked: Slot | None) -> GridCell | None:
    """A day of a site as the duty has it; nothing where nothing was asked and nothing said."""
    if spoke is None:
        return GridCell(asked.state) if asked else None
    tip = w("{at} {mode}", "{at} {mode}").fill(at=moment(spoke.said_at), mode=MODES[spoke.mode]).say()
    return GridCell(
        asked.state if asked else SlotState.DONE, tip, reverse("resumption:status-entry", args=[spoke.entry])
    )


def _actions(actor: Actor, sites: list[SiteToday]) -> list[Link]:
    mine = [site for site in sites if actor.may(RECORD, site.path)]
    return [Link(w("报状态", "Report a status"), _new(mine[0]))] if mine else []


def _new(site: SiteToday) -> str:
    return reverse("resumption:site", args=[site.unit])


def _entry(site: SiteToday) -> str:
    return reverse("resumption:status-entry", args=[site.entry])
