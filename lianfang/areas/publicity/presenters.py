"""publicity · presenters: texts and postings in tables, and how it stands with each place and group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from lianfang.areas.publicity import rules
from lianfang.areas.publicity.kinds import POST
from lianfang.areas.publicity.kinds_text import SORTS
from lianfang.areas.publicity.payloads import CHANNELS
from lianfang.areas.publicity.queries import Text
from lianfang.areas.publicity.queries_groups import Group
from lianfang.areas.publicity.queries_posting import Posting, Slot
from lianfang.areas.publicity.rules import HANGING_WORDS, STANDING_WORDS, Hanging
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.components.cells import Button, TwoLines
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.tables import Column, Columns, Sentence, State, Table, When, Who
from lianfang.shell.components.tables import Text as Short
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Fact
from lianfang.shell.texts.life import standing_chip

# The parts of a text that are compared from version to version.
COMPARED: dict[str, Words] = {
    "title": w("标题", "Title"), "body": w("正文", "Text"), "source": w("来源", "Source"),
    "contact": w("联系电话", "Telephone"), "number": w("发文字号", "Document number"),
    "addressed": w("主送", "Addressed to"), "issued_by": w("落款", "Issued by"),
}  # fmt: skip
_MARKS: dict[Hanging, tuple[str, str]] = {
    Hanging.RECALLED: ("overdue", "overdue"), Hanging.OVERDUE: ("overdue", "overdue"),
    Hanging.EXPIRED: ("overdue", "overdue"), Hanging.OLD: ("late", "near"), Hanging.WAITS: ("due", ""),
    Hanging.OUT: ("done", ""), Hanging.DOWN: ("excused", ""), Hanging.MISSED: ("missed", ""),
    Hanging.VOID: ("void", ""),
}  # fmt: skip
_DO: dict[Hanging, Words] = {
    Hanging.OVERDUE: w("发布", "Put out"), Hanging.WAITS: w("发布", "Put out"), Hanging.OLD: w("更换", "Replace"),
    **dict.fromkeys((Hanging.RECALLED, Hanging.EXPIRED, Hanging.OUT), w("撤下", "Take down")),
}  # fmt: skip

Named = Mapping[str, Unit]


def text_chip(each: Text) -> Chip:
    """How far a text is."""
    return standing_chip(each.standing, STANDING_WORDS)


def hanging_chip(state: Hanging) -> Chip:
    mark, tone = _MARKS[state]
    return Chip(HANGING_WORDS[state], mark, tone)


def where_words(slot: Slot) -> Words:
    """The channel and the place or group."""
    said = w("{channel}·{where}", "{channel}, {where}")
    return said.fill(channel=CHANNELS.words_of(slot.channel), where=slot.where)


def act_href(slot: Slot, state: Hanging) -> str:
    """Where what is to be done at a place or group is recorded."""
    page = "publicity:out" if state in rules.TO_POST else "publicity:down"
    return links.to(page, slot.posting, at=slot.target)


def act_words(state: Hanging) -> Words:
    return _DO[state]


class DeskTable(Table[Text]):
    """The texts of the desk."""

    named: Named

    title = Sentence(
        w("标题", "Title"), lambda row: row.text.title, link=lambda row: reverse("publicity:text", args=[row.stream])
    )
    sort = Short(w("类别", "Sort"), lambda row: SORTS[row.text.sort])
    unit = Short(w("单位", "Unit"), lambda t, row: t.named[row.unit].words if row.unit in t.named else row.unit)
    by = Who(w("经手", "Last by"), lambda row: row.last.by)
    at = When(w("更新", "Changed"), lambda row: row.last.at)
    state = State(w("状态", "State"), lambda row: text_chip(row))


class SlotTable(Table[Slot]):
    """Places and groups with how it stands there, and what its reader can do."""

    actor: Actor
    now: datetime
    of_several: bool = True  # of several texts

    where = Short(w("地点或群", "Place or group"), lambda row: row.where)
    title = Sentence(
        w("内容", "Text"), lambda row: row.title or "", when="of_several",
        link=lambda row: reverse("publicity:posting", args=[row.posting]),
    )  # fmt: skip
    channel = Short(w("渠道", "Channel"), lambda row: CHANNELS.words_of(row.channel), when="of_several")
    until = When(w("止", "Until"), lambda row: row.until_at)
    proof = Sentence(
        w("凭据", "Proof"), lambda row: _proof(row),
        link=lambda row: reverse("shell:ledger-entry", args=[row.entry]) if row.entry else "",
    )  # fmt: skip
    state = State(w("状态", "State"), lambda t, row: hanging_chip(row.state(t.now)))
    act = Short(w("办理", "Do"), lambda t, row: _act(t.actor, row, t.now))
    undo = Short(w("记错", "Mistake"), lambda t, row: _undo(t.actor, row), when="of_one")

    @property
    def of_one(self) -> bool:
        """Whether it is of one posting, and something was recorded of it."""
        return not self.of_several and any(row.entry for row in self.rows)


_PLACE_AND_TEXT = w("{where}《{title}》", "{where}: “{title}”")


class LackTable(Table[Slot]):
    """The same in two columns, for a page where it is one part of several."""

    now: datetime

    where = Sentence(
        w("地点和内容", "Place and text"),
        lambda row: _PLACE_AND_TEXT.fill(where=where_words(row), title=row.title or ""),
        link=lambda row: reverse("publicity:posting", args=[row.posting]),
    )  # fmt: skip
    state = State(w("状态", "State"), lambda t, row: hanging_chip(row.state(t.now)))


def _proof(row: Slot) -> object:
    """What was recorded there last: when, and in which version."""
    if row.hung_at is None:
        return ""
    said = w("第 {n} 稿 {at}", "version {n}, {at}").fill(n=row.version or "", at=moment(row.hung_at))
    if row.kind == "publicity.taken_down":
        said = w("撤下 {at}", "taken down {at}").fill(at=moment(row.hung_at))
    return said


def _act(actor: Actor, row: Slot, now: datetime) -> object:
    state = row.state(now)
    if state not in _DO or not actor.may(POST, row.path):
        return ""
    return Button(_DO[state], act_href(row, state))


def _undo(actor: Actor, row: Slot) -> object:
    """The way to take back what was recorded there last."""
    if row.entry is None or not actor.may(POST, row.path):
        return ""
    return Button(w("撤销记录", "Take it back"), reverse("publicity:take-back", args=[row.entry]))


class CoverTable(Table[tuple[Words, Mapping[str, Sequence[Slot]]]]):
    """Places down, channels across: what is out where."""

    now: datetime
    channels: Sequence[str]

    place = Short(w("地点或群", "Place or group"), lambda row: row[0])
    on = Columns(lambda table: [table.column(code) for code in table.channels])

    def column(self, code: str) -> Column:
        def cell(table: CoverTable, row: tuple[Words, Mapping[str, Sequence[Slot]]]) -> object:
            found = row[1].get(code, ())
            if not found:
                return ""
            worst = min((each.state(table.now) for each in found), key=list(Hanging).index)
            out = sum(each.state(table.now) is Hanging.OUT for each in found)
            return TwoLines(HANGING_WORDS[worst], f"{out}/{len(found)}") if len(found) > 1 else hanging_chip(worst)

        return State(CHANNELS.words_of(code), cell)


def covered(slots: Sequence[Slot], now: datetime) -> CoverTable:
    """What is asked for now or is to come down, by place and channel."""
    shown = [each for each in slots if each.state(now) in rules.ASKED | rules.TO_TAKE_DOWN]
    rows: dict[str, tuple[Words, dict[str, list[Slot]]]] = {}
    for each in sorted(shown, key=lambda each: (not each.of_place, each.path, each.target)):
        rows.setdefault(each.target, (each.where, {}))[1].setdefault(each.channel, []).append(each)
    used = {each.channel for each in shown}
    channels = [code for code in CHANNELS if code in used] + sorted(used - {*CHANNELS})
    return CoverTable([*rows.values()], now, channels)


class PostingTable(Table[tuple[Posting, Sequence[Slot]]]):
    """The postings of a text."""

    now: datetime

    channel = Short(
        w("渠道", "Channel"), lambda row: CHANNELS.words_of(row[0].plan.channel),
        link=lambda row: reverse("publicity:posting", args=[row[0].stream]),
    )  # fmt: skip
    from_at = When(w("起", "From"), lambda row: row[0].plan.from_at)
    until_at = When(w("止", "Until"), lambda row: row[0].plan.until_at)
    out = Short(w("已发布", "Out"), lambda t, row: _of(row[1], t.now))
    state = State(w("状态", "State"), lambda t, row: _worst(row[1], t.now))


def _of(slots: Sequence[Slot], now: datetime) -> str:
    states = [each.state(now) for each in slots]
    return f"{sum(each is Hanging.OUT for each in states)}/{sum(each in rules.ASKED for each in states)}"


def _worst(slots: Sequence[Slot], now: datetime) -> object:
    return hanging_chip(slots[0].state(now)) if slots else ""  # they come in this order


class GroupTable(Table[Group]):
    """The groups with an address."""

    named: Named

    name = Short(w("群名", "Group"), lambda row: row.name)
    unit = Short(w("单位", "Unit"), lambda t, row: t.named[row.unit].words if row.unit in t.named else row.unit)
    service = Short(w("类型", "Service"), lambda row: row.service)
    mark = Short(w("地址指纹", "Fingerprint"), lambda row: row.fingerprint)
    state = State(
        w("状态", "State"),
        lambda row: Chip(w("启用", "in use"), "done") if row.open else Chip(w("停用", "not in use"), "excused"),
    )


def text_facts(each: Text, unit: Words | str) -> list[Fact]:
    text = each.text
    said: list[tuple[Words, object]] = [
        (w("类别", "Sort"), SORTS[text.sort]),
        (w("单位", "Unit"), unit),
        (w("稿次", "Version"), each.version),
        (w("对外有效的稿次", "Version that may be shown"), each.signed or w("没有", "none")),
        (w("发文字号", "Document number"), text.number),
        (w("主送", "Addressed to"), text.addressed),
        (w("落款", "Issued by"), text.issued_by),
        (w("抄送", "Copies to"), text.copies),
        (w("来源", "Source"), text.source),
        (w("联系电话", "Telephone"), text.contact),
    ]
    return [Fact(words, value) for words, value in said if value]


def posting_facts(each: Posting, unit: Words | str) -> list[Fact]:
    plan = each.plan
    said: list[tuple[Words, object]] = [
        (w("渠道", "Channel"), CHANNELS.words_of(plan.channel)),
        (w("单位", "Unit"), unit),
        (w("起", "From"), plan.from_at),
        (w("止", "Until"), plan.until_at),
        (w("由谁张贴", "Who puts it up"), plan.who),
    ]
    return [Fact(words, value) for words, value in said if value]
