"""incidents · kinds: every act in the life of an incident."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from lianfang.areas.incidents.kinds import ACT_ON, ANSWER, PROPOSE, EventCode, Slug, incident_act
from lianfang.kernel.kinds import Presence, Privacy
from lianfang.kernel.payloads import Line, Papers, Payload, Text, fact
from lianfang.kernel.words import w

HOWS = {"phone": w("电话", "by phone"), "written": w("书面", "in writing")}
SORTS = {"initial": w("初报", "initial"), "progress": w("进程报", "progress"), "final": w("结案报", "final")}
CHANGES = {"corrected": w("已更正", "corrected"), "withdrawn": w("已撤回", "withdrawn")}
LINKS = {
    "remeasure": w("复测", "second reading"),
    "contact": w("接触人员", "contact"),
    "concerned": w("相关人员", "person concerned"),
    "place": w("相关场所", "place concerned"),
    "evidence": w("相关记录", "entry concerned"),
}


class Proposed(Payload):
    """Something may have happened; `cause` is the entry behind it, `drill` the exercise it belongs to."""

    code: EventCode = fact("事件编码", "event")
    cause: UUID | None = fact("依据的记录", "entry behind it", default=None)
    drill: UUID | None = fact("所属演练", "drill", default=None)
    note: Text | None = fact("情况（不写姓名）", "what happened (no names)", default=None)


class Opened(Payload):
    """The duty officer took it up: its procedure runs."""

    code: EventCode = fact("事件编码", "event")
    note: Text | None = fact("说明", "note", default=None)


class Dismissed(Payload):
    """The duty officer did not take it up, and says why."""

    code: EventCode = fact("事件编码", "event")
    reason: Text = fact("不受理的理由", "why not", min_length=1)
    readings: tuple[UUID, ...] = fact("作为依据的读数", "readings that rule it out", default=(), max_length=10)


class StepDone(Payload):
    """A step was done, at the moment at which the entry occurred."""

    step: Slug = fact("步骤", "step")
    choice: Slug | None = fact("结果", "outcome", default=None)
    text: Text | None = fact("记录", "note", default=None)
    entry: UUID | None = fact("依据的记录", "entry behind it", default=None)


class StepSkipped(Payload):
    """A step was left out, with the reason."""

    step: Slug = fact("步骤", "step")
    reason: Text = fact("跳过的理由", "why it was skipped", min_length=1)


class Told(Payload):
    """Somebody was told. `to` is one of those whom the procedure names, or nobody of them."""

    to: Slug | None = fact("应告知对象", "one who must be told", default=None)
    whom: Line = fact("告知了谁（职务）", "who was told (position)", min_length=1)
    how: Literal["phone", "written"] = fact("方式", "how", choices=HOWS)
    received_at: AwareDatetime | None = fact("对方接收时间", "received at", default=None)
    note: Text | None = fact("说明", "note", default=None)
    papers: Papers | None = fact("书面通报", "the notice", files="paper", default=None)
    step: Slug | None = fact("由哪一步告知", "told by doing the step", default=None)


class Linked(Payload):
    """A person, a place or an entry belongs to the incident; the envelope names person and place."""

    role: Literal["remeasure", "contact", "concerned", "place", "evidence"] = fact("关系", "as", choices=LINKS)
    entry: UUID | None = fact("记录", "entry", default=None)


class CauseChanged(Payload):
    """The entry behind the incident was corrected or taken back. `stands`: it still is what proposed it."""

    change: Literal["corrected", "withdrawn"] = fact("变化", "change", choices=CHANGES)
    entry: UUID = fact("更正或撤回的记录", "correcting entry")
    stands: bool = fact("更正后仍达到条件", "still at the line")


class Reported(Payload):
    """A report made from the record as it stood at this step; its page and PDF follow from the record."""

    sort: Literal["initial", "progress", "final"] = fact("种类", "sort", choices=SORTS)
    number: int = fact("序号", "number", ge=1, le=999)
    to: Line = fact("报送对象", "to", min_length=1)
    note: Text | None = fact("补充说明（不写姓名）", "additional notes (no names)", default=None)


class Closed(Payload):
    """It is over; a negative result is a result. What was still to be done, or to be told, is named with the reason."""

    result: Slug = fact("结果", "result")
    steps_left: tuple[Slug, ...] = fact("未办步骤", "steps not done", default=(), max_length=60)
    tells_left: tuple[Slug, ...] = fact("未告知对象", "not told", default=(), max_length=60)
    why_left: Text | None = fact("有未办事项仍办结的理由", "why it is closed although not all is done", default=None)
    note: Text | None = fact("说明", "note", default=None)
    papers: Papers | None = fact("办结材料", "closing documents", files="paper", default=None)


class Reopened(Payload):
    """It is not over after all."""

    reason: Text = fact("重新打开的理由", "why", min_length=1)


_PERSONS = Privacy(w("处置突发情况、联系到相关人员", "to deal with an incident and reach those concerned"), 60, True)
_CONCERNING: dict[str, Any] = {"privacy": _PERSONS, "place": Presence.OPTIONAL, "person": Presence.OPTIONAL}
_answering, _acting = partial(incident_act, record=ANSWER), partial(incident_act, record=ACT_ON)
PROPOSED = incident_act(
    "incidents.proposed",
    Proposed,
    w("突发情况待受理", "incident reported"),
    w("报告突发情况 {code}", "reported an incident {code}"),
    record=PROPOSE,
    **_CONCERNING,
)
OPENED = _answering(
    "incidents.opened",
    Opened,
    w("突发情况受理", "incident accepted"),
    w("受理 {code}，开始处置", "accepted {code}: its procedure runs"),
)
DISMISSED = _answering(
    "incidents.dismissed",
    Dismissed,
    w("突发情况不受理", "incident dismissed"),
    w("不受理 {code}：{reason}", "dismissed {code}: {reason}"),
    settles=True,
)
STEP_DONE = _acting(
    "incidents.step_done", StepDone, w("处置步骤办理", "step done"), w("办理步骤 {step}", "did the step {step}")
)
STEP_SKIPPED = _acting(
    "incidents.step_skipped",
    StepSkipped,
    w("处置步骤跳过", "step skipped"),
    w("跳过步骤 {step}：{reason}", "skipped the step {step}: {reason}"),
)
TOLD = _acting("incidents.told", Told, w("告知", "told"), w("{how}告知{whom}", "told {whom} {how}"))
LINKED = _acting("incidents.linked", Linked, w("关联", "linked"), w("关联：{role}", "linked as {role}"), **_CONCERNING)
CAUSE_CHANGED = _acting(
    "incidents.cause_changed",
    CauseChanged,
    w("依据变化", "entry behind it changed"),
    w("依据的记录{change}", "the entry behind it was {change}"),
)
REPORTED = _answering(
    "incidents.reported",
    Reported,
    w("突发情况报告", "incident report"),
    w("向{to}{sort}（第 {number} 份）", "{sort} report {number} to {to}"),
    fulfils=("incident_report",),
)
CLOSED = _answering(
    "incidents.closed",
    Closed,
    w("突发情况办结", "incident closed"),
    w("办结：{result}", "closed: {result}"),
    settles=True,
)
REOPENED = _answering(
    "incidents.reopened",
    Reopened,
    w("突发情况重新打开", "incident reopened"),
    w("重新打开：{reason}", "reopened: {reason}"),
    reopens=True,
)
