"""reporting · tests of what follows a signature: events that come later, amendments that wait, reasons, totals."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from lianfang.areas.reporting import actions, actions_signing, exports, home, presenters_paper, queries
from lianfang.areas.reporting.presenters_paper import Paper, total_said
from lianfang.areas.reporting.rules import Verdict
from lianfang.areas.reporting.tests import test_signing
from lianfang.areas.reporting.tests.test_signing import EVENTS, TEAM, at, happens
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, as_role, client, confirm, say
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor
from lianfang.kernel.shortfalls import Shortfall
from lianfang.kernel.words import w
from lianfang.shell.home import HomeContent, Reader

pytestmark = pytest.mark.usefixtures("tree")
_no_events, team = test_signing._no_events, test_signing.team
LOGISTICS = {"unit": "T161-LOG", "day": DAY}
Stands = Callable[[datetime], None]


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> Stands:
    """Sets the clock by which the pages go."""

    def stand(moment: datetime) -> None:
        monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))

    stand(WINDOW_CLOSED + timedelta(minutes=30))
    return stand


def of_home(actor: Actor, unit: str, now: datetime) -> HomeContent:
    """What the home page says of a unit's own report."""
    return home.own_report(Reader(actor, now), units.unit(actor, unit))


def test_an_event_after_the_signature_waits_for_an_amendment(stands: Stands) -> None:
    reporter = client("reporter", "T161-LOG")
    first = happens("T161-LOG")
    confirm("T161-LOG", narrative="发热一人，正在处置。")
    with as_role("reporter", "T161-LOG") as actor:
        chat = Paper(queries.report(actor, **LOGISTICS, now=at(10).now)).chat
    later = happens("T161-LOG")
    with as_role("reporter", "T161-LOG") as actor:
        report = queries.report(actor, **LOGISTICS, now=at(20).now)
        told = exports.as_data(actor, report)
        assert [each["id"] for each in told["events"]] == [str(first.id)]
        assert [each["id"] for each in told["events_since"]] == [str(later.id)]
        assert Paper(report).chat == chat, "the line says what was signed"
        assert Verdict.EVENT_SINCE in exports.verdicts(actor, report)
        need = of_home(actor, "T161-LOG", at(20).now).needs[0]
        assert "签发后新增突发情况 1 起" in str(need.words)
    page = reporter.get(f"/reporting/T161-LOG/{DAY}/").content.decode()
    assert "第 1 版已提交，签发后新增突发情况 1 起" in page
    assert re.search(rf'href="/reporting/T161-LOG/{DAY}/amend/"[^>]*>\s*更正', page)
    officer = client("officer", "T161")
    above = officer.get(f"/reporting/T161-LOG/{DAY}/").content.decode()
    assert "/amend/" not in above, "the unit itself amends its report"
    api = officer.get(f"/api/v1/reports/T161-LOG/{DAY}").json()
    assert (len(api["events"]), len(api["events_since"]), "event_since" in api["verdicts"]) == (1, 1, True)
    EVENTS.clear()
    with as_role("reporter", "T161-LOG") as actor:
        told = exports.as_data(actor, queries.report(actor, **LOGISTICS, now=at(21).now))
        assert [(each["id"], each["open"]) for each in told["events"]] == [(str(first.id), True)], "frozen"


def test_the_chat_line_names_who_is_missing_while_the_records_say_what_was_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lacks = Shortfall(w("未测温 1 人", "1 not measured"), ("张三",), 1, people=True)
    monkeypatch.setattr(presenters_paper, "open_things", lambda *asked, **more: [lacks])
    say("T161-LOG", "H2", 0, 5, 6)
    confirm("T161-LOG")
    with as_role("reporter", "T161-LOG") as actor:
        assert "未测温 1 人：张三" in Paper(queries.report(actor, **LOGISTICS, now=at(10).now)).chat.zh
        say("T161-LOG", "H2", 0, 6, 6)
        changed = queries.report(actor, **LOGISTICS, now=at(20).now)
        assert changed.pending
        assert "张三" not in Paper(changed).chat.zh


