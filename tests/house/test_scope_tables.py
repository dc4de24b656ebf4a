"""tests · house: with any SQL, as any role, nothing outside the scope is read or changed, and the ledger not at all.

Every statement runs as the application's own database role. Tables are found in the catalogue, so a table that
somebody adds tomorrow is under test tomorrow; one that is neither scoped nor named in `scope_reasons.py` is a failure.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from lianfang.ground.access.roles import Role, verbs_of
from lianfang.kernel import rebuild, scope
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, Held
from tests.house.scope_reasons import AS_OWNER, KEPT, UNSCOPED, WRITTEN
from tests.house.scoped_rows import INSIDE, OUTSIDE, PATHS, Table, fill, fingerprints, tables
from tests.support import database

pytestmark = pytest.mark.xdist_group("scope tables")
OWN = PATHS["OWN"]
# Tables that show rows to fewer than those in whose scope they lie.
NAMES_ONLY = {"people_person", "people_gram"}


@pytest.fixture(scope="module")
def superuser(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """The superuser of a fresh database, without what other tests made in theirs; he fills the tables."""
    with django_db_blocker.unblock():
        database.close_all()
        database.renew()
        with psycopg.connect(**database.superuser(), autocommit=True) as made:
            yield made
        database.close_all()
        database.renew()


@pytest.fixture(scope="module")
def filled(superuser: psycopg.Connection[Any]) -> list[Table]:
    """Every scoped table with a row of each unit."""
    return fill(superuser)


@pytest.fixture
def app(filled: list[Table]) -> Iterator[psycopg.Connection[Any]]:
    """A bare connection as the application, in autocommit."""
    with psycopg.connect(**database.app(), autocommit=True) as made:
        yield made


def actor_as(role: Role) -> Actor:
    """Somebody who holds one role over the unit OWN."""
    return Actor(f"a-{role}", 4711, (Held(str(role), verbs_of(role), "OWN", (OWN,)),))


def show(app: psycopg.Connection[Any], token: str) -> None:
    psycopg.ClientCursor(app).execute("SELECT set_config('lianfang.scope', %s, false)", (token,))


def token_of(actor: Actor, pid: int, until: float | None = None) -> str:
    return scope._token(actor, pid, int(until or time.time() + 600))


def attempt(app: psycopg.Connection[Any], statement: Any, values: Any = None) -> int | str:
    """How many rows a statement gave or changed, or the SQLSTATE with which it was refused."""
    try:
        with app.transaction():
            return app.execute(statement, values).rowcount
    except psycopg.Error as error:
        return error.sqlstate or type(error).__name__


@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_nothing_outside_its_scope(
    role: Role, filled: list[Table], app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]
) -> None:
    before = fingerprints(superuser, filled)
    actor = actor_as(role)
    show(app, token_of(actor, app.info.backend_pid))
    outside = [PATHS[unit] for unit in OUTSIDE]
    for table in filled:
        name = sql.Identifier(table.name)
        found = {row[0] for row in app.execute(sql.SQL("SELECT path FROM {}").format(name))}
        hidden = table.name in NAMES_ONLY and "people.identify" not in actor.verbs
        assert found == (set() if hidden else table.visible), table.name
        for statement in (
            sql.SQL("SELECT 1 FROM {} WHERE path = ANY(%s) FOR UPDATE"),
            sql.SQL("UPDATE {} SET path = path WHERE path = ANY(%s)"),
            sql.SQL("DELETE FROM {} WHERE path = ANY(%s)"),
        ):
            assert attempt(app, statement.format(name), (outside,)) in (0, "42501"), (table.name, statement)
        moved = attempt(app, sql.SQL("UPDATE {} SET path = %s").format(name), (PATHS["APART"],))
        assert moved == "42501" or (hidden and moved == 0), table.name
        assert attempt(app, sql.SQL("TRUNCATE {}").format(name)) == "42501", table.name
        for number, unit in enumerate(OUTSIDE):
            statement, values = table.insert(table.row(unit, 9_000_000 + number))
            assert attempt(app, statement, values) == "42501", (table.name, unit)
    assert fingerprints(superuser, filled) == before


def forged(app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]) -> dict[str, str]:
    """Tokens that are not good, by what is wrong with them."""
    everything, pid = scope.system_actor(), app.info.backend_pid
    good = token_of(everything, pid)
    return {
        "another backend's": token_of(everything, superuser.info.backend_pid),
        "run out": token_of(everything, pid, time.time() - 1),
        "signed with another key": "0" * 64 + good[64:],
        "widened afterwards": token_of(actor_as(Role.REPORTER), pid).replace(OWN, "TOP/"),
        "without a signature": good[64:],
        "cut short": good[:70],
        "a signature alone": good[:64],
        "words": "everything",
        "very long": "f" * 100_000,
        "odd": f"{'a' * 64}|||||\n'; --",
    }


def test_a_token_that_is_not_good_shows_nothing(
    filled: list[Table], app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]
) -> None:
    counted = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT path FROM {}").format(sql.Identifier(table.name)) for table in filled
    )
    show(app, token_of(scope.system_actor(), app.info.backend_pid))
    assert len(app.execute(counted).fetchall()) == len(filled) * len(PATHS), "with a good one everything is there"
    for wrong, token in forged(app, superuser).items():
        show(app, token)
        with suppress(psycopg.errors.DataError):
            assert app.execute(counted).fetchall() == [], wrong
        statement, values = filled[0].insert(filled[0].row("OWN", 77))
        assert attempt(app, statement, values) != 1, wrong
    app.execute("RESET lianfang.scope")
    assert app.execute(counted).fetchall() == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM kernel_scope_key",
        "SELECT scope_pad(true)",
        "SELECT units_retrace_paths(ARRAY['OWN'])",
        "SELECT people_keep_identities(ARRAY[]::uuid[])",
        "SELECT * FROM units_follower",
        "INSERT INTO units_follower VALUES ('lo_export')",
        "INSERT INTO people_follower VALUES ('lo_export')",
        "SELECT screening_follow_people(ARRAY[]::uuid[])",
        "SET ROLE {owner}",
        "SET SESSION AUTHORIZATION {owner}",
        "SET ROLE pg_read_all_data",
        "GRANT {owner} TO {app}",
        "ALTER ROLE {app} BYPASSRLS",
        "CREATE ROLE intruder",
        "SET session_replication_role = replica",
        "ALTER TABLE units_unit DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scope ON units_unit",
        "CREATE POLICY open ON units_unit USING (true)",
        "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
        "ALTER TABLE ledger_entry DISABLE TRIGGER append_only",
        "DROP TRIGGER append_only ON ledger_entry",
        "CREATE TRIGGER mine BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change()",
        "CREATE RULE mine AS ON INSERT TO ledger_entry DO INSTEAD NOTHING",
        "DROP TABLE ledger_entry",
        "ALTER TABLE ledger_entry ALTER COLUMN kind DROP NOT NULL",
        "ALTER TABLE ledger_entry DETACH PARTITION ledger_entry_202008",
        "UPDATE ledger_entry SET reason = 'x'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry",
        "MERGE INTO ledger_entry e USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE",
        "INSERT INTO ledger_entry SELECT * FROM ledger_entry ON CONFLICT (id) DO UPDATE SET reason = 'x'",
        "SELECT * FROM ledger_entry_202008",
        "UPDATE ledger_entry_202008 SET reason = 'x'",
        "DELETE FROM ledger_entry_202008",
        "TRUNCATE ledger_entry_202008",
        "UPDATE ledger_seal SET root = digest",
        "INSERT INTO ledger_seal SELECT * FROM ledger_seal",
        "INSERT INTO ledger_head SELECT * FROM ledger_head",
        "UPDATE ledger_head SET total = 0",
        "DELETE FROM ledger_running",
        "UPDATE ledger_running SET number = 1",
        "DELETE FROM ledger_seal_key",
        "UPDATE kernel_installation SET id = gen_random_uuid()",
        "DELETE FROM ledger_set_aside",
        "DELETE FROM people_identity_view",
        "CREATE TABLE mine (a int)",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW mine AS SELECT * FROM units_unit",
        "CREATE OR REPLACE FUNCTION scope_ranges() RETURNS path_ranges LANGUAGE sql AS 'SELECT NULL::path_ranges'",
        "CREATE SCHEMA mine",
        "COPY units_unit TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/hostname')",
    ],
)
def test_the_application_cannot_help_itself(
    statement: str, filled: list[Table], app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]
) -> None:
    show(app, token_of(scope.system_actor(), app.info.backend_pid))
    said = statement.format(owner=database.owner()["user"], app=database.app()["user"])
    assert attempt(app, said) == "42501"  # type: ignore[arg-type]


def test_row_security_cannot_be_switched_off(filled: list[Table], app: psycopg.Connection[Any]) -> None:
    show(app, token_of(actor_as(Role.REPORTER), app.info.backend_pid))
    app.execute("SET row_security = off")
    assert attempt(app, "SELECT * FROM units_unit") == "42501"


def test_a_spying_function_sees_only_what_its_caller_may(filled: list[Table], app: psycopg.Connection[Any]) -> None:
    """A condition that leaks is asked about rows of the scope alone, however cheap it claims to be."""
    show(app, token_of(actor_as(Role.REPORTER), app.info.backend_pid))
    app.execute("CREATE TEMP TABLE spied (path text)")
    app.execute(
        "CREATE FUNCTION pg_temp.spy(path text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
        "$$ BEGIN INSERT INTO pg_temp.spied VALUES (path); RETURN true; END $$"
    )
    spied = set()
    for table in filled:
        app.execute("TRUNCATE spied")
        app.execute(sql.SQL("SELECT path FROM {} WHERE pg_temp.spy(path)").format(sql.Identifier(table.name)))
        found = {row[0] for row in app.execute("SELECT DISTINCT path FROM spied")}
        assert found <= table.visible, table.name
        spied |= found
    assert spied >= {PATHS[unit] for unit in INSIDE}, "it does spy"


def test_statistics_tell_nothing(
    filled: list[Table], app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]
) -> None:
    superuser.execute("ANALYZE")
    names = [table.name for table in filled]
    assert app.execute("SELECT count(*) FROM pg_stats WHERE tablename = ANY(%s)", (names,)).fetchone() == (0,)


def test_every_table_is_scoped_or_named_with_its_reason(superuser: psycopg.Connection[Any]) -> None:
    scoped = {table.name for table in tables(superuser)}
    every = superuser.execute(
        "SELECT relname, relrowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid) FROM pg_class c "
        "WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    unnamed = (
        {name for name, _, _ in every} - scoped - UNSCOPED.keys() - {n for n, _, _ in every if n.startswith("test_")}
    )
    assert not unnamed, f"derive their models from ScopedModel, or say in UNSCOPED why not: {sorted(unnamed)}"
    open_to_all = [name for name, secured, policies in every if name in scoped and not (secured and policies)]
    assert not open_to_all


def test_partitions_are_reached_through_the_ledger_alone(
    filled: list[Table], superuser: psycopg.Connection[Any]
) -> None:
    reached = superuser.execute(
        "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' "
        "AND has_table_privilege(%s, oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')",
        (database.app()["user"],),
    ).fetchall()
    assert reached == []


def test_views_show_what_their_reader_may_see(superuser: psycopg.Connection[Any]) -> None:
    views = superuser.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace "
        "AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'] "
        "OR reloptions @> ARRAY['security_invoker=on'], false)"
        "AND has_table_privilege(%s, oid, 'SELECT')",
        (database.app()["user"],),
    ).fetchall()
    assert views == []


def test_functions_that_run_as_the_owner_are_known(superuser: psycopg.Connection[Any]) -> None:
    found = superuser.execute(
        "SELECT proname, coalesce(array_to_string(proconfig, ';'), '') FROM pg_proc WHERE prosecdef "
        "AND pronamespace = 'public'::regnamespace AND has_function_privilege(%s, oid, 'EXECUTE')",
        (database.app()["user"],),
    ).fetchall()
    assert {name for name, _ in found} <= AS_OWNER.keys()
    assert all(config.startswith("search_path=public, pg_catalog, pg_temp") for _, config in found), found


def written_by_the_application(superuser: psycopg.Connection[Any]) -> dict[str, str]:
    """What the application's role may do to each table, but for reading; single columns in brackets."""
    rows = superuser.execute(
        "SELECT c.relname, p.what, has_table_privilege(%(app)s, c.oid, p.what), "
        "(SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 "  # noqa: E501
        " AND NOT a.attisdropped AND has_column_privilege(%(app)s, c.oid, a.attnum, p.what)), c.relnatts "
        "FROM pg_class c CROSS JOIN (VALUES ('INSERT'), ('UPDATE')) p(what) "
        "WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition "
        "UNION ALL SELECT c.relname, p.what, has_table_privilege(%(app)s, c.oid, p.what), NULL, 0 "
        "FROM pg_class c CROSS JOIN (VALUES ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) p(what) "
        "WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition "
        "ORDER BY 1, 2",
        {"app": database.app()["user"]},
    ).fetchall()
    order = ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"]
    found: dict[str, list[tuple[int, str]]] = {}
    for table, what, whole, columns, _ in rows:
        if whole or columns:
            found.setdefault(table, []).append((order.index(what), what if whole else f"{what}({','.join(columns)})"))
    return {table: " ".join(text for _, text in sorted(listed)) for table, listed in found.items()}


