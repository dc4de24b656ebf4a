"""campaigns · team161.reports: each unit signs its day, the team receives, signs upward, the superior receives.

Nobody types a figure: a report is filled in from the ledger, and the reporter adds a sentence. In a unit one person
signs; at the team the reporter fills in, a duty officer reviews, the commander signs off. No sentence says that nothing
happened: events stand in the report by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import Plan, ScriptedAct, Unit, suffix
from lianfang.campaigns.team161.plan.units import REPORTING_KINDS, SITE_KINDS

FORM = "daily"
OFFICER, COMMANDER, SUPERIOR = "officer", "commander", "superior"
FILL_BEFORE, REVIEW_BEFORE = timedelta(minutes=8), timedelta(minutes=3)
QUIET = ("当日各项防控工作按方案进行。", "人员按班次在岗。", "各项措施已落实。")
LATE_REASONS = {
    "T161-P04": "驻地通信中断，信号恢复后补报",
    "T161-D04": "井队交接班，填报员晚到",
    "T161-OFFICE": "填报员工作交接",
    "T161": "等候下属单位报表，汇总较晚",
}
TOLD = {
    "returned_report": "有一名职工请假。",
    "unverified_zero": "部分人员未测温，已安排补测。",
    "gate_fever_negative": "门岗发现体温异常一人，复测正常，经发热门诊排除。",
    "unexplained_absence": "点名发现一人去向不明，正在联系。",
    "stocktake_difference": "盘点口罩账实不符，正在核查。",
}


def reports(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """Everything done about the report of `day` on that day, and about an amendment the morning after."""
    draw = chance(plan, day, "reports")
    for unit in plan.units:
        if unit.kind in REPORTING_KINDS:
            yield from (_team if unit.kind == "team" else _unit)(plan, draw, unit, day)


def _unit(plan: Plan, draw: Random, unit: Unit, day: date) -> Iterator[ScriptedAct]:
    site = unit.kind in SITE_KINDS
    filed = between(draw, at(day, 16, 4), at(day, 16, 28) if site else at(day, 16, 57))
    handled = filed + timedelta(minutes=draw.randint(6, 20))
    narrative = _narrative(plan, draw, unit.code, day)
    if plan.irregular("missing_report", day, unit.code) or plan.irregular("silent_site", day, unit.code):
        return
    if plan.irregular("late_report", day, unit.code):
        filed = at(day, 16, 52, 30) if site else at(day, 17, 23, 10)
        handled = filed + timedelta(minutes=6)
        yield _confirm(unit.code, filed, day, narrative, LATE_REASONS[unit.code])
        yield _act(OFFICER, "reporting.receive", unit.code, handled, day)
        return
    yield _confirm(unit.code, filed, day, narrative)
    if plan.irregular("returned_report", day, unit.code):
        reason = "请写明请假人员是否离开本市、有无症状"
        yield _act(OFFICER, "reporting.return", unit.code, handled, day, reason=reason)
        again = handled + timedelta(minutes=12)
        yield _amend(unit.code, again, day, "补充请假人员情况", "请假职工未离开本市，无症状。")
        yield _act(OFFICER, "reporting.receive", unit.code, again + timedelta(minutes=7), day)
        return
    yield _act(OFFICER, "reporting.receive", unit.code, handled, day)
    if plan.irregular("offline_site", day, unit.code):
        again = at(day + timedelta(days=1), 9, 40)
        yield _amend(unit.code, again, day, "驻地离线，次日补传的记录计入本日", "驻地网络中断，记录次日补传。")
        yield _act(OFFICER, "reporting.receive", unit.code, again + timedelta(minutes=25), day)


def _team(plan: Plan, draw: Random, unit: Unit, day: date) -> Iterator[ScriptedAct]:
    filed = between(draw, at(day, 17, 36), at(day, 17, 54))
    received = filed + timedelta(minutes=draw.randint(12, 35))
    narrative = _narrative(plan, draw, unit.code, day)
    if plan.irregular("late_report", day, unit.code):
        filed = at(day, 18, 24, 15)
        received = filed + timedelta(minutes=20)
        yield from _signed(unit.code, filed, day, narrative, LATE_REASONS[unit.code])
    else:
        yield from _signed(unit.code, filed, day, narrative)
    yield _act(SUPERIOR, "reporting.receive", unit.code, received, day)
    if any(each.code == "offline_site" and each.day == day for each in plan.irregularities):
        again = at(day + timedelta(days=1), 10, 30)
        said = {"reason": "野外项目部09补传记录", "narrative": "随下属单位更正。"}
        yield _act(f"reporter-{suffix(unit.code)}", "reporting.fill", unit.code, again - FILL_BEFORE, day, **said)
        yield _act(OFFICER, "reporting.review", unit.code, again - REVIEW_BEFORE, day)
        yield _act(COMMANDER, "reporting.amend", unit.code, again, day, **said)
        yield _act(SUPERIOR, "reporting.receive", unit.code, again + timedelta(minutes=30), day)


def _signed(
    unit: str, moment: datetime, day: date, narrative: str, late_reason: str | None = None
) -> Iterator[ScriptedAct]:
    """The team's three signatures, the last of them at `moment`."""
    said = {"narrative": narrative, **({"late_reason": late_reason} if late_reason else {})}
    yield _act(f"reporter-{suffix(unit)}", "reporting.fill", unit, moment - FILL_BEFORE, day, **said)
    yield _act(OFFICER, "reporting.review", unit, moment - REVIEW_BEFORE, day)
    yield _act(COMMANDER, "reporting.confirm", unit, moment, day, **said)


def _narrative(plan: Plan, draw: Random, unit: str, day: date) -> str:
    quiet = draw.choice(QUIET)
    told = [TOLD[e.code] for e in plan.irregularities if e.day == day and e.unit == unit and e.code in TOLD]
    return "".join(told) or quiet


def _act(actor: str, action: str, unit: str, moment: datetime, day: date, **data: Any) -> ScriptedAct:
    return ScriptedAct(moment, actor, action, FORM, unit, data={"date": day.isoformat(), **data})


def _confirm(unit: str, moment: datetime, day: date, narrative: str, late_reason: str | None = None) -> ScriptedAct:
    more = {"late_reason": late_reason} if late_reason else {}
    return _act(f"reporter-{suffix(unit)}", "reporting.confirm", unit, moment, day, narrative=narrative, **more)


def _amend(unit: str, moment: datetime, day: date, reason: str, narrative: str) -> ScriptedAct:
    actor = f"reporter-{suffix(unit)}"
    return _act(actor, "reporting.amend", unit, moment, day, reason=reason, narrative=narrative)
