"""kernel · installed: what the database keeps of this installation's key file is what the file says."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import scope
from lianfang.kernel.registry import Discrepancy


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Names a scope key that is not ours: whoever knows it signs himself any scope."""
    with database.cursor() as cursor:
        cursor.execute("SELECT ipad, opad FROM kernel_scope_key WHERE one")
        kept = [[bytes(half) for half in row] for row in cursor.fetchall()]
    if kept != [scope.key_halves()]:
        says = "库内的范围密钥与密钥文件不符 / the scope key in the database is not that of the key file"
        yield Discrepancy("scope key", "", "", "", says)
