"""governance · kinds: every step of an upstream document; each is made only by its own action."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db.models import TextField

from lianfang.areas.governance.kinds import DIRECT, Said, Words1
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.payloads import Line, Moment, Papers, Payload, Text, fact
from lianfang.kernel.words import w


class DirectiveReceived(Payload):
    """An upstream document arrived; the entry's time is that of its receipt. A number that is not known is absent."""

    issuer: Words1 = fact("发文单位", "issued by")
    doc_no: Line | None = fact("发文字号", "document number", default=None)
    title: Words1 = fact("标题", "title")
    issued_on: date | None = fact("成文日期", "dated", default=None)
    asks: Text | None = fact("要求摘要", "requirements in short", default=None)
    wants_receipt: bool = fact("要求签收", "asks for acknowledgement", default=True)
    wants_report: bool = fact("要求回报", "asks for a report", default=False)
    acknowledge_by: Moment | None = fact("签收时限", "acknowledge by", default=None)
    report_by: Moment | None = fact("回报时限", "report by", default=None)
    papers: Papers | None = fact("来文扫描件", "scan of the letter", files="paper", default=None)


class DirectiveAcknowledged(Payload):
    """The receiving unit has read it and answers for it."""

    note: Line | None = fact("说明", "note", default=None)


class ReportedBack(Payload):
    """What was done, told to whoever issued it."""

    text: Said = fact("回报内容", "report")
    via: Line | None = fact("报送方式", "sent by", default=None)


class DirectiveClosed(Payload):
    """Nothing remains to be done about it."""

    conclusion: Said = fact("办结结论", "conclusion")
    papers: Papers | None = fact("办结材料", "closing documents", files="paper", default=None)


_step = partial(
    declare_act,
    record=DIRECT,
    table=declare_table(
        "governance.directive_step",
        DirectiveReceived,
        DirectiveAcknowledged,
        ReportedBack,
        DirectiveClosed,
        steps=True,
        unprojected=("via", "papers"),
        columns={"said": (TextField(null=True), "coalesce(e.data->>'text', e.data->>'conclusion', e.data->>'note')")},
        indexes={
            "governance_directive_stream": ("stream", "number"),
            "governance_directive_path": ("path", "occurred_at"),
        },
    ),
)
RECEIVED = _step(
    "governance.directive_received",
    DirectiveReceived,
    w("收到来文", "directive received"),
    cut(w("收到{issuer}来文《{title}》", "received “{title}” from {issuer}")),
)
ACKNOWLEDGED = _step(
    "governance.directive_acknowledged",
    DirectiveAcknowledged,
    w("来文签收", "directive acknowledged"),
    w("签收来文", "acknowledged a directive"),
)
REPORTED = _step(
    "governance.reported_back",
    ReportedBack,
    w("来文回报", "reported back"),
    cut(w("回报来文落实情况：{text}", "reported back: {text}")),
)
CLOSED = _step(
    "governance.directive_closed",
    DirectiveClosed,
    w("来文办结", "directive closed"),
    cut(w("来文办结：{conclusion}", "closed a directive: {conclusion}")),
    closes=True,
)
