"""config · supervisor: whether what is derived from the ledger was derived by this code, and the mark that says so."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from lianfang.config import areas

MARK = "derived by "
# The mark stands on a derived table, whose owner may always write it, and travels with it into dumps and copies.
TABLE = "ledger_correction"
# Surfaces derive nothing; everything else in an area may.
_SURFACES = {
    "admin.py", "api.py", "apps.py", "command.py", "console.py", "exports.py", "forms.py", "home.py", "jobs.py",
    "pages.py", "problems.py", "testing.py", "urls.py", "views.py", "waiting.py",
}  # fmt: skip
_DERIVING = ("lianfang.kernel", "lianfang.playbook", "lianfang.ground", "lianfang.areas")
_APART = {"tests", "migrations", "templates", "static", "locale", "__pycache__"}


def fingerprint(playbook: str) -> str:
    """A digest of all that decides what is derived: the areas' code, its SQL, and the playbook with that digest."""
    digest = hashlib.sha256()
    for module in areas.modules():
        spec = find_spec(module)
        if spec is None or spec.origin is None or not module.startswith(_DERIVING):
            continue
        top = Path(spec.origin).parent
        for file in sorted([*top.rglob("*.py"), *top.rglob("*.sql")]):
            within = file.relative_to(top)
            if file.name not in _SURFACES and not _APART.intersection(within.parts):
                digest.update(f"{module}/{within}\n".encode())
                digest.update(file.read_bytes())
    digest.update(f"playbook/{playbook}\n".encode())
    return digest.hexdigest()


def owed(connection: psycopg.Connection) -> bool:
    """Whether there are entries, and what follows from them was made by another version or playbook."""
    if connection.execute("SELECT to_regclass('ledger_entry'), to_regclass(%s)", [TABLE]).fetchone() == (None, None):
        return False
    row = connection.execute(
        "SELECT obj_description(%s::regclass, 'pg_class'), EXISTS (SELECT 1 FROM ledger_entry)", [TABLE]
    ).fetchone()
    return row is not None and row[1] and row[0] != MARK + fingerprint(_playbook(connection.cursor()))


def mark(cursor: Any) -> None:
    """Note that all of it is by this code now; as the owner."""
    cursor.execute(f"COMMENT ON TABLE {TABLE} IS '{MARK}{fingerprint(_playbook(cursor))}'")


def _playbook(cursor: Any) -> str:
    """The digest of the playbook in force; empty before the first was stored."""
    cursor.execute("SELECT to_regclass('playbook_applied') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return ""
    cursor.execute("SELECT digest FROM playbook_applied ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return str(row[0]) if row else ""
