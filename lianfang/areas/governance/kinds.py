"""governance · kinds: every step of a directive and of a measure; each is made only by its own action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from lianfang.areas.governance import payloads, projections
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import Words, w

SEE, DIRECT, ANSWER = "governance.see", "governance.direct", "governance.answer"

RECEIVED, ACKNOWLEDGED = "governance.directive_received", "governance.directive_acknowledged"
REPORTED, CLOSED = "governance.reported_back", "governance.directive_closed"
MEASURE_SET, MEASURE_ACKNOWLEDGED = "governance.measure_set", "governance.measure_acknowledged"
MEASURE_ANSWERED, MEASURE_RETURNED = "governance.measure_answered", "governance.measure_returned"
MEASURE_CLOSED = "governance.measure_closed"


def _said(zh: str, en: str) -> Any:
    words = w(zh, en)

    def sentence(data: Mapping[str, Any]) -> Words:
        names = ("issuer", "title", "text", "conclusion", "about", "why")
        return words.fill(**{name: str(data.get(name, ""))[:120] for name in names})

    return sentence


_D, _M = projections.DIRECTIVE, projections.MEASURE
_kind = partial(act_kind, see=SEE, streams=True)
KINDS = (
    _kind(
        RECEIVED, w("收到来文", "directive received"), payloads.DirectiveReceived,
        _said("收到{issuer}来文《{title}》", "received “{title}” from {issuer}"), DIRECT, _D,
    ),
    _kind(
        ACKNOWLEDGED, w("来文签收", "directive acknowledged"), payloads.DirectiveAcknowledged,
        _said("签收来文", "acknowledged a directive"), DIRECT, _D,
    ),
    _kind(
        REPORTED, w("来文回报", "reported back"), payloads.ReportedBack,
        _said("回报来文落实情况：{text}", "reported back: {text}"), DIRECT, _D,
    ),
    _kind(
        CLOSED, w("来文办结", "directive closed"), payloads.DirectiveClosed,
        _said("来文办结：{conclusion}", "closed a directive: {conclusion}"), DIRECT, _D, closes=True,
    ),
    _kind(
        MEASURE_SET, w("落实措施", "measure set"), payloads.MeasureSet,
        _said("《{about}》落实措施：{text}", "measure for “{about}”: {text}"), DIRECT, _M,
    ),
    _kind(
        MEASURE_ACKNOWLEDGED, w("措施签收", "measure acknowledged"), payloads.MeasureAcknowledged,
        _said("签收落实措施", "acknowledged a measure"), ANSWER, _M,
    ),
    _kind(
        MEASURE_ANSWERED, w("措施落实反馈", "measure answered"), payloads.MeasureAnswered,
        _said("反馈落实情况：{text}", "answered a measure: {text}"), ANSWER, _M,
    ),
    _kind(
        MEASURE_RETURNED, w("措施退回", "measure returned"), payloads.MeasureReturned,
        _said("退回落实反馈：{why}", "returned an answer: {why}"), DIRECT, _M,
    ),
    _kind(
        MEASURE_CLOSED, w("措施销号", "measure closed"), payloads.MeasureClosed,
        _said("措施销号", "closed a measure"), DIRECT, _M, closes=True,
    ),
)  # fmt: skip
