"""tracing · facts: what is said of a look at the official channel, an official notice and the published figures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, field_validator

from lianfang.kernel.facts import Count, Line, Payload, Text, fact, unacceptable
from lianfang.kernel.words import w

SUBJECTS = {
    "confirmed": w("确诊", "confirmed"),
    "suspected": w("疑似", "suspected"),
    "asymptomatic": w("无症状感染者", "asymptomatic"),
}
Subject = Literal["confirmed", "suspected", "asymptomatic"]
FOUND = {"none": w("没有涉及本单位的通报", "no notice about our people"), "notice": w("有通报", "a notice")}
# GB/T 2260: two digits each for province, prefecture and county; 650100 is Ürümqi.
AreaCode = Annotated[str, Field(pattern=r"^[1-9]\d{5}$")]


class ChannelCheck(Payload):
    """Somebody looked at an official channel on behalf of the unit, for the subjects named.

    Without it a unit has no zero of cases: nobody knows of nothing (domain C, H5–H7).
    """

    channel: Line = fact("官方渠道", "official channel", min_length=1)
    checked_for: list[Subject] = fact(
        "查看内容", "checked for", choices=SUBJECTS, min_length=1, max_length=len(SUBJECTS)
    )
    found: Literal["none", "notice"] = fact("查看结果", "found", choices=FOUND)
    note: Text | None = fact("说明（不写姓名）", "note (no names)", default=None)

    @field_validator("checked_for")
    @classmethod
    def _each_once(cls, subjects: list[str]) -> list[str]:
        if len(set(subjects)) < len(subjects):
            raise unacceptable("listed_twice", w("同一内容只填一次", "name each subject once"))
        return subjects


class OfficialNotice(Payload):
    """An official notice about people of the unit (event E02). The only source of a case; it names nobody here."""

    subject: Subject = fact("类别", "subject", choices=SUBJECTS)
    count: int = fact("人数", "count", ge=1, le=100_000)
    doc_source: Line = fact("通报机关及文号", "issued by, document number", min_length=1)


class OfficialFigures(Payload):
    """An area's figures as published, cumulative; `occurred_at` lies on the calendar day that they speak of.

    What was not published is left out, never 0. Figures may contradict each other or fall from one day to the
    next: the authorities correct theirs, and we keep what they published.
    """

    area: AreaCode = fact("行政区划代码", "area code")
    confirmed_cumulative: Count = fact("累计确诊", "confirmed, cumulative")
    cured_cumulative: Count = fact("累计治愈", "cured, cumulative")
    dead_cumulative: Count = fact("累计死亡", "dead, cumulative")
    suspected: Count | None = fact("现有疑似", "suspected now", default=None)
    asymptomatic: Count | None = fact("现有无症状感染者", "asymptomatic now", default=None)
    source: Line = fact("发布来源", "published by", min_length=1)
