"""alerts · tests · killed: a worker cut short a hundred times over a day raises every alert once, none late.

The day is simulated: a look every quarter of a minute, gaps that arise, grow, are mended and come back by a script.
A look is cut short at a random statement, as a killed process is: its transaction is rolled back and nothing after
it runs. Then the same with real processes and SIGKILL.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from lianfang.areas.alerts import actions
from lianfang.areas.alerts.tests.conftest import NOON, Trial, alerts, gap, life
from lianfang.ground.testing import Cast
from lianfang.kernel import scope
from lianfang.kernel.gaps import Gap
from lianfang.kernel.scope import Actor

TICK = timedelta(seconds=15)


class Killed(BaseException):
    """The process is gone: nothing catches this."""


def script(seed: int, hours: int) -> list[tuple[Gap, datetime | None]]:
    """The gaps of so many hours, five in each: each with the moment at which it is mended, or None."""
    chance = random.Random(seed)
    found = []
    for number in range(5 * hours):
        since = NOON + timedelta(seconds=chance.randrange(hours * 3600 - 3600))
        mended = since + timedelta(minutes=chance.randrange(1, 25 * hours)) if chance.random() < 0.6 else None
        found.append((gap(f"slot-{number}", unit=chance.choice(("T161-LOG", "T161-PROP")), since=since), mended))
    return found


@contextmanager
def cut_at(statement: int) -> Iterator[None]:
    """Whoever sends that statement to the database, counted from here, is killed before it arrives."""
    sent = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent > statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield


def _die(system: Actor, now: datetime, statement: int) -> None:
    """A look that is killed at a statement, or at the latest once it is done; its connection goes with it."""
    try:
        with cut_at(statement):
            actions.look_around(system, now=now)
        raise Killed
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("hours", "kills"), [(4, 15), pytest.param(24, 100, marks=pytest.mark.soak)])
def test_many_deaths_lose_and_double_nothing(trial: Trial, cast: Cast, officer: Actor, hours: int, kills: int) -> None:
    day, chance = script(161, hours), random.Random(20200810)
    ticks = [NOON + TICK * n for n in range(int(timedelta(hours=hours) / TICK))]
    busy = sorted({moment for each, mended in day for moment in (each.since, mended) if moment})
    wanted = {next((tick for tick in ticks if tick >= moment), ticks[-1]) for moment in busy}
    deaths = set(chance.sample(sorted(wanted), kills))
    looked, killed = [], 0
    for tick in ticks:
        trial.gaps = {each.key: each for each, mended in day if each.since <= tick and (not mended or mended > tick)}
        clocks = tick.second == 0 and tick.minute % 5 == 0
        if tick not in wanted and not clocks and tick not in deaths:
            continue  # nothing can have changed: a look there costs time and does nothing
        with scope.acting(scope.system_actor()) as system:
            if tick in deaths:
                killed += 1
                with pytest.raises(Killed):
                    _die(system, tick, chance.randrange(0, 40))
                actions.look_around(system, now=tick + TICK / 3)  # started again
            else:
                actions.look_around(system, now=tick)
        looked.append(tick)
    assert killed == kills
    raised = {alert.key: alert for alert in alerts()}
    seen = [each for each, mended in day if any(each.since <= t and (not mended or mended > t) for t in looked)]
    assert raised.keys() == {each.key for each in seen}
    for each in seen:
        alert, steps = raised[each.key], life(raised[each.key].alert)
        assert [step.act for step in steps].count("opened") == 1
        assert alert.opened_at - each.since <= 2 * TICK
    for each, mended in day:
        if each.key in raised:
            assert (raised[each.key].state == "resolved") is (mended is not None and mended <= looked[-1])
    late = [step for alert in raised.values() for step in life(alert.alert) if step.act == "escalated"]
    assert late


_WORKER = """
import sys, time
from datetime import datetime, timedelta
import django; django.setup()
from lianfang.areas.alerts import actions
from lianfang.areas.alerts.tests.conftest import SOURCE
from lianfang.areas.alerts.tests.test_killed import script
from lianfang.kernel import clock, scope
from lianfang.kernel.gaps import GapSource
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
tick = datetime.fromisoformat(sys.argv[1])
until = datetime.fromisoformat(sys.argv[2])
day = script(161, int(sys.argv[3]))
def standing(now, since):
    return [gap for gap, mended in day if since <= gap.since <= now and (not mended or mended > now)]
REGISTRY.gaps = lambda: {SOURCE: GapSource(SOURCE, w("试验", "trial"), standing)}
print("up", flush=True)
while tick <= until:
    with scope.acting(scope.system_actor()) as system, clock.standing_at(tick):
        actions.look_around(system, now=tick)
    print(tick.isoformat(), flush=True)
    tick += timedelta(minutes=2)
print("done", flush=True)
"""


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("hours", "kills"), [(4, 3), pytest.param(24, 10, marks=pytest.mark.soak)])
def test_real_processes_killed_for_good(cast: Cast, officer: Actor, tmp_path: Path, hours: int, kills: int) -> None:
    """So many workers, each killed with SIGKILL at a random moment and followed by the next."""
    until, chance = NOON + timedelta(hours=hours), random.Random(5)
    worker = tmp_path / "worker.py"
    worker.write_text(_WORKER)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lianfang.config.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    reached, deaths, done = NOON, 0, False
    while not done:
        started = subprocess.Popen(
            [sys.executable, str(worker), reached.isoformat(), until.isoformat(), str(hours)],
            stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        assert started.stdout is not None
        assert started.stdout.readline().strip() == "up"
        looks_left = chance.randrange(10, 30) if deaths < kills else None
        while line := started.stdout.readline().strip():
            if line == "done":
                done = True
                break
            reached = datetime.fromisoformat(line)
            looks_left = None if looks_left is None else looks_left - 1
            if looks_left == 0:
                time.sleep(chance.uniform(0, 0.05))  # somewhere in the middle of the next look
                break
        if not done:
            os.kill(started.pid, signal.SIGKILL)
            deaths += 1
            started.stdout.read()
        started.wait()
        started.stdout.close()
    assert deaths == kills
    raised = {alert.key: alert for alert in alerts()}
    step = timedelta(minutes=2)
    looks = [NOON + step * n for n in range(int(timedelta(hours=hours) / step) + 1)]
    for each, mended in script(161, hours):
        demanded = any(each.since <= look and (not mended or mended > look) for look in looks)
        assert (each.key in raised) is demanded
        if demanded:
            acts = [one.act for one in life(raised[each.key].alert)]
            assert acts.count("opened") == 1
            assert raised[each.key].opened_at - each.since <= 2 * step
