"""campaigns · team161.directives: two documents from above, and what the team's units make of them.

The article says that upstream directives were followed (A2 0c) and quotes none: both are invented, without a document
number, and say so in their title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianfang.campaigns.team161.plan.moments import at
from lianfang.campaigns.team161.plan.shapes import Plan, ScriptedAct, recorder_of, suffix

ISSUER = "新疆煤田地质局"
OFFICE = "commander"


@dataclass(frozen=True, slots=True)
class _Measure:
    """What one unit is to do, until when, and when it answers."""

    unit: str
    role: str
    text: str
    due_at: datetime
    answered_at: datetime
    answer: str

    @property
    def who(self) -> str:
        return recorder_of(self.unit) if self.role == "site" else f"reporter-{suffix(self.unit)}"


@dataclass(frozen=True, slots=True)
class _Directive:
    """One document: received, acknowledged, turned into measures, reported back and closed."""

    label: str
    title: str
    asks: str
    received_at: datetime
    report_by: datetime
    measures: tuple[_Measure, ...]
    reported_at: datetime
    closed_at: datetime


_JULY, _AUGUST = date(2020, 7, 16), date(2020, 8, 9)
_NEXT, _DEMO = date(2020, 7, 17), date(2020, 8, 10)
DIRECTIVES = (
    _Directive(
        "directive/july",
        "关于进一步做好疫情防控工作的通知（合成来文）",
        "落实日报告、零报告；公共场所每日消毒；清点储备物资",
        at(_JULY, 9, 20),
        at(_NEXT, 20),
        (
            _Measure(
                "T161-PROP", "reporter", "公共场所每日三次消毒，责任到人", at(_NEXT, 18), at(_JULY, 17, 50),
                "已排定三轮消毒人员，当日起执行",
            ),
            _Measure(
                "T161-LOG", "reporter", "清点储备物资并建立收发存台账", at(_NEXT, 12), at(_NEXT, 10, 40),
                "六类物资已清点入账",
            ),
        ),
        at(_NEXT, 19, 5),
        at(date(2020, 7, 18), 9, 30),
    ),
    _Directive(
        "directive/august",
        "关于核报野外项目部和井队驻地管理情况的通知（合成来文）",
        "逐个核实驻地人员在岗、封闭管理和物资情况，按时回报",
        at(_AUGUST, 10, 10),
        at(date(2020, 8, 11), 12),
        (
            _Measure(
                "T161-P06", "site", "核实驻地人员在岗和封闭管理情况", at(_DEMO, 12), at(_DEMO, 17, 25),
                "12 人全部在岗，驻地封闭管理；两支测温仪损坏已申请补充",
            ),
            _Measure(
                "T161-D01", "site", "核实驻地人员在岗和封闭管理情况", at(_DEMO, 18), at(_DEMO, 15, 20),
                "全部在岗，物资可用两周",
            ),
        ),
        at(date(2020, 8, 11), 9, 40),
        at(date(2020, 8, 11), 16, 30),
    ),
)  # fmt: skip


def directives(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """What is done about the documents on one day."""
    for each in DIRECTIVES:
        yield from (act for act in _life(each) if act.at.date() == day)


def _life(each: _Directive) -> Iterator[ScriptedAct]:
    received = each.received_at
    said = {
        "issuer": ISSUER, "title": each.title, "asks": each.asks, "wants_report": True,
        "report_by": each.report_by.isoformat(),
    }  # fmt: skip
    yield _act(received, OFFICE, "receive", label=each.label, data=said)
    yield _act(received.replace(minute=received.minute + 15), OFFICE, "acknowledge", directive=each.label)
    for number, one in enumerate(each.measures):
        label = f"{each.label}/{number}"
        set_at = received.replace(minute=received.minute + 20 + number)
        yield _act(
            set_at, OFFICE, "set_measure", label=label, directive=each.label, text=one.text, unit=one.unit,
            role=one.role, due_at=one.due_at.isoformat(),
        )  # fmt: skip
        yield _act(set_at.replace(hour=set_at.hour + 1), one.who, "take_measure", at_unit=one.unit, measure=label)
        yield _act(one.answered_at, one.who, "answer_measure", at_unit=one.unit, measure=label, text=one.answer)
        accepted = max(one.answered_at, each.received_at).replace(minute=58)
        yield _act(accepted, OFFICE, "close_measure", measure=label)
    yield _act(
        each.reported_at, OFFICE, "report_back", directive=each.label, text="各项措施已落实，详见台账", via="传真"
    )
    yield _act(each.closed_at, OFFICE, "close", directive=each.label, conclusion="措施已落实并回报")


def _act(
    moment: datetime, actor: str, verb: str, *, label: str | None = None, at_unit: str = "T161", **data: Any
) -> ScriptedAct:
    return ScriptedAct(
        at=moment, actor=actor, action=f"governance.{verb}", kind="", unit=at_unit, label=label, data=data
    )
