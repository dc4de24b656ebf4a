"""config · counters: what all web processes count together, kept in the database as signed JSON.

Django's own cache in the database keeps pickles: whoever writes a row there runs code in every process that reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.core import signing
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

_FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


class SignedCounters(DatabaseCache):
    """A cache of JSON values, each signed for its own key; one that somebody else wrote is as if it were not there."""

    _table: str

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Those of the keys that are known and have not run out."""
        asked = {self.make_and_validate_key(key, version=version): key for key in keys}
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT cache_key, value FROM {self._table} WHERE cache_key = ANY(%s) AND expires > now()",
                (list(asked),),
            )
            rows = cursor.fetchall()
        found = {}
        for key, said in rows:
            try:
                found[asked[key]] = signing.loads(said, salt=f"counter:{key}")
            except signing.BadSignature:
                continue
        return found

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Whether the key is known."""
        return key in self.get_many([key], version)

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        until = self.get_backend_timeout(timeout)
        expires = _FOR_EVER if until is None else datetime.fromtimestamp(until, tz=UTC)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE expires <= now()")
            if mode == "touch":
                cursor.execute(f"UPDATE {self._table} SET expires = %s WHERE cache_key = %s", (expires, key))
                return bool(cursor.rowcount)
            taken = "NOTHING" if mode == "add" else "UPDATE SET value = excluded.value, expires = excluded.expires"
            known = "" if mode == "add" else "(cache_key) "
            cursor.execute(
                f"INSERT INTO {self._table} (cache_key, value, expires) VALUES (%s, %s, %s) "
                f"ON CONFLICT {known}DO {taken}",
                (key, signing.dumps(value, salt=f"counter:{key}"), expires),
            )
            return bool(cursor.rowcount)
