"""tests · entries: short ways to say, record and rebuild entries in an area's tests, over units of the test's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck

from lianfang.kernel import clock, ids, journal, ports, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft, Receipt
from lianfang.kernel.kinds import KINDS, Origin
from lianfang.kernel.projections import Batch

# A superior X over the teams A (with a site A1 below it) and B; Z is a stranger.
PATHS = {"X": "X/", "A": "X/A/", "A1": "X/A/A1/", "B": "X/B/", "Z": "Z/"}
NOW = datetime(2020, 8, 10, 7, 40, tzinfo=UTC)  # 15:40 on the wall: the reporting day of 10 August is still open
TODAY = date(2020, 8, 10)

# Histories are recorded in one transaction that is rolled back, on machines that do other things besides.
SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)

_mint = ids.seeded_mint("tests")


def plant(patch: pytest.MonkeyPatch, paths: Mapping[str, str] = PATHS) -> None:
    """Lets the ledger know these units, and every place, person and label that is named."""

    def unit_paths(codes: Iterable[str]) -> dict[str, ports.UnitPaths]:
        actor = scope.acting_actor()
        seen = {code: paths[code] for code in codes if code in paths and actor.sees(paths[code])}
        return {code: ports.UnitPaths(((date(2020, 1, 1), path),)) for code, path in seen.items()}

    patch.setattr(ports.PORTS, "ask_unit_paths", lambda _, codes: lambda: unit_paths(codes))
    patch.setattr(ports.PORTS, "known_places", dict.fromkeys)
    patch.setattr(ports.PORTS, "known_persons", frozenset)
    patch.setattr(ports.PORTS, "labels_read", frozenset)


def actor_with(verbs: Iterable[str], *prefixes: str, login: str = "tester") -> scope.Actor:
    """Somebody who holds these verbs (and may correct) below the prefixes; everywhere without any."""
    held = frozenset(verbs) | {"ledger.correct", "ledger.see"}
    return scope.Actor(login, 7, (scope.Held("tester", held, "", prefixes or ("",)),))


def draft(kind: str, data: Mapping[str, Any], *, unit: str = "A", at: datetime | None = None, **more: Any) -> Draft:
    """An entry an hour ago, or at `at`."""
    moment = at or NOW - timedelta(hours=1)
    return Draft(id=more.pop("id", None) or _mint(moment), kind=kind, unit=unit, occurred_at=moment, data=data, **more)


def correction(of: Draft, data: Mapping[str, Any], **more: Any) -> Draft:
    """The same again with other data."""
    said = {"unit": of.unit, "at": of.occurred_at, "place": of.place, "exercise": of.exercise, **more}
    return draft(of.kind, data, corrects=of.id, reason="更正", **said)


def withdrawal(of: Draft) -> Draft:
    """That entry taken back."""
    return draft(WITHDRAWAL, {}, unit=of.unit, at=of.occurred_at, corrects=of.id, reason="误录", exercise=of.exercise)


def record(actor: scope.Actor, *drafts: Draft, at: datetime = NOW, by_action: bool = True) -> list[Receipt]:
    """The receipts, in order."""
    with scope.acting(actor):
        return journal.record(actor, drafts, origin=Origin.API, at=clock.FixedClock(at), by_action=by_action)


def accepted(actor: scope.Actor, *drafts: Draft, at: datetime = NOW) -> None:
    """Records, and fails where anything was not accepted."""
    for receipt in record(actor, *drafts, at=at):
        assert receipt.holds, receipt.problem and (str(receipt.problem), receipt.problem.faults)


def faults(actor: scope.Actor, one: Draft) -> set[str]:
    """The fields (or, where none is named, the code) for which an entry is refused."""
    (receipt,) = record(actor, one)
    assert receipt.problem is not None, "it was accepted"
    return {fault.path for fault in receipt.problem.faults} or {receipt.problem.problem.code}


def rows(sql: str, parameters: Any = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def window(day: date, *, low: str = "", high: str = "\U0010ffff") -> dict[str, Any]:
    """The parameters of a source and of evidence."""
    span = clock.reporting_day(day)
    return {"day": day, "from_at": span.from_at, "to_at": span.to_at, "low": low, "high": high}


def measured(sql: str, day: date, **ranges: str) -> dict[str, dict[str, Any]]:
    """What a source says: unit → column → value."""
    with connection.cursor() as cursor:
        cursor.execute(sql, window(day, **ranges))
        names = [column.name for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def standing(drafts: Iterable[Draft]) -> list[Draft]:
    """The real entries that nothing corrects or takes back, each once: the plain definition of what counts."""
    unique = {one.id: one for one in drafts}
    gone = {one.corrects for one in unique.values()}
    return [one for one in unique.values() if one.id not in gone and one.kind != WITHDRAWAL and not one.exercise]


def contents(tables: Iterable[str]) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in tables, in an order of its own, without serial keys."""
    found = {}
    for table in tables:
        columns = rows(
            "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND NOT (attname = 'id' AND atttypid = 'int8'::regtype) ORDER BY attnum",
            [table],
        )
        names = ", ".join(name for (name,) in columns)
        found[table] = rows(f"SELECT {names} FROM {table} ORDER BY {names}")
    return found


def tables_of(codes: Iterable[str]) -> list[str]:
    """The derived tables of some kinds."""
    kinds = [KINDS[code] for code in codes]
    return sorted({table for kind in kinds if kind.projection for table in kind.projection.tables})


def rebuilt(codes: Iterable[str], chunk: int = 3) -> dict[str, list[tuple[Any, ...]]]:
    """The tables of some kinds, made again from the ledger in this very transaction, as a rebuild makes them."""
    kinds = sorted((KINDS[code] for code in codes), key=lambda kind: kind.code)
    tables = tables_of(kind.code for kind in kinds)
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT tests_empty(%s)", [table])
        for kind in kinds:
            cursor.execute("SELECT id FROM ledger_entry WHERE kind = %s ORDER BY id", [kind.code])
            found = [row[0] for row in cursor.fetchall()]
            for start in range(0, len(found), chunk):
                assert kind.projection is not None
                kind.projection.apply(cursor, Batch(kind.code, found[start : start + chunk], exercises=kind.exercises))
    return contents(tables)
