"""bench · ten pages: the main pages of the demonstration in the middle of its campaign, as its officer opens them.

Each goes through the whole stack in one process, many times, and is held against its 50 ms and, so that a slow or busy
machine says nothing, against the frame: a page of the same stack with nothing on it but its own links.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lianfang.bench.pages import QUERIES_MOST, SECONDS_MOST
from lianfang.bench.report import Line, p95, say, seconds
from lianfang.campaigns.team161 import load as team161
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.ground.access.models import User
from lianfang.kernel import clock

NOW = datetime(2020, 8, 10, 16, 40, tzinfo=SHANGHAI)
READER, UNIT, DAY = "officer", "T161", "2020-08-10"
TIMES = 100
FRAMES_MOST = 3.3  # the frame alone takes about 15 ms on a quiet core


def pages() -> dict[str, str]:
    """The ten, by what they are called."""
    return {
        "home": "/",
        "command": f"/command/?unit={UNIT}",
        "board": reverse("reporting:board-of", args=[UNIT, DAY]),
        "missing": f"/missing/{UNIT}/{DAY}/H1/",
        "handover": reverse("watch:handover", args=[UNIT]),
        "report": reverse("reporting:report", args=[UNIT, DAY]),
        "pad": "/screening/temperature-check/pad/",
        "find": "/find/?q=D04",
        "ledger": reverse("shell:ledger"),
        "people": reverse("shell:directory:people"),
    }


def lines() -> Iterator[Line]:
    """Each page's 95th percentile against 50 ms and against the frame, and its queries."""
    say(f"the campaign up to {NOW:%Y-%m-%d %H:%M}: {seconds(lambda: team161.load(until=NOW)):.0f} s")
    settings.DEMO = True  # its logins open nowhere else
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=READER), backend="django.contrib.auth.backends.ModelBackend")
    with clock.standing_at(NOW):
        frame = p95(lambda: _open(client, reverse("shell:pages")), TIMES)
        for name, address in pages().items():
            taken = p95(lambda address=address: _open(client, address), TIMES)  # type: ignore[misc]
            with CaptureQueriesContext(connection) as asked:
                _open(client, address)
            yield Line(f"page_{name}_p95", taken, "s", SECONDS_MOST, 1.0, at_least=False)
            yield Line(f"page_{name}_to_frame", taken, "s", frame, FRAMES_MOST, at_least=False)
            yield Line(f"page_{name}_queries", len(asked), "queries", QUERIES_MOST, 1.0, at_least=False)


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")
