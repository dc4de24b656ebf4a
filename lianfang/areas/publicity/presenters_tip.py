"""publicity · presenters of tips: their list, their signs, one tip in facts, and what a receipt shows."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from lianfang.areas.publicity.kinds_tip import OUTCOMES, TOPICS, VIAS
from lianfang.areas.publicity.queries_tip import STANDING_WORDS, Standing, Tip, Told
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Sentence, State, Table, Text, When, Who
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact

_MARKS = {Standing.RECEIVED: "due", Standing.TAKEN: "partial", Standing.CLOSED: "done"}
LATE = w("超时无人受理", "nobody follows it in time")
_PROMISES = {
    Standing.RECEIVED: w("已收到，还没有人开始办理", "Received; nobody has begun to follow it yet"),
    Standing.TAKEN: w("已有人在办理", "Somebody is following it"),
    Standing.CLOSED: w("已办结", "Closed"),
}


def tip_chip(each: Tip, now: datetime) -> Chip:
    """How far it is; that it is late goes before that."""
    return (
        Chip(LATE, "missed", "overdue")
        if each.late(now)
        else Chip(STANDING_WORDS[each.standing], _MARKS[each.standing])
    )


class TipsTable(Table[Tip]):
    """Tips, by need; without the words of those who told them."""

    now: datetime

    gist = Sentence(
        w("摘要", "In short"), lambda row: row.gist or w("（尚未受理）", "(nobody follows it yet)"),
        link=lambda row: reverse("publicity:tip", args=[row.stream]),
    )  # fmt: skip
    topic = Text(w("关于", "About"), lambda row: TOPICS[row.said.topic])
    via = Text(w("来源", "How"), lambda row: VIAS[row.said.via])
    received_at = When(w("收到", "Received"))
    follower = Who(w("办理人", "Followed by"), lambda row: row.follower)
    outcome = Text(w("结果", "Outcome"), lambda row: OUTCOMES[row.closed.outcome] if row.closed else "—")
    state = State(w("状态", "State"), lambda t, row: tip_chip(row, t.now))


def tip_facts(each: Tip, unit: Words | str) -> list[Fact]:
    """What the desk knows of it besides its words."""
    said: list[tuple[Words, object]] = [
        (w("受理单位", "Unit"), unit),
        (w("收到", "Received"), each.received_at),
        (w("来源", "How it came"), VIAS[each.said.via]),
        (w("关于", "About"), TOPICS[each.said.topic]),
        (w("回执码", "Receipt"), each.code),
        (w("摘要", "In short"), each.gist),
        (w("原话保存到", "Words kept until"), None if each.forgotten else moment(each.kept_until, "year")),
        (w("结果", "Outcome"), OUTCOMES[each.closed.outcome] if each.closed else None),
        (w("给反映人的答复", "Answer"), each.closed.answer if each.closed else None),
    ]
    return [Fact(words, value) for words, value in said if value]


def told_facts(told: Told, *, contact: bool) -> list[Fact]:
    """Who told it and how to reach them, where this reader has said what for."""
    if not contact:
        return []
    said: list[tuple[Words, object]] = [(w("称呼", "Name"), told.name), (w("联系方式", "Contact"), told.contact)]
    return [Fact(words, value) for words, value in said if value]


def receipt_says(each: Tip) -> Words:
    """How far it is, to whoever holds the receipt."""
    return _PROMISES[each.standing]


def receipt_facts(each: Tip) -> list[Fact]:
    """What a receipt shows: no word of what was told, no name of anybody."""
    said: list[tuple[Words, object]] = [
        (w("收到", "Received"), each.received_at),
        (w("关于", "About"), TOPICS[each.said.topic]),
        (
            w("联系方式", "Contact"),
            w("已留", "left with us") if each.said.contact else w("未留，无法回电", "none: we cannot call back"),
        ),
        (w("办结", "Closed"), each.closed_at),
        (w("结果", "Outcome"), OUTCOMES[each.closed.outcome] if each.closed else None),
        (w("答复", "Answer"), each.closed.answer if each.closed else None),
    ]
    return [Fact(words, value) for words, value in said if value]
