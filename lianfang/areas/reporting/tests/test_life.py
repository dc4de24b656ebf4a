"""reporting · tests of a report's life: 确认、迟报、接收、退回、更正, and who may do which."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.areas.reporting import actions, problems, queries
from lianfang.areas.reporting.rules import Handling
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, as_role, confirm, say
from lianfang.kernel import clock
from lianfang.kernel.filings import Standing
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from tests.support.refusals import refused

pytestmark = pytest.mark.usefixtures("tree")


def test_a_day_of_one_unit_from_the_filled_in_form_to_the_receipt() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    with as_role("reporter", "T161-LOG") as actor:
        before = queries.report(actor, "T161-LOG", DAY, now=WINDOW_CLOSED)
        assert before.standing is Standing.DUE
        line = next(line for line in before.lines if line.code == "H2")
        assert (line.stated.value, line.stated.state) == (0, MeasureState.PARTIAL), "not filed is partial"
        assert line.live.state is MeasureState.ZERO_CONFIRMED, "what it will be once it is filed"
    filed = confirm("T161-LOG", narrative="一切正常。")
    assert (filed.standing, filed.filing.handling) == (Standing.ON_TIME, Handling.SUBMITTED)
    assert {line.code: line.stated.state for line in filed.lines}["H2"] is MeasureState.ZERO_CONFIRMED
    assert not filed.pending
    with as_role("commander", "T161") as actor:
        at = clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=5))
        actions.receive_report(actor, unit="T161-LOG", day=DAY, how=Recording(at))
        received = queries.report(actor, "T161-LOG", DAY, now=at.now())
    assert received.filing.handling is Handling.RECEIVED
    assert received.filing.handled_by == "commander-t161"


def test_a_window_that_is_open_cannot_be_confirmed() -> None:
    with refused(problems.WINDOW_OPEN):
        confirm("T161-LOG", at=WINDOW_CLOSED - timedelta(hours=1))


def test_confirmed_twice_is_told_by_whom_and_when() -> None:
    confirm("T161-LOG")
    with pytest.raises(Refused) as raised:
        confirm("T161-LOG", at=WINDOW_CLOSED + timedelta(minutes=1))
    assert raised.value.problem is problems.ALREADY_CONFIRMED
    assert "reporter-t161-log" in raised.value.says.zh
    assert "08-10 16:20" in raised.value.says.en


def test_late_needs_a_reason_and_stays_late_after_an_amendment() -> None:
    late = WINDOW_CLOSED + timedelta(hours=1)
    with refused(problems.LATE_NEEDS_REASON):
        confirm("T161-LOG", at=late)
    assert confirm("T161-LOG", at=late, late_reason="停电").standing is Standing.LATE
    with as_role("reporter", "T161-LOG") as actor:
        at = clock.FixedClock(late + timedelta(minutes=3))
        assert actions.amend_report(actor, unit="T161-LOG", day=DAY, why="补充", how=Recording(at)).late
        amended = queries.report(actor, "T161-LOG", DAY, now=at.now())
    assert (amended.standing, amended.filing.number) == (Standing.LATE, 2)


def test_the_unit_above_returns_and_the_unit_amends() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG")
    at = clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=5))
    with as_role("officer", "T161") as actor:
        with refused(problems.REASON_NEEDED):
            actions.return_report(actor, unit="T161-LOG", day=DAY, why="  ", how=Recording(at))
        actions.return_report(actor, unit="T161-LOG", day=DAY, why="请写明请假人员", how=Recording(at))
        returned = queries.report(actor, "T161-LOG", DAY, now=at.now())
        assert returned.filing.handling is Handling.RETURNED
        with refused(problems.ALREADY_RETURNED):
            actions.return_report(actor, unit="T161-LOG", day=DAY, why="再退", how=Recording(at))
    say("T161-LOG", "H2", 1, 40, 40, at=WINDOW_CLOSED + timedelta(minutes=8))
    with as_role("reporter", "T161-LOG") as actor:
        at = clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=10))
        pending = queries.report(actor, "T161-LOG", DAY, now=at.now())
        assert [line.code for line in pending.pending] == ["H2"]
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="补报一人发热", how=Recording(at))
        amended = queries.report(actor, "T161-LOG", DAY, now=at.now())
    assert [version.number for version in amended.versions] == [1, 2]
    assert [version.figures["H2"].value for version in amended.versions] == [0, 1], "the first version stays as it was"
    assert amended.filing.handling is Handling.SUBMITTED


@pytest.mark.parametrize(("role", "unit"), [("commander", "T161"), ("officer", "T161")])
def test_nobody_above_confirms_or_amends_somebody_elses_report(role: str, unit: str) -> None:
    confirm("T161-LOG")
    with as_role(role, unit) as actor:
        with refused(problems.NOT_YOUR_REPORT):
            actions.amend_report(
                actor, unit="T161-LOG", day=DAY, why="改", how=Recording(clock.FixedClock(WINDOW_CLOSED))
            )
        with refused(problems.NOT_YOUR_REPORT):
            actions.confirm_report(actor, unit="T161-D01", day=DAY, how=Recording(clock.FixedClock(WINDOW_CLOSED)))


def test_a_sister_unit_sees_nothing_and_changes_nothing() -> None:
    confirm("T161-LOG")
    with as_role("reporter", "T161-D01") as actor:
        for act in (
            lambda: queries.report(actor, "T161-LOG", DAY, now=WINDOW_CLOSED),
            lambda: actions.amend_report(actor, unit="T161-LOG", day=DAY, why="改"),
            lambda: actions.confirm_report(actor, unit="T161-LOG", day=DAY),
        ):
            with pytest.raises(Refused) as raised:
                act()
            assert raised.value.problem.status == 404


def test_a_unit_does_not_receive_its_own_report() -> None:
    confirm("T161")
    with as_role("commander", "T161") as actor, refused(problems.OWN_REPORT):
        actions.receive_report(actor, unit="T161", day=DAY, how=Recording(clock.FixedClock(WINDOW_CLOSED)))


def test_nothing_is_received_before_it_is_confirmed() -> None:
    with as_role("commander", "T161") as actor:
        for act in (actions.receive_report, lambda *a, **k: actions.return_report(*a, why="?", **k)):
            with refused(problems.NOT_CONFIRMED):
                act(actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(WINDOW_CLOSED)))
    with as_role("reporter", "T161-LOG") as actor, refused(problems.NOT_CONFIRMED):
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="改", how=Recording(clock.FixedClock(WINDOW_CLOSED)))


def test_who_files_no_report_has_none() -> None:
    with as_role("superior", "XJCG") as actor, refused(problems.NOT_DUE):
        queries.report(actor, "XJCG", DAY, now=WINDOW_CLOSED)


def test_a_reminder_is_recorded_once() -> None:
    at = WINDOW_CLOSED + timedelta(hours=1)
    with as_role("officer", "T161") as actor:
        with refused(problems.NOTHING_TO_REMIND):
            actions.remind_unit(
                actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(WINDOW_CLOSED - timedelta(hours=1)))
            )
        actions.remind_unit(actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(at)))
        reminded = queries.report(actor, "T161-LOG", DAY, now=at)
        assert reminded.filing.reminded_by == "officer-t161"
        with refused(problems.REMINDED_ALREADY):
            actions.remind_unit(
                actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(at + timedelta(minutes=10)))
            )
        actions.remind_unit(
            actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(at + timedelta(minutes=31)))
        )
    confirm("T161-LOG", at=at + timedelta(minutes=40), late_reason="忘记")
    with as_role("officer", "T161") as actor, refused(problems.NOTHING_TO_REMIND):
        actions.remind_unit(actor, unit="T161-LOG", day=DAY, how=Recording(clock.FixedClock(at + timedelta(hours=2))))


def test_what_was_reviewed_is_what_is_confirmed() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    with as_role("reporter", "T161-LOG") as actor:
        seen = queries.report(actor, "T161-LOG", DAY, now=WINDOW_CLOSED).token
    say("T161-LOG", "H2", 1, 40, 40)
    with refused(problems.FIGURES_MOVED):
        confirm("T161-LOG", seen=seen)
    with as_role("reporter", "T161-LOG") as actor:
        seen = queries.report(actor, "T161-LOG", DAY, now=WINDOW_CLOSED).token
    assert confirm("T161-LOG", seen=seen).filing.number == 1


@pytest.mark.parametrize("narrative", ["x" * 4001, "a\x00b", "\ud800"])
def test_a_narrative_that_no_document_carries_is_refused(narrative: str) -> None:
    with pytest.raises(Refused) as raised:
        confirm("T161-LOG", narrative=narrative)
    assert raised.value.problem.code == "invalid"
