"""reporting · kinds: the five acts in the life of a report; each is made only by its own action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from lianfang.areas.reporting import payloads, projections
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import Words, w

SEE, CONFIRM, RECEIVE, REMIND = "reporting.see", "reporting.confirm", "reporting.receive", "reporting.remind"

CONFIRMED, AMENDED = "reporting.confirmed", "reporting.amended"
RECEIVED, RETURNED, REMINDED = "reporting.received", "reporting.returned", "reporting.reminded"


def _said(zh: str, en: str) -> Any:
    words = w(zh, en)

    def sentence(data: Mapping[str, Any]) -> Words:
        of = Words(f"{data['of']} ", f" of {data['of']}") if data.get("of") else ""
        return words.fill(day=data["day"], number=data.get("number", ""), why=data.get("why", ""), of=of)

    return sentence


_kind = partial(act_kind, see=SEE, projection=projections.STEP, streams=True, primary=("day", "number"))
KINDS = (
    _kind(
        CONFIRMED, w("日报表确认", "report confirmed"), payloads.Confirmed,
        _said("确认 {day} 日报表", "confirmed the report for {day}"), CONFIRM,
    ),
    _kind(
        AMENDED, w("日报表更正", "report amended"), payloads.Amended,
        _said("更正 {day} 日报表为第 {number} 版：{why}", "amended the report for {day} to version {number}: {why}"),
        CONFIRM,
    ),
    _kind(
        RECEIVED, w("日报表接收", "report received"), payloads.Received,
        _said("接收 {of}{day} 日报表第 {number} 版", "received version {number} of the report{of} for {day}"), RECEIVE,
    ),
    _kind(
        RETURNED, w("日报表退回", "report returned"), payloads.Returned,
        _said(
            "退回 {of}{day} 日报表第 {number} 版：{why}", "returned version {number} of the report{of} for {day}: {why}"
        ), RECEIVE,
    ),
    _kind(
        REMINDED, w("日报表催报", "reminder sent"), payloads.Reminded,
        _said("催报 {day} 日报表", "reminded of the report for {day}"), REMIND,
    ),
)  # fmt: skip
