"""kernel · unscoped: names the tables with rows of units that no policy guards.

Asked of the catalogue alone, so that a start can ask before Django is loaded.
"""

from __future__ import annotations

from typing import Any

# A table with rows of units has a column `path`. It is guarded where row-level security is on, some policy asks for the
# scope, and no other one lets everybody through. Without any policy it shows nothing to anybody: no use either.
_OPEN = r"""
SELECT c.relname FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'path' AND NOT a.attisdropped)
  AND has_any_column_privilege(%s, c.oid, 'SELECT')
  AND (NOT c.relrowsecurity
       OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
                      AND pg_get_expr(p.polqual, p.polrelid) LIKE '%%scope\_%%')
       OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
                  AND pg_get_expr(p.polqual, p.polrelid) = 'true'))
ORDER BY c.relname
"""


def unscoped(cursor: Any, app: str) -> list[str]:
    """The tables from which the application's role could read rows of units outside a scope, or none at all."""
    cursor.execute(_OPEN, (app,))
    return [name for (name,) in cursor.fetchall()]
