"""alerts · kinds: a way out to people who are not at a page is set up, changed or closed; one stream for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import UUIDField

from lianfang.areas.alerts.kinds import CHANNELS
from lianfang.areas.alerts.payloads import SEVERITIES, Name, Severity
from lianfang.kernel.declaring import declare_act
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import Words, w

LANGUAGES = {"zh-hans": w("中文", "Chinese"), "en": w("英文", "English")}


class ChannelSet(Payload):
    """A way out to people who are not at a page. The address itself is kept apart, under the house's key."""

    name: Line = fact("名称", "name", min_length=1)
    service: Name = fact("类型", "service")
    fingerprint: Name = fact("地址指纹", "fingerprint of the address")
    min_severity: Severity = fact("最低级别", "minimum severity", choices=SEVERITIES)
    language: Literal["zh-hans", "en"] = fact("语言", "language", choices=LANGUAGES)
    open: bool = fact("启用", "in use")


def _said(data: Mapping[str, Any]) -> Words:
    words = w("启用通知渠道“{name}”", "channel “{name}” enabled")
    closed = w("停用通知渠道“{name}”", "channel “{name}” disabled")
    return (words if data["open"] else closed).fill(name=data["name"])


CHANNEL_SET = declare_act(
    "alerts.channel_set",
    ChannelSet,
    w("通知渠道", "channel"),
    _said,
    record=CHANNELS,
    see=CHANNELS,
    exercises=True,
    table="alerts.channel_step",
    of_entry=("version",),
    columns={"channel": (UUIDField(), "e.stream")},
    indexes={"alerts_channel_life": ("channel", "version")},
)
