"""tests · kills: writers and readers of a real installation, who kills its processes under them, and the account.

Recovered is, after a kill, when an entry was acknowledged and a page was read that were both asked for after it.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psutil

from tests.stories import storm
from tests.support.running import Running

PATIENCE_SECONDS = 180
KINDS = ("postmaster", "backend", "other postgres", "web master", "web process", "job worker")
PAGES = ("/readyz", "/api/v1/units", "/api/v1/kinds", "/api/v1/entries")
OTHERS = ("checkpointer", "background writer", "walwriter", "autovacuum launcher", "io worker")


@dataclass
class Account:
    """What everybody heard, put together under one lock."""

    statuses: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    refused: dict[str, str] = field(default_factory=dict)
    broken: int = 0
    # When the newest good answer of each kind had been asked for.
    written: float = 0.0
    read: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def heard(self, what: str, status: int, began: float, said: bytes) -> None:
        """One answer."""
        with self.lock:
            self.statuses[f"{what} {status}"] += 1
            if status == 200 and what == "read":
                self.read = max(self.read, began)
            elif status >= 400 and status != 503 and len(self.odd) < 5:
                self.odd.append(f"{what} {status} {said[:200].decode(errors='replace')}")

    def acknowledged(self, results: list[dict[str, Any]], began: float) -> None:
        """A batch that was answered; what is refused in it is noted with its reason."""
        with self.lock:
            for result in results:
                if result["status"] in ("accepted", "duplicate"):
                    self.held[result["id"]] += 1
                else:
                    self.refused[result["id"]] = str(result)
            self.written = max(self.written, began)


@dataclass
class Client:
    """One device: keeps its connection, and makes a new one when it broke."""

    port: int
    token: str
    account: Account
    ended: threading.Event
    _link: http.client.HTTPConnection | None = None

    def ask(self, what: str, method: str, path: str, body: bytes | None = None) -> bytes | None:
        """The body of a good answer, or None; nothing that goes wrong stops a device."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        began = time.monotonic()
        try:
            if self._link is None:
                self._link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            self._link.request(method, path, body, headers)
            answer = self._link.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException):
            with self.account.lock:
                self.account.broken += 1
            self._link = None
            return None
        self.account.heard(what, answer.status, began, said)
        return said if answer.status < 400 else None

    def write(self, seed: int) -> None:
        """Record batches of any size until the end, each until it is acknowledged and some once more."""
        draw = random.Random(seed)
        for number in range(1_000_000):
            made = storm.entries(40, seed * 1_000_000 + number)
            while made:
                size = draw.choice((1, 1, 1, 3, 20))
                batch, made = made[:size], made[size:]
                self._send(json.dumps(batch).encode(), 2 if draw.random() < 0.2 else 1)
                if self.ended.wait(0.05):
                    return

    def _send(self, body: bytes, times: int) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while times:
            began = time.monotonic()
            said = self.ask("write", "POST", "/api/v1/entries", body)
            if said is not None:
                self.account.acknowledged(json.loads(said), began)
                times -= 1
            else:
                assert time.monotonic() < until, "a batch was not acknowledged"
                time.sleep(0.1)

    def read(self, seed: int) -> None:
        """Read pages until the end."""
        draw = random.Random(seed)
        while not self.ended.wait(0.1):
            self.ask("read", "GET", draw.choice(PAGES))


def storming(running: Running, token: str, writers: int, readers: int) -> tuple[Account, Callable[[], None]]:
    """Start the devices; gives their account and a function that ends them."""
    account, ended = Account(), threading.Event()
    faults: list[BaseException] = []

    def guarded(work: Callable[[int], None], seed: int) -> None:
        try:
            work(seed)
        except BaseException as fault:
            faults.append(fault)

    def client() -> Client:
        return Client(running.port, token, account, ended)

    jobs = [(client().write, 1000 + n) for n in range(writers)] + [(client().read, 2000 + n) for n in range(readers)]
    threads = [threading.Thread(target=guarded, args=job) for job in jobs]
    for thread in threads:
        thread.start()

    def end() -> None:
        ended.set()
        for thread in threads:
            thread.join()
        if faults:
            raise faults[0]

    return account, end


def victims(running: Running, kind: str) -> list[psutil.Process]:
    """The processes of a kind that live at this moment."""
    names = {"postmaster": "server", "web master": "web", "job worker": "worker"}
    with suppress(LookupError, psutil.NoSuchProcess):
        if kind in names:
            return [running.member(names[kind])]
        if kind == "web process":
            return running.member("web").children()
        children = running.member("server").children()
        titles = {child.pid: " ".join(child.cmdline()) for child in children}
        if kind == "backend":
            return [child for child in children if "lianfang_app" in titles[child.pid]]
        return [child for child in children if any(word in titles[child.pid] for word in OTHERS)]
    return []


def killed(running: Running, account: Account, count: int, seed: int) -> Iterator[tuple[str, float]]:
    """Kill so many processes one after another, each when the last was got over; gives kind and seconds."""
    draw, kinds = random.Random(seed), []
    for _ in range(count):
        kinds = kinds or draw.sample(KINDS, len(KINDS))
        kind, began = kinds.pop(), time.monotonic()
        while not (found := victims(running, kind)):
            assert time.monotonic() - began < PATIENCE_SECONDS, f"no {kind} is there"
            time.sleep(0.05)
        with suppress(ProcessLookupError):
            os.kill(draw.choice(found).pid, signal.SIGKILL)
        began = time.monotonic()
        while min(account.written, account.read) < began:
            assert time.monotonic() - began < PATIENCE_SECONDS, f"not served again after {kind} was killed"
            time.sleep(0.01)
        yield kind, time.monotonic() - began
        time.sleep(draw.uniform(0, 0.2))
