"""tests · house: thousands of statements made up from the catalogue, with a worker's good token.

The statements come from the catalogue, their values from rows of the worker's own unit and of others. Each is committed
if the database takes it. Afterwards nothing of others has changed, nothing of theirs is seen, and no scope is wider.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from psycopg import sql

from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.people import actions as people
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.scope import Actor
from tests.house.scoped_rows import AT, PATHS, Table, fill, fingerprints, tables
from tests.support import database
from tests.support.soaking import size

OWN = PATHS["OWN"]
# Tables that follow from one another: what stands there comes by the actions.
BY_ACTIONS = ("units_", "places_", "people_", "access_", "reporting_", "incidents_", "ledger_", "kernel_")
EACH = 100  # statements between two looks at the whole
# Whole tables of which nothing may change at all, beside the rows of others.
UNTOUCHED = ("access_user", "access_grant", "access_token", "kernel_clock", "kernel_scope_key", "kernel_fence", "units_path",  # noqa: E501
             "kernel_fence_check", "units_follower", "people_follower", "mfa_authenticator", "account_emailaddress",
             "ledger_seal", "auth_group", "auth_permission", "django_migrations")  # fmt: skip
# Of these a row of his own is his to change.
OWN_IS_HIS = ("mfa_authenticator", "account_emailaddress")
# Locks may be waited for, and the month of an entry opened: these are no one's data.
WAITING = "SET lock_timeout = '200ms'; SET statement_timeout = '2s'"

_COLUMNS = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum),
       array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'test\\_%'
GROUP BY c.relname ORDER BY c.relname
"""
_FUNCTIONS = """
SELECT p.proname, p.proargtypes::regtype[]::text[] FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.prorettype <> 'trigger'::regtype
  AND p.proname NOT LIKE 'tests\\_%' AND p.proname NOT LIKE 'procrastinate%' AND p.proname NOT LIKE 'path\\_range%'
ORDER BY 1, 2
"""


@dataclass
class House:
    """A database full of rows, who may look at all of it, the worker's connection, and what statements are made of."""

    superuser: psycopg.Connection[Any]
    app: psycopg.Connection[Any]
    worker: Actor
    filled: list[Table]
    columns: dict[str, list[tuple[str, str]]]
    functions: list[tuple[str, list[str]]]
    values: dict[str, list[str]]
    taken: int = 0

    def look(self) -> list[tuple[str, Any]]:
        """What stands outside the worker's scope, and in the tables in which he changes nothing: table by table."""
        outside = sorted(fingerprints(self.superuser, self.filled).items())
        statement = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
        theirs_only = sql.SQL(" WHERE user_id <> {}").format(sql.Literal(self.worker.user_id))
        whole = [
            (
                table,
                self.superuser.execute(
                    sql.SQL(statement).format(sql.Identifier(table))
                    + (theirs_only if table in OWN_IS_HIS else sql.SQL(""))
                ).fetchone(),
            )
            for table in UNTOUCHED
        ]
        theirs = self.superuser.execute("SELECT count(*) FROM django_session WHERE session_data = 'theirs'").fetchone()
        return [*outside, *whole, ("django_session", theirs)]

    def show(self) -> None:
        token = scope._token(self.worker, self.app.info.backend_pid, int(time.time() + 600))
        psycopg.ClientCursor(self.app).execute("SELECT set_config('lianfang.scope', %s, false)", (token,))

    def seen(self) -> dict[str, set[str]]:
        """The paths that the worker sees in each table."""
        return {
            table.name: {
                row[0]
                for row in self.app.execute(sql.SQL("SELECT DISTINCT path FROM {}").format(sql.Identifier(table.name)))
            }
            for table in self.filled
        }


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """A fresh database, without what other tests made in theirs, filled with rows of every unit."""
    with django_db_blocker.unblock():
        database.close_all()
        database.renew()
        with psycopg.connect(**database.superuser(), autocommit=True) as superuser:
            worker = _people_the_house(superuser)
            fill(superuser, without=BY_ACTIONS)
            filled = tables(superuser)
            with psycopg.connect(**database.app(), autocommit=True) as app:
                app.execute(WAITING)
                columns = {
                    name: list(zip(names, types, strict=True)) for name, names, types in superuser.execute(_COLUMNS)
                }
                functions = [(name, list(kinds)) for name, kinds in superuser.execute(_FUNCTIONS)]
                yield House(superuser, app, worker, filled, columns, functions, _values(superuser, filled))
        database.close_all()
        database.renew()


