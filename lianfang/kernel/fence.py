"""kernel · fence: what the owner of the tables installs beside them, so that no SQL of the application widens a scope.

It follows from the cards, so it is made again at each upgrade, when the migrations are done: the functions that take
facts from the ledger, the verbs for which the ledger asks, and the watch over units and their paths. No row becomes
another unit's afterwards, and none is taken away except where a card says so.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from lianfang.kernel import scope
from lianfang.kernel.kinds import KINDS, Kind
from lianfang.kernel.projections import LEDGER, Rows
from lianfang.kernel.registry import REGISTRY

# The unit that a set-aside entry names is whatever its sender said.
_NAMES_ANY_UNIT = ("ledger_set_aside",)

# Tables of units into which the application writes, whether it changes rows there, and their columns but for the unit.
_WATCHED = """
SELECT c.relname, has_any_column_privilege(%s, c.oid, 'UPDATE'),
       (SELECT string_agg(quote_ident(a.attname), ', ') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND NOT a.attisdropped AND a.attname <> 'unit')
FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
  AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('unit', 'path')
       AND NOT a.attisdropped) = 2
  AND has_any_column_privilege(%s, c.oid, 'INSERT')
"""
_VIEWS = """
SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
  AND has_table_privilege(%s, oid, 'INSERT, UPDATE, DELETE')
"""


def install(owner: BaseDatabaseWrapper, app: str) -> None:
    """Brings the fence to what this version's cards say; safe to repeat."""
    with owner.cursor() as cursor:
        _install_verbs(cursor)
        for table, (rows, kinds) in sorted(_kept().items()):
            cursor.execute(_taking(table, rows, kinds))
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM {app}")
        cursor.execute(_VIEWS, (app,))
        for (view,) in cursor.fetchall():
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON {view} FROM {app}")
        cursor.execute(_WATCHED, (app, app))
        for table, changed, columns in cursor.fetchall():
            if table not in _NAMES_ANY_UNIT:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER fence_units AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh "
                    "FOR EACH STATEMENT EXECUTE FUNCTION units_fence()"
                )
            cursor.execute(f"REVOKE UPDATE, TRUNCATE ON {table} FROM {app}")
            if changed:
                cursor.execute(f"GRANT UPDATE ({columns}) ON {table} TO {app}")
            if table not in REGISTRY.taken_away_from():
                cursor.execute(f"REVOKE DELETE ON {table} FROM {app}")


def _install_verbs(cursor: Any) -> None:
    kept = {kind.code for _, kinds in _kept().values() for kind in kinds}
    asked = [
        (kind.code, kind.record if kind.record in scope.FENCED else None)
        for kind in KINDS
        if kind.record in scope.FENCED or kind.code in kept
    ]
    cursor.execute("DELETE FROM kernel_fence")
    cursor.executemany("INSERT INTO kernel_fence (kind, verb) VALUES (%s, %s)", asked)


def _kept() -> dict[str, tuple[Rows, list[Kind]]]:
    """The tables that only the owner writes, with the kinds that stand in them."""
    found: dict[str, list[Kind]] = defaultdict(list)
    for kind in KINDS:
        if kind.projection is not None and kind.projection.rows.kept:
            found[kind.projection.rows.table].append(kind)
    return {table: (kinds[0].projection.rows, kinds) for table, kinds in found.items()}  # type: ignore[union-attr]


def _taking(table: str, rows: Rows, kinds: list[Kind]) -> str:
    """Two functions of the owner: one takes entries from the ledger into the table, one notes which stand no more.

    Called with any ids at all they bring the table to what the ledger says.
    """
    drilled = ", ".join(_literal(kind.code) for kind in kinds if kind.exercises) or "NULL"
    named = f"{table}_take"
    body = rows.insertion(LEDGER) % {
        "new": f"{named}.new",
        "kind": f"{named}.kind",
        "zone": f"{named}.zone",
        "closes": f"{named}.closes",
        "exercises": f"coalesce({named}.kind IN ({drilled}), false)",
    }
    known = ", ".join(_literal(kind.code) for kind in kinds)
    secured = "SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp"
    return f"""
CREATE OR REPLACE FUNCTION {named}(kind text, new uuid[], zone text, closes interval) RETURNS void
LANGUAGE plpgsql {secured} AS $$
BEGIN
  IF {named}.kind NOT IN ({known}) OR {named}.closes NOT BETWEEN interval '0' AND interval '1 day' THEN
    PERFORM kernel_refuse('this table does not take that');
  END IF;
  {body};
END $$;
CREATE OR REPLACE FUNCTION {table}_lose(superseded uuid[]) RETURNS void LANGUAGE plpgsql {secured} AS $$
BEGIN
  UPDATE {table} r SET superseded_at = c.recorded_at
  FROM ledger_entry e JOIN ledger_correction c
    ON c.corrects = e.id AND c.unit = e.unit AND c.kind IN (e.kind, 'ledger.withdrawal')
  WHERE r.entry = e.id AND r.superseded_at IS NULL AND e.id = ANY($1);
END $$;
"""


def _literal(text: str) -> str:
    return sql.Literal(text).as_string(None)
