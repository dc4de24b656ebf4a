"""incidents · kinds: a drill from its start to its end, and what is to be mended after it or after an incident."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import ValidationInfo, field_validator

from lianfang.areas.incidents.kinds import ACT_ON, DRILL, EventCode, Slug, incident_act
from lianfang.kernel.kinds import Presence
from lianfang.kernel.payloads import Line, Payload, Text, fact, unacceptable
from lianfang.kernel.words import w


class DrillStarted(Payload):
    """An exercise begins: which procedure, by what scenario, with whom."""

    code: EventCode = fact("演练的事件", "event exercised")
    title: Line = fact("演练名称", "name", min_length=1)
    scenario: Text = fact("情景", "scenario", min_length=1)
    participants: Line = fact("参加岗位", "who takes part (positions)", min_length=1)


class Injected(Payload):
    """A made-up fact was put in: the entry that carries it."""

    entry: UUID = fact("注入的记录", "injected entry")
    what: Line = fact("注入的情况", "what was injected", min_length=1)


class DrillEnded(Payload):
    """The exercise is over, with what was made of it."""

    summary: Text = fact("总体评价", "summary", min_length=1)


class Finding(Payload):
    """Something to be mended, found in a drill or in an incident: by whom, until when."""

    drill: UUID | None = fact("所属演练", "drill", default=None)
    incident: UUID | None = fact("所属事件", "incident", default=None)
    what: Text = fact("发现的问题", "what was found", min_length=1)
    owner: Slug = fact("责任岗位", "responsible role")
    due_on: date = fact("期限", "due")

    @field_validator("incident")
    @classmethod
    def _from_somewhere(cls, incident: UUID | None, info: ValidationInfo) -> UUID | None:
        if incident is None and info.data.get("drill") is None:
            raise unacceptable(
                "from_nowhere", w("须写明所属演练或事件", "name the drill or the incident it comes from")
            )
        return incident


class FindingMended(Payload):
    """What was found is mended."""

    how: Text = fact("整改情况", "how it was rectified", min_length=1)


DRILL_STARTED = incident_act(
    "incidents.drill_started",
    DrillStarted,
    w("演练开始", "drill started"),
    w("演练 {code} 开始：{title}", "drill of {code} started: {title}"),
    record=DRILL,
    place=Presence.OPTIONAL,
)
INJECTED = incident_act(
    "incidents.injected", Injected, w("演练注入", "injected"), w("注入：{what}", "injected: {what}"), record=DRILL
)
DRILL_ENDED = incident_act(
    "incidents.drill_ended", DrillEnded, w("演练结束", "drill ended"), w("演练结束", "the drill ended"), record=DRILL
)
FINDING = incident_act(
    "incidents.finding",
    Finding,
    w("问题移交", "finding"),
    w("移交问题，{due_on} 前整改：{what}", "to be rectified by {due_on}: {what}"),
    record=ACT_ON,
)
FINDING_MENDED = incident_act(
    "incidents.finding_mended",
    FindingMended,
    w("问题整改", "finding rectified"),
    w("已整改：{how}", "rectified: {how}"),
    record=ACT_ON,
)
