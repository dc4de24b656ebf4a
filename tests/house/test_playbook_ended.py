"""tests · house: past the playbook's last day nothing is due and nothing judged, every page says so, and none falls."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.duties import actions as duties
from lianfang.areas.reporting.queries import asked
from lianfang.kernel import clock, scope
from lianfang.kernel.measures import MeasureState, judged
from lianfang.playbook import current
from tests.house import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(600)]
LAST, AFTER = date(2020, 12, 31), date(2021, 1, 5)
NOW = datetime(2021, 1, 5, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
READERS = ("commander", "superior", "own")


@pytest.fixture
def reader(browser_of: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`reader(name, now)`: the browser of that one of the cast, at a moment."""

    def at(name: str, now: datetime = NOW) -> Client:
        monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(now))
        browser: Client = browser_of(name)
        browser.raise_request_exception = False
        return browser

    return at


def test_nothing_is_due_the_day_after_the_last(reader: Any) -> None:
    assert current().meta.valid_to == LAST
    with scope.acting(scope.system_actor()):
        for day in (LAST, AFTER):
            duties.derive_day(day, NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT day, count(*) > 0 FROM duties_slot WHERE day >= %s GROUP BY day", (LAST,))
            assert cursor.fetchall() == [(LAST, True)]


def test_no_coverage_confirms_a_zero_then() -> None:
    held, over = (asked("daily", clock.reporting_day(day), NOW).threshold("H1", "team") for day in (LAST, AFTER))
    assert judged(0, 9, 9, threshold=held, filed=True).state == MeasureState.ZERO_CONFIRMED
    assert judged(0, 9, 9, threshold=over, filed=True).state == MeasureState.ZERO_UNVERIFIED


@pytest.mark.parametrize("name", READERS)
def test_every_page_says_so_and_none_falls(reader: Any, name: str) -> None:
    browser = reader(name)
    silent, fallen, whole = [], [], 0
    for page in addresses.without_arguments():
        answer = browser.get(page)
        if answer.status_code >= 500:
            fallen.append(page)
        elif answer.status_code == 200 and "lf-skip" in (said := _text(answer)):
            whole += 1
            anybodys = page.split("/")[1] in addresses.OPEN  # these tell of no rule
            if LAST.isoformat() not in said and not anybodys:
                silent.append(page)
    assert (fallen, silent) == ([], [])
    assert whole > 20


def _text(answer: Any) -> str:
    """A page of ours; empty for a file, a piece of a page or a stream."""
    if answer.streaming or not answer.get("Content-Type", "").startswith("text/html"):
        return ""
    said: str = answer.content.decode()
    return said


def test_before_its_end_no_page_speaks_of_it(reader: Any) -> None:
    for now, said in ((datetime(2020, 12, 31, 10, tzinfo=NOW.tzinfo), False), (NOW, True)):
        page = reader("commander", now).get("/").content.decode()
        assert ("已于 2020-12-31 到期" in page) is said
    page = reader("commander").get("/", headers={"accept-language": "en"}).content.decode()
    assert "ended on 2020-12-31" in page
