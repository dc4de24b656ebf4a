"""tracing · command: the published course of the outbreak, as a chart of the command page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.kinds import SEE
from lianfang.areas.tracing.queries import CurveDay
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import CoursePart
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell import links
from lianfang.shell.components.chart import ChartKind, ChartSpec, Series, day_label
from lianfang.shell.components.section import Course
from lianfang.shell.components.types import Link


def _ask(actor: Actor, unit: Unit, first: date, last: date) -> Course | None:
    """The area with most figures, where there are any; nothing for those who may not see them."""
    if not actor.may(SEE, unit.path):
        return None
    areas = queries.areas(actor)[:1]
    curve = [day for area in areas for day in queries.official_curve(actor, area, first, last)]
    return Course(
        [each.day for each in curve if each.published],
        lambda days, now: [_official(area, curve, days, now) for area in areas],
        Link(
            w("官方数据与来源", "Figures and sources"),
            links.to("tracing:overview", unit=unit.code, day=last.isoformat()),
        ),
    )


def _official(area: str, curve: Sequence[CurveDay], days: Sequence[date], now: date) -> ChartSpec:
    """New cases and recoveries as published; a day without figures is a gap."""
    by_day = {each.day: each for each in curve}
    new = tuple(by_day[day].new_confirmed if day in by_day else None for day in days)
    cured = tuple(by_day[day].new_cured if day in by_day else None for day in days)
    return ChartSpec(
        w("{area}官方疫情（按公布日）", "{area}, by day of publication").fill(
            area=current().meta.areas.get(area, Words(area, area))
        ),
        tuple(map(day_label, days)),
        (
            Series(w("新增确诊", "new confirmed"), new, ChartKind.BAR),
            Series(w("新增治愈", "new cured"), cured, tone="accent"),
        ),
        w("例", "cases"),
        note=w("未发布的日子留空", "days without figures stay empty"),
        now=day_label(now),
        size="high",
    )


COURSE = (CoursePart("official", _ask, 10),)
