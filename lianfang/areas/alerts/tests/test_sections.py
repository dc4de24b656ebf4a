"""alerts · tests: who is told and when: the rule that fits, the night, and what is refused."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from lianfang.areas.alerts.sections import escalation, held_on
from lianfang.playbook import check, load
from lianfang.playbook.tests.conftest import SMALL, write

_HELD = "source: house, mark: H, verified: false, valid_from: 2020-07-01, valid_to: null"
DAY = date(2020, 8, 10)


def _rule(code: str, said: str) -> str:
    return f"  - code: {code}\n    words: {{zh: 甲, en: A}}\n    versions:\n      - {{{said}, {_HELD}}}\n"


def _escalation(code: str, severity: str = "urgent", steps: str = "{role: officer, at: team, within_minutes: 5}",
                more: str = "") -> str:  # fmt: skip
    minutes = "owner_minutes: 5, resolve_minutes: 30"
    return _rule(code, f"severity: {severity}, {minutes}, steps: [{steps}]{more}")


QUIET = "quiet_hours:\n" + _rule("night", 'starts: "22:00", ends: "07:00", holds_back: [notice]')
HOLDS = "escalations:\n" + _escalation("all") + _escalation("own", more=", sources: [watch.call]") + QUIET


def _faults(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in check(write(tmp_path / "p", {**SMALL, "alerts.yaml": text}))]


def test_a_rule_that_names_the_source_goes_first(tmp_path: Path) -> None:
    playbook = load(write(tmp_path / "p", {**SMALL, "alerts.yaml": HOLDS}))
    named, every = playbook.escalations[1].versions[0], playbook.escalations[0].versions[0]
    assert escalation(playbook.escalations, "watch.call", "urgent", DAY) == named
    assert escalation(playbook.escalations, "duties.missed", "urgent", DAY) == every
    assert escalation(playbook.escalations, "duties.missed", "notice", DAY) is None
    assert escalation(playbook.escalations, "watch.call", "urgent", date(2020, 6, 30)) is None


def test_the_night_goes_over_midnight(tmp_path: Path) -> None:
    quiet = held_on(load(write(tmp_path / "p", {**SMALL, "alerts.yaml": HOLDS})).quiet_hours, DAY)
    assert [quiet.covers(time(hour)) for hour in (21, 22, 0, 6, 7, 12)] == [False, True, True, True, False, False]


def test_a_playbook_may_do_without(tmp_path: Path) -> None:
    assert load(write(tmp_path / "p", SMALL)).escalations == ()


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("escalations:\n" + _escalation("a", steps="{role: officer, at: moon, within_minutes: 5}"),
         "unknown_unit_kind", 5),
        ("escalations:\n" + _escalation("a", steps=", ".join(["{role: officer, at: own, within_minutes: 5}"] * 2)),
         "escalation_repeats", 5),
        ("escalations:\n" + _escalation("a") + _escalation("b"), "escalation_twice", 9),
        ("escalations:\n" + _escalation("a", severity="loud"), "choice", 5),
        ("escalations:\n" + _escalation("a", steps=""), "empty", 5),
        (HOLDS.replace("holds_back: [notice]", "holds_back: [notice, urgent]"), "quiet_holds_urgent", 14),
        (HOLDS.replace('ends: "07:00"', 'ends: "22:00"'), "quiet_empty", 14),
        (HOLDS.replace("owner_minutes: 5", "owner_minutes: 0"), "range", 5),
        (HOLDS.replace("source: house", "source: nobody", 1), "unknown_source", 5),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    assert (code, line) in _faults(tmp_path, text)
