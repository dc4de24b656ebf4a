"""tests · forging: what somebody does who owns the database and covers his traces, for tests that must find him."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import digest, sql_batch
from tests.support import database

_COLUMNS = ", ".join("data::text" if name == "data" else name for name, _ in sql_batch.COLUMNS[:-1])


@contextmanager
def superuser_as_owner(patch: pytest.MonkeyPatch) -> Iterator[BaseDatabaseWrapper]:
    """The connection over which commands verify and compare, logged in as the superuser."""
    owner, login = connections["owner"], database.superuser()
    owner.close()
    with patch.context() as patched:
        patched.setitem(owner.settings_dict, "USER", login["user"])
        patched.setitem(owner.settings_dict, "PASSWORD", login["password"])
        yield owner
        owner.close()


@contextmanager
def undone(owner: BaseDatabaseWrapper) -> Iterator[Any]:
    """A cursor past every trigger and foreign key; whatever is done through it is undone afterwards."""
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        transaction.set_rollback(True, using=owner.alias)


def rewrite(superuser: psycopg.Connection[Any], where: str, change: str, values: dict[str, Any]) -> list[Any]:
    """Changes entries (`change` is what follows SET) and gives each the digest of its new content; their ids."""
    superuser.execute("SET session_replication_role = replica")
    changed = superuser.execute(f"UPDATE ledger_entry SET {change} WHERE {where} RETURNING id", values).fetchall()  # type: ignore[arg-type]
    for (entry,) in changed:
        row = superuser.execute(f"SELECT {_COLUMNS} FROM ledger_entry WHERE id = %s", (entry,)).fetchone()  # type: ignore[arg-type]
        assert row is not None
        made = digest.of_entry(*row)
        superuser.execute("UPDATE ledger_entry SET digest = %s WHERE id = %s", (made, entry))
    return [entry for (entry,) in changed]
