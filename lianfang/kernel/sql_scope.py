"""kernel · scope SQL: the migration operations with which a table comes under row-level security."""

from __future__ import annotations

from django.conf import settings
from django.db import migrations


def app_role() -> str:
    """The database role of web and worker; owns nothing."""
    return str(settings.DATABASES["default"]["USER"])


def scoped(table: str, *, extra: str = "") -> migrations.RunSQL:
    """Row-level security by `path` for a table: rows outside the actor's ranges are neither read nor written.

    `extra` is a further condition of the same policy, for instance a role's own rows. The range stands in a CASE,
    because the planner takes a bare `@>` for one row in two hundred and then walks whole trees in nested loops.
    """
    within = "CASE WHEN (SELECT scope_ranges()) @> path THEN true ELSE false END"
    condition = f"({within}{' OR ' + extra if extra else ''})"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY scope ON {table} USING {condition} WITH CHECK {condition};",
        f"DROP POLICY scope ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def append_only(table: str) -> migrations.RunSQL:
    """Takes UPDATE, DELETE and TRUNCATE from the application's role, and forbids them to everybody by trigger."""
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app_role()};"
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();"
        f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();",
        f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_truncate ON {table};",
    )
