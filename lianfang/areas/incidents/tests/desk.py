"""incidents · tests' desk: the clock on the wall, a browser with a role, and a form that is sent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from lianfang.areas.incidents.tests.town import NOW
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, scope
from tests.support import pages


class Wall:
    """The clock on the wall, which the story moves on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch
        self.to(0)

    def to(self, minutes: float) -> None:
        moment = NOW + timedelta(minutes=minutes)
        self.patch.setattr(clock, "current", lambda: clock.FixedClock(moment))


def browser(role: Role, unit: str = "T161", **more: Any) -> Client:
    return pages.browser(scope.system_actor(), role, unit, **more)


def local(minutes: int) -> str:
    """A moment as a form's field sends it."""
    return clock.local(NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def sent(client: Client, address: str, **data: Any) -> Any:
    """Sends a form that must hold, and gives the page to which it leads."""
    answer = client.post(address, data)
    assert answer.status_code == 302, re.findall(r'class="lf-errors".*?</div>', answer.content.decode(), re.DOTALL)
    return client.get(answer["Location"].partition("#")[0])
