"""tracing · payloads hold: what each kind accepts, and which field it names when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from lianfang.areas.tracing.kinds import KINDS
from lianfang.kernel.faults import faults_of

_KINDS = {kind.code.partition(".")[2]: kind for kind in KINDS}
_LOOK = {"channel": "市政府发布会", "checked_for": ["confirmed", "suspected"], "found": "none"}
_NOTICE = {"subject": "confirmed", "count": 2, "doc_source": "市疾控〔2020〕12号"}
_FIGURES = {
    "area": "650100",
    "confirmed_cumulative": 850,
    "cured_cumulative": 700,
    "dead_cumulative": 0,
    "source": "市卫健委",
}

VALID: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "channel_check",
        _LOOK,
        "查看市政府发布会（确诊、疑似）：没有涉及本单位的通报",
        "checked 市政府发布会 (confirmed, suspected): no notice about this unit",
    ),
    (
        "official_notice",
        _NOTICE,
        "官方通报确诊 2 例（市疾控〔2020〕12号）",
        "official notice: 2 confirmed (市疾控〔2020〕12号)",
    ),
    (
        "official_figures",
        {**_FIGURES, "asymptomatic": 3},
        "650100 累计确诊 850，治愈 700，死亡 0",
        "650100 cumulative: 850 confirmed, 700 cured, 0 dead",
    ),
]
INVALID: list[tuple[str, dict[str, Any], str, str]] = [
    ("channel_check", {**_LOOK, "checked_for": []}, "data.checked_for", "too_short"),
    ("channel_check", {**_LOOK, "checked_for": ["confirmed", "confirmed"]}, "data.checked_for", "listed_twice"),
    ("channel_check", {**_LOOK, "found": "maybe"}, "data.found", "literal_error"),
    ("channel_check", {**_LOOK, "channel": " "}, "data.channel", "string_too_short"),
    ("official_notice", {**_NOTICE, "count": 0}, "data.count", "greater_than_equal"),
    ("official_notice", {**_NOTICE, "name": "张三"}, "data.name", "extra_forbidden"),
    ("official_notice", {"subject": "confirmed", "count": 1}, "data.doc_source", "missing"),
    ("official_figures", {**_FIGURES, "area": "乌鲁木齐"}, "data.area", "string_pattern_mismatch"),
    ("official_figures", {**_FIGURES, "cured_cumulative": -1}, "data.cured_cumulative", "greater_than_equal"),
    ("official_figures", {**_FIGURES, "confirmed_cumulative": None}, "data.confirmed_cumulative", "int_type"),
]


@pytest.mark.parametrize(("kind", "data", "zh", "en"), VALID)
def test_a_sound_entry_is_said_in_both_languages(kind: str, data: dict[str, Any], zh: str, en: str) -> None:
    model = _KINDS[kind].payload.model_validate(data, strict=False)
    said = _KINDS[kind].sentence(model.model_dump(mode="json", exclude_none=True))
    assert (said.zh, said.en) == (zh, en)


@pytest.mark.parametrize(("kind", "data", "path", "code"), INVALID)
def test_a_fault_names_its_field(kind: str, data: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _KINDS[kind].payload.model_validate(data, strict=False)
    assert (path, code) in [(fault.path, fault.code) for fault in faults_of(caught.value)]


@pytest.mark.case(24)
def test_figures_that_contradict_each_other_are_asked_about() -> None:
    payload = _KINDS["official_figures"].payload
    odd = {**_FIGURES, "confirmed_cumulative": 10, "cured_cumulative": 20}
    with pytest.raises(ValidationError) as raised:
        payload.model_validate(odd)
    (fault,) = faults_of(raised.value)
    assert (fault.path, fault.code) == ("data.as_published", "contradicts_itself")
    assert "治愈 20 加死亡 0 多于累计确诊 10" in fault.says.zh
    assert payload.model_validate({**odd, "as_published": True})
    assert payload.model_validate({**_FIGURES, "dead_cumulative": 150})
    with pytest.raises(ValidationError):
        payload.model_validate({**_FIGURES, "dead_cumulative": 151})
