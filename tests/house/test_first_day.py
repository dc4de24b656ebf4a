"""tests · house: every page answers in a unit's first hour, before or after the day's window closes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from lianfang.ground.access.roles import Role, verbs_of
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from tests.support import pages

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("unit", ["XJCG", "T161", "T161-D01"])
def test_every_page_of_the_navigation_answers_on_the_first_day(
    cast: Cast, system: Actor, monkeypatch: pytest.MonkeyPatch, role: Role, unit: str
) -> None:
    assert refused(role, unit, OPENED_AT, system, monkeypatch) == {}


@pytest.mark.parametrize("role", list(Role))
def test_every_page_answers_a_unit_opened_after_the_days_window_closed(
    cast: Cast, system: Actor, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    evening = clock.day_of(OPENED_AT).to_at + timedelta(minutes=90)
    assert clock.local(evening).date() < clock.day_of(evening).date
    with scope.acting(system):
        units.open_units(system, [UnitSpec("LATE", "team", "夜开队", "Evening team")], at=clock.FixedClock(evening))
    assert refused(role, "LATE", evening, system, monkeypatch) == {}
    assert "夜开队" in pages.text(pages.browser(system, role, "LATE").get("/"))


def refused(role: Role, unit: str, opened: datetime, system: Actor, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Which pages that the navigation offers the role did not open an hour later, with their status."""
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(opened + timedelta(hours=1)))
    browser, holds = pages.browser(system, role, unit, since=opened), verbs_of(role)
    addresses = ["/", *(reverse(item.url_name) for item in REGISTRY.nav() if not item.verbs or item.verbs & holds)]
    said = {address: browser.get(address, follow=True).status_code for address in dict.fromkeys(addresses)}
    return {address: status for address, status in said.items() if status != 200}
