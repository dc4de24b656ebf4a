"""campaigns · team161.publicity: what the demonstration tells everybody, where it hangs, and what is said there.

The texts stand in `publicity.yaml` and are this project's own. On the demonstration's day something waits for each: a
notice whose time is over still hangs, a banner is missing at one place, a corridor waits for its notice, two texts wait
for a decision and a rumour for its finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from ruamel.yaml import YAML

from lianfang.campaigns.team161.plan.facts import HERE
from lianfang.campaigns.team161.plan.moments import at
from lianfang.campaigns.team161.plan.shapes import DEMO_DAY, SHANGHAI, Plan, ScriptedAct

TEAM, EDITOR, CHIEF, OFFICER = "T161", "editor", "commander", "officer"
READER = "leader-2"  # reads through what the editor wrote
BEGINS = date(2020, 7, 19)  # the day after the estate was closed
SCREEN = "T161-OFFICE-B1"
_GROUPS = frozenset({"wechat", "qq"})
# Groups are proved by the word of whoever sent it, and by how many it reached as somebody counted; places by a photo.
_COUNTED_BY = "群主看已读数（合成）"


@cache
def _said() -> Mapping[str, Any]:
    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load((HERE / "publicity.yaml").read_text(encoding="utf-8"))
    return found


def publicity(plan: Plan, day: date) -> Iterator[ScriptedAct]:
    """What is written, decided, put up and heard on one day."""
    if day == BEGINS:
        desk = {"open": True, "called": "队办值班室（演示）", "hours": "全天"}
        yield _act(at(day, 9), CHIEF, "open_tips", TEAM, data=desk)
    if day == BEGINS + timedelta(days=1):
        yield _act(at(day, 9, 5), EDITOR, "set_screen", TEAM, place=SCREEN, note="办公楼大厅电子屏（合成）")
    for nth, text in enumerate(_said()["texts"]):
        yield from _told(f"publicity/{nth}", text, day)
    if day == DEMO_DAY:
        for nth, text in enumerate(_said()["waiting"]):
            yield from _waiting(f"publicity/waiting/{nth}", text, at(day, 11, 20 + nth))
    for nth, rumour in enumerate(_said()["rumours"]):
        if rumour["day"] == day:
            yield from _heard(f"publicity/rumour/{nth}", rumour)


def _told(label: str, text: Mapping[str, Any], day: date) -> Iterator[ScriptedAct]:
    """A text: written, reviewed, signed off and planned on its day; put up when the script says so."""
    written = at(text["day"], 9, 40)
    if text["day"] == day:
        yield _act(written, text["by"], "write", TEAM, label=label, data=text["said"])
        yield _act(written + timedelta(minutes=30), READER, "review", TEAM, text=label, version=1)
        yield _act(written + timedelta(minutes=50), CHIEF, "sign", TEAM, text=label, version=1)
    for nth, posting in enumerate(text["postings"]):
        named = f"{label}/{nth}"
        if text["day"] == day:
            yield _act(written + timedelta(minutes=60 + nth), EDITOR, "plan", TEAM, label=named, text=label,
                       data=_planned(posting))  # fmt: skip
        for out in posting["out"]:
            moment = _moment(out["at"])
            if moment.date() == day:
                yield _out(moment, out, named, posting["channel"])


def _planned(posting: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: posting[name] for name in ("channel", "places", "groups", "who") if name in posting}
    return said | {"from_at": _moment(posting["from"]).isoformat(), "until_at": _moment(posting["until"]).isoformat()}


def _out(moment: datetime, out: Mapping[str, Any], posting: str, channel: str) -> ScriptedAct:
    data: dict[str, Any] = {"version": 1}
    if "reach" in out:
        data |= {"reach": out["reach"], "counted_by": _COUNTED_BY}
    return _act(
        moment, out["by"], "post", out["unit"], posting=posting, target=out["target"], data=data,
        photo_of=None if channel in _GROUPS else out["target"],
    )  # fmt: skip


def _waiting(label: str, text: Mapping[str, Any], moment: datetime) -> Iterator[ScriptedAct]:
    yield _act(moment, text["by"], "write", text["unit"], label=label, data=text["said"])
    if text.get("reviewed"):
        yield _act(moment + timedelta(minutes=40), EDITOR, "review", text["unit"], text=label, version=1)


def _heard(label: str, rumour: Mapping[str, Any]) -> Iterator[ScriptedAct]:
    """A rumour; what has a source is found out, rebutted, counted and closed on the same day."""
    moment = at(rumour["day"], 10, 10)
    yield _act(moment, rumour["by"], "rumour", rumour["unit"], label=label, data=rumour["said"])
    if "source" not in rumour:
        return
    source = {**rumour["source"], "dated": rumour["source"]["dated"].isoformat()}
    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("ask", rumour["asked"]),
        ("find", {**rumour["found"], "source": source}),
        ("rebut", {"text": rumour["rebuttal"], "source": source, "channels": rumour["channels"]}),
        ("reach", rumour["reached"]),
        ("settle", {"conclusion": rumour["conclusion"]}),
    )
    for nth, (verb, said) in enumerate(steps, start=1):
        yield _act(moment + timedelta(minutes=25 * nth), OFFICER, verb, rumour["unit"], rumour=label, **said)


def _moment(said: datetime) -> datetime:
    """A moment of the file on the wall clock."""
    return said.astimezone(SHANGHAI)


def _act(
    moment: datetime,
    actor: str,
    verb: str,
    unit: str,
    *,
    label: str | None = None,
    photo_of: str | None = None,
    **data: Any,
) -> ScriptedAct:
    return ScriptedAct(
        at=moment, actor=actor, action=f"publicity.{verb}", kind="", unit=unit, place=photo_of, label=label, data=data,
        photo=photo_of is not None,
    )  # fmt: skip
