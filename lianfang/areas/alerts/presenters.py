"""alerts · presenters: severities, states and the steps of an alert's life as every page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from lianfang.areas.alerts.actions_outbox import EXERCISE
from lianfang.areas.alerts.kinds_alert import ENDINGS, REASONS, RETURNS
from lianfang.areas.alerts.payloads import SEVERITIES
from lianfang.areas.alerts.queries_posts import Line
from lianfang.areas.alerts.rules import Post
from lianfang.ground.access.queries_called import meet, who
from lianfang.ground.access.roles import words_of
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, begun, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, State, Table, Text, When
from lianfang.shell.components.types import Event

WHICH = {"mine": w("等我办的", "Waiting for me"), "open": w("未办结", "Open"), "all": w("全部", "All")}
STATES = {
    "open": w("待接手", "not taken yet"),
    "acknowledged": w("已接手", "taken"),
    "resolved": w("已办结", "closed"),
}
DELIVERY = {
    "queued": w("待发", "queued"),
    "held": w("暂缓", "held"),
    "folded": w("并入汇总", "folded into a summary"),
    "sending": w("发送中", "being sent"),
    "sent": w("已送达", "sent"),
    "failed": w("未送达", "not delivered"),
}
SORTS = {
    "alert": w("提醒", "alert"),
    "storm": w("合并", "many in one"),
    "summary": w("汇总", "summary"),
    "test": w("测试", "test"),
}
_MARKS = {
    "queued": "due",
    "held": "not_due",
    "folded": "excused",
    "sending": "partial",
    "sent": "done",
    "failed": "missed",
}
_SEVERITY_MARKS = {"notice": "not_due", "warning": "partial", "urgent": "late"}
_EVENT_MARKS = {
    "opened": "due", "grew": "partial", "acknowledged": "partial", "handed_on": "excused", "escalated": "late",
    "resolved": "done", "reopened": "due",
}  # fmt: skip


def severity_chip(severity: str) -> Chip:
    """A severity. Urgent is near its time; red is left to what is past it."""
    return Chip(SEVERITIES[severity], _SEVERITY_MARKS[severity], "near" if severity == "urgent" else "")


def state_chip(state: str, due_at: datetime | None, now: datetime) -> Chip:
    """Where an alert stands; red once its clock has run out."""
    late = state != "resolved" and due_at is not None and due_at <= now
    mark = {"open": "due", "acknowledged": "partial", "resolved": "done"}[state]
    return Chip(STATES[state], "missed" if late else mark, "overdue" if late else "")


def delivery_chip(state: str) -> Chip:
    """What became of a message."""
    return Chip(DELIVERY[state], _MARKS[state], "broken" if state == "failed" else "")


def source_words(source: str) -> Words:
    """What a source is called; an event's source is called by its kind."""
    known = REGISTRY.gaps().get(source)
    if known:
        return known.words
    return _EVENTS.get(source, Words(source, source))


_EVENTS = {"incidents.proposed": w("突发情况待受理", "Incident to accept")}


def said(zh: str, en: str, exercise: bool) -> Words:
    """What an alert says, with a drill's mark before it."""
    words = begun(Words(zh, en))
    return w("{mark}{words}", "{mark}{words}").fill(mark=EXERCISE, words=words) if exercise else words


def owner_words(row: Any, units: Mapping[str, Any]) -> Words:
    """Who answers for an alert now."""
    if row.login:
        title = row.title or row.login
        return Words(title, title)
    if not row.role or not row.owner_unit:
        return w("无人在岗", "nobody holds the post")
    unit = units.get(row.owner_unit)
    name = unit.words if unit else Words(row.owner_unit, row.owner_unit)
    return w("{unit}{role}", "{role} of {unit}").fill(unit=name, role=words_of(row.role))


def events(steps: Sequence[Any], line: Line) -> list[Event]:
    """The life of an alert, newest first."""
    meet(step.recorded_by for step in steps)
    return [_event(step, line) for step in reversed(steps)]


def _event(step: Any, line: Line) -> Event:
    by = "" if step.recorded_by == "automatic" else who(step.recorded_by).say()
    body = step.note or ""
    vacant = _vacant_words(step, line)
    tags = (EXERCISE,) if step.exercise else ()
    href = reverse("shell:ledger-entry", args=[step.evidence]) if step.evidence else ""
    return Event(
        step.recorded_at, begun(_title(step, line)), who=by, body=vacant or body, href=href,
        mark=_EVENT_MARKS[step.act], tags=tags,
    )  # fmt: skip


