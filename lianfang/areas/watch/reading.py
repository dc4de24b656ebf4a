"""watch · reading: how the area asks its own tables: for somebody, or not at all."""

from __future__ import annotations

from typing import Any

from django.db import connection

from lianfang.kernel.scope import acting_actor


def rows(statement: str, **named: Any) -> list[tuple[Any, ...]]:
    """The rows that the acting actor sees. Raises `NoActor` where nobody was named."""
    acting_actor()
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        return cursor.fetchall()
