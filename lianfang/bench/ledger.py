"""bench · ledger: how fast entries enter and how fast they are verified, each beside its baseline."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import connections

from lianfang.bench import bare, seed, server
from lianfang.bench.report import Line, say
from lianfang.kernel import digest, ids, sql_batch
from lianfang.kernel.verify import verify

BATCH = 5_000
# A batch comes from few senders at once (an import, a phone that was long offline), single entries from many.
SENDERS, CLIENTS = 2, 32


def ingest(port: int, token: str, count: int, units: int) -> Line:
    """Batches over HTTP against a binary COPY of the same rows into a table with the same indexes."""
    codes = seed.leaves(units)
    at = seed.LAST_DAY - timedelta(minutes=30)
    said = [seed.wire(codes[n % units], at - timedelta(seconds=n % 900), n, ids.mint(at)) for n in range(count)]
    bodies = [
        b"\n".join(json.dumps(one).encode() for one in said[first : first + BATCH]) for first in range(0, count, BATCH)
    ]
    say(f"{count:,} entries in batches of {BATCH:,}, {SENDERS} senders")
    taken = server.post_all(port, "/api/v1/entries", bodies, "application/x-ndjson", token, SENDERS)
    rows = [_row(one) for one in said]
    raw = _copy_all([rows[sender::SENDERS] for sender in range(SENDERS)])
    return Line("ingest_batches", count / taken, "entries/s", count / raw, 0.10)


def _row(one: dict[str, Any]) -> tuple[Any, ...]:
    """The row of the ledger that the entry becomes."""
    from datetime import datetime

    occurred_at = datetime.fromisoformat(one["occurred_at"])
    columns = (
        UUID(one["id"]), one["kind"], one["unit"], f"{seed.ROOT}/G000/{one['unit']}/", None, None, None, None,
        occurred_at, None, seed.NOW, "bench-device", "api", "typed", False, None, None, json.dumps(one["data"]),
    )  # fmt: skip
    return (*columns, digest.of_entry(*columns))


def _copy_all(shares: Sequence[list[tuple[Any, ...]]]) -> float:
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_copy (LIKE ledger_entry INCLUDING INDEXES)")
    given = owner.get_connection_params()
    given.pop("cursor_factory", None)
    given.pop("context", None)

    def copy(rows: list[tuple[Any, ...]]) -> None:
        with psycopg.connect(**given) as link:
            for first in range(0, len(rows), BATCH):
                with link.cursor().copy(f"COPY bench_copy ({sql_batch.NAMES}) FROM STDIN (FORMAT BINARY)") as stream:
                    stream.set_types(sql_batch.TYPES)
                    for row in rows[first : first + BATCH]:
                        stream.write_row(row)
                link.commit()

    taken = server.together(shares, copy)
    with owner.cursor() as cursor:
        cursor.execute("DROP TABLE bench_copy")
    return taken


def single(port: int, token: str, units: int, count: int = 3_000, rounds: int = 5) -> list[Line]:
    """One durable entry a request, from 32 clients: against a bare one-insert view, and against bare INSERTs.

    The three take turns and each counts with its median, so that whatever else the machine does meets all of them.
    """
    codes, at, part = seed.leaves(units), seed.LAST_DAY - timedelta(minutes=20), count // rounds

    def bodies(many: int = part) -> list[bytes]:
        return [json.dumps(seed.wire(codes[n % units], at, n, ids.mint(at))).encode() for n in range(many)]

    def posted(address: str) -> float:
        return part / server.post_all(port, address, bodies(), "application/json", token, CLIENTS)

    with connections["owner"].cursor() as cursor:
        cursor.execute(bare.TABLE)
        cursor.execute("GRANT INSERT ON bench_bare TO CURRENT_USER")
    say(f"{count:,} single entries, {CLIENTS} clients")
    ways: dict[str, Callable[[], float]] = {
        "product": lambda: posted("/api/v1/entries"),
        "bare": lambda: posted("/bench/bare"),
        "raw": lambda: count / _insert_all(bodies(count)),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(rounds + 1):
        for name, measured in ways.items():
            rate = measured()
            if turn:  # the first warms up
                rates[name].append(rate)
    product, beside, raw = (statistics.median(rates[name]) for name in ways)
    return [
        Line("entry_against_bare_view", product, "entries/s", beside, 0.30),
        Line("entry_against_raw_insert", product, "entries/s", raw, 0.06),
    ]


def long_day(port: int, token: str, units: int, held: int = 30_000, count: int = 60, rounds: int = 5) -> Line:
    """One entry after the other, into a unit's day that holds thirty thousand and into one that holds thirty."""
    codes, at = seed.leaves(units), seed.LAST_DAY - timedelta(minutes=10)

    def bodies(code: str, many: int) -> list[bytes]:
        moments = [at - timedelta(milliseconds=number * 20) for number in range(many)]
        return [json.dumps(seed.wire(code, each, n, ids.mint(each))).encode() for n, each in enumerate(moments)]

    say(f"{held:,} entries into one unit's day, then single ones")
    full = bodies(codes[-1], held)
    batches = [b"\n".join(full[first : first + BATCH]) for first in range(0, held, BATCH)]
    server.post_all(port, "/api/v1/entries", batches, "application/x-ndjson", token, 1)
    server.post_all(port, "/api/v1/entries", bodies(codes[-2], 30), "application/json", token, 1)
    taken: dict[str, list[float]] = {codes[-1]: [], codes[-2]: []}
    for turn in range(rounds + 1):
        for code, each in taken.items():
            seconds = server.post_all(port, "/api/v1/entries", bodies(code, count), "application/json", token, 1)
            if turn:  # the first warms up
                each.append(1000 * seconds / count)
    long, short = (statistics.median(each) for each in taken.values())
    return Line("entry_in_a_long_day", long, "ms", short, 1.5, at_least=False)


def _insert_all(bodies: list[bytes]) -> float:
    given = connections["owner"].get_connection_params()
    given.pop("cursor_factory", None)
    given.pop("context", None)
    links = [psycopg.connect(**given, autocommit=True) for _ in range(CLIENTS)]

    def insert(work: tuple[Any, list[bytes]]) -> None:
        link, share = work
        for body in share:
            said = json.loads(body)
            link.execute(bare.INSERT, (said["id"], said["unit"], said["occurred_at"], json.dumps(said["data"])))

    taken = server.together([(link, bodies[n::CLIENTS]) for n, link in enumerate(links)], insert)
    for link in links:
        link.close()
    return taken


def verification() -> Line:
    """A full verification; the rate is for each second of this process's one core."""
    say("verifying the whole ledger")
    began, cpu = time.perf_counter(), time.process_time()
    outcome = verify(connections["owner"])
    taken, used = time.perf_counter() - began, time.process_time() - cpu
    if outcome.found:
        raise RuntimeError(f"the ledger does not verify: {outcome.found[:3]}")
    say(f"{outcome.entries:,} entries, {outcome.seals:,} seals in {taken:.1f} s ({used:.1f} s of one core)")
    return Line("verify", outcome.entries / taken, "entries/s", 50_000, 1.0)