def _title(step: Any, line: Line) -> Words:
    owner = _post_words(step, line)
    if step.act == "opened":
        return w("提醒：{owner}负责", "Opened: {owner} is responsible").fill(owner=owner)
    if step.act == "grew":
        return w("同一缺口增至 {n} 件", "Now {n} of the same").fill(n=step.count)
    if step.act == "acknowledged":
        return w("接手", "Taken")
    if step.act == "handed_on":
        return w("转交{owner}", "Handed on to {owner}").fill(owner=owner)
    if step.act == "escalated":
        if step.role is None:
            return w("{why}，上级岗位均空缺，责任不变", "{why}; every post above is vacant, so the owner stays").fill(
                why=REASONS[step.how]
            )
        return w("{why}，升级到{owner}", "{why}: escalated to {owner}").fill(why=REASONS[step.how], owner=owner)
    if step.act == "resolved":
        return w("办结：{how}", "Closed: {how}").fill(how=ENDINGS[step.how])
    return w("重开：{how}", "Reopened: {how}").fill(how=RETURNS[step.how])


def _post_words(step: Any, line: Line) -> Words:
    if step.login:
        title = step.title or step.login
        return Words(title, title)
    if step.role and step.owner_unit:
        return line.words(Post(step.role, step.owner_unit))
    return w("无人", "nobody")


def _vacant_words(step: Any, line: Line) -> Words | None:
    posts = [Post(*each.split("@", 1)) for each in step.vacant or ()]
    if not posts:
        return None
    zh = "、".join(line.words(post).zh for post in posts)
    en = ", ".join(line.words(post).en for post in posts)
    return w("空缺，已越过：{posts}", "vacant, passed over: {posts}").fill(posts=Words(zh, en))


class LadderTable(Table[Post]):
    """Who was told when, and who comes next."""

    line: Line
    told: Mapping[str, datetime]
    within: Mapping[str, int | None]
    passed: set[str]
    current: str
    tall = False

    post = Text(w("岗位", "Post"), lambda t, row: t.line.words(row))

    @Text(w("现任", "Held by"))
    def holders(self, row: Post) -> str:
        titles = [holder.title for holder in self.line.holders.get(row, ()) if holder.title]
        return "、".join(dict.fromkeys(titles))

    told_at = When(w("告知时间", "Told at"), lambda t, row: t.told.get(str(row)))
    minutes = Figure(w("接手时限（分钟）", "Take within (minutes)"), lambda t, row: t.within.get(str(row)) or "")

    @State(w("情况", "State"))
    def state(self, row: Post) -> Chip:
        name = str(row)
        return _rung_chip(name, name == self.current, self.told, self.passed, self.line.holders.get(row))

    @classmethod
    def of(
        cls, row: Any, steps: Sequence[Any], owner_minutes: int | None, rungs: Sequence[tuple[Post, int]], line: Line
    ) -> LadderTable:
        """The posts of the rule from the first owner up."""
        told = {
            str(Post(step.role, step.owner_unit)): step.recorded_at
            for step in steps
            if step.role and step.owner_unit and step.act in ("opened", "escalated", "handed_on")
        }
        passed = {each for step in steps for each in step.vacant or ()}
        posts = dict.fromkeys([*told, *(str(post) for post, _ in rungs)])
        within = {next(iter(told), ""): owner_minutes} | {str(post): minutes for post, minutes in rungs}
        current = str(Post(row.role, row.owner_unit)) if row.role and row.state != "resolved" else ""
        return cls([Post(*name.split("@", 1)) for name in posts], line, told, within, passed, current)


def _rung_chip(name: str, current: bool, told: Mapping[str, Any], passed: set[str], holders: Any) -> Chip:
    if current:
        return Chip(w("现负责", "responsible now"), "due")
    if name in told:
        return Chip(w("已告知", "told"), "done")
    if name in passed or not holders:
        return Chip(w("空缺", "vacant"), "missed", "near")
    return Chip(w("尚未轮到", "not yet"), "not_due")
