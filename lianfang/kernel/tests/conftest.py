"""kernel · tests' ground: a small tree, two kinds and their tables, so that the kernel is tested on its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from lianfang.kernel import clock, ids, journal, kinds, ports, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind, Origin, Presence, Privacy
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import count, distinct, newest, sorted_list, total
from lianfang.kernel.words import w

PATHS = {"X": "X/", "A": "X/A/", "A1": "X/A/A1/", "B": "X/B/", "Z": "Z/"}
NOW = datetime(2020, 8, 10, 8, 40, tzinfo=UTC)


class Count(Payload):
    """A payload for tests: a number somebody counted."""

    n: int = fact("数", "number", ge=0, le=1000)
    note: str | None = fact("备注", "note", default=None, personal=False)


class Told(Payload):
    """A payload with a person's own words."""

    words: str = fact("原话", "words", personal=True)


COUNT = Kind(
    code="test.count",
    words=w("计数", "count"),
    payload=Count,
    sentence=lambda data: w("数到 {n}", "counted {n}").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record="test.record",
    see="test.see",
    projection=Projection(
        rows=Rows("test_count", {"n": "(e.data->>'n')::int"}),
        sums=(
            DailySums(
                "test_day",
                "test_count",
                {
                    "total": total("r.n"),
                    "times": count(),
                    "low": count("r.n < 5"),
                    "nines": count("r.n = 9", none=True),
                    "differing": distinct("n"),
                    "low_differing": distinct("n", where="r.n < 5", none=False),
                    "high": sorted_list("r.n", "r.n >= 8"),
                    "last": newest("n"),
                },
            ),
        ),
    ),
)
TOLD = Kind(
    code="test.told",
    words=w("口述", "told"),
    payload=Told,
    sentence=lambda data: w("口述", "told"),
    privacy=Privacy(w("测试", "tests"), 60, True),
    record="test.record",
    see="test.see",
    person=Presence.REQUIRED,
)
_TABLES = """
CREATE TABLE IF NOT EXISTS test_count (entry uuid PRIMARY KEY, unit text, path text COLLATE "C", place text,
  person uuid, day date, occurred_at timestamptz, recorded_at timestamptz, superseded_at timestamptz,
  exercise boolean, n int);
CREATE INDEX IF NOT EXISTS test_count_day ON test_count (unit, day, n);
CREATE INDEX IF NOT EXISTS test_count_last ON test_count (unit, day, occurred_at, entry);
CREATE TABLE IF NOT EXISTS test_day (id bigserial PRIMARY KEY, unit text, path text COLLATE "C", day date,
  changed_at timestamptz, total bigint, times bigint, low bigint, nines bigint, differing bigint, low_differing bigint,
  high int[], last int, UNIQUE (unit, day));
DROP POLICY IF EXISTS scope ON test_count;
DROP POLICY IF EXISTS scope ON test_day;
ALTER TABLE test_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE test_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON test_count USING ((SELECT scope_ranges()) @> path);
CREATE POLICY scope ON test_day USING ((SELECT scope_ranges()) @> path);
"""


@pytest.fixture
def test_kinds(owner_conn: psycopg.Connection[Any]) -> Iterator[None]:
    """The two kinds, and the tables of the first (they stay as long as this process's database does)."""
    owner_conn.execute(_TABLES)
    for kind in (COUNT, TOLD):
        kinds.KINDS._kinds[kind.code] = kind
    yield
    for kind in (COUNT, TOLD):
        del kinds.KINDS._kinds[kind.code]


@pytest.fixture
def small_tree(test_kinds: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units X > (A > A1, B) and a stranger Z; places and persons are whatever is named."""

    def unit_paths(codes: Any) -> Any:
        actor = scope.acting_actor()
        seen = {code: PATHS[code] for code in codes if code in PATHS and actor.sees(PATHS[code])}
        return {code: ports.UnitPaths(((date(2020, 1, 1), path),)) for code, path in seen.items()}

    monkeypatch.setattr(ports.PORTS, "ask_unit_paths", lambda _, codes: lambda: unit_paths(codes))
    monkeypatch.setattr(ports.PORTS, "known_places", dict.fromkeys)
    monkeypatch.setattr(ports.PORTS, "known_persons", frozenset)
    monkeypatch.setattr(ports.PORTS, "units_to_seal", lambda day: dict(PATHS))
    ever = [ports.PathHeld(code, path, date(2199, 12, 31)) for code, path in PATHS.items()]
    monkeypatch.setattr(ports.PORTS, "paths_ever", lambda day: ever)


def actor_over(*prefixes: str, verbs: frozenset[str] | None = None) -> scope.Actor:
    verbs = verbs or frozenset({"test.record", "test.see", "ledger.correct", "ledger.see"})
    return scope.Actor("tester", 7, (scope.Held("reporter", verbs, "", tuple(prefixes)),))


def draft(n: int = 1, *, unit: str = "A", at: datetime | None = None, **more: Any) -> Draft:
    moment = at or NOW - timedelta(hours=1)
    made: dict[str, Any] = {"id": ids.mint(moment), "kind": "test.count", "data": {"n": n}, **more}
    return Draft(unit=unit, occurred_at=moment, **made)


def record(
    actor: scope.Actor, *drafts: Draft, at: datetime = NOW, origin: Origin = Origin.API
) -> list[journal.Receipt]:
    with scope.acting(actor):
        return journal.record(actor, drafts, origin=origin, at=clock.FixedClock(at))


def rows(sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def uuid(number: int) -> UUID:
    return UUID(int=number)
