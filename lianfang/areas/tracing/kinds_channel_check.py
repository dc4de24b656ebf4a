"""tracing · kinds: somebody looked at an official channel."""

from __future__ import annotations

from typing import Literal

from django.db.models import BooleanField
from pydantic import field_validator

from lianfang.areas.tracing.payloads import SUBJECTS
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Presence
from lianfang.kernel.payloads import Line, Payload, Text, fact, unacceptable
from lianfang.kernel.sums import count
from lianfang.kernel.vocabulary import Coded
from lianfang.kernel.words import w

FOUND = {"none": w("没有涉及本单位的通报", "no notice about this unit"), "notice": w("有通报", "a notice")}
_MOST_CLASSES = 20


class ChannelCheck(Payload):
    """Somebody looked at an official channel on behalf of the unit, for the subjects named.

    Without it a unit has no zero of cases: nobody knows of nothing (domain C, H5–H7).
    """

    channel: Line = fact("官方渠道", "official channel", min_length=1)
    checked_for: list[Coded] = fact("查看内容", "checked for", choices=SUBJECTS, min_length=1, max_length=_MOST_CLASSES)
    found: Literal["none", "notice"] = fact("查看结果", "found", choices=FOUND)
    note: Text | None = fact("说明（不写姓名）", "note (no names)", default=None)

    @field_validator("checked_for")
    @classmethod
    def _each_once(cls, subjects: list[str]) -> list[str]:
        if len(set(subjects)) < len(subjects):
            raise unacceptable("listed_twice", w("同一内容只填一次", "name each subject once"))
        return subjects


CHANNEL_CHECK = declare_kind(
    "tracing.channel_check",
    ChannelCheck,
    w("官方渠道查看", "official-channel check"),
    w("查看{channel}（{checked_for}）：{found}", "checked {channel} ({checked_for}): {found}"),
    privacy=NO_PERSONAL_DATA,
    place=Presence.FORBIDDEN,
    primary=("channel", "found"),
    unprojected=("channel", "note"),
    columns={"found": (BooleanField(), "e.data->>'found' = 'notice'")},
    sums={"tracing_day": {"checks": count()}},
)
