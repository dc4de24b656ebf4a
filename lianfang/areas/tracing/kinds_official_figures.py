"""tracing · kinds: an area's figures as they were published."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import DateField, IntegerField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Presence
from lianfang.kernel.payloads import Count, Line, Payload, fact, unacceptable
from lianfang.kernel.words import w

# GB/T 2260: two digits each for province, prefecture and county; 650100 is Ürümqi.
AreaCode = Annotated[str, Field(pattern=r"^[1-9]\d{5}$")]


# What newspapers and health offices write above these columns.
_CONFIRMED = ("确诊", "累计确诊病例", "确诊病例", "Confirmed cases", "Confirmed")
_CURED = ("治愈", "累计治愈出院", "治愈出院", "出院", "Cured", "Recovered")
_DEAD = ("死亡", "累计死亡病例", "死亡病例", "Dead", "Deaths")
_SUSPECTED = ("疑似", "疑似病例", "现有疑似病例")
_WITHOUT_SYMPTOMS = ("无症状", "无症状感染者", "现有无症状")
_COUNTED_ON = ("统计日", "统计截至", "数据日期", "数据截至日期", "截至日期", "Counted on", "Data of")


class OfficialFigures(Payload):
    """An area's figures as published, cumulative; `occurred_at` lies on the day on which they were published,
    which is often the day after the one that they count up to: that one is `counted_on`, where the source says it.

    What was not published is left out, never 0. Figures may fall from one day to the next: the authorities correct
    theirs. Those that contradict each other are asked about, because a slip of the hand is likelier; `as_published`
    says that they were looked at and stand so in what was published.
    """

    area: AreaCode = fact("行政区划代码", "area code")
    confirmed_cumulative: Count = fact("累计确诊", "confirmed, cumulative", also=_CONFIRMED)
    cured_cumulative: Count = fact("累计治愈", "cured, cumulative", also=_CURED)
    dead_cumulative: Count = fact("累计死亡", "dead, cumulative", also=_DEAD)
    suspected: Count | None = fact("现有疑似", "suspected now", default=None, also=_SUSPECTED)
    asymptomatic: Count | None = fact("现有无症状感染者", "asymptomatic now", default=None, also=_WITHOUT_SYMPTOMS)
    counted_on: date | None = fact("统计日期", "counted up to", default=None, also=_COUNTED_ON)
    source: Line = fact("发布来源", "published by", min_length=1, also=("来源", "发布单位", "数据来源", "Source"))
    as_published: bool | None = fact(
        "数字矛盾，但发布原文如此", "they contradict each other, and were published so", default=None,
        validate_default=True,
    )  # fmt: skip

    @field_validator("as_published")
    @classmethod
    def _agree(cls, as_published: bool | None, info: ValidationInfo) -> bool | None:
        said = info.data
        if as_published or not {"confirmed_cumulative", "cured_cumulative", "dead_cumulative"} <= said.keys():
            return as_published
        confirmed, over = said["confirmed_cumulative"], said["cured_cumulative"] + said["dead_cumulative"]
        if over > confirmed:
            says = w(
                "治愈 {cured} 加死亡 {dead} 多于累计确诊 {confirmed}，请核对；发布原文确如此的，请在此注明",
                "{cured} cured and {dead} dead are more than {confirmed} confirmed; if published so, say it here",
            ).fill(cured=said["cured_cumulative"], dead=said["dead_cumulative"], confirmed=confirmed)
            raise unacceptable("contradicts_itself", says)
        return as_published


OFFICIAL_FIGURES = declare_kind(
    "tracing.official_figures",
    OfficialFigures,
    w("官方疫情数据", "official figures"),
    w(
        "{area} 累计确诊 {confirmed_cumulative}，治愈 {cured_cumulative}，死亡 {dead_cumulative}",
        "{area} cumulative: {confirmed_cumulative} confirmed, {cured_cumulative} cured, {dead_cumulative} dead",
    ),
    privacy=NO_PERSONAL_DATA,
    place=Presence.FORBIDDEN,
    unprojected=("as_published",),
    primary=("area", "confirmed_cumulative", "cured_cumulative", "dead_cumulative"),
    columns={
        # The calendar day on which they were published.
        "figures_day": (DateField(), "(e.occurred_at AT TIME ZONE %(zone)s)::date"),
        "confirmed": (IntegerField(), "confirmed_cumulative"),
        "cured": (IntegerField(), "cured_cumulative"),
        "dead": (IntegerField(), "dead_cumulative"),
    },
    indexes={
        "tracing_figures_unit_day": ("unit", "day"),
        "tracing_figures_curve": ("area", "figures_day"),
    },
)
