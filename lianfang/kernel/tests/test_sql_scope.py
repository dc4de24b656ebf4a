"""kernel · tests: a table with rows of units is under its policy because of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import ProgrammingError, connection, connections, models

from lianfang.kernel import scope, sql_scope
from lianfang.kernel.models import PathField, ScopedModel
from lianfang.kernel.tests.conftest import actor_over
from lianfang.kernel.unscoped import unscoped

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def noted(owner_conn: psycopg.Connection[Any]) -> Iterator[type[ScopedModel]]:
    """A table as a migration leaves it that says nothing of the scope, with a row of two units."""
    with connections["owner"].schema_editor() as editor:

        class Noted(ScopedModel):
            unit = models.TextField(primary_key=True)

            class Meta:
                app_label = "kernel"
                db_table = "test_noted"

        editor.create_model(Noted)
    owner_conn.execute("INSERT INTO test_noted (unit, path) VALUES ('A', 'X/A/'), ('B', 'X/B/')")
    yield Noted
    del apps.all_models["kernel"]["noted"]
    apps.clear_cache()


def test_a_new_table_is_scoped_without_a_word(noted: type[models.Model], owner_conn: psycopg.Connection[Any]) -> None:
    assert unscoped(owner_conn.cursor(), sql_scope.app_role()) == ["test_noted"]
    assert _read() == ["A", "B"], "until then it is open"
    sql_scope.bring_under(connections["owner"])
    assert _read() == ["A"]
    assert unscoped(owner_conn.cursor(), sql_scope.app_role()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP POLICY scope ON duties_slot",
        "ALTER TABLE duties_slot DISABLE ROW LEVEL SECURITY",
        "ALTER POLICY scope ON duties_slot USING (true)",
        "CREATE POLICY shown ON duties_slot FOR SELECT USING (true)",
        "DROP POLICY identify ON people_person",
    ],
)
def test_a_policy_that_somebody_took_away_is_named_and_restored(
    statement: str, owner_conn: psycopg.Connection[Any]
) -> None:
    before = _policies(owner_conn)
    owner_conn.execute(statement)  # type: ignore[arg-type]
    table = statement.split(" ON ")[-1].split()[0] if " ON " in statement else "duties_slot"
    found = run_checks(tags=["database"], databases=["default"])
    assert [each.msg for each in found] == [f"Table {table} holds rows of units, and no policy guards it."]
    sql_scope.bring_under(connections["owner"])
    assert run_checks(tags=["database"], databases=["default"]) == []
    assert _policies(owner_conn) == before


def test_what_stands_as_it_should_is_left_alone(owner_conn: psycopg.Connection[Any]) -> None:
    numbers = "SELECT array_agg(oid ORDER BY oid) FROM pg_policy"
    before = owner_conn.execute(numbers).fetchone()
    sql_scope.bring_under(connections["owner"])
    assert owner_conn.execute(numbers).fetchone() == before


def test_what_is_only_read_from_elsewhere_is_not_written_from_there(
    noted: type[ScopedModel], owner_conn: psycopg.Connection[Any]
) -> None:
    noted.also_visible = "unit = 'B'"
    sql_scope.bring_under(connections["owner"])
    assert _read() == ["A", "B"]
    for statement in (
        "INSERT INTO test_noted (unit, path) VALUES ('B', 'X/B/')",
        "INSERT INTO test_noted (unit, path) VALUES ('B', 'X/B/') ON CONFLICT (unit) DO UPDATE SET path = 'X/A/'",
        "UPDATE test_noted SET unit = 'B', path = 'X/B/' WHERE unit = 'A'",
    ):
        with pytest.raises(ProgrammingError, match="row-level security"), scope.acting(actor_over("X/A/")):
            connection.cursor().execute(statement)
    with scope.acting(actor_over("X/A/")), connection.cursor() as cursor:
        cursor.execute("UPDATE test_noted SET path = 'X/A/' WHERE unit = 'B'")
        cursor.execute("DELETE FROM test_noted WHERE unit = 'B'")
    assert owner_conn.execute("SELECT unit, path FROM test_noted ORDER BY 1").fetchall() == [
        ("A", "X/A/"),
        ("B", "X/B/"),
    ]


def test_every_table_that_follows_the_scope_is_written_within_it_alone(owner_conn: psycopg.Connection[Any]) -> None:
    models = [m for m in apps.get_models() if issubclass(m, ScopedModel) and not m.policies]
    said = "SELECT polrelid::regclass::text, pg_get_expr(polwithcheck, polrelid) FROM pg_policy WHERE polname = 'scope'"
    written = dict(owner_conn.execute(said).fetchall())
    clauses = {written[m._meta.db_table] for m in models if m._meta.db_table in written}
    assert len(clauses) == 1, clauses
    read_too = "SELECT polrelid::regclass::text, polcmd::text FROM pg_policy WHERE polname = 'also'"
    declared = {m._meta.db_table for m in models if m.also_visible}
    assert {"people_mask", "reporting_step", "supplies_transfer"} <= declared
    assert dict(owner_conn.execute(read_too).fetchall()) == dict.fromkeys(declared, "r")


def test_an_installation_gets_the_policies_of_its_new_version(
    noted: type[ScopedModel], owner_conn: psycopg.Connection[Any]
) -> None:
    owner = connections["owner"]
    noted.policies = {
        "scope": "USING (path LIKE 'X/%') WITH CHECK (path LIKE 'X/%')",
        "ends": "FOR SELECT USING (1 = 1)",
    }
    sql_scope.bring_under(owner)
    owner_conn.execute("CREATE POLICY own ON test_noted AS RESTRICTIVE FOR INSERT WITH CHECK (unit <> 'C')")
    noted.policies, noted.also_visible = {}, "unit = 'B'"
    sql_scope.bring_under(owner)
    named = "SELECT array_agg(polname::text ORDER BY polname) FROM pg_policy WHERE polrelid = 'test_noted'::regclass"
    assert owner_conn.execute(named).fetchone() == (["also", "own", "scope"],), "what nobody marked is not ours to drop"
    noted.also_visible = ""
    sql_scope.bring_under(owner)
    assert owner_conn.execute(named).fetchone() == (["own", "scope"],)
    assert _read() == ["A"]


def test_a_model_with_a_path_that_is_no_scoped_one_is_named() -> None:
    class Loose(models.Model):
        path = PathField()

        class Meta:
            app_label = "kernel"

    try:
        assert [each.id for each in sql_scope.rows_of_units_are_scoped(None)] == ["kernel.E001"]
    finally:
        del apps.all_models["kernel"]["loose"]
        apps.clear_cache()
    assert sql_scope.rows_of_units_are_scoped(None) == []


def _read() -> list[str]:
    with scope.acting(actor_over("X/A/")), connection.cursor() as cursor:
        cursor.execute("SELECT unit FROM test_noted ORDER BY unit")
        return [unit for (unit,) in cursor.fetchall()]


def _policies(owner: psycopg.Connection[Any]) -> list[Any]:
    return owner.execute(
        "SELECT c.relname, c.relrowsecurity, p.polname, p.polcmd::text, pg_get_expr(p.polqual, c.oid), "
        "pg_get_expr(p.polwithcheck, c.oid) FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid ORDER BY 1, 3"
    ).fetchall()
