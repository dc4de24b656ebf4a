"""tests · stories: one day on every page at one moment, and one deadline for one round wherever it is told of."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.duties import gaps
from lianfang.areas.duties.rules import State
from lianfang.ground.access.models import User
from lianfang.kernel import clock, scope
from lianfang.kernel.expectations import SlotState
from lianfang.shell.components.marks import OVERDUE
from tests.support import pages
from tests.support.campaign import EVENING

pytestmark = [pytest.mark.django_db, pytest.mark.loaded]
DUE = EVENING.replace(hour=22, minute=0)
UNTIL = DUE + timedelta(hours=7)
OF_A_DAY = (
    "/command/", "/duties/", "/duties/slots/", "/screening/", "/sanitation/", "/supplies/", "/resumption/", "/tracing/",
    "/reporting/board/",
)  # fmt: skip


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _shown(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.context["day_control"]


@pytest.mark.parametrize(
    ("moment", "window"),
    [
        (EVENING.replace(hour=15, minute=59), "7月15日 16:00 至次日 16:00"),
        (EVENING.replace(hour=16, minute=0), "7月16日 16:00 至次日 16:00"),
        (EVENING, "7月16日 16:00 至次日 16:00"),
        (EVENING + timedelta(hours=6), "7月16日 16:00 至次日 16:00"),
        (EVENING + timedelta(hours=22), "7月17日 16:00 至次日 16:00"),
    ],
)
def test_every_page_speaks_of_the_same_day_and_goes_on_with_it(moment: datetime, window: str, settings: Any) -> None:
    settings.DEMO = True
    with clock.standing_at(moment):
        officer = _signed_in("officer")
        said = {address: _shown(officer, address).words.zh for address in OF_A_DAY}
        home = pages.text(officer.get("/"))
    assert set(said.values()) == {window}, said
    assert f"{window}总览" in home, "the home page speaks of the same"
    assert 'id="lf-day"' not in home


def test_a_day_that_was_chosen_goes_along_and_the_way_back_is_shown(settings: Any) -> None:
    settings.DEMO = True
    with clock.standing_at(EVENING + timedelta(days=2)):
        officer = _signed_in("officer")
        page = officer.get("/sanitation/?day=2020-07-17")
        control = page.context["day_control"]
        ways = {link.href for _, links in page.context["nav"] for link in links}
        assert (control.words.zh, control.back) == ("7月16日 16:00 至次日 16:00", "/sanitation/")
        plain = {link.href for _, links in officer.get("/sanitation/").context["nav"] for link in links}
        shown = plain.intersection(OF_A_DAY)
        assert len(shown) >= 3
        assert {f"{each}?day=2020-07-17" for each in shown} <= ways
        assert {"/", "/incidents/"} <= ways, "these speak of no day"
        # A page of tomorrow's duties is no way to tomorrow's records.
        ahead = officer.get("/duties/?day=2020-07-20")
        ways = {link.href for _, links in ahead.context["nav"] for link in links}
        assert "/duties/?day=2020-07-20" in ways
        assert not [each for each in ways if "day=" in each and not each.startswith("/duties/")]
        report = officer.get("/reporting/T161-D01/2020-07-17/")
        assert report.context["day_control"].previous == "/reporting/T161-D01/2020-07-16/"
        moved = officer.get("/reporting/T161-D01/2020-07-17/", {"day": "7月16日"})
        assert (moved.status_code, moved["Location"]) == (302, "/reporting/T161-D01/2020-07-16/")


def test_no_page_of_a_day_is_empty_without_a_word_or_breaks_over_a_day_that_is_none(settings: Any) -> None:
    settings.DEMO = True
    with clock.standing_at(EVENING):
        officer = _signed_in("officer")
        for address in OF_A_DAY:
            for query, status in (
                ("day=garbage", 422), ("day=1999-01-01", 404), ("day=2020-12-31", 404), ("day=", 200),
            ):  # fmt: skip
                said = pages.text(officer.get(f"{address}?{query}"), status)
                assert status == 200 or "回到今天" in said, (address, query)
        early = pages.text(officer.get("/command/?day=2020-03-08"), 404)
        assert "新疆煤田地质局一六一队在 3月7日 16:00 至次日 16:00 还没有设立或已撤销" in early
        assert "回到今天" in early


def test_one_round_has_one_deadline_and_one_lateness_wherever_it_is_told_of(settings: Any) -> None:
    settings.DEMO = True
    for now, late in ((DUE - timedelta(minutes=30), False), (DUE + timedelta(minutes=5), True)):
        with clock.standing_at(now):
            worker = _signed_in("property")
            groups = [each for each in worker.get("/").context["mine"].taps if "消毒" in each.title.zh]
            assert {each.due_at for each in groups} == {DUE}
            assert {each.late_until for each in groups} == {UNTIL if late else None}
            assert all("今天 16:00—22:00" in each.title.zh for each in groups), [each.title.zh for each in groups]
            duties = [each for each in worker.get("/duties/").context["needs"] if "消毒" in each.words.zh]
            assert {each.due_at for each in duties} == {DUE}
            assert all("今天 16:00—22:00" in each.words.zh for each in duties), [each.words.zh for each in duties]
            assert {each.chip for each in duties} == {SlotState.OVERDUE if late else SlotState.DUE}
            home = [each for each in _signed_in("officer").get("/").context["needs"] if "消毒" in str(each.words)]
            assert all((each.due_at, each.chip) == (DUE, OVERDUE if late else None) for each in home)
            left = sum(len(each.taps) for each in groups)
            title = worker.get("/sanitation/").context["title"].zh
            assert (f"逾期 {left}" in title) is late, title
            with scope.acting(scope.system_actor("story")):
                told = [
                    each
                    for each in gaps.standing(State.OVERDUE, now, DUE - timedelta(minutes=1))
                    if "消毒" in each.words.zh and each.role == "property"
                ]
            assert bool(told) is late
            assert all((each.since, "7月16日 16:00—22:00" in each.words.zh) == (DUE, True) for each in told), told