def _people_the_house(superuser: psycopg.Connection[Any]) -> Actor:
    """Units, people and logins as they come by the actions: the worker, a colleague who reaches further, others.

    Gives the worker as who acts.
    """
    system, at = scope.system_actor(), clock.FixedClock(AT)
    parents = {unit: (path.rstrip("/").split("/")[:-1] or [None])[-1] for unit, path in PATHS.items()}
    with scope.acting(system):
        units.open_units(system, [UnitSpec(unit, "team", unit, unit, parents[unit]) for unit in PATHS], at=at)
        for unit in PATHS:
            people.register_person(system, unit=unit, name="欧阳建国", at=at)
        for login, unit, role, where in (
            ("worker", "OWN", "property", "OWN"),
            ("officer", "OWN", "officer", "TOP"),
            ("superior", "TOP", "superior", "TOP"),
            ("stranger", "APART", "reporter", "APART"),
        ):
            user = access.create_user(system, login=login, unit=unit)
            access.give_grant(system, login=login, role=role, unit=where, at=at)
            superuser.execute(
                "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', '{}', now())",
                (user.pk,),
            )
            superuser.execute(
                "INSERT INTO django_session VALUES (md5(%s), 'theirs', 'infinity')", (f"{login}, whom nobody guesses",)
            )
    with clock.standing_at(AT):
        return access_queries.actor_of(get_user_model().objects.get(username="worker"))


def _values(superuser: psycopg.Connection[Any], filled: list[Table]) -> dict[str, list[str]]:
    """SQL literals by type: what stands in rows of the own unit and of others, and what somebody would try."""
    found: dict[str, set[str]] = {}
    for table in filled:
        names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        statement = sql.SQL("SELECT {} FROM {} WHERE path = ANY(%s)").format(names, sql.Identifier(table.name))
        for row in superuser.execute(statement, ([PATHS[unit] for unit in ("OWN", "SISTER", "TOP")],)):
            for column, value in zip(table.columns, row, strict=True):
                if column.type in ("uuid", "text") and value is not None:
                    found.setdefault(column.type, set()).add(sql.Literal(str(value)).as_string(superuser))
    texts = sorted(found["text"])[::7]
    tried = [*PATHS, *PATHS.values(), f"{OWN}TOP/", f"{OWN}NEW/", "NEW", "worker", "officer", "superior", "property", "admin", "stranger",  # noqa: E501
             "access.grant_given", "access.grant_ended", "units.unit_moved", "units.unit_opened", "people.membership_changed",  # noqa: E501
             "people.person_registered", "people.person_erased", "reporting.confirmed", "incidents.closed", "ledger.withdrawal",  # noqa: E501
             "sanitation.disinfection", "api", "typed", ""]  # fmt: skip
    data = ['{"login":"worker","role":"superior"}', '{"parent":"OWN","from_day":"2020-07-16"}', '{"member":true,"counts":false}',  # noqa: E501
            '{"of":"TOP","path":"TOP/","form":"daily","day":"2020-08-10","number":1}', "{}"]  # fmt: skip
    return {
        "text": [sql.Literal(one).as_string(superuser) for one in tried] + texts,
        "uuid": [*sorted(found["uuid"])[::5], "gen_random_uuid()"],
        "json": [f"'{one}'" for one in data],
        "bigint": ["0", "1", "2", "3", "4", "99999"],
        "boolean": ["true", "false"],
        "date": ["'2020-08-10'", "'2020-07-16'", "'9999-12-31'"],
        "timestamp with time zone": ["now()", f"'{AT.isoformat()}'", "'2099-01-01'"],
        "bytea": ["decode(repeat('00', 32), 'hex')", "'\\x00'"],
        "interval": ["'16:00'", "'-9999 days'"],
        "double precision": ["0", "1.5"],
    }


def _quoted(name: str) -> str:
    return f'"{name}"'


