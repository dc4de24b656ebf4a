"""tests · the evening of the demonstration: slots fall due and are missed, alerts open, escalate and are answered.

The clock is moved on by hand, a few minutes at a time, and everybody acts as in the demonstration: the campaign's
script, the worker's looks, and two people in a real browser. At the end the clock runs by itself at sixty times.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.alerts import actions as alerts
from lianfang.areas.alerts import queries as alert_queries
from lianfang.areas.duties import actions as duties
from lianfang.areas.duties import queries as duty_queries
from lianfang.areas.duties.rules import State
from lianfang.campaigns.team161 import load
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from tests.support import browser as browsing

pytestmark = [
    pytest.mark.soak,  # it stands on 25 loaded days; in the suite the alerts' own tests and stories live through less
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
NOW = load.DEMO_UNTIL


def test_an_evening(browser: Browser, live_server: Any, settings: Any) -> None:
    settings.DEMO = True
    load.load(until=NOW)
    _live(NOW)
    first = _alerts()
    missed = next(each for each in first.values() if each.source == "duties.missed" and each.unit == "T161-PROP")
    late = next(each for each in first.values() if each.source == "duties.overdue" and each.unit == "T161-D04")
    assert (missed.role, missed.state) == ("property", "open")

    # Whoever answers for the missed round takes it, in three taps from the sign-in.
    page = browsing.signed_in(browser, live_server.url, "property")
    page.goto(live_server.url)
    page.click("main a:has-text('去处置')")
    page.click(f"a[href$='/alerts/{missed.alert}/']")
    page.click("role=button[name='接手']")
    page.wait_for_selector("text=已接手")
    page.context.close()

    # Nobody takes the other: the duty officer is told, on a page that was open all the time.
    page = browsing.signed_in(browser, live_server.url, "officer")
    page.goto(f"{live_server.url}/watch/")
    page.wait_for_selector(".lf-bell[data-mark]")
    mark = page.get_attribute(".lf-bell", "data-mark")
    told = _until(lambda: _alerts()[late.alert].role == "officer", NOW)
    assert told - NOW <= timedelta(minutes=30)
    expect(page.locator(".lf-bell")).not_to_have_attribute("data-mark", mark, timeout=10_000)
    page.context.close()

    # The crew files at last: its alert is ended by the report itself; the round that was missed stays open.
    filed = _until(lambda: _alerts()[late.alert].state == "resolved", told)
    assert _tallies(filed, "daily_report")[State.LATE] >= 1
    assert _alerts()[missed.alert].state == "acknowledged"

    # The evening's rounds: due, done one by one, and what nobody did is overdue after 22:00 and missed after 05:00.
    assert _tallies(filed, "disinfection")[State.DUE] > 0
    _live(datetime(2020, 8, 10, 21, 59, tzinfo=NOW.tzinfo))
    evening = _tallies(datetime(2020, 8, 10, 22, 1, tzinfo=NOW.tzinfo), "disinfection")
    assert evening[State.DONE] > 40
    _live(datetime(2020, 8, 11, 5, 1, tzinfo=NOW.tzinfo))
    night = _tallies(datetime(2020, 8, 11, 5, 1, tzinfo=NOW.tzinfo), "disinfection")
    assert night.get(State.MISSED, 0) == evening.get(State.OVERDUE, 0)

    # At sixty times a minute of the campaign is a second here, and the open page follows.
    start = datetime(2020, 8, 11, 6, 0, tzinfo=NOW.tzinfo)
    clock.start_campaign(start, rate=60.0)
    page = browsing.signed_in(browser, live_server.url, "commander")
    page.goto(f"{live_server.url}/duties/")
    told = page.locator("time[data-clock]")
    shown = told.inner_text()
    page.wait_for_timeout(4000)
    assert clock.current().now() - start > timedelta(minutes=3)
    expect(told).not_to_have_text(shown)
    page.context.close()


def _live(moment: datetime) -> None:
    """Everybody does what they do until the moment: the script's people, the slots, the look around."""
    clock.start_campaign(moment, rate=0.0)
    load.tick()
    duties.ensure_days(moment)
    with scope.acting(scope.system_actor()) as system:
        alerts.look_around(system, now=moment)


def _until(true: Any, start: datetime, *, minutes: int = 5, most: int = 40) -> datetime:
    """Lives on in steps until something is so; gives the moment."""
    for step in range(1, most):
        moment = start + timedelta(minutes=minutes * step)
        _live(moment)
        if true():
            return moment
    raise AssertionError(f"not within {most * minutes} minutes of the campaign")


def _alerts() -> dict[Any, Any]:
    with scope.acting(scope.system_actor()):
        return {each.alert: each for each in alert_queries.Alert.objects.all()}


def _tallies(now: datetime, duty: str) -> dict[State, int]:
    """How the slots of a duty stand in the reporting day of the demonstration's evening, all windows together."""
    day = NOW.date() if duty == "daily_report" else NOW.date() + timedelta(days=1)
    found: dict[State, int] = {}
    with scope.acting(scope.system_actor()) as system:
        for each in duty_queries.tallies(system, [units.unit(system, "XJCG")], day, now):
            if each.duty == duty:
                for state, count in each.tally.counts.items():
                    found[state] = found.get(state, 0) + count
    return found
