"""tests · kills: eight write and four read while the house's processes are killed at random, one after another.

`make soak` kills LIANFANG_SOAK_KILLS (200) and asks for figures; the suite kills eight.
"""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from tests.stories import kills, storm
from tests.support.running import Running
from tests.support.soaking import size

pytestmark = pytest.mark.processes

WRITERS, READERS = 8, 4
RECOVERED_SECONDS = 8.0


def test_nothing_is_lost_while_one_after_another_is_killed(running: Running) -> None:
    _storm(running, count=8, seed=171)


@pytest.mark.soak
@pytest.mark.timeout(2400)
def test_two_hundred_kills(running: Running) -> None:
    assert _storm(running, count=size("KILLS", 200), seed=172) <= RECOVERED_SECONDS


def _storm(running: Running, *, count: int, seed: int) -> float:
    """So many kills; returns the 95th percentile of recovery. What must hold whatever is killed is asserted here."""
    said = running.command("manage", "shell", "-c", storm.GROUND)
    assert said.returncode == 0, said.stderr
    token = next(line.split()[1] for line in said.stdout.splitlines() if line.startswith("TOKEN"))
    account, end = kills.storming(running, token, WRITERS, READERS)
    took = defaultdict(list)
    try:
        for kind, seconds in kills.killed(running, account, count, seed):
            took[kind].append(seconds)
    finally:
        end()
    running.wait_ready()

    with running.connect("owner") as connection:
        rows = connection.execute("SELECT id::text FROM ledger_entry WHERE recorded_by = 'storm'").fetchall()
    found = [row[0] for row in rows]
    every = sorted(seconds for them in took.values() for seconds in them)
    p95 = every[min(len(every) - 1, len(every) * 95 // 100)]
    lost, doubled = len(set(account.held) - set(found)), len(found) - len(set(found))
    figures = {
        "kills": len(every),
        "acknowledged": len(account.held),
        "lost": lost,
        "doubled": doubled,
        "answers_of_500": sum(count for what, count in account.statuses.items() if what.endswith(" 500")),
        "recovery_seconds": {"p50": round(every[len(every) // 2], 2), "p95": round(p95, 2), "max": round(every[-1], 2)},
        "by_kind": {kind: [len(them), round(max(them), 2)] for kind, them in sorted(took.items())},
        "statuses": dict(account.statuses),
        "broken": account.broken,
        "odd": account.odd,
    }
    print(json.dumps({"soak": figures}, ensure_ascii=False))
    assert account.refused == {}
    assert (lost, doubled, figures["answers_of_500"]) == (0, 0, 0), account.odd
    assert account.held
    running.stop()
    assert running.command("rebuild", "--check").returncode == 0
    assert running.command("verify").returncode == 0
    return p95
