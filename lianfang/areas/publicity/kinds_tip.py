"""publicity · kinds: where tips are received, and the life of a tip: received, followed, noted, answered, forgotten.

What somebody told, their name and how to reach them stand in no entry: an entry is kept for good. They stand in
`publicity_tip_words` under a key of their own, and the entry holds their fingerprint (`models.py`).
"""

from __future__ import annotations

from functools import partial
from typing import Literal
from uuid import UUID

from django.db.models import TextField

from lianfang.areas.publicity.kinds import FOLLOW, SIGN, WRITE
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Line, Payload, Sha256, Text, fact
from lianfang.kernel.words import w
from lianfang.shell.texts.payloads import Why

VIAS = {
    "form": w("网上表单", "form on the web"),
    "phone": w("电话", "telephone"),
    "message": w("短信、微信", "message"),
    "visit": w("当面", "in person"),
    "letter": w("来信", "letter"),
}
Via = Literal["form", "phone", "message", "visit", "letter"]
TOPICS = {
    "rumour": w("听到的传言", "something that is being said"),
    "danger": w("防疫漏洞、隐患", "a gap in prevention, a danger"),
    "service": w("物业、生活服务", "services on the estate"),
    "supplies": w("物资、保供", "supplies"),
    "story": w("好人好事、报料", "a story for the paper"),
    "other": w("其他", "other"),
}
Topic = Literal["rumour", "danger", "service", "supplies", "story", "other"]
OUTCOMES = {
    "settled": w("属实，已解决", "true, and settled"),
    "passed_on": w("已转有关单位办理", "passed on to whoever deals with it"),
    "unfounded": w("不属实", "not so"),
    "unknown": w("无法核实", "could not be established"),
    "known": w("早已在办", "known and in hand already"),
    "void": w("无实质内容", "nothing to follow"),
}
Outcome = Literal["settled", "passed_on", "unfounded", "unknown", "known", "void"]
PURPOSES = {
    "call_back": w("回电核实", "to call back"),
    "answer": w("答复反映人", "to answer them"),
    "danger": w("情况紧急，当面找人", "urgent: to find them"),
    "own": w("反映人本人要求", "they asked for it themselves"),
}
Purpose = Literal["call_back", "answer", "danger", "own"]


class TipDeskSet(Payload):
    """The desk of this installation that receives tips: the entry's unit; and what the form says beside it."""

    open: bool = fact("网上收线索", "tips are received on the web")
    called: Line | None = fact("受理处名称", "what the desk is called", default=None)
    phone: Line | None = fact("电话", "telephone", default=None)
    hours: Line | None = fact("受理时间", "hours", default=None)
    note: Text | None = fact("说明", "what the form says above", default=None)


class TipReceived(Payload):
    """A tip came. Its words stand elsewhere, by their fingerprint; `mark` is that of the receipt's code."""

    via: Via = fact("来源", "how it came", choices=VIAS)
    topic: Topic = fact("关于", "about", choices=TOPICS)
    contact: bool = fact("留有联系方式", "a contact was left")
    words: Sha256 = fact("原话校验值", "checksum of what was told")
    mark: Sha256 = fact("回执码校验值", "checksum of the receipt")


class TipTaken(Payload):
    """Somebody follows it, and what it is about in short, without a name: this stays when its words are destroyed."""

    gist: Why = fact("摘要（不写姓名、住址、电话）", "in short (no name, address, number)")


class TipNoted(Payload):
    """What was done about it."""

    note: Why = fact("办理情况（不写姓名、住址、电话）", "what was done (no name, address, number)")


class TipContactSeen(Payload):
    """Somebody looked at how to reach whoever told it, and what for."""

    purpose: Purpose = fact("用途", "purpose", choices=PURPOSES)


class TipRumour(Payload):
    """It became a rumour of the register."""

    rumour: UUID = fact("传言", "rumour")


class TipClosed(Payload):
    """How it ended; whoever told it reads the answer with the receipt."""

    outcome: Outcome = fact("结果", "outcome", choices=OUTCOMES)
    answer: Text | None = fact("给反映人的答复", "answer to whoever told it", default=None)
    note: Line | None = fact("内部说明", "note for ourselves", default=None)


class TipReopened(Payload):
    """It is not settled after all."""

    why: Why = fact("重新打开的原因", "why it is open again")


class TipForgotten(Payload):
    """What was told, by whom, and how to reach them was destroyed at its time."""

    contact: bool = fact("曾留联系方式", "a contact had been left")


DESK = declare_act(
    "publicity.tip_desk_set",
    TipDeskSet,
    w("线索受理处", "tip desk"),
    w("设定线索受理处（网上受理：{open}）", "set the desk for tips (on the web: {open})"),
    record=SIGN,
    steps=True,
    whole=True,
)
_step = partial(
    declare_act,
    record=FOLLOW,
    table=declare_table(
        "publicity.tip_step",
        TipReceived,
        TipTaken,
        TipNoted,
        TipContactSeen,
        TipRumour,
        TipClosed,
        TipReopened,
        TipForgotten,
        steps=True,
        whole=True,
        columns={
            "topic": (TextField(null=True), "e.data->>'topic'"),
            "mark": (TextField(null=True), "e.data->>'mark'"),
        },
        indexes={
            "publicity_tip_stream": ("stream", "number"),
            "publicity_tip_path": ("path", "occurred_at"),
            "publicity_tip_mark": ("mark",),
        },
    ),
)
RECEIVED = _step(
    "publicity.tip_received",
    TipReceived,
    w("收到线索", "tip received"),
    w("收到一条线索（{via}，关于：{topic}）", "received a tip ({via}, about: {topic})"),
    record=WRITE,
)
TAKEN = _step(
    "publicity.tip_taken",
    TipTaken,
    w("受理线索", "tip followed"),
    cut(w("受理线索：{gist}", "follows a tip: {gist}")),
)
NOTED = _step(
    "publicity.tip_noted",
    TipNoted,
    w("线索办理", "tip noted"),
    cut(w("线索办理：{note}", "on a tip: {note}")),
)
CONTACT_SEEN = _step(
    "publicity.tip_contact_seen",
    TipContactSeen,
    w("查看联系方式", "contact seen"),
    w("查看反映人联系方式，用途：{purpose}", "looked at how to reach whoever told it: {purpose}"),
)
TO_RUMOUR = _step(
    "publicity.tip_rumour",
    TipRumour,
    w("转为传言登记", "made a rumour"),
    w("线索转为传言登记", "made a rumour of a tip"),
)
CLOSED = _step(
    "publicity.tip_closed",
    TipClosed,
    w("线索办结", "tip closed"),
    w("线索办结：{outcome}", "closed a tip: {outcome}"),
    settles=True,
)
REOPENED = _step(
    "publicity.tip_reopened",
    TipReopened,
    w("线索重新打开", "tip reopened"),
    cut(w("线索重新打开：{why}", "reopened a tip: {why}")),
    reopens=True,
)
FORGOTTEN = _step(
    "publicity.tip_forgotten",
    TipForgotten,
    w("线索原话销毁", "tip's words destroyed"),
    w("线索原话和联系方式到期销毁", "what a tip said, and how to reach whoever told it, was destroyed at its time"),
)
