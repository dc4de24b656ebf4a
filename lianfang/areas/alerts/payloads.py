"""alerts · payloads: what is said when an alert opens, moves and ends, and when a channel is set up."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from lianfang.kernel.payloads import Line, Payload, Text, fact
from lianfang.kernel.words import w

SEVERITIES = {"notice": w("提示", "notice"), "warning": w("警示", "warning"), "urgent": w("紧急", "urgent")}
ENDINGS = {
    "mended": w("事项已办结", "the matter is settled"),
    "person": w("人工办结", "ended by a person"),
}
REASONS = {
    "unacknowledged": w("到时无人接", "nobody took it in time"),
    "unresolved": w("接了到时未办结", "taken, but not ended in time"),
    "vacant": w("岗位无人", "the post is vacant"),
}
RETURNS = {
    "came_back": w("缺口又出现", "the gap came back"),
    "person": w("人工重开", "reopened by a person"),
}
LANGUAGES = {"zh-hans": w("中文", "Chinese"), "en": w("英文", "English")}
Severity = Literal["notice", "warning", "urgent"]
Name = Annotated[str, Field(max_length=80, pattern=r"^[a-z][a-z0-9_.-]*$")]
Unit = Annotated[str, Field(max_length=40)]
Count = Annotated[int, Field(ge=1, le=10_000_000)]


class Post(Payload):
    """A role of a unit."""

    role: Name = fact("角色", "role")
    unit: Unit = fact("单位", "unit")


class Opened(Payload):
    """Something stands open and somebody answers for it. `vacant`: posts that should have, and that nobody holds."""

    key: Annotated[str, Field(max_length=300)] = fact("缺口", "gap")
    source: Name = fact("来源", "source")
    severity: Severity = fact("级别", "severity", choices=SEVERITIES)
    zh: Line = fact("内容（中文）", "said in Chinese", min_length=1)
    en: Line = fact("内容（英文）", "said in English", min_length=1)
    href: Line = fact("所在页面", "page where it is settled")
    since_at: datetime = fact("自何时", "since")
    count: Count = fact("件数", "how many")
    role: Name | None = fact("责任角色", "role that answers", default=None)
    owner_unit: Unit | None = fact("责任单位", "unit that answers", default=None)
    login: Line | None = fact("责任人", "who answers", default=None)
    title: Line | None = fact("职务", "office", default=None)
    vacant: list[Post] = fact("空缺岗位", "vacant posts", default_factory=list)
    level: int = fact("升级步", "step", ge=-1, le=50, default=-1)
    due_at: datetime | None = fact("应于何时前接", "to be taken by", default=None)


class Grew(Payload):
    """More of the same: it is folded into the alert that stands."""

    count: Count = fact("件数", "how many")
    zh: Line = fact("内容（中文）", "said in Chinese", min_length=1)
    en: Line = fact("内容（英文）", "said in English", min_length=1)


class Acknowledged(Payload):
    """Somebody takes it."""

    note: Text | None = fact("说明", "note", default=None)
    due_at: datetime | None = fact("应于何时前办结", "to be ended by", default=None)


class HandedOn(Payload):
    """It is given to another post, or to a person in it."""

    role: Name = fact("角色", "role")
    owner_unit: Unit = fact("单位", "unit")
    login: Line | None = fact("责任人", "who answers", default=None)
    title: Line | None = fact("职务", "office", default=None)
    note: Text | None = fact("说明", "note", default=None)
    due_at: datetime | None = fact("应于何时前接", "to be taken by", default=None)


class Escalated(Payload):
    """The next above is told. Without `role`, nobody above holds a post: it stays where it is."""

    reason: Literal["unacknowledged", "unresolved", "vacant"] = fact("原因", "reason", choices=REASONS)
    level: int = fact("升级步", "step", ge=-1, le=50)
    role: Name | None = fact("角色", "role", default=None)
    owner_unit: Unit | None = fact("单位", "unit", default=None)
    vacant: list[Post] = fact("空缺岗位", "vacant posts", default_factory=list)
    due_at: datetime | None = fact("应于何时前接", "to be taken by", default=None)


class Resolved(Payload):
    """It is over: the gap was mended, or somebody ends it with an entry or a word for proof."""

    by: Literal["mended", "person"] = fact("方式", "how", choices=ENDINGS)
    evidence: UUID | None = fact("凭据记录", "entry that proves it", default=None)
    note: Text | None = fact("说明", "note", default=None)


class Reopened(Payload):
    """It was over and is not: the gap came back, or somebody looked again."""

    by: Literal["came_back", "person"] = fact("方式", "how", choices=RETURNS)
    count: Count = fact("件数", "how many")
    note: Text | None = fact("说明", "note", default=None)
    due_at: datetime | None = fact("应于何时前接", "to be taken by", default=None)


class ChannelSet(Payload):
    """A way out to people who are not at a page. The address itself is kept apart, under the house's key."""

    name: Line = fact("名称", "name", min_length=1)
    service: Name = fact("类型", "service")
    fingerprint: Name = fact("地址指纹", "fingerprint of the address")
    min_severity: Severity = fact("最低级别", "from which severity", choices=SEVERITIES)
    language: Literal["zh-hans", "en"] = fact("语言", "language", choices=LANGUAGES)
    open: bool = fact("启用", "in use")
