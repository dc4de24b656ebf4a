"""campaigns · team161.course: how the unit follows the city's history: its modes, its plans, one drill.

The days are those of the city, as public material has them (first case 07-15; closed 07-18; eased from 08-23), and of
the article (back to work 09-05). What the unit decides on them is invented and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lianfang.campaigns.team161.plan.moments import at
from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, Plan, ScriptedAct

TEAM, ESTATE = "T161", "C161"
COMMANDER, OFFICER = "commander", "officer"
# Between these reporting days everybody is measured in the evening too, because the team's mode asks for it.
STRENGTHENED = (date(2020, 7, 17), date(2020, 9, 4))


@dataclass(frozen=True, slots=True)
class _Mode:
    """One decision: when, for which unit, which mode from which reporting day on, and why."""

    at: datetime
    unit: str
    mode: str
    from_day: date
    because: str


MODES = (
    _Mode(
        at(FIRST_DAY, 14, 30), TEAM, "strengthened", STRENGTHENED[0],
        "7月15日本市报告首例（公开材料）；全队加强防控（合成决定）",
    ),
    _Mode(
        at(date(2020, 7, 18), 9, 10), ESTATE, "closed", date(2020, 7, 18),
        "7月18日全市进入战时状态、社区封闭（公开材料）；小区随之封闭管理（合成决定）",
    ),
    _Mode(
        at(date(2020, 8, 23), 10, 20), ESTATE, "strengthened", date(2020, 8, 24),
        "8月23日起全市逐步放宽（公开材料）；小区转为加强（合成决定）",
    ),
    _Mode(
        at(date(2020, 9, 4), 15, 0), TEAM, "recovery", date(2020, 9, 5),
        "9月4日下发复工复产通知，9月5日恢复正常上班（原文）；转为恢复（合成决定）",
    ),
    _Mode(
        at(date(2020, 9, 4), 15, 5), ESTATE, "recovery", date(2020, 9, 5),
        "随全队复工复产转为恢复（合成决定）",
    ),
)  # fmt: skip

# The three documents that the article names. Their text is the playbook's; when they were approved is invented.
PLANS = ("duty_watch", "contingency", "incident_flow")
APPROVER, UNTIL = "一六一队党委（合成批准）", date(2020, 12, 31)
_REVISED_ON = date(2020, 7, 19)
_NEW_LINE = "小区封闭期间只留 1 号门岗通行，保供车辆走 2 号门岗（合成）"
DRILL_ON, MENDED_ON = date(2020, 8, 4), date(2020, 8, 6)
_DRILL, _EVENT, _FOUND = "drill", "drill/event", "drill/finding"


def course(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """What is decided, approved and exercised on one day."""
    for each in MODES:
        if each.at.date() == day:
            yield _act(
                each.at, COMMANDER, "duties.set_mode", each.unit, mode=each.mode, because=each.because,
                from_day=each.from_day.isoformat(),
            )  # fmt: skip
    if day == FIRST_DAY:
        yield from _library(day)
    if day == _REVISED_ON:
        yield from _revised(day)
    if day == DRILL_ON:
        yield from _drill(at(day, 10, 0))
    if day == MENDED_ON:
        how = "门岗配备用测温仪一支，放置点已标明（演练整改，合成）"
        yield _act(at(day, 16, 20), "gate-c161", "incidents.mend", ESTATE, finding=_FOUND, by=how)


def _library(day: date) -> Iterator[ScriptedAct]:
    """Made by the watch in the morning, approved before noon."""
    for number, each in enumerate(PLANS):
        yield _act(at(day, 8, 30 + 5 * number), OFFICER, "incidents.make_plan", TEAM, plan=each)
        yield _approved(at(day, 11, 10 + number), each, 1, day)


def _revised(day: date) -> Iterator[ScriptedAct]:
    """The closure of the estate gets a line of its own in the contingency plan: its second version."""
    yield _act(
        at(day, 10, 0), OFFICER, "incidents.revise_plan", TEAM, plan="contingency", section="property", line=_NEW_LINE,
        why="小区封闭管理后补充出入口安排（合成）",
    )  # fmt: skip
    yield _approved(at(day, 11, 30), "contingency", 2, day)


def _approved(moment: datetime, plan: str, number: int, day: date) -> ScriptedAct:
    return _act(
        moment, COMMANDER, "incidents.approve_plan", TEAM, plan=plan, number=number, approver=APPROVER,
        effective_from=day.isoformat(), effective_to=UNTIL.isoformat(),
    )  # fmt: skip


def _drill(begins: datetime) -> Iterator[ScriptedAct]:
    """A fever at the gate, exercised from start to review, which closes it; what it found is mended two days later."""

    def on(minutes: float, actor: str, verb: str, *, label: str | None = None, **data: Any) -> ScriptedAct:
        moment = begins + timedelta(minutes=minutes)
        return _act(moment, actor, f"incidents.{verb}", ESTATE, label=label, **data)

    def step(minutes: float, actor: str, code: str, **said: str) -> ScriptedAct:
        return on(minutes, actor, "do_step", incident=_EVENT, step=code, **said)

    def told(minutes: float, to: str, by: str, whom: str) -> ScriptedAct:
        return on(minutes, OFFICER, "tell", incident=_EVENT, to=to, by=by, whom=whom)

    yield on(
        0, OFFICER, "start_drill", label=_DRILL, code="E01", title="小区门岗发热处置演练（合成）",
        scenario="来访人员在 1 号门岗测温 37.8 ℃，按发热处置九步走完", participants="门岗、网格员、物业、值班员",
    )  # fmt: skip
    yield on(5, OFFICER, "inject_event", label=_EVENT, drill=_DRILL, what="门岗测温 37.8 ℃（演练）")
    yield on(8, OFFICER, "open", incident=_EVENT)
    yield told(11, "duty_leader", "phone", "带班领导（演练）")
    yield step(13, "gate-c161", "remeasure", text="换用腋下体温计，37.7 ℃（演练）")
    yield step(16, "gate-c161", "isolate", text="门岗隔离观察室（演练）")
    yield told(22, "community", "phone", "马南社区（演练，未实际拨打）")
    yield step(38, OFFICER, "transfer", choice="own_vehicle", text="专车到位即止（演练）")
    yield step(45, "grid", "contacts", text="门岗 1 人、同行 1 人（演练）")
    yield step(60, OFFICER, "disinfect", text="物业对门岗与观察室消毒，500 mg/L（演练）")
    yield told(75, "written", "written", "局办公室（演练，未实际报送）")
    yield step(80, OFFICER, "result", choice="negative", text="脚本给定：排除（演练）")
    yield step(85, OFFICER, "review", text="九步 80 分钟走完；备用测温仪不在门岗，复测多用 4 分钟")
    yield on(
        90, OFFICER, "hand_on", label=_FOUND, drill=_DRILL, what="备用测温仪不在门岗，复测多用 4 分钟", owner="gate",
        due_on=(begins + timedelta(days=3)).date().isoformat(),
    )  # fmt: skip
    yield on(92, OFFICER, "end_drill", drill=_DRILL, summary="各岗位知道自己的步骤；门岗须常备第二支测温仪（合成演练）")


def _act(moment: datetime, actor: str, action: str, unit: str, *, label: str | None = None, **data: Any) -> ScriptedAct:
    return ScriptedAct(at=moment, actor=actor, action=action, kind="", unit=unit, label=label, data=data)