def test_every_table_and_column_that_the_application_writes_has_its_reason(
    superuser: psycopg.Connection[Any],
) -> None:
    derived = set(rebuild.tables()) - WRITTEN.keys()
    scoped = {table.name: table for table in tables(superuser)}
    for table, rights in written_by_the_application(superuser).items():
        if table.startswith("test_"):
            continue
        if (
            table in derived
        ):  # rows of units, within the scope: they never become another unit's, and none is taken away
            columns = {row[0] for row in superuser.execute(
                "SELECT attname::text FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", (table,)  # noqa: E501
            )}  # fmt: skip
            assert table in scoped, table
            assert table not in KEPT, table
            first, _, rest = rights.partition(" UPDATE(")
            changed, _, more = rest.partition(")")
            assert (first, set(changed.split(","))) == ("INSERT", columns - {"unit"}), (table, rights)
            assert more.strip() == ("DELETE" if table in REGISTRY.taken_away_from() else ""), (table, rights)
            continue
        assert table in WRITTEN, f"{table}: {rights}: say in WRITTEN why the application may, or take it away"
        allowed = WRITTEN[table][0]
        if table in scoped and "unit" in {column.name for column in scoped[table].columns} and "UPDATE" in allowed:
            assert "UPDATE(" in rights, (table, rights)
            assert ",unit," not in rights, (table, rights)
            rights = rights.split("(")[0] + rights.split(")")[1]
        assert rights == allowed, table


