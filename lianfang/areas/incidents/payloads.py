"""incidents · payloads: what is said of an incident and its steps, of a drill, a finding and a plan."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from lianfang.kernel.payloads import Line, Payload, Text, fact, unacceptable
from lianfang.kernel.words import w

EventCode = Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
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
MARKS = {
    "S": w("原文", "article"),
    "F": w("公开材料", "found in public"),
    "M": w("凭记忆", "from memory"),
    "H": w("系统缺省", "house default"),
    "U": w("本单位", "the unit's own"),
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


class StepDone(Payload):
    """A step was done, at the moment at which the entry occurred."""

    step: Slug = fact("步骤", "step")
    choice: Slug | None = fact("结果", "outcome", default=None)
    text: Text | None = fact("记录", "note", default=None)
    entry: UUID | None = fact("依据的记录", "entry behind it", default=None)


class StepSkipped(Payload):
    """A step was left out, with the reason."""

    step: Slug = fact("步骤", "step")
    reason: Text = fact("跳过的理由", "why it was left out", min_length=1)


class Told(Payload):
    """Somebody was told. `to` is one of those whom the procedure names, or nobody of them."""

    to: Slug | None = fact("应告知对象", "one who must be told", default=None)
    whom: Line = fact("告知了谁（职务）", "who was told (by office)", min_length=1)
    how: Literal["phone", "written"] = fact("方式", "how", choices=HOWS)
    received_at: AwareDatetime | None = fact("对方接收时间", "received at", default=None)
    note: Text | None = fact("说明", "note", default=None)


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
    note: Text | None = fact("补充说明（不写姓名）", "further words (no names)", default=None)


class Closed(Payload):
    """It is over; a negative result is a result."""

    result: Slug = fact("结果", "result")
    note: Text | None = fact("说明", "note", default=None)


class Reopened(Payload):
    """It is not over after all."""

    reason: Text = fact("重新打开的理由", "why", min_length=1)


class DrillStarted(Payload):
    """An exercise begins: which procedure, by what scenario, with whom."""

    code: EventCode = fact("演练的事件", "event exercised")
    title: Line = fact("演练名称", "name", min_length=1)
    scenario: Text = fact("情景", "scenario", min_length=1)
    participants: Line = fact("参加岗位", "who takes part (by office)", min_length=1)


class Injected(Payload):
    """A made-up fact was put in: the entry that carries it."""

    entry: UUID = fact("注入的记录", "entry put in")
    what: Line = fact("注入的情况", "what was put in", min_length=1)


class DrillEnded(Payload):
    """The exercise is over, with what was made of it."""

    summary: Text = fact("总体评价", "summary", min_length=1)


class Finding(Payload):
    """Something to be mended, found in a drill or in an incident: by whom, until when."""

    drill: UUID | None = fact("所属演练", "drill", default=None)
    incident: UUID | None = fact("所属事件", "incident", default=None)
    what: Text = fact("发现的问题", "what was found", min_length=1)
    owner: Slug = fact("责任岗位", "role that mends it")
    due_on: date = fact("期限", "due")

    @field_validator("incident")
    @classmethod
    def _from_somewhere(cls, incident: UUID | None, info: ValidationInfo) -> UUID | None:
        if incident is None and info.data.get("drill") is None:
            raise unacceptable("from_nowhere", w("须出自一次演练或一件事", "it comes from a drill or an incident"))
        return incident


class FindingMended(Payload):
    """What was found is mended."""

    how: Text = fact("整改情况", "how it was rectified", min_length=1)


class PlanLine(Payload):
    """One rule of a plan: its words, and where it comes from. A line in one language alone stands in both."""

    zh: Annotated[str, Field(min_length=1, max_length=400)] = fact("内容", "words")
    en: Annotated[str, Field(min_length=1, max_length=400)] | None = fact("英文", "in English", default=None)
    mark: Literal["S", "F", "M", "H", "U"] = fact("来源标记", "mark", choices=MARKS)
    source: Slug | None = fact("来源", "source", default=None)


class PlanPart(Payload):
    """A section of a plan."""

    code: Slug = fact("章节代码", "section")
    zh: Line = fact("章节", "heading", min_length=1)
    en: Line = fact("英文章节", "heading in English", min_length=1)
    lines: tuple[PlanLine, ...] = fact("内容", "rules", max_length=200)


class PlanVersion(Payload):
    """A version of a unit's plan, whole."""

    plan: Slug = fact("方案", "plan")
    number: int = fact("版次", "version", ge=1, le=9999)
    zh: Line = fact("名称", "title", min_length=1)
    en: Line = fact("英文名称", "title in English", min_length=1)
    parts: tuple[PlanPart, ...] = fact("章节", "sections", min_length=1, max_length=60)
    why: Text | None = fact("修订说明", "what changed", default=None)
    playbook: Line | None = fact("依据的方案库", "playbook", default=None)


class PlanApproved(Payload):
    """A version is approved, by whom, from when to when."""

    plan: Slug = fact("方案", "plan")
    number: int = fact("版次", "version", ge=1, le=9999)
    approver: Line = fact("批准人（机构）", "approved by", min_length=1)
    effective_from: date = fact("生效日期", "in force from")
    effective_to: date = fact("有效期至", "in force until")

    @field_validator("effective_to")
    @classmethod
    def _in_order(cls, until: date, info: ValidationInfo) -> date:
        since = info.data.get("effective_from")
        if isinstance(since, date) and until < since:
            raise unacceptable("ends_before", w("有效期止早于生效日期", "it ends before it begins"))
        return until


class PlanWithdrawn(Payload):
    """A version is in force no more, and why."""

    plan: Slug = fact("方案", "plan")
    number: int = fact("版次", "version", ge=1, le=9999)
    reason: Text = fact("停用理由", "why", min_length=1)
