"""tests · house: on the day on which units were opened, before it closes, every page answers whoever may open it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from lianfang.ground.access.roles import Role, verbs_of
from lianfang.ground.testing import OPENED_AT, Cast
from lianfang.kernel import clock
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from tests.support import pages

pytestmark = pytest.mark.django_db
FIRST_MORNING = OPENED_AT + timedelta(hours=1)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("unit", ["XJCG", "T161", "T161-D01"])
def test_every_page_of_the_navigation_answers_on_the_first_day(
    cast: Cast, system: Actor, monkeypatch: pytest.MonkeyPatch, role: Role, unit: str
) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(FIRST_MORNING))
    browser, holds = pages.browser(system, role, unit), verbs_of(role)
    addresses = ["/", *(reverse(item.url_name) for item in REGISTRY.nav() if not item.verbs or item.verbs & holds)]
    said = {address: browser.get(address, follow=True).status_code for address in dict.fromkeys(addresses)}
    assert {address: status for address, status in said.items() if status != 200} == {}
