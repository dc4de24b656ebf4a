"""campaigns · team161.shifts: the team's duty watch: who stands when, handovers, the log, calls from above.

The article names the duty-watch plan (A2 1a) and nothing of who stood when: all of it is invented for the replay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from lianfang.campaigns.team161.plan.moments import at, between, chance
from lianfang.campaigns.team161.plan.shapes import FIRST_DAY, LAST_DAY, Plan, ScriptedAct

TEAM = "T161"
LEADERS = ("leader-3", "commander", "leader-2")
OFFICERS = ("officer-3", "officer-4", "officer", "officer-2")
_WEEK = 7
_LINES: tuple[tuple[str, str, str], ...] = (
    ("call_in", "马南社区", "社区来电，核对当日入户排查户数"),
    ("order_received", "新疆煤田地质局", "接局办电话，按时报送日报并抄送纪要"),
    ("call_out", "物业公司", "催办小区楼道晚间消毒"),
    ("check", "", "巡查办公楼测温点，登记齐全"),
    ("order_passed", "各项目部、井队", "传达驻地管理要求，不得擅自离开驻地"),
    ("call_in", "居民", "居民询问配送时间，已转物业答复"),
)


def leader_on(day: date) -> str:
    """Who leads both shifts of a day."""
    return LEADERS[(day - FIRST_DAY).days % len(LEADERS)]


def officer_on(day: date, shift: str) -> str:
    """Who stands a shift: each on every second day."""
    return OFFICERS[(2 * (day - FIRST_DAY).days + (shift == "night")) % len(OFFICERS)]


def shifts(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """The watch of one day."""
    draw = chance(plan, day, "shifts")
    number = (day - FIRST_DAY).days
    if number == 0:
        yield _act(at(day, 8, 5), "commander", "open_post", phone="0991-0000161")
        yield _roster(at(day, 8, 10), day, why="首次编班，当日白班已开始")
    elif number % _WEEK == _WEEK - 1 and day < LAST_DAY:
        yield _roster(at(day, 15, 5), day + timedelta(days=1))
    if number > 0:
        yield from _handover(plan, at(day, 8), officer_on(day - timedelta(days=1), "night"), officer_on(day, "day"))
    yield from _handover(plan, at(day, 20), officer_on(day, "day"), officer_on(day, "night"))
    yield from _log(plan, day)
    if number % 3 == 1:
        yield from _spot_call(plan, day, between(draw, at(day, 10, 5), at(day, 10, 50)))


def _roster(moment: datetime, first: date, why: str = "") -> ScriptedAct:
    """A week's roster, at once."""
    days = [first + timedelta(days=n) for n in range(_WEEK) if first + timedelta(days=n) <= LAST_DAY]
    plans = [
        {"on": day.isoformat(), "shift": shift, "leader": leader_on(day), "officers": [officer_on(day, shift)]}
        for day in days
        for shift in ("day", "night")
    ]
    return _act(moment, "commander", "roster", plans=plans, why=why)


def _handover(plan: Plan, change: datetime, leaving: str, taking: str) -> Iterator[ScriptedAct]:
    """Both sign around the change; now and then the second signature comes late, once it never comes."""
    draw = chance(plan, change.date(), f"handover/{change.hour}")
    offered = f"handover/{change.isoformat()}"
    yield _act(
        between(draw, change - timedelta(minutes=7), change - timedelta(minutes=2)),
        leaving, "offer_handover", label=offered, change_at=change.isoformat(),
    )  # fmt: skip
    late = plan.irregular("late_handover", change.date(), TEAM)
    if plan.irregular("unsigned_handover", change.date(), TEAM) and change.hour == 8:
        return
    delay = timedelta(minutes=23) if late and change.hour == 20 else timedelta(seconds=draw.randrange(60, 420))
    yield _act(change + delay, taking, "sign_handover", change_at=change.isoformat(), offered=offered)


def _log(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """A few lines a day; one of them leaves something to do, done some hours later."""
    draw = chance(plan, day, "log")
    for hour in sorted(draw.sample(range(9, 20), 3)):
        what, other, text = draw.choice(_LINES)
        line: dict[str, Any] = {"what": what, "text": text} | ({"other": other} if other else {})
        yield _act(between(draw, at(day, hour), at(day, hour, 59)), officer_on(day, "day"), "write_log", data=line)
    if draw.random() < 0.5:
        moment = between(draw, at(day, 9), at(day, 11))
        open_line = {"what": "call_in", "other": "项目部", "text": "驻地来电请求补充消毒液", "open": True}
        label = f"log/{day.isoformat()}"
        yield _act(
            moment, officer_on(day, "day"), "write_log", label=label,
            data={**open_line, "due_at": (moment + timedelta(hours=6)).isoformat()},
        )  # fmt: skip
        done = between(draw, moment + timedelta(hours=2), moment + timedelta(hours=7))
        yield _act(done, officer_on(day, "day"), "close_item", item=label, what="已协调后勤随补给车送达")


def _spot_call(plan: Plan, day: date, moment: datetime) -> Iterator[ScriptedAct]:
    """The superior checks that the post is manned; once the answer takes longer than it may."""
    label = f"spot/{day.isoformat()}"
    yield _act(moment, "superior", "call_spot", label=label)
    wait = timedelta(minutes=7) if plan.irregular("late_answer", day, TEAM) else timedelta(seconds=95)
    yield _act(moment + wait, officer_on(day, "day"), "answer_spot", call=label)


def _act(moment: datetime, actor: str, verb: str, *, label: str | None = None, **data: Any) -> ScriptedAct:
    return ScriptedAct(at=moment, actor=actor, action=f"watch.{verb}", kind="", unit=TEAM, label=label, data=data)
