"""incidents · kinds: a version of a unit's plan is written, approved and withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.incidents.kinds import APPROVE, PLAN, Slug, incident_act
from lianfang.kernel.payloads import Line, Payload, Text, fact, unacceptable
from lianfang.kernel.words import w

MARKS = {
    "S": w("原文", "article"),
    "F": w("公开材料", "found in public"),
    "M": w("未核出处", "from memory, unchecked"),
    "H": w("系统默认", "house default"),
    "U": w("本单位", "the unit's own"),
}


class PlanLine(Payload):
    """One rule of a plan: its words, and where it comes from. A line in one language alone stands in both."""

    zh: Annotated[str, Field(min_length=1, max_length=400)] = fact("内容", "text")
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
    playbook: Line | None = fact("依据的防控方案", "playbook", default=None)


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
            raise unacceptable("ends_before", w("失效日期早于生效日期", "it ends before it begins"))
        return until


class PlanWithdrawn(Payload):
    """A version is in force no more, and why."""

    plan: Slug = fact("方案", "plan")
    number: int = fact("版次", "version", ge=1, le=9999)
    reason: Text = fact("停用理由", "why", min_length=1)


PLAN_VERSION = incident_act(
    "incidents.plan_version",
    PlanVersion,
    w("方案版本", "plan version"),
    w("起草《{zh}》第 {number} 版", "drafted version {number} of “{en}”"),
    record=PLAN,
)
PLAN_APPROVED = incident_act(
    "incidents.plan_approved",
    PlanApproved,
    w("方案批准", "plan approved"),
    w(
        "{approver}批准第 {number} 版，{effective_from} 至 {effective_to}",
        "{approver} approved version {number}, {effective_from} to {effective_to}",
    ),
    record=APPROVE,
)
PLAN_WITHDRAWN = incident_act(
    "incidents.plan_withdrawn",
    PlanWithdrawn,
    w("方案停用", "plan withdrawn"),
    w("停用第 {number} 版：{reason}", "withdrew version {number}: {reason}"),
    record=APPROVE,
)
