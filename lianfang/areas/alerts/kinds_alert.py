"""alerts · kinds: every step in the life of an alert, from the opening on.

Their one table stands in `models.py`, because each kind fills other columns of it; from it SQL derives the alerts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from lianfang.areas.alerts import models
from lianfang.areas.alerts.kinds import ACT
from lianfang.areas.alerts.payloads import SEVERITIES, Name, Severity
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.kinds import Kind
from lianfang.kernel.payloads import Line, Payload, Text, fact
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.words import Words, w

ENDINGS = {
    "mended": w("事项已办结", "the matter is settled"),
    "person": w("人工办结", "closed by a person"),
}
REASONS = {
    "unacknowledged": w("到时无人接手", "nobody took it in time"),
    "unresolved": w("已接手，到时未办结", "taken, but not closed in time"),
    "vacant": w("岗位无人", "the post is vacant"),
}
RETURNS = {
    "came_back": w("缺口又出现", "the gap came back"),
    "person": w("人工重开", "reopened by a person"),
}
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
    since_at: datetime = fact("起始时间", "since")
    count: Count = fact("件数", "how many")
    role: Name | None = fact("责任岗位", "responsible role", default=None)
    owner_unit: Unit | None = fact("责任单位", "responsible unit", default=None)
    login: Line | None = fact("责任人", "responsible person", default=None)
    title: Line | None = fact("职务", "position", default=None)
    vacant: list[Post] = fact("空缺岗位", "vacant posts", default_factory=list)
    level: int = fact("升级步", "step", ge=-1, le=50, default=-1)
    due_at: datetime | None = fact("接手时限", "take by", default=None)


class Grew(Payload):
    """More of the same: it is folded into the alert that stands."""

    count: Count = fact("件数", "how many")
    zh: Line = fact("内容（中文）", "said in Chinese", min_length=1)
    en: Line = fact("内容（英文）", "said in English", min_length=1)


class Acknowledged(Payload):
    """Somebody takes it."""

    note: Text | None = fact("说明", "note", default=None)
    due_at: datetime | None = fact("办结时限", "close by", default=None)


class HandedOn(Payload):
    """It is given to another post, or to a person in it."""

    role: Name = fact("角色", "role")
    owner_unit: Unit = fact("单位", "unit")
    login: Line | None = fact("责任人", "responsible person", default=None)
    title: Line | None = fact("职务", "position", default=None)
    note: Text | None = fact("说明", "note", default=None)
    due_at: datetime | None = fact("接手时限", "take by", default=None)


class Escalated(Payload):
    """The next above is told. Without `role`, nobody above holds a post: it stays where it is."""

    reason: Literal["unacknowledged", "unresolved", "vacant"] = fact("原因", "reason", choices=REASONS)
    level: int = fact("升级步", "step", ge=-1, le=50)
    role: Name | None = fact("角色", "role", default=None)
    owner_unit: Unit | None = fact("单位", "unit", default=None)
    vacant: list[Post] = fact("空缺岗位", "vacant posts", default_factory=list)
    due_at: datetime | None = fact("接手时限", "take by", default=None)


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
    due_at: datetime | None = fact("接手时限", "take by", default=None)


_STANDING = Path(__file__).with_name("sql").joinpath("standing.sql").read_text(encoding="utf-8")
_VACANT = "ARRAY(SELECT v->>'role' || '@' || (v->>'unit') FROM json_array_elements(e.data->'vacant') v)"


def _step(
    code: str,
    payload: type[Payload],
    words: Words,
    sentence: Words | Callable[[Mapping[str, Any]], Words],
    **columns: Any,
) -> Kind:
    rows = Rows.of(models.Step, payload, act=f"'{code.partition('.')[2]}'", alert="e.stream", **columns)
    table = Projection(rows=rows, then=(_STANDING,), also=("alerts_alert",))
    return declare_act(code, payload, words, sentence, record=ACT, exercises=True, table=table)


def _said(data: Mapping[str, Any]) -> Words:
    return Words(data["zh"], data["en"])


OPENED = _step(
    "alerts.opened",
    Opened,
    w("提醒", "alert"),
    lambda d: w("提醒：{said}", "alert: {said}").fill(said=_said(d)),
    vacant=_VACANT,
)
GREW = _step(
    "alerts.grew",
    Grew,
    w("提醒件数增加", "alert count grew"),
    lambda d: w("同一缺口增至 {n} 件：{said}", "now {n} of the same: {said}").fill(n=d["count"], said=_said(d)),
)
ACKNOWLEDGED = _step("alerts.acknowledged", Acknowledged, w("提醒接手", "alert taken"), w("接手提醒", "took the alert"))
HANDED_ON = _step(
    "alerts.handed_on",
    HandedOn,
    w("提醒转交", "alert handed on"),
    w("把提醒转交 {owner_unit}", "handed the alert on to {owner_unit}"),
)
ESCALATED = _step(
    "alerts.escalated",
    Escalated,
    w("提醒升级", "alert escalated"),
    w("提醒升级：{reason}", "alert escalated: {reason}"),
    how="reason",
    vacant=_VACANT,
)
RESOLVED = _step(
    "alerts.resolved", Resolved, w("提醒办结", "alert closed"), w("提醒办结：{by}", "alert closed: {by}"), how="by"
)
REOPENED = _step(
    "alerts.reopened", Reopened, w("提醒重开", "alert reopened"), w("提醒重开：{by}", "alert reopened: {by}"), how="by"
)
