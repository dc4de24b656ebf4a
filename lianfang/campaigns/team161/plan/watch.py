"""campaigns · team161.watch: the day's look at the official channel, the official figures, the sites' own status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import Plan, ScriptedAct
from lianfang.campaigns.team161.plan.units import SITE_KINDS

CHANNEL = "乌鲁木齐市人民政府新闻发布会"
SOURCE = "乌鲁木齐市官方通报（公开数据集 canghailan/Wuhan-2019-nCoV）"
RESUMED_ON = date(2020, 9, 2)  # the day after the thematic meeting on resumption
# Synthetic: the article says that work went on at the sites, not how at each of them.
LIMITED = frozenset({"T161-P08", "T161-P09", "T161-D05"})
PAUSED = frozenset({"T161-P10", "T161-P11"})


def official(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """The duty officer looks once a day whether an official notice concerns the unit, and copies the figures."""
    draw = chance(plan, day, "official")
    looked = between(draw, at(day, 10, 20), at(day, 10, 50))
    yield ScriptedAct(
        at=looked,
        actor="officer",
        action="record",
        kind="tracing.channel_check",
        unit="T161",
        data={"channel": CHANNEL, "checked_for": ["confirmed", "suspected", "asymptomatic"], "found": "none"},
        evidence="photo",
    )
    row = plan.facts.on(day)
    if row is None:
        return
    yield ScriptedAct(
        at=between(draw, at(day, 11, 0), at(day, 11, 30)),
        actor="officer",
        action="record",
        kind="tracing.official_figures",
        unit="T161",
        data={
            "area": str(plan.facts.stated["campaign"]["city"]["code"]),
            "confirmed_cumulative": row.confirmed,
            "cured_cumulative": row.cured,
            "dead_cumulative": row.dead,
            "source": SOURCE,
        },
    )


def site_status(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Each of the sixteen sites once in the afternoon, the one that keeps silent excepted."""
    draw = chance(plan, day, "site_status")
    for unit in plan.units:
        if unit.kind not in SITE_KINDS:
            continue
        moment = between(draw, at(day, 14, 40), at(day, 15, 40))
        away = draw.choice((0, 0, 1, 1, 2))
        if plan.irregular("silent_site", day, unit.code):
            continue
        mode = _mode(unit.code, day)
        data: dict[str, Any] = {"mode": mode, "crew_present": unit.staff - away, "crew_listed": unit.staff}
        if unit.code not in PAUSED:
            data["risk_level"] = "low"
        if mode == "paused":
            data["note"] = "按驻地要求暂停作业，留守人员正常值守"
        yield ScriptedAct(
            at=moment,
            actor=plan.recorder(unit.code),
            action="record",
            kind="resumption.site_status",
            unit=unit.code,
            place=f"{unit.code}-CAMP",
            data=data,
        )


def _mode(unit: str, day: date) -> str:
    if day >= RESUMED_ON:
        return "limited" if unit in PAUSED else "working"
    if unit in PAUSED:
        return "paused"
    return "limited" if unit in LIMITED else "working"
