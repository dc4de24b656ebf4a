"""screening · payloads hold: what each kind accepts, and which field it names when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from lianfang.areas.screening.kinds import KINDS
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.kernel.faults import faults_of

_KINDS = {kind.code.partition(".")[2]: kind for kind in KINDS}
_CHECK = {"celsius": 36.5, "site": "forehead"}
_HEALTHY = {"symptoms": [], "from_risk_area": False}
_PASSAGE = {"direction": "in", "category": "resident", "mask": True}
_CALL = {"listed": 40, "present": 38, "excused": 1, "unexplained": 1}
_ID = "01736000-0000-7000-8000-000000000001"

_CALLED = ("应到 40，实到 38，请假或公差 1，不明 1", "40 listed, 38 present, 1 excused, 1 unexplained")

VALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("temperature_check", _CHECK, "额温 36.5 ℃", "36.5 °C, forehead"),
    (
        "temperature_check",
        {**_CHECK, "site": "ear", "remeasure": True},
        "复测耳温 36.5 ℃",
        "second reading 36.5 °C, ear",
    ),
    ("temperature_check", {**_CHECK, "celsius": 43}, "额温 43.0 ℃", "43.0 °C, forehead"),
    ("temperature_check", {**_CHECK, "celsius": 37.3, "instrument": "T-07"}, "额温 37.3 ℃", "37.3 °C, forehead"),
    ("health_declaration", _HEALTHY, "无症状", "no symptoms"),
    (
        "health_declaration",
        {"symptoms": ["cough", "fever"], "from_risk_area": True, "risk_level": "mid"},
        "症状：咳嗽、发热；自中风险区返回",
        "symptoms: cough, fever; returned from a mid-risk area",
    ),
    ("gate_passage", _PASSAGE, "居民进", "resident in"),
    (
        "gate_passage",
        {**_PASSAGE, "category": "vendor", "celsius": 36.4, "mask": False, "purpose": "delivery"},
        "保供商户进，36.4 ℃，未戴口罩",
        "vendor in, 36.4 °C, no mask",
    ),
    ("roll_call", _CALL, *_CALLED),
    ("roll_call", {**_CALL, "unexplained_persons": [_ID]}, *_CALLED),
]

INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("temperature_check", {"celsius": 36.5}, "data.site", "missing"),
    ("temperature_check", {**_CHECK, "celsius": 33.9}, "data.celsius", "greater_than_equal"),
    ("temperature_check", {**_CHECK, "celsius": 43.1}, "data.celsius", "less_than_equal"),
    ("temperature_check", {**_CHECK, "celsius": 36.55}, "data.celsius", "multiple_of"),
    ("temperature_check", {**_CHECK, "celsius": float("nan")}, "data.celsius", "finite_number"),
    ("temperature_check", {**_CHECK, "site": "toe"}, "data.site", "literal_error"),
    ("temperature_check", {**_CHECK, "name": "张三"}, "data.name", "extra_forbidden"),
    ("health_declaration", {**_HEALTHY, "symptoms": ["cough", "cough"]}, "data.symptoms", "listed_twice"),
    ("health_declaration", {**_HEALTHY, "from_risk_area": True}, "data.risk_level", "risk_level_missing"),
    ("health_declaration", {**_HEALTHY, "risk_level": "low"}, "data.risk_level", "risk_level_without_area"),
    ("health_declaration", {"from_risk_area": False}, "data.symptoms", "missing"),
    ("gate_passage", {**_PASSAGE, "direction": "up"}, "data.direction", "literal_error"),
    ("gate_passage", {"direction": "in", "category": "resident"}, "data.mask", "missing"),
    ("gate_passage", {**_PASSAGE, "purpose": "来看张三"}, "data.purpose", "literal_error"),
    ("roll_call", {**_CALL, "present": 39}, "data.unexplained", "does_not_add_up"),
    ("roll_call", {**_CALL, "present": -1}, "data.present", "greater_than_equal"),
    ("roll_call", {**_CALL, "unexplained_persons": [_ID, _ID]}, "data.unexplained_persons", "listed_twice"),
    (
        "roll_call",
        {**_CALL, "unexplained_persons": [_ID, _ID.replace("1", "2")]},
        "data.unexplained_persons",
        "more_than_counted",
    ),
]


@pytest.mark.parametrize(("kind", "data", "zh", "en"), VALID)
def test_a_sound_entry_is_said_in_both_languages(kind: str, data: dict[str, Any], zh: str, en: str) -> None:
    model = _KINDS[kind].payload.model_validate(data, strict=False)
    said = _KINDS[kind].sentence(model.model_dump(mode="json", exclude_none=True))
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.case(16, 23)
@pytest.mark.parametrize(("kind", "data", "path", "code"), INVALID)
def test_a_fault_names_its_field(kind: str, data: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _KINDS[kind].payload.model_validate(data, strict=False)
    faults = faults_of(caught.value)
    assert (path, code) in [(fault.path, fault.code) for fault in faults]
    assert all(fault.says.zh and fault.says.en for fault in faults)


def test_every_kind_answers_for_its_personal_data() -> None:
    for kind in KINDS:
        assert kind.privacy.retention_days in (30, 60)
        assert not kind.personal, "what must be counted is chosen from lists; there are no free words to encrypt"


@pytest.mark.case(13)
@pytest.mark.parametrize("celsius", [37.2999999999, 36.55, 36.500001])
def test_a_temperature_has_one_decimal(celsius: float) -> None:
    with pytest.raises(ValidationError) as raised:
        TEMPERATURE_CHECK.payload.model_validate({"celsius": celsius, "site": "forehead"})
    (fault,) = faults_of(raised.value)
    assert fault.path == "data.celsius"


@pytest.mark.parametrize("tenths", range(340, 431))
def test_every_tenth_is_a_temperature(tenths: int) -> None:
    assert TEMPERATURE_CHECK.payload.model_validate({"celsius": tenths / 10, "site": "forehead"})
