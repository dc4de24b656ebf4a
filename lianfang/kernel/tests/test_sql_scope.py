"""kernel · tests: a table with rows of units is under its policy because of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import connection, connections, models

from lianfang.kernel import scope, sql_scope
from lianfang.kernel.models import PathField, ScopedModel
from lianfang.kernel.tests.conftest import actor_over
from lianfang.kernel.unscoped import unscoped

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def noted(owner_conn: psycopg.Connection[Any]) -> Iterator[type[models.Model]]:
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
