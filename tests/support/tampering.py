"""tests · support: somebody who owns the database: changes anything as its superuser, and leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.support import database


@contextmanager
def superuser() -> Iterator[BaseDatabaseWrapper]:
    """The owner's connection, as the superuser's: what verifies over it sees what he does."""
    owner = connections["owner"]
    owner.close()
    kept, said = dict(owner.settings_dict), database.superuser()
    owner.settings_dict |= {"USER": said["user"], "PASSWORD": said.get("password", "")}
    try:
        yield owner
    finally:
        owner.close()
        owner.settings_dict |= kept


@contextmanager
def undone(owner: BaseDatabaseWrapper) -> Iterator[None]:
    """What is done inside, with triggers off, is undone at the end."""
    with transaction.atomic(using=owner.alias):
        with owner.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        transaction.set_rollback(True, using=owner.alias)
