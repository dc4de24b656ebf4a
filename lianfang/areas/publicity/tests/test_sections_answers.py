"""publicity · tests of sections: a fault names its line, and neither part judges a day that is over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lianfang.playbook import applying, check, load
from lianfang.playbook.tests.conftest import SMALL, write

SHEETS = """knowledge:
  - code: fever
    topic: {zh: 体温, en: Temperature}
    words: {zh: 多少算发热？, en: "What is a fever?"}
    versions:
      - answer: {zh: 答案, en: an answer}
        address: https://example.org/notice
        source: house
        mark: H
        verified: false
        valid_from: 2020-07-01
        valid_to: null
"""
LIMITS = """answering:
  - code: rumour_answer_hours
    words: {zh: 甲, en: A}
    unit: {zh: 小时, en: hours}
    versions:
      - {value: 24, source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}
"""


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("knowledge.yaml", "source: house", "source: nobody", ("unknown_source", 8)),
        ("knowledge.yaml", "verified: false", "verified: true", ("cannot_be_verified", 6)),
        ("knowledge.yaml", "https://example.org/notice", "example", ("pattern", 7)),
        ("knowledge.yaml", "valid_to: null", "valid_to: 2020-06-01", ("period", 6)),
        ("answering.yaml", "value: 24", "value: 0", ("range", 6)),
        ("answering.yaml", "rumour_answer_hours", "some_hours", ("hours_unknown", 2)),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, file: str, old: str, new: str, fault: tuple[str, int]) -> None:
    whole = {**SMALL, "knowledge.yaml": SHEETS, "answering.yaml": LIMITS}
    assert check(write(tmp_path / "whole", whole)) == []
    found = check(write(tmp_path / "p", {**whole, file: whole[file].replace(old, new, 1)}))
    assert fault in [(each.code, each.line) for each in found]


def test_a_sheet_added_for_days_that_are_over_rewrites_none(tmp_path: Path) -> None:
    old = load(write(tmp_path / "old", SMALL))
    new = load(write(tmp_path / "new", {**SMALL, "knowledge.yaml": SHEETS, "answering.yaml": LIMITS}))
    found = applying.effect(old, new, date(2020, 8, 10))
    assert (found.rewritten, found.since) == ((), None)
    assert found.changes, "that they were added is told all the same"
    assert applying.refusals(old, new, found, date(2020, 8, 10)) == []
