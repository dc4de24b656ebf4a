"""alerts · kinds: one stream for each alert, from the opening on; one for each channel."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from lianfang.areas.alerts import payloads, projections
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import Words, w

SEE, ACT, CHANNELS = "alerts.see", "alerts.act", "alerts.channels"


def _said(data: Mapping[str, Any]) -> Words:
    return Words(data["zh"], data["en"])


_kind = partial(act_kind, see=SEE, streams=True, exercises=True)
KINDS = (
    _kind(
        "alerts.opened", w("提醒", "alert"), payloads.Opened,
        lambda d: w("提醒：{said}", "alert: {said}").fill(said=_said(d)), ACT, projections.OPENED,
    ),
    _kind(
        "alerts.grew", w("提醒增多", "alert grew"), payloads.Grew,
        lambda d: w("同一缺口增至 {n} 件：{said}", "now {n} of the same: {said}").fill(n=d["count"], said=_said(d)),
        ACT, projections.GREW,
    ),
    _kind(
        "alerts.acknowledged", w("提醒已接", "alert taken"), payloads.Acknowledged,
        lambda d: w("接了提醒", "took the alert"), ACT, projections.ACKNOWLEDGED,
    ),
    _kind(
        "alerts.handed_on", w("提醒转交", "alert handed on"), payloads.HandedOn,
        lambda d: w("把提醒转交 {unit}", "handed the alert on to {unit}").fill(unit=d["owner_unit"]),
        ACT, projections.HANDED_ON,
    ),
    _kind(
        "alerts.escalated", w("提醒升级", "alert escalated"), payloads.Escalated,
        lambda d: w("提醒升级：{reason}", "alert escalated: {reason}").fill(reason=payloads.REASONS[d["reason"]]),
        ACT, projections.ESCALATED,
    ),
    _kind(
        "alerts.resolved", w("提醒办结", "alert ended"), payloads.Resolved,
        lambda d: w("提醒办结：{by}", "alert ended: {by}").fill(by=payloads.ENDINGS[d["by"]]), ACT,
        projections.RESOLVED,
    ),
    _kind(
        "alerts.reopened", w("提醒重开", "alert reopened"), payloads.Reopened,
        lambda d: w("提醒重开：{by}", "alert reopened: {by}").fill(by=payloads.RETURNS[d["by"]]),
        ACT, projections.REOPENED,
    ),
    _kind(
        "alerts.channel_set", w("通知渠道", "channel"), payloads.ChannelSet,
        lambda d: (w("启用通知渠道“{name}”", "channel “{name}” in use") if d["open"]
                   else w("停用通知渠道“{name}”", "channel “{name}” closed")).fill(name=d["name"]),
        CHANNELS, projections.CHANNEL_SET, see=CHANNELS,
    ),
)  # fmt: skip
