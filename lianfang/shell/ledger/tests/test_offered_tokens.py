"""shell · tests: what is recorded through a token that somebody else laid ready says so, forever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianfang.ground.access import actions
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import acting
from lianfang.shell.testing import entry

pytestmark = pytest.mark.django_db
AT = FixedClock(NOW)


def test_every_entry_through_a_token_made_for_another_says_so(
    stage: Cast, token_of: Callable[[str], Any], browser_of: Callable[[str], Client], trial_pages: None
) -> None:
    with acting(stage.commander) as commander:
        offered = actions.offer_token(commander, login="own", device="门岗手机", at=AT)
    with acting(stage.own) as own:
        made = actions.take_token(own, token=offered, at=AT)
    through = {"Authorization": f"Bearer {made.shown}"}
    for headers, origin in ((through, "api:commander"), (token_of("own"), "api")):
        one = entry({"n": 3})
        post = {"data": one, "content_type": "application/json", "headers": headers}
        answer = Client().post("/api/v1/entries", **post)
        assert answer.status_code == 201, answer.content
        found = Client(headers=headers).get(f"/api/v1/entries/{one['id']}").json()
        assert (found["entry"]["recorded_by"], found["entry"]["origin"]) == ("own", origin)
        again = Client().post("/api/v1/entries", **{**post, "headers": token_of("own")})
        assert again.json()["status"] == "duplicate", "what came through another token is still the same entry"
        page = browser_of("own").get(f"/ledger/{one['id']}/").content.decode()
        assert ("令牌由 commander 代办" in page) == (origin == "api:commander")
