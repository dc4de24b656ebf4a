"""reporting · tests of what binds a signature: whose right it is, over which words, and what undoes it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client

from lianfang.areas.reporting import actions, actions_signing, finds, problems, queries, queries_board
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.queries_signing import may_sign_off, others, right, stand
from lianfang.areas.reporting.tests import test_signing
from lianfang.areas.reporting.tests.test_signing import TEAM, at, fetched, text_of
from lianfang.areas.reporting.tests.town import DAY, PATHS, WINDOW_CLOSED, as_role, client, confirm, say
from lianfang.areas.reporting.verify import discrepancies
from lianfang.kernel import clock, coverage, scope
from lianfang.kernel.filings import Standing
from lianfang.kernel.finding import Asked
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.registry import REGISTRY
from tests.support import slots
from tests.support.refusals import refused

pytestmark = pytest.mark.usefixtures("tree")
_no_events, team = test_signing._no_events, test_signing.team


def test_a_deputy_signs_where_the_one_who_named_him_would_and_no_other_form(team: dict[str, Client]) -> None:
    days = {"from_day": DAY, "to_day": DAY, "why": "外出开会"}
    for role, deputy, form in (("reporter", "officer-t161", "daily"), ("commander", "officer-t161", "weekly")):
        with as_role(role, "T161") as principal:
            actions_signing.name_deputy(principal, unit="T161", deputy=deputy, form=form, **days, how=at(1))
    with as_role("officer", "T161") as officer:
        actions_signing.fill_report(officer, **TEAM, how=at(2))
    with as_role("commander", "T161") as commander:
        actions_signing.review_report(commander, **TEAM, how=at(3))
    with as_role("officer", "T161") as officer:
        of = stand(queries.report(officer, "T161", DAY, now=at(4).now))
        (fill, _, sign) = of.plan.steps
        assert of.deputies(fill) == {"officer-t161": "reporter-t161"}
        assert of.deputies(sign) == {}
        assert not may_sign_off(officer, of)
        with refused(problems.NOT_SIGNER):
            actions.confirm_report(officer, **TEAM, how=at(4))
    with as_role("officer", "XJCG") as above, refused(problems.NOT_YOUR_REPORT):
        actions_signing.name_deputy(above, unit="T161", deputy="reporter-t161", **days, how=at(5))


def test_nobody_waits_for_one_who_has_a_deputy(team: dict[str, Client]) -> None:
    with as_role("commander", "T161") as commander:
        actions_signing.name_deputy(
            commander, unit="T161", deputy="officer-t161", from_day=DAY, to_day=DAY, why="外出", how=at(1)
        )
        of = stand(queries.report(commander, "T161", DAY, now=at(2).now))
        assert others(scope.system_actor(), of, of.plan.steps[-1]) == ["officer-t161"]
        assert right(commander, of, of.plan.steps[-1]) is not None, "back early, he signs himself"


def test_words_that_changed_since_the_page_are_not_signed(team: dict[str, Client]) -> None:
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, narrative="发热一人。", how=at(1))
    with as_role("officer", "T161") as officer:
        shown = queries.report(officer, "T161", DAY, now=at(2).now).token
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, narrative="发热两人。", how=at(3))
    with as_role("officer", "T161") as officer:
        with refused(problems.STEPS_MOVED) as raised:
            actions_signing.review_report(officer, **TEAM, seen=shown, how=at(4))
        assert "张填" in raised.value.says.zh
        shown = queries.report(officer, "T161", DAY, now=at(5).now).token
        actions_signing.review_report(officer, **TEAM, seen=shown, how=at(5))
    with as_role("commander", "T161") as commander:
        with refused(problems.WORDS_SIGNED):
            actions.confirm_report(commander, **TEAM, narrative="一切照常。", how=at(6))
        assert queries.report(commander, "T161", DAY, now=at(7).now).version is None, "nothing is signed"
        actions.confirm_report(commander, **TEAM, narrative="发热两人。", how=at(8))


def test_whoever_reviews_reads_the_words_that_he_reviews(
    team: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(hours=1)))
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, narrative="发热一人已送诊。", late_reason="停电", how=at(50))
    page = team["officer"].get(f"/reporting/T161/{DAY}/").content.decode()
    for words in ("发热一人已送诊。", "停电"):
        assert words in page.split('id="review"')[0]


def test_a_deputys_days_end_early(team: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=5)))
    address = f"/reporting/T161/{DAY}/deputy/"
    days = {"from_day": DAY, "to_day": DAY + timedelta(days=5), "why": "外出开会"}
    with as_role("commander", "T161") as commander:
        named = actions_signing.name_deputy(commander, unit="T161", deputy="officer-t161", **days, how=at(1)).id
    end = f"{address}{named}/end/"
    assert f'href="{end}"' in team["commander"].get(address).content.decode()
    assert f'href="{end}"' not in team["reporter"].get(address).content.decode(), "it is not his to end"
    with as_role("reporter", "T161") as reporter, refused(problems.NOT_YOUR_DEPUTY):
        actions_signing.end_deputy(reporter, unit="T161", naming=named, why="x", how=at(2))
    assert "李审" in team["commander"].get(end).content.decode()
    assert team["commander"].post(end, {"why": ""}).status_code == 422
    assert team["commander"].post(end, {"why": "提前回队"}).headers["Location"] == address
    assert f'href="{end}"' not in team["commander"].get(address).content.decode()
    assert team["commander"].get(end).status_code == 404
    with as_role("officer", "T161") as officer:
        assert stand(queries.report(officer, "T161", DAY, now=at(6).now)).deputyships == ()
        with refused(problems.DEPUTY_NONE):
            actions_signing.end_deputy(officer, unit="T161", naming=named, why="x", how=at(7))


def test_what_was_recalled_is_a_draft_again_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    say("T161-LOG", "H2", 1, 6, 6)
    confirm("T161-LOG", narrative="一人")
    mine, day = {"unit": "T161-LOG", "day": DAY}, clock.reporting_day(DAY)
    with as_role("reporter", "T161-LOG") as reporter:
        actions_signing.withdraw_signature(reporter, **mine, why="数字有误", how=at(1))
    say("T161-LOG", "H2", 2, 6, 6)
    with as_role("officer", "T161") as officer:
        report = queries.report(officer, **mine, now=at(2).now)
        assert (report.filed, report.pending, report.filing.filed) == (None, (), False)
        assert {line.code: line.shown.value for line in report.lines}["H2"] == 2, "as the records give it now"
        assert rolled_up(officer, day, PATHS["T161-LOG"], now=at(2).now)[""]["H2"].state is MeasureState.PARTIAL
        assert queries_board.counts(officer, day, PATHS["T161"], now=at(2).now).recalled == 1
        with refused(problems.RECALLED):
            actions.receive_report(officer, **mine, how=at(2))
        with refused(problems.RECALLED):
            actions.return_report(officer, **mine, why="请更正", how=at(2))
        hits = finds.reminders(officer, Asked("T161-LOG", at(9).now, 5))
        assert [each.words.zh for each in hits] == ["催报：后勤 8月10日"], "the box says what the board does"
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=9)))
    officer = client("officer", "T161")
    board = officer.get(f"/reporting/board/T161/{DAY}/?handling=recalled").content.decode()
    for said in ("撤1", "已撤回", "后勤"):
        assert said in board, said
    assert f"/reporting/T161-LOG/{DAY}/remind/" in board, "nothing stands of it: its unit can be reminded"
    page = officer.get(f"/reporting/T161-LOG/{DAY}/").content.decode()
    assert "第 1 版已撤回" in page
    assert "/receive/" not in page
    assert "草稿" in text_of(fetched(officer, "pdf", "T161-LOG"))
    assert "家下级日报自行撤回待更正" in text_of(fetched(officer, "pdf"))
    with as_role("reporter", "T161-LOG") as reporter:
        actions.amend_report(reporter, **mine, why="已核对", how=at(10))
    with as_role("officer", "T161") as officer_:
        assert rolled_up(officer_, day, PATHS["T161-LOG"], now=at(11).now)[""]["H2"].value == 2
        actions.receive_report(officer_, **mine, how=at(12))
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []


def test_what_was_recalled_is_said_alike_wherever_reports_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    confirm("T161-LOG")
    confirm("T161-D01")
    slots.derived(DAY)
    mine = {"unit": "T161-LOG", "day": DAY}
    with as_role("reporter", "T161-LOG") as reporter:
        actions_signing.withdraw_signature(reporter, **mine, why="数字有误", how=at(1))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=9)))
    day, now = clock.reporting_day(DAY), at(9).now
    with as_role("officer", "T161") as officer:
        counts = queries_board.counts(officer, day, PATHS["T161"], now=now, below=True)
        assert (counts.filed, counts.recalled, counts.there) == (2, 1, 1)
        team = queries.report(officer, "T161", DAY, now=now)
        stated = team.own.live["I1"]
        assert (stated.value, stated.expected) == (counts.there, counts.due), "a draft again is no report"
        one = queries.report(officer, **mine, now=now)
        assert (one.standing, one.filed) == (Standing.ON_TIME, None)
    reader = client("officer", "T161")
    command = reader.get(f"/command/?unit=T161&day={DAY}").content.decode()
    board = reader.get(f"/reporting/board/T161/{DAY}/").content.decode()
    assert "撤1" in command
    assert "撤1" in board
    assert "已自行撤回，等更正" in command
    home = reader.get("/").content.decode()
    assert "其中撤回" in home
    with scope.acting(scope.system_actor()) as system:
        asked = coverage.Asked(PATHS["T161"], day, now)
        lacks = coverage.missing(system, asked, "I1", REGISTRY.coverages()["I1"])
        assert "T161-LOG" in {part.subject for part in lacks}
        assert "T161-D01" not in {part.subject for part in lacks}
    with as_role("reporter", "T161-LOG") as reporter:
        actions.amend_report(reporter, **mine, why="已核对", how=at(11))
    with as_role("officer", "T161") as officer:
        assert queries.report(officer, "T161", DAY, now=at(12).now).own.live["I1"].value == 2


def test_acts_on_one_report_wait_for_each_other(owner_conn: psycopg.Connection[Any]) -> None:
    crew = {"unit": "T161-D01", "day": DAY}
    with as_role("officer", "T161") as officer:
        with owner_conn.transaction(), connection.cursor() as cursor:
            owner_conn.execute("SELECT kernel_wait_for(%s)", (f"report:T161-D01:{DAY}:daily",))
            cursor.execute("SET LOCAL lock_timeout = '1ms'")
            with pytest.raises(OperationalError):
                actions.receive_report(officer, **crew, how=at(1))
        with refused(problems.NOT_CONFIRMED):
            actions.receive_report(officer, **crew, how=at(2))


def test_whoever_signed_a_version_does_not_receive_it(team: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=9)))
    crew = {"unit": "T161-D01", "day": DAY}
    with as_role("officer", "T161") as officer:
        actions.confirm_report(officer, **crew, on_behalf="井队长出差", how=at(1))
        with refused(problems.SIGNED_YOURSELF):
            actions.receive_report(officer, **crew, how=at(2))
    for who, offered in (("officer", False), ("commander", True)):
        for page in (f"/reporting/T161-D01/{DAY}/", f"/reporting/board/T161/{DAY}/"):
            said = team[who].get(page).content.decode()
            assert (f'action="/reporting/T161-D01/{DAY}/receive/"' in said) == offered, (who, page)
    with as_role("commander", "T161") as commander:
        actions.receive_report(commander, **crew, how=at(3))


def test_a_page_that_says_nothing_of_what_was_shown_signs_nothing(
    team: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=9)))
    reporter = client("reporter", "T161-LOG")
    answer = reporter.post(f"/reporting/T161-LOG/{DAY}/confirm/", {"narrative": "照常"})
    assert (answer.status_code, "台账又有变化" in answer.content.decode()) == (409, True)
    with as_role("reporter", "T161-D01") as filler:
        actions_signing.fill_report(filler, unit="T161-D01", day=DAY, narrative="一人外出。", how=at(1))
    form = team["officer"].get(f"/reporting/T161-D01/{DAY}/stand-in/").content.decode()
    assert "一人外出。" in form
    assert 'name="narrative"' not in form, "the filler has signed these words"
