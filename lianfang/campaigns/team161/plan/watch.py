"""campaigns · team161.watch: the day's look at the official channel, the official figures, the sites' own status."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import Plan, ScriptedAct
from lianfang.campaigns.team161.plan.units import SITE_KINDS

CHANNEL = "市政府新闻发布会（合成渠道）"
SOURCE = "乌鲁木齐市官方通报（公开数据集 canghailan/Wuhan-2019-nCoV）"
# The article says that all sixteen sites went on producing (有条不紊地持续生产、持续工作), and that the notice of 09-04
# asks for work as usual from 09-05 on. Which of them worked with less until then is synthetic; the record says so.
RESUMED_ON = date(2020, 9, 5)
LIMITED = frozenset({"T161-P08", "T161-P09", "T161-P10", "T161-P11", "T161-D05"})


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
        data["risk_level"] = "low"
        if mode == "limited":
            data["note"] = "按驻地要求压减作业面，生产不停（合成）"
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
    return "limited" if unit in LIMITED and day < RESUMED_ON else "working"