def test_an_amendment_waits_on_the_home_page_of_whoever_signs_next(team: dict[str, Client], stands: Stands) -> None:
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, narrative="按方案进行。", how=at(1))
    with as_role("officer", "T161") as officer:
        actions_signing.review_report(officer, **TEAM, how=at(2))
    with as_role("commander", "T161") as commander:
        actions.confirm_report(commander, **TEAM, how=at(3))
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, **TEAM, why="补报一人", narrative="又一人。", how=at(4))
    with as_role("officer", "T161") as officer:
        (need,) = of_home(officer, "T161", at(5).now).needs
        assert "第 2 版待您审核" in str(need.words)
    with as_role("reporter", "T161") as reporter:
        found = of_home(reporter, "T161", at(5).now)
        assert (found.needs, len(found.in_order)) == ([], 1)
    form = team["reporter"].get(f"/reporting/T161/{DAY}/amend/").content.decode()
    assert 'value="补报一人"' in form
    assert "又一人。" in form, "what was filled in before"
    signing = team["officer"].get(f"/reporting/T161/{DAY}/").content.decode().split('id="review"')[0]
    for words in ("又一人。", "补报一人"):
        assert words in signing


def test_an_older_day_waits_there_as_well(team: dict[str, Client]) -> None:
    day = DAY - timedelta(days=1)
    with as_role("reporter", "T161") as reporter:
        actions_signing.fill_report(reporter, unit="T161", day=day, late_reason="停电", how=at(1))
        actions_signing.fill_report(reporter, **TEAM, how=at(2))
    with as_role("officer", "T161") as officer:
        said = [str(need.words) for need in of_home(officer, "T161", at(3).now).needs]
    assert len([each for each in said if "8月9日" in each and "待您审核" in each]) == 1


def test_the_last_reason_is_the_one_that_the_filler_reads(stands: Stands) -> None:
    reporter = client("reporter", "T161-LOG")
    confirm("T161-LOG")
    for minute, why in ((1, "请写明去向"), (3, "人数不符")):
        with as_role("officer", "T161") as officer:
            actions.return_report(officer, **LOGISTICS, why=why, how=at(minute))
        if minute == 1:
            with as_role("reporter", "T161-LOG") as actor:
                actions.amend_report(actor, **LOGISTICS, why="已写明", narrative="住院", how=at(2))
    with as_role("reporter", "T161-LOG") as actor:
        (need,) = of_home(actor, "T161-LOG", at(4).now).needs
        assert need.detail == "人数不符"
    for page in ("", "amend/"):
        said = reporter.get(f"/reporting/T161-LOG/{DAY}/{page}").content.decode()
        assert "退回：人数不符" in said, page
    assert "住院" in reporter.get(f"/reporting/T161-LOG/{DAY}/amend/").content.decode()


def test_buttons_are_offered_to_whoever_may(team: dict[str, Client], stands: Stands) -> None:
    page = team["officer"].get(f"/reporting/T161/{DAY}/").content.decode()
    assert "/deputy/" in page
    above = client("officer", "XJCG")
    assert "/stand-in/" not in above.get(f"/reporting/T161/{DAY}/").content.decode(), "somebody there fills and reviews"
    assert "/stand-in/" in team["officer"].get(f"/reporting/T161-D01/{DAY}/").content.decode()
    with as_role("officer", "T161") as officer:
        actions.confirm_report(officer, unit="T161-D01", day=DAY, on_behalf="出差", how=at(1))
    assert "/amend/" not in team["officer"].get(f"/reporting/T161-D01/{DAY}/").content.decode()


def test_a_total_is_of_the_units_own_versions_and_says_where_it_is_partial() -> None:
    days = [DAY - timedelta(days=2), DAY - timedelta(days=1), DAY]
    for day, checked in zip(days, (6, 5, 6), strict=True):
        say("T161-LOG", "E1", 2, checked, 6, day=day)
    moments = [WINDOW_CLOSED - (DAY - day) for day in days]
    for day, moment in zip(days[:2], moments, strict=False):
        confirm("T161-LOG", moment, day=day)
    with as_role("reporter", "T161-LOG") as actor:
        total = Paper(queries.report(actor, **LOGISTICS, now=at(1).now)).totals["E1"]
    assert (total.measure.value, total.measure.state, total.days, total.of) == (6, MeasureState.PARTIAL, 2, 3)
    assert "（2/3 日）" in total_said(total).zh  # type: ignore[union-attr]
    with as_role("commander", "T161") as actor:
        first = Recording(clock.FixedClock(moments[0] + timedelta(minutes=1)))
        actions.confirm_report(actor, unit="T161", day=days[0], how=first)
        total = Paper(queries.report(actor, **TEAM, now=at(1).now)).totals["E1"]
    assert (total.measure.value, total.days, total.of) == (4, 0, 3), "the day that the team has not filed is not in it"
