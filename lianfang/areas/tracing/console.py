"""tracing · console: the city's curve beside what is known of the unit's own people today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import dropwhile
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.forms import CurveForm
from lianfang.areas.tracing.kinds import RECORD
from lianfang.areas.tracing.queries import Case, CurveDay
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, begun, listed, w
from lianfang.playbook import current
from lianfang.shell.components.cells import FigureLink
from lianfang.shell.components.chart import ChartKind, ChartSpec, Series
from lianfang.shell.components.marks import figure_of
from lianfang.shell.components.tables import Columns, Figure, Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.day_asked import of_a_day
from lianfang.shell.reader import signed_in


@signed_in
@of_a_day
def overview_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the authorities published: of the unit's people today, and of the city day by day."""
    now = clock.current().now()
    looking = CurveForm(actor, clock.day_of(now).date, queries.areas(actor), request.GET)
    top, day = looking.unit(), looking.on
    known = queries.cases(actor, top, day)
    # Official figures have a day of the calendar; no later one than today's is known.
    first, last = looking.days(min(day, clock.local(now).date()))
    curve = queries.official_curve(actor, looking.area, first, last) if looking.area else []
    curve = list(dropwhile(lambda each: each.published is None, curve))
    context: dict[str, Any] = {
        "title": _title(known),
        "lede": w(
            "{unit}。病例只以官方通报为准，本单位不自行公布；当日查过官方渠道，才能报零。",
            "{unit}. Only an official notice makes a case, and none is announced here; a zero needs that "
            "day's check of the official channel.",
        ).fill(unit=top.words),
        "as_of": now,
        "needs": _needs(actor, known),
        "stats": _stats(known, day) if len(known) == 1 else [],
        "units": UnitsTable(known, day) if len(known) > 1 else None,
        "looking": looking,
        "chart": _chart(looking.area, curve) if looking.area and curve else None,
        "table": CurveTable(curve[::-1]) if curve else None,
        "sources": sorted({day.published.source for day in curve if day.published}),
        "actions": _ways_on(actor, top),
    }
    return render(request, "tracing/overview.html", context)


def _title(known: list[tuple[Unit, list[Case]]]) -> Words:
    """The page's answer: was the channel looked at, and what did it say of our people."""
    if not known:
        return w("官方通报：本级不单独统计病例", "Cases are counted by a superior unit, not here")
    unlooked = [unit for unit, cases in known if not all(case.looked for case in cases)]
    if unlooked and len(known) == 1:
        return w("官方渠道尚未查看，病例数未知", "Official channel not checked yet, cases not known")
    if unlooked:
        said = w("官方渠道：{n} 个单位尚未查看", "{n} units have not checked the official channel")
        return said.fill(n=len(unlooked))
    found: dict[str, list[Any]] = {}
    for case in (case for _, cases in known for case in cases):
        found.setdefault(case.code, []).append(case.measure.value)
    parts = [w("{what} {n}", "{what} {n}").fill(what=_called(code), n=_sum(values)) for code, values in found.items()]
    said = listed(parts, w("，", ", "))
    return w("官方渠道已查：{said}", "Official channel checked: {said}").fill(said=said)


def _called(code: str) -> Words:
    """What the class of cases is called that a figure counts."""
    return current().case_figures[code].words


def _sum(values: list[Any]) -> Words:
    if None in values:
        return w("未知", "not known")
    total = figure(sum(values))
    return Words(total, total)


def _needs(actor: Actor, known: list[tuple[Unit, list[Case]]]) -> list[Need]:
    """Of whom nothing is known, because nobody looked; and a notice that was found but does not stand in the ledger.

    It is what the figures of cases rest on, a look of the superior included. Whose look is due by when, and what
    became of it, a duty says.
    """
    needs = []
    for unit, cases in known:
        may = actor.may(RECORD, unit.path)
        if not all(case.looked for case in cases):
            said = w("{unit}尚未查看官方渠道", "{unit} has not checked the official channel yet")
            act = w("登记一次核查", "Record a check") if may else w("查看核查记录", "View checks")
            needs.append(Need(said.fill(unit=unit.words), _to("channel-check", unit, may), act))
        elif any(case.measure.value is None for case in cases):
            said = w("{unit}查到有通报，但通报尚未登记", "{unit} found a notice that is not recorded yet")
            act = w("登记通报", "Record the notice") if may else w("查看通报", "See the notices")
            needs.append(Need(said.fill(unit=unit.words), _to("official-notice", unit, may), act))
    return needs


