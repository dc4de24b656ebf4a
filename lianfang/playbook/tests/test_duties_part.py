"""playbook · tests: duties, modes and doubts as data: each fault at its line, and what no card registers."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.playbook import check, load
from lianfang.playbook.duties import overlapping
from lianfang.playbook.tests.conftest import SMALL, write
from lianfang.playbook.trying import Registered

DUTIES = """\
duties:
  - code: rounds
    words: {zh: 轮次, en: Rounds}
    indicator: H1
    versions:
      - role: site
        role_by_unit: {site: site}
        kind: sanitation.disinfection
        targets: {sort: place, kinds: [lift]}
        windows:
          - {from: "05:00", due: "10:00", until: "11:00", words: {zh: 早间, en: morning}}
          - {from: "16:00", due: "22:00", until: "05:00", words: {zh: 晚间, en: evening}}
        source: house
        mark: H
        verified: false
        valid_from: 2020-07-01
        valid_to: null
"""
PLACES = "place_kinds:\n  - {code: lift, words: {zh: 电梯, en: lift}}\n"
DOUBTS = """\
doubts:
  - code: rounds_apart
    words: {zh: 间隔过短, en: Too close}
    versions:
      - {duties: [rounds], seconds: 1800, source: house, mark: H, verified: false, valid_from: 2020-07-01,
         valid_to: null}
"""
V = "duties[0].versions[0]"
CASES = [
    ("duties.yaml", "      - role: site\n        role_by_unit", "      - role_by_unit", "field.missing", 6,
     f"{V}.role"),
    ("duties.yaml", 'from: "16:00"', 'from: "10:30"', "window_overlap", 12, f"{V}.windows[1]"),
    ("duties.yaml", 'until: "11:00"', 'until: "05:00"', "window_overlap", 12, f"{V}.windows[1]"),
    ("duties.yaml", 'due: "10:00"', 'due: "11:30"', "window_order", 11, f"{V}.windows[0]"),
    ("duties.yaml", 'due: "10:00"', "due: 10", "type", 11, f"{V}.windows[0].due"),
    ("duties.yaml", "        windows:", "        after_close: true\n        windows:", "duty_never_or_twice", 6, V),
    ("duties.yaml", "kinds: [lift]", "kinds: []", "empty", 9, f"{V}.targets.kinds"),
    ("duties.yaml", "{site: site}", "{clan: site}", "unknown_unit_kind", 7, f"{V}.role_by_unit.clan"),
    ("duties.yaml", "sort: place, kinds: [lift]", "sort: unit, kinds: [clan]", "unknown_unit_kind", 9,
     f"{V}.targets.kinds[0]"),
    ("duties.yaml", "source: house", "source: rumour", "unknown_source", 13, f"{V}.source"),
    ("duties.yaml", "kind: sanitation.disinfection", "kind: Disinfection", "pattern", 8, f"{V}.kind"),
    ("doubts.yaml", "duties: [rounds]", "duties: [songs]", "unknown_duty", 5, "doubts[0].versions[0].duties[0]"),
    ("doubts.yaml", ", seconds: 1800", "", "field.missing", 5, "doubts[0].versions[0]"),
    ("doubts.yaml", "code: rounds_apart", "code: hunch", "choice", 2, "doubts[0].code"),
]  # fmt: skip


def _folder(path: Path, **spoilt: str) -> Path:
    files = {
        "duties.yaml": DUTIES,
        "doubts.yaml": DOUBTS,
        "places.yaml": PLACES,
        **{f"{k}.yaml": v for k, v in spoilt.items()},
    }
    return write(path / "with-duties", {**SMALL, **files})


def test_the_parts_are_read_and_may_be_left_out(tmp_path: Path) -> None:
    playbook = load(_folder(tmp_path))
    assert [rule.code for rule in playbook.duties] == ["rounds"]
    assert playbook.duties[0].versions[0].windows[1].words.zh == "晚间"
    assert load(write(tmp_path / "without", SMALL)).duties == ()


@pytest.mark.parametrize(("file", "old", "new", "code", "line", "path"), CASES)
def test_each_fault_stands_at_its_line(
    tmp_path: Path, file: str, old: str, new: str, code: str, line: int, path: str
) -> None:
    text = {"duties.yaml": DUTIES, "doubts.yaml": DOUBTS}[file]
    assert old in text
    found = check(_folder(tmp_path, **{file.removesuffix(".yaml"): text.replace(old, new, 1)}))
    assert (file, line, code, path) in [(each.file, each.line, each.code, each.path) for each in found], found


@pytest.mark.parametrize(
    ("asked", "code", "line"),
    [
        ("kind", "unknown_kind", 8), ("sort", "unknown_target", 9), ("role", "unknown_role", 6),
        ("indicator", "unknown_indicator", 4),
    ],
)  # fmt: skip
def test_what_no_card_registers_is_told_with_its_line(tmp_path: Path, asked: str, code: str, line: int) -> None:
    known = Registered(
        **{name: (lambda given, name=name: name != asked) for name in ("kind", "sort", "role", "indicator", "gap")},
        shape=lambda given: None,
    )
    found = [each for each in check(_folder(tmp_path), registered=known) if each.code == code]
    assert [(each.file, each.line) for each in found][:1] == [("duties.yaml", line)]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("value: 2", []),
        ("value: 3", ["windows_count"]),
        ("songs", ["unknown_duty"]),
    ],
)
def test_a_number_that_says_how_often_is_the_number_of_windows(tmp_path: Path, said: str, codes: list[str]) -> None:
    value, duty = ("value: 2", said) if said == "songs" else (said, "rounds")
    numbers = (
        SMALL["thresholds.yaml"]
        + f"""\
  - code: rounds_per_day
    words: {{zh: 每日次数, en: Rounds a day}}
    unit: {{zh: 次, en: rounds}}
    windows_of: [{duty}]
    versions:
      - {{{value}, source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}}
"""
    )
    found = [each for each in check(_folder(tmp_path, thresholds=numbers)) if each.file == "thresholds.yaml"]
    assert [each.code for each in found] == codes, found


@pytest.mark.parametrize(
    ("spans", "meet"),
    [
        ([(300, 600, 660), (660, 900, 960), (960, 1320, 300)], []),
        ([(300, 600, 661), (660, 900, 960)], [(1, 0)]),
        ([(960, 1320, 300), (240, 270, 280)], [(1, 0)]),
        ([(960, 930, 960), (0, 10, 20)], [(1, 0)]),
    ],
)
def test_windows_meet_round_the_clock(spans: list[tuple[int, int, int]], meet: list[tuple[int, int]]) -> None:
    assert overlapping(spans) == meet
