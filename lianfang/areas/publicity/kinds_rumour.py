"""publicity · kinds: the life of a rumour: received, asked about, found out, rebutted, closed, opened again."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from django.db.models import TextField, UUIDField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.publicity.kinds import FOLLOW, WRITE
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Count, Line, Moment, Payload, Photos, Text, fact, unacceptable
from lianfang.kernel.words import w
from lianfang.shell.texts.payloads import Said, Why

CHANNELS = {
    "wechat": w("微信群", "WeChat group"),
    "moments": w("朋友圈、公众号", "WeChat moments or account"),
    "qq": w("QQ 群", "QQ group"),
    "video": w("短视频", "short video"),
    "web": w("网站、论坛", "website or forum"),
    "word": w("口头、电话", "by word of mouth or telephone"),
    "paper": w("张贴、传单", "poster or leaflet"),
    "other": w("其他", "other"),
}
Channel = Literal["wechat", "moments", "qq", "video", "web", "word", "paper", "other"]
# Who told us is kept as a sort of people and never by name: the register is read by many and kept for good.
TELLERS = {
    "resident": w("居民", "a resident"),
    "staff": w("职工", "staff"),
    "grid": w("网格员、社区", "grid worker or community"),
    "partner": w("公安、宣传等部门", "police or another authority"),
    "own": w("自行发现", "seen by ourselves"),
    "tip": w("线索转来", "from a tip"),
    "other": w("其他", "other"),
}
Teller = Literal["resident", "staff", "grid", "partner", "own", "tip", "other"]
VERDICTS = {
    "false": w("不属实", "false"),
    "partly": w("部分属实", "partly true"),
    "true": w("属实", "true"),
    "unknown": w("无法核实", "cannot be established"),
}
Verdict = Literal["false", "partly", "true", "unknown"]
COUNTED = {
    "exact": w("准确数", "exact"),
    "about": w("约数", "about"),
    "over": w("以上", "over"),
}
Address = Annotated[Line, Field(pattern=r"^https?://\S+$")]
_NO_DATE = w("写明来源的发布日期", "say the date of the source")
_NO_SOURCE = w(
    "写明官方来源：发布单位，文件名或网址，发布日期",
    "name the official source: its issuer, a document or an address, and its date",
)


class Source(Payload):
    """An official source: who said it, where it stands, and when it was published."""

    issuer: Said = fact("发布单位", "issued by")
    document: Line | None = fact("文件、通报名称及文号", "document and its number", default=None)
    address: Address | None = fact("网址", "web address", default=None)
    dated: date = fact("发布日期", "published on")

    @field_validator("dated")
    @classmethod
    def _can_be_looked_up(cls, dated: date, info: ValidationInfo) -> date:
        if not (info.data.get("document") or info.data.get("address")):
            raise unacceptable("rumour_unsourced", _NO_SOURCE)
        return dated


class RumourReceived(Payload):
    """What is being said, where and when it was seen; the entry's time is that at which we heard of it."""

    claim: Annotated[Text, Field(min_length=1, max_length=2000)] = fact("传言内容", "what is said")
    channel: Channel = fact("传播渠道", "channel", choices=CHANNELS)
    where: Line | None = fact("具体在哪里", "where exactly", default=None)
    seen_at: Moment | None = fact("看到时间", "seen at", default=None)
    link: Address | None = fact("链接", "link", default=None)
    photos: Photos | None = fact("截图", "screenshots", files="photo", default=None)
    told_by: Teller | None = fact("谁反映的（不写姓名）", "who told us (no name)", choices=TELLERS, default=None)
    tip: UUID | None = fact("由哪条线索转来", "tip that it comes from", default=None)


class RumourAsked(Payload):
    """Somebody who must know was asked; the entry's time is that of asking."""

    whom: Said = fact("向谁核实", "who was asked")
    via: Line | None = fact("方式", "how", default=None)


