"""watch · tests: the watch's shifts go round the clock, and no limit is missing, unknown or senseless."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.areas.watch.sections import LIMITS
from lianfang.playbook import check, load
from lianfang.playbook.tests.conftest import SMALL, write

_HELD = "source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null"


def _rule(code: str, said: str) -> str:
    return f"  - code: {code}\n    words: {{zh: 甲, en: A}}\n{said}    versions:\n"


def _number(code: str, value: object = 24) -> str:
    return _rule(code, "    unit: {zh: 个, en: pieces}\n") + f"      - {{value: {value}, {_HELD}}}\n"


def _shift(code: str, begins: str, ends: str) -> str:
    return _rule(code, "") + f'      - {{begins: "{begins}", ends: "{ends}", {_HELD}}}\n'


WATCH = (
    "watch_shifts:\n"
    + _shift("day", "08:00", "20:00")
    + _shift("night", "20:00", "08:00")
    + "watch_limits:\n"
    + "".join(_number(code) for code in LIMITS)
)


def _faults(tmp_path: Path, file: str, text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in check(write(tmp_path / "p", {**SMALL, file: text}))]


def test_the_watch_holds_and_may_be_left_out(tmp_path: Path) -> None:
    full = load(write(tmp_path / "full", {**SMALL, "watch.yaml": WATCH}))
    assert [rule.code for rule in full.watch_shifts] == ["day", "night"]
    bare = load(write(tmp_path / "bare", SMALL))
    assert (bare.watch_shifts, bare.watch_limits) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('begins: "20:00"', 'begins: "21:00"', ("watch_round", 6)),
        ('ends: "08:00"', 'ends: "07:00"', ("watch_round", 2)),
        ("value: 24", "value: 0", ("range", 15)),
        ("value: 24", "value: 1.5", ("range", 15)),
        ("code: officers_min", "code: officers", ("watch_limit_missing", 10)),
        ("code: officers_min", "code: officers", ("watch_limit_unknown", 11)),
        ('begins: "08:00"', "begins: 480", ("type", 5)),
        ("source: house", "source: rumour", ("unknown_source", 5)),
        ("code: night", "code: day", ("duplicate_code", 6)),
    ],
)
def test_a_fault_of_the_watch_names_its_line(tmp_path: Path, old: str, new: str, fault: tuple[str, int]) -> None:
    assert fault in _faults(tmp_path, "watch.yaml", WATCH.replace(old, new, 1))


def test_shifts_that_go_round_twice_are_told(tmp_path: Path) -> None:
    twice = WATCH.replace("watch_limits:\n", _shift("again", "08:00", "08:00") + "watch_limits:\n", 1)
    assert ("watch_round", 10) in _faults(tmp_path, "watch.yaml", twice)
