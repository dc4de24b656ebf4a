"""bench · alerts: how long until an open page knows of a new alert, over the wire, as often as the page asks."""

from __future__ import annotations

import http.client
import random
import re
import statistics
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.test import Client

from lianfang.areas.incidents import actions
from lianfang.bench import seed
from lianfang.bench.report import Line, say
from lianfang.ground.access.models import User
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording

TIMES = 20
SECONDS_MOST = 2.0
EVENT = "E12"
_SCRIPT = Path(settings.BASE_DIR, "web", "src", "live.ts")


def line(port: int) -> Line:
    """From the recording of an event to the answer that tells a page of it; the page asks at a moment of its own."""
    every = _asks_every_seconds()
    say(f"{TIMES} alerts, a page that asks every {every} s")
    cookie, draw, taken = _cookie(), random.Random(161), []
    mark = _ask(port, cookie, "") or ""
    for number in range(TIMES):
        began = time.perf_counter()
        _raise(number)
        time.sleep(draw.uniform(0, every))
        while (news := _ask(port, cookie, mark)) is None:
            time.sleep(every)
        taken.append(time.perf_counter() - began)
        mark = news
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return Line("alert_reaches_open_page_p95", p95, "s", SECONDS_MOST, 1.0, at_least=False)


def _raise(number: int) -> None:
    """An event that is reported at once: its alert stands or falls with it."""
    at = seed.NOW + timedelta(seconds=number)
    system = scope.system_actor("bench")
    with scope.acting(system), clock.standing_at(at):
        how = Recording(clock.FixedClock(at), Origin.REPLAY)
        actions.propose(system, unit=seed.leaves(1)[0], code=EVENT, occurred_at=at, known_at=at, how=how)


def _ask(port: int, cookie: str, mark: str) -> str | None:
    """What the page asks: the new mark, or None where it shows everything already."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", f"/alerts/bell/?mark={mark}", headers={"Cookie": cookie, "HX-Request": "true"})
    answer = link.getresponse()
    said = answer.read().decode()
    if answer.status == 204:
        return None
    found = re.search(r'data-mark="([^"]+)"', said)
    if answer.status != 200 or found is None:
        raise RuntimeError(f"the bell answered {answer.status}")
    return found[1]


def _cookie() -> str:
    client = Client()
    client.force_login(User.objects.get(username="bench"), backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _asks_every_seconds() -> float:
    """How often a page asks, as its own script says."""
    found = re.search(r"EVERY_MS = ([\d_]+)", _SCRIPT.read_text("utf-8"))
    if found is None:
        raise RuntimeError("live.ts does not say how often it asks")
    return int(found[1].replace("_", "")) / 1000
