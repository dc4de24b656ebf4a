"""playbook · tests: the documented kind of record holds, and each way to get one wrong stands at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lianfang.playbook import Fault, check, load
from lianfang.playbook.render import rules_markdown
from lianfang.playbook.tests.conftest import SMALL, write

R, F = "records/standing_water.yaml", "indicators.yaml"
_GUIDE = Path(__file__).parents[3] / "docs/how-to/write-a-playbook-record.md"
_EXAMPLES = re.findall(r"```yaml\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)
_PLACES = """\
place_kinds:
  - {code: household, words: {zh: 住户, en: household}}
  - {code: street_drain, words: {zh: 雨水口, en: street drain}}
"""
DECLARED = {
    **SMALL,
    "places.yaml": _PLACES,
    R: _EXAMPLES[0].replace("source: handbook", "source: house"),
    F: _EXAMPLES[1],
}
KNOWN = {"H1"}

# file, old, new → code, path
CASES = [
    (R, "code: records.standing_water ", "code: sanitation.standing_water ", "pattern", "code"),
    (R, "source: house", "source: rumour", "unknown_source", "source"),
    (R, "record: [grid, officer]", "record: [grid, mayor]", "unknown_role", "record[1]"),
    (R, "see: [commander", "see: [mayor", "unknown_role", "see[0]"),
    (R, "code: positive", "code: containers", "duplicate_code", "fields[1].code"),
    (R, "code: positive", "code: occurred_at", "record_reserved", "fields[1].code"),
    (R, "field: treated", "field: treats", "record_unknown_field", "fields[3].when.field"),
    (R, "field: treated", "field: dose", "record_when_later", "fields[3].when.field"),
    (R, "field: treated", "field: how", "record_when_later", "fields[3].when.field"),
    (R, "field: treated", "field: containers", "record_not_asked", "fields[3].when.any_of[0]"),
    (R, "any_of: [true]", "any_of: [sure]", "record_value", "fields[3].when.any_of[0]"),
    (R, "any_of: [larvicide]", "any_of: [fish]", "record_value", "fields[4].when.any_of[0]"),
    (R, "code: larvicide", "code: turned_over", "duplicate_code", "fields[3].choices[1].code"),
    (R, "type: yes_no", "type: yes_no\n    low: 0", "record_range_of", "fields[2]"),
    (R, "high: 500", "high: -1", "range_order", "fields[4]"),
    (R, "type: choices", "type: line", "record_choices", "fields[3]"),
    (R, "code: photo_sha256", "code: picture", "record_photo", "fields[5]"),
    (R, "sort: place", "sort: unit", "record_target_kinds", "target"),
    (R, "kinds: [household", "kinds: [palace", "unknown_place_kind", "target.kinds[0]"),
    (F, "{places: [household]}", "{places: [palace]}", "unknown_place_kind", "indicators[0].expected.places[0]"),
    (R, "阳性{positive}个", "阳性{positives}个", "record_slot", "sentence.zh"),
    (R, "    unit: g", "    unit: g\n    personal: true", "record_personal", "fields[4].personal"),
    (R, "{sort: place, kinds: [household, street_drain]}", "{sort: person}", "field.missing", ""),
    (R, "sum: containers", "sum: treated", "counter_number", "counters[2].sum"),
    (R, "sum: containers", "sum: pots", "record_unknown_field", "counters[2].sum"),
    (R, "sum: containers", "sum: containers, distinct: place", "counter_two_ways", "counters[2]"),
    (R, "distinct: place", "distinct: person", "record_unknown_field", "counters[1].distinct"),
    (R, "where: {treated: false}", "where: {treats: false}", "record_unknown_field", "counters[4].where.treats"),
    (R, "code: left,", "code: visits,", "duplicate_code", "counters[4].code"),
    (F, "over: records.standing_water.houses", "over: records.standing_water.homes", "unknown_counter",
     "indicators[0].value.index.over"),
    (F, "code: V2", "code: V1", "duplicate_code", "indicators[1].code"),
    (F, "code: V2", "code: H1", "indicator_taken", "indicators[1].code"),
    (F, "    expected: {places: [household]}\n  - code: V2", "    checked: records.standing_water.visits\n  - code: V2",
     "index_checked", "indicators[0]"),
    (F, "  - code: V2", "    alert: {reaches: coverage_staf, role: officer}\n  - code: V2", "unknown_threshold",
     "indicators[0].alert.reaches"),
    (F, "  - code: V2", "    alert: {reaches: coverage_staff, role: mayor}\n  - code: V2", "unknown_role",
     "indicators[0].alert.role"),
    (F, "    checked: records.standing_water.houses\n", "", "figure_coverage", "indicators[1]"),
    (F, "  - code: V2", "    cumulates: true\n  - code: V2", "index_cumulates", "indicators[0]"),
    (F, "{places: [household]}", "{places: [household], people: true}", "figure_one_of", "indicators[0].expected"),
]  # fmt: skip


def _spoiled(folder: Path, file: str, old: str, new: str) -> list[Fault]:
    assert old in DECLARED[file], old
    return check(write(folder, {**DECLARED, file: DECLARED[file].replace(old, new, 1)}), KNOWN)


def test_the_documented_kind_and_its_indicators_hold(tmp_path: Path) -> None:
    assert check(write(tmp_path, DECLARED), KNOWN) == []
    playbook = load(tmp_path, KNOWN)
    assert [kind.code for kind in playbook.records] == ["records.standing_water"]
    assert [rule.code for rule in playbook.indicators] == ["V1", "V2"]
    assert playbook.indicators[0].value.index is not None
    assert playbook.indicators[0].value.index.times == 100


@pytest.mark.parametrize(("file", "old", "new", "code", "path"), CASES)
def test_a_fault_stands_at_its_line(tmp_path: Path, file: str, old: str, new: str, code: str, path: str) -> None:
    found = [(each.code, each.file, each.path) for each in _spoiled(tmp_path, file, old, new)]
    assert (code, file, path) in found, found


def test_a_duty_and_a_form_may_name_what_the_playbook_declares_itself(tmp_path: Path) -> None:
    form = SMALL["forms/daily.yaml"].replace("indicator: H1", "indicator: V1")
    assert check(write(tmp_path, {**DECLARED, "forms/daily.yaml": form}), KNOWN) == []
    undeclared = {name: text for name, text in DECLARED.items() if name not in (R, F, "places.yaml")}
    found = check(write(tmp_path / "other", {**undeclared, "forms/daily.yaml": form}), KNOWN)
    assert [each.code for each in found] == ["unknown_indicator"]


def test_the_page_of_rules_lists_what_is_declared(tmp_path: Path) -> None:
    said = rules_markdown(load(write(tmp_path, DECLARED), KNOWN))
    assert "## Record `records.standing_water`: 积水巡查 / standing-water inspection" in said
    assert "decimal, 0–500 g" in said
    assert "where `treated` says true: required" in said
    assert "`records.standing_water.positive` × 100 / `records.standing_water.houses`" in said