def _value(house: House, draw: Any, kind: str) -> str:
    if kind.endswith("[]"):
        return f"ARRAY[{_value(house, draw, kind[:-2])}]::{kind}"
    base = kind.split("(")[0]
    same = {
        "jsonb": "json",
        "character varying": "text",
        "integer": "bigint",
        "smallint": "bigint",
        "numeric": "bigint",
    }
    listed = house.values.get(same.get(base, base))
    return draw(st.sampled_from(listed)) if listed else "NULL"


@st.composite
def _statements(draw: Any, house: House) -> str:
    """One statement: reading, writing or calling, nearly as often on what matters as on anything."""
    if draw(st.integers(0, 4)) == 0:
        name, kinds = draw(st.sampled_from(house.functions))
        return f"SELECT * FROM {name}({', '.join(_value(house, draw, kind) + '::' + kind for kind in kinds)})"
    table = draw(st.sampled_from(sorted(house.columns)))
    columns = house.columns[table]
    does = draw(st.sampled_from(["INSERT", "INSERT", "UPDATE", "DELETE", "SELECT", "COPY"]))
    column, kind = draw(st.sampled_from(columns))
    where = f"WHERE {_quoted(column)} = {_value(house, draw, kind)}::{kind}" if draw(st.booleans()) else ""
    if does == "UPDATE":
        changed = draw(st.lists(st.sampled_from(columns), min_size=1, max_size=3, unique=True))
        sets = ", ".join(f"{_quoted(name)} = {_value(house, draw, of)}" for name, of in changed)
        return f"UPDATE {table} SET {sets} {where}"
    if does == "DELETE":
        return f"DELETE FROM {table} {where}"
    if does == "SELECT":
        return f"SELECT * FROM {table} {where} FOR UPDATE"
    if does == "COPY":
        return f"INSERT INTO {table} SELECT * FROM {table} {where} ON CONFLICT DO NOTHING"
    said = {name: _value(house, draw, of) for name, of in columns}
    if draw(st.booleans()):  # as the own unit would say it, so that more is taken
        said |= {name: value for name, value in (("path", f"'{OWN}'"), ("unit", "'OWN'"), ("recorded_by", "'worker'"),
                                                 ("recorded_at", "now()"), ("evidence", "'typed'"), ("origin", "'api'"),
                                                 ("version", "NULL"), ("stream", "NULL")) if name in said}  # fmt: skip
    listed = ", ".join(map(_quoted, said))
    return f"INSERT INTO {table} ({listed}) VALUES ({', '.join(said.values())}) ON CONFLICT DO NOTHING"


def _run(house: House, statements: list[str]) -> None:
    before = house.look()
    house.show()
    for statement in statements:
        try:
            house.app.execute(statement)  # type: ignore[arg-type]
            house.taken += 1
        except psycopg.Error:
            pass
    house.app.execute("RESET ALL")  # type: ignore[arg-type]
    house.app.execute(WAITING)  # type: ignore[arg-type]
    house.show()
    after, seen = house.look(), house.seen()
    tried = "\n".join(statements)
    changed = [one for one in zip(before, after, strict=True) if one[0] != one[1]]
    assert not changed, f"{changed}: something of others was changed by one of:\n{tried}"
    visible = {table.name: table.visible for table in house.filled}
    for table, paths in seen.items():
        assert all(path.startswith(OWN) or path in visible[table] for path in paths), (
            f"{table} shows more after one of:\n{tried}"
        )
    held = house.app.execute("SELECT role, unit, paths FROM access_held(now())").fetchall()
    assert held == [("property", "OWN", [OWN])], f"somebody holds more after one of:\n{tried}"


def _over(house: House, examples: int) -> int:
    @settings(max_examples=examples, deadline=None, phases=[Phase.generate], database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.lists(_statements(house), min_size=EACH, max_size=EACH))
    def tried(statements: list[str]) -> None:
        _run(house, statements)

    tried()
    return house.taken


def test_a_thousand_statements_widen_no_scope_and_change_nothing_of_others(house: House) -> None:
    assert _over(house, 1000 // EACH) > 50, "some must be taken, or nothing was tried"


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_ten_thousand_statements_widen_no_scope_and_change_nothing_of_others(house: House) -> None:
    most = size("STATEMENTS", 10_000)
    assert _over(house, most // EACH) > most // 20
