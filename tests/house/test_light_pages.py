"""tests · house: the page that is asked for again every half minute stays small enough for a phone on a poor line."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianfang.ground.access.models import User
from lianfang.kernel import clock
from tests.support.campaign import EVENING

pytestmark = [pytest.mark.django_db, pytest.mark.loaded]
MOST_BYTES = 100_000  # unpacked; the whole team, with its 24 units and 160 figures


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_command_page_of_the_whole_team_stays_light(settings: Any, lang: str) -> None:
    settings.DEMO = True
    client = Client(headers={"accept-language": lang})
    user = User.objects.get(username="commander")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    with clock.standing_at(EVENING):
        answer = client.get("/command/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in html.lower()
    assert html.count('class="lf-m ') > 150, "of the whole team"
    assert len(answer.content) <= MOST_BYTES
