"""publicity · presenters of rumours: the register, its signs, one rumour in facts and history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse

from lianfang.areas.publicity.kinds_rumour import CHANNELS, COUNTED, TELLERS, VERDICTS, RumourRebutted, Source
from lianfang.areas.publicity.kinds_rumour import REACHED as REACH
from lianfang.areas.publicity.kinds_rumour import REBUTTED as REBUTTAL
from lianfang.areas.publicity.queries_rumour import STANDING_WORDS, Rumour, Standing, Step
from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import Words, listed, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Figure, Sentence, State, Table, Text, When
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact

_MARKS = {
    Standing.RECEIVED: "due", Standing.ASKED: "partial", Standing.FOUND: "partial", Standing.REBUTTED: "done",
    Standing.CLOSED: "done",
}  # fmt: skip
LATE = w("超时未核实", "no finding in time")
Named = Mapping[str, Unit]


def rumour_chip(each: Rumour, now: datetime) -> Chip:
    """How far it is; that it is late goes before that."""
    if each.late(now):
        return Chip(LATE, "missed", "overdue")
    return Chip(STANDING_WORDS[each.standing], _MARKS[each.standing])


class RegisterTable(Table[Rumour]):
    """The register, by need."""

    named: Named
    now: datetime

    claim = Sentence(
        w("传言", "What is said"), lambda row: row.said.claim[:120],
        link=lambda row: reverse("publicity:rumour", args=[row.stream]),
    )  # fmt: skip
    channel = Text(w("渠道", "Channel"), lambda row: CHANNELS[row.said.channel])
    unit = Text(w("登记单位", "Unit"), lambda t, row: t.named[row.unit].words if row.unit in t.named else row.unit)
    received_at = When(w("登记", "Received"))
    verdict = Text(w("结论", "Finding"), lambda row: VERDICTS[row.found.verdict] if row.found else "—")
    state = State(w("状态", "State"), lambda t, row: rumour_chip(row, t.now))


class ReachTable(Table[Step]):
    """How many a rebuttal reached, channel by channel; nobody adds them up, because people read on several."""

    channel = Text(w("渠道", "Channel"), lambda row: CHANNELS[row.data["channel"]])
    reached = Figure(w("触达人数", "Reached"), lambda row: int(row.data["reached"]))
    counted = Text(w("数字性质", "How exact"), lambda row: COUNTED[row.data["counted"]])
    counted_by = Sentence(w("统计", "Counted by"), lambda row: row.data["counted_by"])
    at = When(w("登记", "Recorded"))


def reaches(each: Rumour) -> list[Step]:
    return [step for step in each.steps if step.kind == REACH.code]


def rumour_facts(each: Rumour, unit: Words | str, now: datetime) -> list[Fact]:
    """What is known of it; what was not said is left out."""
    said = each.said
    listed_facts: list[tuple[Words, object]] = [
        (w("登记单位", "Unit"), unit),
        (w("登记时间", "Received"), each.received_at),
        (w("渠道", "Channel"), CHANNELS[said.channel]),
        (w("具体在哪里", "Where exactly"), said.where),
        (w("看到时间", "Seen"), said.seen_at),
        (w("链接", "Link"), said.link),
        (w("谁反映的", "Who told us"), TELLERS[said.told_by] if said.told_by else None),
        (w("应有结论时间", "A finding is due by"), each.answer_by if _due(each, now) else None),
    ]
    return [Fact(words, value) for words, value in listed_facts if value]


def _due(each: Rumour, now: datetime) -> bool:
    """Whether a time is set: a far one says that the playbook names no hours."""
    return not each.answered and not each.over and (each.answer_by - now).days < 3650


def finding_facts(each: Rumour) -> list[Fact]:
    """The finding that counts, with its source."""
    found = each.found
    if found is None:
        return []
    facts = [Fact(w("结论", "Finding"), VERDICTS[found.verdict]), Fact(w("事实是", "What is the case"), found.says)]
    return facts + (source_facts(found.source) if found.source else [Fact(w("官方来源", "Source"), w("无", "none"))])


def source_facts(source: Source) -> list[Fact]:
    """An official source, so that it can be looked up."""
    said: list[tuple[Words, object]] = [
        (w("发布单位", "Issued by"), source.issuer),
        (w("文件、通报", "Document"), source.document),
        (w("网址", "Address"), source.address),
        (w("发布日期", "Published on"), moment(source.dated, "year")),
    ]
    return [Fact(words, value) for words, value in said if value]


def rebuttal_facts(each: Rumour) -> list[Fact]:
    """What was told last against it, where and on what it rests."""
    last = next((step for step in reversed(each.steps) if step.kind == REBUTTAL.code), None)
    if last is None:
        return []
    told = RumourRebutted.model_validate(last.data, strict=False)
    facts = [
        Fact(w("辟谣内容", "Rebuttal"), told.text),
        Fact(w("发布在哪里", "Told where"), listed([CHANNELS[channel] for channel in told.channels])),
        *([Fact(w("具体位置", "Where exactly"), told.note)] if told.note else []),
        Fact(w("发布时间", "Told at"), last.at),
    ]
    return facts + source_facts(told.source)