class RumourFound(Payload):
    """What came out. Whatever is found true or false rests on an official source; without one it cannot be told."""

    verdict: Verdict = fact("核实结论", "finding", choices=VERDICTS)
    says: Why = fact("事实是", "what is the case")
    source: Source | None = fact("官方来源", "official source", default=None, validate_default=True)

    @field_validator("source")
    @classmethod
    def _rests_on_something(cls, source: Source | None, info: ValidationInfo) -> Source | None:
        if source is None and info.data.get("verdict") in ("false", "partly", "true"):
            raise unacceptable("rumour_unsourced", _NO_SOURCE)
        return source


class RumourRebutted(Payload):
    """What we tell against it, where, and the official source on which it rests: there is none without."""

    text: Why = fact("辟谣内容", "rebuttal")
    source: Source = fact("官方来源", "official source")
    channels: list[Channel] = fact("发布在哪里", "told where", choices=CHANNELS, min_length=1, max_length=8)
    note: Line | None = fact("具体位置", "where exactly", default=None)
    photos: Photos | None = fact("发布凭据", "proof", files="photo", default=None)


class RumourReached(Payload):
    """How many a rebuttal reached on a channel, as somebody counted it."""

    channel: Channel = fact("渠道", "channel", choices=CHANNELS)
    reached: Count = fact("触达人数", "how many were reached", unit="人")
    counted: Literal["exact", "about", "over"] = fact("数字性质", "how exact", choices=COUNTED)
    counted_by: Said = fact("谁统计、怎么统计", "counted by whom, and how")


class RumourClosed(Payload):
    """Nothing remains to be done. Where it does not hold and nothing was told against it, it is said why."""

    conclusion: Why = fact("办结说明", "how it ended")
    unrebutted_why: Line | None = fact("未公开辟谣的原因", "why nothing was told against it", default=None)


class RumourReopened(Payload):
    """It goes round again, or what was found does not hold."""

    why: Why = fact("重新打开的原因", "why it is open again")


_step = partial(
    declare_act,
    record=FOLLOW,
    table=declare_table(
        "publicity.rumour_step",
        RumourReceived,
        RumourAsked,
        RumourFound,
        RumourRebutted,
        RumourReached,
        RumourClosed,
        RumourReopened,
        steps=True,
        whole=True,
        columns={
            "claim": (TextField(null=True), "e.data->>'claim'"),
            "tip": (UUIDField(null=True), "(e.data->>'tip')::uuid"),
        },
        indexes={
            "publicity_rumour_stream": ("stream", "number"),
            "publicity_rumour_path": ("path", "day"),
            "publicity_rumour_tip": ("tip",),
        },
    ),
)  # fmt: skip
RECEIVED = _step(
    "publicity.rumour_received",
    RumourReceived,
    w("传言登记", "rumour received"),
    cut(w("登记传言：{claim}", "received a rumour: {claim}")),
    record=WRITE,
)
ASKED = _step(
    "publicity.rumour_asked",
    RumourAsked,
    w("向来源核实", "source asked"),
    cut(w("向{whom}核实传言", "asked {whom} about a rumour")),
)
FOUND = _step(
    "publicity.rumour_found",
    RumourFound,
    w("核实结论", "finding"),
    w("传言核实结论：{verdict}", "a rumour was found: {verdict}"),
)
REBUTTED = _step(
    "publicity.rumour_rebutted",
    RumourRebutted,
    w("辟谣", "rebuttal"),
    cut(w("辟谣：{text}", "rebutted: {text}")),
)
REACHED = _step(
    "publicity.rumour_reached",
    RumourReached,
    w("辟谣触达", "reach of a rebuttal"),
    w("辟谣在{channel}触达 {reached} 人（{counted}），统计：{counted_by}",
      "the rebuttal reached {reached} people by {channel} ({counted}), counted by {counted_by}"),
)  # fmt: skip
CLOSED = _step(
    "publicity.rumour_closed",
    RumourClosed,
    w("传言办结", "rumour closed"),
    cut(w("传言办结：{conclusion}", "closed a rumour: {conclusion}")),
    settles=True,
)
REOPENED = _step(
    "publicity.rumour_reopened",
    RumourReopened,
    w("传言重新打开", "rumour reopened"),
    cut(w("传言重新打开：{why}", "reopened a rumour: {why}")),
    reopens=True,
)
