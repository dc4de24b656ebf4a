"""governance · tests: each of the known time limits is there once and longer than nothing, or its line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.areas.governance.sections import HOURS
from lianfang.playbook import check, load
from lianfang.playbook.tests.conftest import SMALL, write

HOURS_FILE = "directive_hours:\n" + "".join(
    f"  - code: {code}\n    words: {{zh: 甲, en: A}}\n    unit: {{zh: 个, en: pieces}}\n    versions:\n"
    "      - {value: 24, source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null}\n"
    for code in sorted(HOURS)
)


def test_the_time_limits_hold_and_may_be_left_out(tmp_path: Path) -> None:
    full = load(write(tmp_path / "full", {**SMALL, "governance.yaml": HOURS_FILE}))
    assert {rule.code for rule in full.directive_hours} == HOURS
    assert load(write(tmp_path / "bare", SMALL)).directive_hours == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("value: 24", "value: 0", ("range", 6)),
        ("code: report_hours", "code: hours", ("hours_missing", 1)),
        ("code: report_hours", "code: hours", ("hours_unknown", 17)),
        ("value: 24", "value: soon", ("type", 6)),
    ],
)
def test_a_fault_of_the_time_limits_names_its_line(tmp_path: Path, old: str, new: str, fault: tuple[str, int]) -> None:
    folder = write(tmp_path / "p", {**SMALL, "governance.yaml": HOURS_FILE.replace(old, new, 1)})
    assert fault in [(each.code, each.line) for each in check(folder)]