def _to(slug: str, unit: Unit, new: bool) -> str:
    page = "new" if new else "list"
    return f"{reverse(f'tracing:{slug}-{page}')}?{urlencode({'unit': unit.code})}"


def _stats(known: list[tuple[Unit, list[Case]]], day: date) -> list[Stat]:
    return [
        Stat(
            begun(_called(case.code)),
            case.measure,
            of=figure_of(case.code, unit.code, day),
        )
        for unit, cases in known
        for case in cases
    ]


class UnitsTable(Table[tuple[Unit, list[Case]]]):
    """Every unit that states cases, where there are several."""

    day: date
    tall = False

    unit = Text(
        w("单位", "Unit"),
        lambda row: row[0].words,
        link=lambda row: f"{reverse('tracing:overview')}?{urlencode({'unit': row[0].code})}",
    )

    @Columns
    def cases(self) -> list[Figure]:
        return [Figure(begun(_called(case.code)), self._shows(at)) for at, case in enumerate(self.rows[0][1])]

    def _shows(self, at: int) -> Callable[[Any], FigureLink]:
        return lambda row: FigureLink(
            row[1][at].measure,
            of=figure_of(row[1][at].code, row[0].code, self.day),
        )


def _chart(area: str, curve: list[CurveDay]) -> ChartSpec:
    """New and cumulative cases by day. A day without figures is a gap in every line."""
    called = current().meta.areas.get(area, Words(area, area))

    def course(name: str) -> tuple[int | None, ...]:
        return tuple(getattr(day.published, name, None) for day in curve)

    return ChartSpec(
        title=w("{area}官方疫情数据（按公布日）", "{area}: official figures by day of publication").fill(area=called),
        labels=tuple(moment(day.day) for day in curve),
        series=(
            Series(w("累计确诊", "confirmed"), course("confirmed")),
            Series(w("累计治愈", "cured"), course("cured")),
            Series(w("累计死亡", "dead"), course("dead")),
            Series(w("新增确诊", "new confirmed"), tuple(day.new_confirmed for day in curve), ChartKind.BAR),
        ),
        unit=w("例", "cases"),
        note=w(
            "横轴是公布日，公布的多为前一日的数；未发布的日子留空，不补数",
            "Each day is that of publication, mostly of the day before; days without figures stay empty",
        ),
    )


class CurveTable(Table[CurveDay]):
    """The same day by day, each with the record it stands in."""

    stack = tall = False

    day = When(
        w("公布日", "Published"),
        link=lambda row: reverse("tracing:official-figures-entry", args=[row.published.entry]) if row.published else "",
    )
    counted_on = When(
        w("统计日期", "Counted up to"), lambda row: getattr(row.published, "counted_on", None) or "—", when="counted"
    )
    confirmed = Figure(w("累计确诊", "Confirmed"), lambda row: getattr(row.published, "confirmed", "—"))
    new_confirmed = Figure(w("新增确诊", "New"), lambda row: _signed(row.new_confirmed))
    cured = Figure(w("累计治愈", "Cured"), lambda row: getattr(row.published, "cured", "—"))
    new_cured = Figure(w("新增治愈", "New cured"), lambda row: _signed(row.new_cured))
    dead = Figure(w("累计死亡", "Dead"), lambda row: getattr(row.published, "dead", "—"))

    @property
    def counted(self) -> bool:
        """Whether any source says up to which day it counts."""
        return any(row.published and row.published.counted_on for row in self.rows)


def _signed(change: int | None) -> str:
    """A difference with its sign; a dash where the day before is a gap."""
    return "—" if change is None else f"{change:+,}" if change else "0"


def _ways_on(actor: Actor, top: Unit) -> list[Link]:
    slugs = (
        ("channel-check", w("登记一次核查", "Record a check")),
        ("official-figures", w("录入官方数据", "Record figures")),
        ("official-notice", w("登记通报", "Record a notice")),
    )
    if not actor.may(RECORD, top.path):
        return []
    sheet = f"{reverse('shell:directory:sheet-import', args=['tracing.figures'])}?unit={top.code}"
    return [
        *(Link(words, _to(slug, top, True)) for slug, words in slugs),
        Link(w("从表格导入官方数据", "Import figures from a sheet"), sheet),
    ]
