"""kernel · scope SQL: how tables come under row-level security, and how one is only ever added to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DEFAULT_DB_ALIAS, connections, migrations
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from lianfang.kernel.unscoped import unscoped


def app_role() -> str:
    """The database role of web and worker; owns nothing."""
    return str(settings.DATABASES["default"]["USER"])


def append_only(table: str) -> migrations.RunSQL:
    """Takes UPDATE, DELETE and TRUNCATE from the application's role, and forbids them to everybody by trigger."""
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app_role()};"
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();"
        f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();",
        f"DROP TRIGGER IF EXISTS append_only ON {table}; DROP TRIGGER IF EXISTS append_only_truncate ON {table};",
    )


def bring_under(owner: BaseDatabaseWrapper) -> None:
    """Puts the table of every `ScopedModel` under its policies, as the owner; what stands as it should is left alone.

    Each is marked with what it says, so that a later version knows whether it differs, and takes away those that it no
    longer declares.
    """
    with owner.cursor() as cursor:
        here, found = set(owner.introspection.table_names(cursor)), unscoped(cursor, app_role())
        cursor.execute("SELECT polrelid::regclass::text, polname, obj_description(oid, 'pg_policy') FROM pg_policy")
        standing = {(table, name): said for table, name, said in cursor.fetchall()}
        for table, policies in _policies():
            marks = {name: hashlib.sha256(clause.encode()).hexdigest() for name, clause in policies.items()}
            if table not in here:
                continue
            if table in found:
                _close(cursor, table)
            gone = [
                name
                for (of, name), said in standing.items()
                if of == table and name not in marks and _MARK.match(said or "")
            ]
            if table not in found and not gone and all(standing.get((table, n)) == mark for n, mark in marks.items()):
                continue
            for name in gone:
                cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
            for name, clause in policies.items():
                cursor.execute(
                    f"DROP POLICY IF EXISTS {name} ON {table}; CREATE POLICY {name} ON {table} {clause};"
                    f"COMMENT ON POLICY {name} ON {table} IS '{marks[name]}'"
                )
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


_MARK = re.compile(r"[0-9a-f]{64}\Z")
_WITHIN = "CASE WHEN (SELECT scope_ranges()) @> path THEN true ELSE false END"
_ABOVE = "EXISTS (SELECT FROM unnest((SELECT scope_ranges())) r WHERE starts_with(lower(r), path))"


def _policies() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each scoped table with its policies, by name: only rows within the scope are written, some others are read.

    The range stands in a CASE, because the planner takes a bare `@>` for one row in two hundred and then walks whole
    trees in nested loops.
    """
    from lianfang.kernel.models import ScopedModel

    for model in apps.get_models():
        if issubclass(model, ScopedModel):
            scope = {"scope": f"USING ({_WITHIN}) WITH CHECK ({_WITHIN})"}
            if model.also_visible:
                scope["also"] = f"FOR SELECT USING ({model.also_visible})"
            if model.for_all_below:
                scope["above"] = f"FOR SELECT USING ({_ABOVE})"
            yield model._meta.db_table, model.policies or scope


def _close(cursor: Any, table: str) -> None:
    """Takes away the policies that let everybody through, whoever made them."""
    cursor.execute(
        "SELECT polname FROM pg_policy WHERE polrelid = %s::regclass AND polpermissive AND polcmd IN ('*', 'r') "
        "AND pg_get_expr(polqual, polrelid) = 'true'",
        (table,),
    )
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("DROP POLICY {} ON {}").format(sql.Identifier(name), sql.Identifier(table)))


@register()
def rows_of_units_are_scoped(app_configs: Any, **_: Any) -> list[Error]:
    """A model with a unit's path must be a `ScopedModel`, or its table would show every row to everybody."""
    from lianfang.kernel.models import PathField, ScopedModel

    return [
        Error(
            f"{model._meta.label} has a path, and is no ScopedModel.",
            hint="Derive it from kernel.models.ScopedModel (or FactRow, DayRow), without a `path` of its own.",
            obj=model,
            id="kernel.E001",
        )
        for model in apps.get_models()
        if not issubclass(model, ScopedModel)
        and any(field.name == "path" and isinstance(field, PathField) for field in model._meta.local_fields)
    ]


@register(Tags.database)
def tables_are_scoped(app_configs: Any, databases: Sequence[str] | None = None, **_: Any) -> list[Error]:
    """Names each table with rows of units that no policy guards: asked where the application reads."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        return [
            Error(
                f"Table {table} holds rows of units, and no policy guards it.",
                hint="Run `lianfang init`.",
                id="kernel.E002",
            )
            for table in unscoped(cursor, app_role())
        ]
