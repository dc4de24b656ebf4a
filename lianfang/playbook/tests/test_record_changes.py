"""playbook · tests: what was recorded keeps its field, its range, its meaning and its secrecy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from lianfang.playbook.record_changes import FieldRecorded, KindRecorded, records_change_faults
from lianfang.playbook.records import RecordKind

OLD: dict[str, Any] = {
    "code": "records.well",
    "words": {"zh": "水井", "en": "well"},
    "version": 1,
    "target": {"sort": "person"},
    "fields": [
        {"code": "depth", "words": {"zh": "深", "en": "depth"}, "type": "decimal", "unit": "m", "high": 90},
        {"code": "state", "words": {"zh": "状况", "en": "state"}, "type": "choice", "choices": [
            {"code": "good", "words": {"zh": "好", "en": "good"}}, {"code": "bad", "words": {"zh": "差", "en": "bad"}},
        ]},
        {"code": "note", "words": {"zh": "说明", "en": "note"}, "type": "text"},
    ],
    "sentence": {"zh": "看井", "en": "looked at a well"},
    "record": ["grid"],
    "privacy": {"purpose": {"zh": "随访", "en": "following up"}, "retention_days": 30, "sensitive": False},
}  # fmt: skip
STANDS = KindRecorded(7, {
    "depth": FieldRecorded(7, Decimal("1.25"), Decimal(40), 2), "state": FieldRecorded(3, values=frozenset({"bad"})),
    "note": FieldRecorded(1),
})  # fmt: skip


def _kind(**said: Any) -> RecordKind:
    """The kind with some keys said otherwise; `field__key` is a key of a field."""
    data = {**OLD, "fields": [dict(each) for each in OLD["fields"]]}
    for name, value in said.items():
        field, _, key = name.partition("__")
        if key:
            next(each for each in data["fields"] if each["code"] == field)[key] = value
        else:
            data[name] = value
    return RecordKind.model_validate(data)


def _faults(new: list[RecordKind], stands: KindRecorded = STANDS) -> list[str]:
    found = records_change_faults([_kind()], new, {"records.well": stands})
    assert all(each.says.zh and each.remedy.en and "records/well.yaml" in each.says.en for each in found)
    return [each.problem.code for each in found]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"words": {"zh": "河", "en": "river"}}, "record_other_meaning"),
        ({"target": {"sort": "unit"}}, "record_other_meaning"),
        ({"depth__unit": "ft"}, "record_field_other_meaning"),
        ({"depth__type": "whole"}, "record_field_other_meaning"),
        ({"depth__words": {"zh": "水位", "en": "level"}}, "record_field_other_meaning"),
        ({"depth__high": 39}, "record_field_narrowed"),
        ({"depth__low": 2}, "record_field_narrowed"),
        ({"depth__places": 1}, "record_field_narrowed"),
        ({"state__choices": [{"code": "good", "words": {"zh": "好", "en": "good"}}]}, "record_field_narrowed"),
        ({"note__personal": True}, "record_field_personal"),
        ({"fields": OLD["fields"][:2]}, "record_field_gone"),
    ],
)
def test_what_was_recorded_may_not_be_lost(said: dict[str, Any], code: str) -> None:
    assert _faults([_kind(version=2, **said)]) == [code]
    assert _faults([_kind(version=2, **said)], KindRecorded(0)) == [], "of which nothing stands may change"


def test_a_kind_with_entries_stays() -> None:
    assert _faults([]) == ["record_kind_gone"]
    assert _faults([], KindRecorded(0)) == []


def test_the_version_rises_with_what_is_filled_in() -> None:
    wider = {"depth__high": 200}
    assert _faults([_kind(**wider)]) == ["record_version_stays"]
    assert _faults([_kind(version=2, **wider)]) == []
    assert _faults([_kind(words={"zh": "水井", "en": "a well"})]) == [], "a better word is no change"


def test_what_nobody_said_may_go() -> None:
    unsaid = KindRecorded(7, {"depth": STANDS.fields["depth"]})
    assert _faults([_kind(version=2, fields=OLD["fields"][:1])], unsaid) == []
