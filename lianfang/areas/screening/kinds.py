"""screening · kinds: the four kinds of record, how each is said, who may record and see it, how long it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.areas.screening import projections
from lianfang.areas.screening.payloads import (
    CATEGORIES,
    DIRECTIONS,
    RISK_LEVELS,
    SITES,
    SYMPTOMS,
    GatePassage,
    HealthDeclaration,
    RollCall,
    TemperatureCheck,
)
from lianfang.kernel.kinds import Kind, Presence, Privacy
from lianfang.kernel.words import Words, listed, w

# What the roles hold. Who is ill is not everybody's business: persons' entries need a verb of their own, and
# without it an overview shows counts only (domain B20).
RECORD, RECORD_GATE = "screening.record", "screening.record_gate"
SEE, SEE_PERSONS = "screening.see", "screening.see_persons"


def _temperature(data: Mapping[str, Any]) -> Words:
    said = w("{site} {celsius} ℃", "{celsius} °C, {site}").fill(site=SITES[data["site"]], celsius=data["celsius"])
    return w("复测{said}", "re-measured {said}").fill(said=said) if data["remeasure"] else said


def _declaration(data: Mapping[str, Any]) -> Words:
    named = [SYMPTOMS.words_of(each) for each in data["symptoms"]]
    health = w("无症状", "no symptoms")
    if named:
        health = w("症状：{named}", "symptoms: {named}").fill(named=listed(named))
    if not data["from_risk_area"]:
        return health
    area = RISK_LEVELS[data["risk_level"]]
    return w("{health}；自{area}返回", "{health}; returned from a {area}").fill(health=health, area=area)


def _passage(data: Mapping[str, Any]) -> Words:
    said = w("{category}{direction}", "{category} {direction}").fill(
        category=CATEGORIES[data["category"]], direction=DIRECTIONS[data["direction"]]
    )
    if data.get("celsius") is not None:
        said = w("{said}，{celsius} ℃", "{said}, {celsius} °C").fill(said=said, celsius=data["celsius"])
    return said if data["mask"] else w("{said}，未戴口罩", "{said}, no mask").fill(said=said)


def _roll_call(data: Mapping[str, Any]) -> Words:
    return w(
        "应到 {listed}，实到 {present}，请假或公差 {excused}，不明 {unexplained}",
        "{listed} listed, {present} present, {excused} excused, {unexplained} unexplained",
    ).fill(**data)


TEMPERATURE_CHECK = Kind(
    code="screening.temperature_check",
    words=w("测温", "temperature check"),
    payload=TemperatureCheck,
    sentence=_temperature,
    privacy=Privacy(
        w("及早发现发热并复测、报告", "finding fevers early, to re-measure and report"), 60, sensitive=True
    ),
    record=RECORD,
    see=SEE_PERSONS,
    person=Presence.REQUIRED,
    projection=projections.TEMPERATURE_CHECK,
    primary=("celsius", "site", "remeasure"),
)

HEALTH_DECLARATION = Kind(
    code="screening.health_declaration",
    words=w("健康申报", "health declaration"),
    payload=HealthDeclaration,
    sentence=_declaration,
    privacy=Privacy(w("及早发现症状和中高风险区返回", "finding symptoms and returns early"), 60, sensitive=True),
    record=RECORD,
    see=SEE_PERSONS,
    place=Presence.FORBIDDEN,
    person=Presence.REQUIRED,
    projection=projections.HEALTH_DECLARATION,
    primary=("symptoms", "from_risk_area", "risk_level"),
)

GATE_PASSAGE = Kind(
    code="screening.gate_passage",
    words=w("门岗出入", "gate passage"),
    payload=GatePassage,
    sentence=_passage,
    privacy=Privacy(w("门岗防控；默认不登记姓名", "prevention at the gate; no name by default"), 30, sensitive=True),
    record=RECORD_GATE,
    see=SEE,
    place=Presence.REQUIRED,
    person=Presence.OPTIONAL,
    projection=projections.GATE_PASSAGE,
    primary=("direction", "category", "celsius"),
)

ROLL_CALL = Kind(
    code="screening.roll_call",
    words=w("点名", "roll call"),
    payload=RollCall,
    sentence=_roll_call,
    privacy=Privacy(w("查明缺勤不明人员的下落", "finding out where unexplained absentees are"), 60, sensitive=False),
    record=RECORD,
    see=SEE,
    projection=projections.ROLL_CALL,
    primary=("listed", "present", "excused", "unexplained"),
)

KINDS = (TEMPERATURE_CHECK, HEALTH_DECLARATION, GATE_PASSAGE, ROLL_CALL)
