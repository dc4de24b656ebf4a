"""campaigns · team161.answers: what the duty officers make of a fever or a symptom that the ledger proposed to them.

All of it is invented: the article states no fever and no case. Nobody in the replay proves ill with more than a cold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from lianfang.campaigns.team161.plan.shapes import ScriptedAct, Unit, recorder_of
from lianfang.campaigns.team161.plan.shifts import officer_on
from lianfang.campaigns.team161.plan.units import SITE_KINDS

LEADER, SUPERIOR = "带班领导", "新疆煤田地质局办公室"
# The last symptom before the demonstration's day is still followed up in it.
FOLLOWED_UP = date(2020, 8, 9)
_COLD = (
    "电话核实：慢性咽炎，体温正常，居家休息",
    "本人就医，诊断为过敏性鼻炎，体温正常",
    "空调受凉，两次复测体温正常，居家休息一天",
)


@dataclass(frozen=True, slots=True)
class _Case:
    """One incident as its officer runs it: `label` names the entry that proposed it, `seen` when it was known."""

    unit: Unit
    label: str
    seen: datetime

    @property
    def officer(self) -> str:
        """Whoever stands the watch at that moment."""
        if self.seen.hour < 8:
            return officer_on(self.seen.date() - timedelta(days=1), "night")
        return officer_on(self.seen.date(), "day" if self.seen.hour < 20 else "night")

    @property
    def own(self) -> str:
        """Whoever does at the unit itself what falls to it: the site manager, the gate's guard, the grid worker."""
        return "gate-c161" if self.unit.kind == "estate" else recorder_of(self.unit.code)

    @property
    def at_site(self) -> bool:
        return self.unit.kind in SITE_KINDS

    def act(self, minutes: float, verb: str, actor: str = "", **data: Any) -> ScriptedAct:
        return ScriptedAct(
            at=self.seen + timedelta(minutes=minutes),
            actor=actor or self.officer,
            action=f"incidents.{verb}",
            kind="",
            unit=self.unit.code,
            data={"incident": self.label, **data},
        )


def symptom(unit: Unit, label: str, seen: datetime, draw: Random) -> Iterator[ScriptedAct]:
    """A cough in the morning's declaration: most are asked about and not taken up, with the reason on record."""
    case = _Case(unit, label, seen)
    if seen.date() != FOLLOWED_UP:
        yield case.act(draw.uniform(2, 4.5), "dismiss", reason=draw.choice(_COLD))
        return
    yield case.act(3, "open")
    yield from _told(case)
    yield case.act(9, "do_step", case.own, step="remeasure")
    yield case.act(11, "do_step", case.own, step="isolate", text="驻地单间" if case.at_site else "单位留观室")
    yield case.act(40, "do_step", case.own, step="contacts", text="同车 3 人，同餐 2 人；均无症状")
    yield case.act(70, "do_step", step="transfer", choice="own_vehicle")
    yield case.act(130, "do_step", case.own, step="disinfect", text="停留房间与车辆，500 mg/L")
    yield case.act(115, "report", sort="initial", to=SUPERIOR)
    yield case.act(26 * 60, "report", sort="progress", to=SUPERIOR, note="已采样，等待结果；本人无发热")


def fever(estate: Unit, label: str, seen: datetime) -> Iterator[ScriptedAct]:
    """37.6 °C at the gate, from the reading to the close-out on the next day.

    A second reading settles its own step, and the review closes it with the result that is known by then.
    """
    case = _Case(estate, label, seen)
    yield case.act(2, "open")
    yield from _told(case)
    yield case.act(12, "do_step", case.own, step="isolate", text="小区门岗隔离观察室")
    yield case.act(31, "do_step", "grid", step="contacts", text="门岗值守 1 人，均按规定防护")
    yield case.act(45, "do_step", step="transfer", choice="own_vehicle")
    yield case.act(95, "report", sort="initial", to=SUPERIOR)
    yield case.act(110, "do_step", step="disinfect", text="物业对门岗与隔离观察室消毒，500 mg/L")
    yield case.act(150, "do_step", step="result", choice="negative")
    yield case.act(19 * 60, "do_step", step="review", text="从发现到送诊 45 分钟；门岗备用测温仪放置点已调整")
    yield case.act(19 * 60 + 9, "report", sort="final", to=SUPERIOR)


def _told(case: _Case) -> Iterator[ScriptedAct]:
    """The leader, then whom the unit's kind tells: an estate its community, a site its host county, others the team.

    With both the step of telling them is done.
    """
    yield case.act(6, "tell", to="duty_leader", by="phone", whom=LEADER)
    yield case.act(18, "tell", to="community", by="phone", whom=case.unit.authority or "队值班室")
    above = f"{SUPERIOR}、{case.unit.authority}" if case.unit.authority else SUPERIOR
    yield case.act(100, "tell", to="written", by="written", whom=above)
