"""tracing · kinds: the three kinds of record, how each is said, and who may record and see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.tracing import projections
from lianfang.areas.tracing.facts import FOUND, SUBJECTS, ChannelCheck, OfficialFigures, OfficialNotice
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind, Needs
from lianfang.kernel.words import Words, w

RECORD, SEE = "tracing.record", "tracing.see"


def _check(data: Mapping[str, Any]) -> Words:
    subjects = [SUBJECTS[each] for each in data["checked_for"]]
    said = Words("、".join(each.zh for each in subjects), ", ".join(each.en for each in subjects))
    return w("查看{channel}（{said}）：{found}", "looked at {channel} ({said}): {found}").fill(
        channel=data["channel"], said=said, found=FOUND[data["found"]]
    )


def _notice(data: Mapping[str, Any]) -> Words:
    return w("官方通报{subject} {count} 例（{source}）", "official notice: {count} {subject} ({source})").fill(
        subject=SUBJECTS[data["subject"]], count=data["count"], source=data["doc_source"]
    )


def _figures(data: Mapping[str, Any]) -> Words:
    return w(
        "{area} 累计确诊 {confirmed_cumulative}，治愈 {cured_cumulative}，死亡 {dead_cumulative}",
        "{area} cumulative: {confirmed_cumulative} confirmed, {cured_cumulative} cured, {dead_cumulative} dead",
    ).fill(**data)


CHANNEL_CHECK = Kind(
    code="tracing.channel_check",
    words=w("官方渠道查看", "official-channel check"),
    payload=ChannelCheck,
    sentence=_check,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    place=Needs.NEVER,
    projection=projections.CHANNEL_CHECK,
    primary=("channel", "found"),
)

OFFICIAL_NOTICE = Kind(
    code="tracing.official_notice",
    words=w("官方病例通报", "official notice of cases"),
    payload=OfficialNotice,
    sentence=_notice,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    place=Needs.NEVER,
    projection=projections.OFFICIAL_NOTICE,
    primary=("subject", "count", "doc_source"),
)

OFFICIAL_FIGURES = Kind(
    code="tracing.official_figures",
    words=w("官方疫情数据", "official figures"),
    payload=OfficialFigures,
    sentence=_figures,
    privacy=NO_PERSONAL_DATA,
    record=RECORD,
    see=SEE,
    place=Needs.NEVER,
    projection=projections.OFFICIAL_FIGURES,
    primary=("area", "confirmed_cumulative", "cured_cumulative", "dead_cumulative"),
)

KINDS = (CHANNEL_CHECK, OFFICIAL_NOTICE, OFFICIAL_FIGURES)