def test_the_owner_cannot_change_the_ledger_by_mistake(
    filled: list[Table], owner_conn: psycopg.Connection[Any]
) -> None:
    for table in ("ledger_entry", "ledger_seal", "ledger_set_aside", "people_identity_view"):
        for statement in ("UPDATE {} SET path = path", "DELETE FROM {}", "TRUNCATE {}"):
            assert attempt(owner_conn, sql.SQL(statement).format(sql.Identifier(table))) == "42501", (table, statement)


_INDEXES = """
SELECT c.relname, i.relname, (SELECT array_agg(a.attname ORDER BY k.n) FROM unnest(x.indkey) WITH ORDINALITY k(att, n)
                              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.att)
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace AND x.indpred IS NULL
"""
_ASKED = {
    "path": "path >= 'TOP/TEAM/OWN/' AND path < 'TOP/TEAM/OWN0'",
    "unit": "unit = 'OWN'",
    "person": "person = '0190a1b2-0000-7000-8000-000000000000'",
    "day": "day = '2020-08-10'",
    "code": "code = 'OWN'",
}


def test_what_is_asked_by_path_unit_person_or_day_finds_its_index_under_row_security(
    filled: list[Table], app: psycopg.Connection[Any], superuser: psycopg.Connection[Any]
) -> None:
    """Row security must not cost the index: the operators are leakproof, so they come before the policy."""
    show(app, token_of(actor_as(Role.OFFICER), app.info.backend_pid))
    app.execute("SET enable_seqscan = off")
    scoped, looked = {table.name for table in filled}, 0
    for table, index, columns in superuser.execute(_INDEXES).fetchall():
        if table in scoped and columns and columns[0] in _ASKED:
            asked = f"EXPLAIN SELECT 1 FROM {table} WHERE {_ASKED[columns[0]]}"
            plan = "\n".join(row[0] for row in app.execute(asked))  # type: ignore[arg-type]
            assert "Index Cond" in plan, (table, index, plan)
            looked += 1
    assert looked > 40


@pytest.mark.django_db
def test_django_asks_through_the_same_gate(filled: list[Table]) -> None:
    with scope.acting(actor_as(Role.REPORTER)), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, path FROM units_unit ORDER BY path")
        assert cursor.fetchall() == [(database.app()["user"], PATHS["OWN"]), (database.app()["user"], PATHS["BELOW"])]
