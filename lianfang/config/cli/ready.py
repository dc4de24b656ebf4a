"""config · cli: Django and a database that answers, for commands that read or write records."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from lianfang.config.cli import terminal


@contextmanager
def django_ready(args: argparse.Namespace, *, migrated: bool = True) -> Iterator[None]:
    """Django set up and the database running while the block lasts.

    With `migrated`, CommandFault is raised when the tables are not those of this code.
    The database is stopped afterwards only if nobody else uses it.
    """
    from lianfang.config.supervisor import database, tables

    with database.in_use(args.data, terminal.tell):
        if migrated and not tables.up_to_date(args.data):
            raise tables.not_up_to_date()
        from django.conf import settings

        from lianfang.config import loaded, logs

        logs.configure(settings.LOG_FOLDER, "cli")
        loaded.load()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
