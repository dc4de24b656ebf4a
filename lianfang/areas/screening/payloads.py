"""screening · payloads: what is said of a temperature, a declaration, a passage through a gate and a roll call."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator

from lianfang.kernel.payloads import Count, Line, Payload, fact, unacceptable
from lianfang.kernel.vocabulary import Coded, Vocabulary
from lianfang.kernel.words import w

# From here on a reading is kept by itself in the day's sums, so that the playbook's threshold of that day can be
# held against it. A playbook cannot ask for a lower one (37.3 ℃ in domain B4): its figures would say "not reported".
WATCHED_FROM_CELSIUS = 37.0

SITES = {
    "forehead": w("额温", "forehead"),
    "wrist": w("腕温", "wrist"),
    "axilla": w("腋温", "armpit"),
    "ear": w("耳温", "ear"),
}
SYMPTOMS = Vocabulary("symptoms")
RISK_LEVELS = {
    "low": w("低风险区", "low-risk area"),
    "mid": w("中风险区", "mid-risk area"),
    "high": w("高风险区", "high-risk area"),
}
DIRECTIONS = {"in": w("进", "in"), "out": w("出", "out")}
CATEGORIES = {
    "resident": w("居民", "resident"),
    "staff": w("职工", "staff"),
    "visitor": w("访客", "visitor"),
    "vendor": w("保供商户", "vendor"),
    "vehicle": w("外来车辆", "outside vehicle"),
}
Category = Literal["resident", "staff", "visitor", "vendor", "vehicle"]
PURPOSES = {
    "home": w("回家", "going home"),
    "work": w("上下班", "work"),
    "shopping": w("采买", "shopping"),
    "delivery": w("送货送餐", "delivery"),
    "service": w("维修服务", "repair or service"),
    "medical": w("就医", "medical care"),
    "visit": w("探访", "visit"),
    "other": w("其他", "other"),
}
Purpose = Literal["home", "work", "shopping", "delivery", "service", "medical", "visit", "other"]
Celsius = Annotated[float, Field(ge=34.0, le=43.0, multiple_of=0.1)]


class TemperatureCheck(Payload):
    """One reading of one person. `remeasure` marks the second reading that a high one asks for (domain B4 ②)."""

    celsius: Celsius = fact("体温", "temperature", unit="℃")
    site: Literal["forehead", "wrist", "axilla", "ear"] = fact("部位", "measured at", choices=SITES)
    instrument: Line | None = fact("测温仪编号", "thermometer", default=None)
    remeasure: bool = fact("复测", "re-measure", default=False)


class HealthDeclaration(Payload):
    """What a person says of themselves on a day.

    Answers are taken from lists and not in free words: so they can be counted without being read, and nothing
    more is collected than asked for (domain B20). No symptom is said with an empty list.
    """

    symptoms: list[Coded] = fact("症状", "symptoms", choices=SYMPTOMS, max_length=100)
    from_risk_area: bool = fact("14 天内有中高风险地区旅居史", "stayed in a mid- or high-risk area within 14 days")
    risk_level: Literal["low", "mid", "high"] | None = fact(
        "该地区风险等级", "risk level of that area", default=None, choices=RISK_LEVELS, validate_default=True
    )

    @field_validator("symptoms")
    @classmethod
    def _each_once(cls, symptoms: list[str]) -> list[str]:
        if len(set(symptoms)) < len(symptoms):
            raise unacceptable("listed_twice", w("同一症状只填一次", "name each symptom once"))
        return symptoms

    @field_validator("risk_level")
    @classmethod
    def _level_of_an_area(cls, level: str | None, info: ValidationInfo) -> str | None:
        returned = info.data.get("from_risk_area")
        if returned is True and level is None:
            raise unacceptable("risk_level_missing", w("须填该地区风险等级", "give the risk level of that area"))
        if returned is False and level is not None:
            raise unacceptable("risk_level_without_area", w("没有这样的地区，不填", "leave it out: no such area"))
        return level


class GatePassage(Payload):
    """One passage through a gate.

    Who it was is not asked by default, and the purpose is chosen, not written (domain B5: collect less).
    """

    direction: Literal["in", "out"] = fact("进出", "direction", choices=DIRECTIONS)
    category: Category = fact("类别", "category", choices=CATEGORIES)
    celsius: Celsius | None = fact("体温", "temperature", unit="℃", default=None)
    mask: bool = fact("佩戴口罩", "wears a mask")
    purpose: Purpose | None = fact("事由", "purpose", default=None, choices=PURPOSES)


class RollCall(Payload):
    """A unit's count of its own people; everybody listed is present, excused or unexplained."""

    listed: Count = fact("应到", "listed")
    present: Count = fact("实到", "present")
    excused: Count = fact("请假或公差", "excused")
    unexplained: Count = fact("缺勤不明", "unexplained")
    unexplained_persons: list[UUID] | None = fact(
        "缺勤不明人员（底册编号）", "unexplained persons (register ids)", default=None, max_length=200
    )

    @field_validator("unexplained")
    @classmethod
    def _adds_up(cls, unexplained: int, info: ValidationInfo) -> int:
        said = info.data
        if {"listed", "present", "excused"} <= said.keys():
            listed, counted = said["listed"], said["present"] + said["excused"] + unexplained
            if listed != counted:
                zh = f"实到、请假、不明合计 {counted}，与应到 {listed} 不符"
                en = f"present, excused and unexplained make {counted}, not {listed}"
                raise unacceptable("does_not_add_up", w(zh, en))
        return unexplained

    @field_validator("unexplained_persons")
    @classmethod
    def _among_the_unexplained(cls, persons: list[UUID] | None, info: ValidationInfo) -> list[UUID] | None:
        if persons and len(set(persons)) < len(persons):
            raise unacceptable("listed_twice", w("同一人只填一次", "name each person once"))
        if persons and len(persons) > info.data.get("unexplained", len(persons)):
            raise unacceptable("more_than_counted", w("多于缺勤不明人数", "more persons than the unexplained count"))
        return persons
