"""tests · the storm: phones send everything up to three times, in any order, while the house is killed under them.

Afterwards each acknowledged entry is there exactly once, projections equal a rebuild, all seals verify.
The storm of 100,000 entries is heavy by nature; a smaller one blows in every run of the suite.
"""

from __future__ import annotations

import itertools
import json
import random
import threading
import time

import pytest

from tests.stories import storm
from tests.support.running import Running
from tests.support.soaking import size

CLIENTS = 4
pytestmark = [pytest.mark.processes, pytest.mark.timeout(1500)]


@pytest.mark.parametrize("entries", [15_000, pytest.param(size("STORM", 100_000), marks=pytest.mark.soak)])
def test_nothing_acknowledged_is_lost_or_doubled(running: Running, entries: int) -> None:
    token = _said(running, storm.GROUND, "TOKEN")
    made = storm.entries(entries, seed=161)
    phones = [storm.Phone(running.port, token) for _ in range(CLIENTS)]
    shares = storm.sendings(made, CLIENTS, seed=162)
    threads = [threading.Thread(target=phone.send, args=(share,)) for phone, share in zip(phones, shares, strict=True)]
    killed = _kill_while(running, threads)

    running.wait_ready()
    wanted = {one["id"] for one in made}
    refused = {key: said for phone in phones for key, said in phone.refused.items()}
    assert refused == {}
    assert set().union(*(phone.held for phone in phones)) == wanted
    assert len(killed) >= 3
    assert sum(phone.broken for phone in phones) > 0
    with running.connect("owner") as connection:
        found = [str(row[0]) for row in connection.execute("SELECT id FROM ledger_entry WHERE recorded_by = 'storm'")]
    assert len([one for one in found if one in wanted]) == len(wanted)
    assert set(found) >= wanted
    assert int(_said(running, storm.SEAL, "SEALED")) >= 0
    assert running.command("rebuild", "--check").returncode == 0
    verified = running.command("verify", "--json")
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["entries"] >= len(wanted)


def _kill_while(running: Running, threads: list[threading.Thread]) -> list[str]:
    """Starts the phones, and kills something at random every few seconds until they are done (`kill -9`)."""
    draw, killed, turn = random.Random(163), [], itertools.cycle(("server", "web", "worker"))
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(draw.uniform(0.3, 1.5))
        if any(thread.is_alive() for thread in threads):
            name = next(turn)
            without = running.kill(name)
            killed.append(name)
            running.comes_back(name, without)
    for thread in threads:
        thread.join()
    return killed


def _said(running: Running, script: str, word: str) -> str:
    done = running.command("manage", "shell", "-c", script)
    assert done.returncode == 0, done.stderr
    return next(line.split()[1] for line in done.stdout.splitlines() if line.startswith(word))
