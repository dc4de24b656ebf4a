"""reporting · tests of gaps: a zero filed without coverage is told until a version states it with coverage."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lianfang.areas.reporting import actions, actions_signing
from lianfang.areas.reporting.card import CARD
from lianfang.areas.reporting.queries_acts import acts
from lianfang.areas.reporting.queries_board import due_times
from lianfang.areas.reporting.queries_open import open_reports
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, as_role, confirm, say
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import Gap
from lianfang.kernel.recording import Recording
from lianfang.playbook import current

pytestmark = pytest.mark.usefixtures("tree")
SOURCE, AGAIN = CARD.gaps


def gaps() -> list[Gap]:
    with scope.acting(scope.system_actor()):
        return list(SOURCE.standing(WINDOW_CLOSED + timedelta(hours=2), WINDOW_CLOSED - timedelta(hours=2)))


def test_an_unverified_zero_is_told_until_it_is_amended() -> None:
    say("T161-LOG", "H2", 0, 12, 40)
    assert gaps() == [], "nothing was filed yet"
    confirm("T161-LOG")
    (gap,) = gaps()
    assert (gap.unit, gap.role, gap.count) == ("T161-LOG", "reporter", 1)
    assert "H2" in gap.words.zh
    assert gap.href == f"/reporting/T161-LOG/{DAY.isoformat()}/"
    say("T161-LOG", "H2", 0, 40, 40)
    assert len(gaps()) == 1, "what was filed stands until it is amended"
    with as_role("reporter", "T161-LOG") as actor:
        at = clock.FixedClock(WINDOW_CLOSED + timedelta(hours=1))
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="补测", how=Recording(at))
        version = acts("T161-LOG", DAY)[-1]
    assert gaps() == []
    with scope.acting(scope.system_actor()):
        assert SOURCE.answered([gap.key]) == {gap.key: version.entry}


def again(minutes: int) -> list[Gap]:
    now = WINDOW_CLOSED + timedelta(minutes=minutes)
    with scope.acting(scope.system_actor()):
        return list(AGAIN.standing(now, WINDOW_CLOSED - timedelta(hours=2)))


def how(minutes: int) -> Recording:
    return Recording(clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=minutes)))


def test_what_went_back_is_told_from_the_cutoff_on_until_it_is_filed_again() -> None:
    mine = {"unit": "T161-LOG", "day": DAY}
    due = due_times(current(), clock.reporting_day(DAY), "daily")["logistics"]
    left = int((due - WINDOW_CLOSED).total_seconds() // 60)
    confirm("T161-LOG")
    with as_role("reporter", "T161-LOG") as actor:
        actions_signing.withdraw_signature(actor, **mine, why="数字有误", how=how(1))
    assert again(left) == [], "there is time to file another"
    (gap,) = again(left + 1)
    assert (gap.unit, gap.role, gap.since) == ("T161-LOG", "reporter", due)
    assert "第 1 版已撤回，尚未重报" in gap.words.zh
    with as_role("reporter", "T161-LOG") as actor:
        actions.amend_report(actor, **mine, why="已核对", how=how(left + 2))
        second = acts("T161-LOG", DAY)[-1]
    assert again(left + 3) == []
    with scope.acting(scope.system_actor()):
        assert AGAIN.answered([gap.key]) == {gap.key: second.entry}
    with as_role("officer", "T161") as officer:
        actions.return_report(officer, **mine, why="请写明去向", how=how(left + 4))
    (gap,) = again(left + 5)
    assert "第 2 版被退回，尚未重报" in gap.words.zh
    now = WINDOW_CLOSED + timedelta(minutes=left + 5)
    with scope.acting(scope.system_actor()) as system:
        matters = {each.key: each.words.zh for each in open_reports(system, "XJCG/T161/T161-LOG/", now, now)}
    assert matters == {gap.key: "后勤 8月10日日报已退回，等更正"}, "what is open says the gap itself, under its key"
    assert gap.since == WINDOW_CLOSED + timedelta(minutes=left + 4), "back after the cut-off: at once"
    with scope.acting(scope.system_actor()):
        assert AGAIN.answered([gap.key]) == {}
