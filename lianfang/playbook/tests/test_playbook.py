"""playbook · tests: a rule is chosen by the date of the event, and a day has one window."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.playbook import NoRuleOn, Playbook, UnknownRule, check, diff, load
from lianfang.playbook.tests.conftest import SMALL, write

ROOT = Path(__file__).resolve().parents[3]
COVID = load(ROOT / "playbooks" / "covid-2020")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_rule_is_chosen_by_the_date_of_the_event(small: Path) -> None:
    playbook = load(small)
    fever = playbook.rule("fever_celsius")
    assert fever.on(date(2020, 8, 31)).value == Decimal("37.3")
    assert fever.on(date(2020, 9, 1)).value == Decimal("37.5")
    assert playbook.number("fever_celsius", date(2031, 1, 1)) == Decimal("37.5")
    with pytest.raises(NoRuleOn):
        fever.on(date(2020, 6, 30))
    with pytest.raises(UnknownRule):
        playbook.rule("no_such_rule")
    with pytest.raises(UnknownRule):
        playbook.number("cutoff.site", date(2020, 8, 1))


def test_covid_2020_holds() -> None:
    assert check(ROOT / "playbooks" / "covid-2020") == []
    assert COVID.number("fever_celsius", date(2020, 8, 10)) == Decimal("37.3")
    printed = " ".join(line.indicator for line in COVID.form("daily").fields)
    assert printed == "H1 H2 H3 H4 H5 H6 H7 H8 G1 G2 G3 E1 E2 E3 W1 W2 W3 R1 R4 D1 I1"


def test_covid_2020_cut_offs() -> None:
    day = date(2020, 8, 10)
    due = {level: COVID.due_at(level, day).isoformat() for level in ("site", "unit", "team", "upward")}
    assert due == {
        "site": "2020-08-10T16:30:00+08:00",
        "unit": "2020-08-10T17:00:00+08:00",
        "team": "2020-08-10T17:30:00+08:00",
        "upward": "2020-08-10T18:00:00+08:00",
    }


def test_covid_2020_coverage_is_per_indicator_and_kind() -> None:
    day = date(2020, 8, 10)
    assert COVID.coverage_percent("daily", "H2", day) == 98
    assert COVID.coverage_percent("daily", "H2", day, "estate") == 95
    assert COVID.coverage_percent("daily", "H5", day) == 100
    assert COVID.coverage_percent("daily", "E1", day) == 90
    with pytest.raises(UnknownRule):
        COVID.coverage_percent("daily", "Z9", day)
    assert "H5" not in {line.indicator for line in COVID.fields_for("daily", "drill_crew")}


def test_covid_2020_says_only_what_it_can_vouch_for() -> None:
    """Verified is only what the article states; every rule names a source that exists."""
    for rule in COVID.rules.values():
        for version in rule.versions:
            assert COVID.source(version.source)
            assert version.verified == (version.mark == "S")
    assert COVID.unit_kind("community").files == ()


def test_saturday_worked_is_data() -> None:
    calendar = COVID.working_calendar
    assert date(2020, 9, 5).weekday() == 5
    assert calendar.day(date(2020, 9, 5)).reason == "override"
    assert calendar.is_working(date(2020, 9, 5))
    assert not calendar.is_working(date(2020, 8, 29))
    assert calendar.day(date(2020, 6, 25)).reason == "holiday"
    assert calendar.day(date(2020, 6, 28)).reason == "makeup"


def test_calendar_beyond_its_table_warns_and_answers() -> None:
    monday = COVID.working_calendar.day(date(2099, 1, 5))
    assert monday.working
    assert monday.warning is not None
    assert "2099" in monday.warning.en
    assert COVID.working_calendar.day(date(1999, 1, 3)).warning is not None
    assert COVID.working_calendar.day(date(2020, 8, 10)).warning is None


def test_window_runs_from_close_to_close() -> None:
    window = COVID.window(date(2020, 8, 10))
    assert window.opens_at == datetime(2020, 8, 9, 16, 0, tzinfo=SHANGHAI)
    assert window.closes_at == datetime(2020, 8, 10, 16, 0, tzinfo=SHANGHAI)
    assert window.opens_at in window
    assert window.closes_at not in window


@given(st.timedeltas(timedelta(0), timedelta(days=290)))
def test_every_moment_lies_in_exactly_one_window(since: timedelta) -> None:
    aware = datetime(2020, 3, 8, tzinfo=UTC) + since
    day = COVID.report_day(aware)
    assert aware in COVID.window(day)
    assert aware not in COVID.window(day - timedelta(days=1))
    assert aware not in COVID.window(day + timedelta(days=1))


def _changed(tmp_path: Path, name: str, file: str, old: str, new: str) -> Playbook:
    assert old in SMALL[file]
    return load(write(tmp_path / name, {**SMALL, file: SMALL[file].replace(old, new, 1)}))


def test_diff_names_what_changed(small: Path, tmp_path: Path) -> None:
    a = load(small)
    b = _changed(tmp_path, "b", "thresholds.yaml", "value: 37.3", "value: 37.2")
    [change] = diff(a, b)
    assert (change.path, change.what) == ("thresholds[fever_celsius].versions[2020-07-01].value", "changed")
    assert (change.before, change.after) == ("37.3", "37.2")
    assert a.digest != b.digest
    c = _changed(tmp_path, "c", "forms/daily.yaml", "filled_by: [site]", "filled_by: [site, team]")
    assert [str(x) for x in diff(a, c)] == [
        "~ forms[daily].sections[health].fields[H1].filled_by: ['site'] → ['site', 'team']"
    ]


def test_diff_of_moved_and_removed_rules(small: Path, tmp_path: Path) -> None:
    a = load(small)
    text = SMALL["thresholds.yaml"]
    fever, staff = text.index("  - code: fever"), text.index("  - code: cov")
    head = text[:fever]
    moved = load(write(tmp_path / "m", {**SMALL, "thresholds.yaml": head + text[staff:] + text[fever:staff]}))
    assert diff(a, moved) == []
    fewer = load(write(tmp_path / "f", {**SMALL, "thresholds.yaml": head + text[staff:]}))
    assert [(x.path, x.what) for x in diff(a, fewer)] == [("thresholds[fever_celsius]", "removed")]
    assert [(x.path, x.what) for x in diff(fewer, a)] == [("thresholds[fever_celsius]", "added")]


def test_a_playbook_cannot_be_changed(small: Path) -> None:
    playbook = load(small)
    with pytest.raises(ValueError, match="frozen"):
        playbook.meta = COVID.meta
    assert playbook.digest == load(small).digest


def test_a_digest_stays_when_a_later_program_can_be_told_more() -> None:
    class Later(Playbook):
        rumour: str | None = None

    said = COVID.parts()
    assert Later.model_construct(**said, an_areas_own=()).digest == COVID.digest
    for more in ({"rumour": "said"}, {"an_areas_own": ("said",)}):
        assert Later.model_construct(**said, **more).digest != COVID.digest
