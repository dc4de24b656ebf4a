"""kernel · installed: what the database keeps of the key file, and the names of seals, are as they were made."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import scope
from lianfang.kernel.registry import Discrepancy


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Names a scope key that is not ours, which would sign any scope for somebody, and a seal under another name."""
    with database.cursor() as cursor:
        cursor.execute("SELECT ipad, opad FROM kernel_scope_key WHERE one")
        kept = [[bytes(half) for half in row] for row in cursor.fetchall()]
    if kept != [scope.key_halves()]:
        says = "库内的范围密钥与密钥文件不符 / the scope key in the database is not that of the key file"
        yield Discrepancy("scope key", "", "", "", says)
    with database.cursor() as cursor:
        cursor.execute("SELECT unit, day FROM ledger_seal WHERE id <> unit || ':' || day ORDER BY unit, day")
        for unit, day in cursor.fetchall():
            yield Discrepancy("seal", unit, day.isoformat(), "", "封印的编号被改动 / the seal goes by another name")
