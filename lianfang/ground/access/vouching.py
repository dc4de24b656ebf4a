"""access · vouching: a code over each login, token and invitation, so that one exchanged behind our back is found.

None follows from an entry. The code is made again whenever the product itself saves one, from what then stands in
the database; its key is not in the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import cursors, keyring
from lianfang.kernel.registry import Discrepancy
from lianfang.kernel.words import Words, w

USER, TOKEN, INVITATION = "access_user", "access_token", "access_invitation"
# What the code is over, each column as text whatever the session's settings. The moment of the last use, and the
# language in which somebody reads, may change without it.
_COVERED: dict[str, dict[str, str]] = {
    USER: {
        **dict.fromkeys(("username", "password", "first_name", "last_name", "email", "title", "unit"), "{c}::text"),
        **dict.fromkeys(("is_active", "is_staff", "is_superuser", "demo", "password_once"), "{c}::int::text"),
        "date_joined": "extract(epoch FROM {c})::text",
    },
    TOKEN: {
        **dict.fromkeys(("user_id", "device", "made_by"), "{c}::text"),
        "digest": "encode({c}, 'hex')",
        **dict.fromkeys(("made_at", "accepted_at", "expires_at", "revoked_at"), "extract(epoch FROM {c})::text"),
    },
    INVITATION: {
        **dict.fromkeys(("user_id", "person", "unit", "made_by"), "{c}::text"),
        "digest": "encode({c}, 'hex')",
        **dict.fromkeys(("made_at", "expires_at", "used_at", "revoked_at"), "extract(epoch FROM {c})::text"),
    },
}
_CHANGED: dict[str, Words] = {
    USER: w("账号 {name} 的密码、状态或所属被改动", "login {name}: password, state or unit were changed"),
    TOKEN: w("账号 {name} 的设备令牌被改动或伪造", "login {name}: a device's token was changed or forged"),
    INVITATION: w("账号 {name} 的邀请被改动或伪造", "login {name}: an invitation was changed or forged"),
}
_GONE: dict[str, Words] = {
    USER: w("一个账号已被删除", "a login was removed"),
    TOKEN: w("一个设备令牌已被删除", "a device's token was removed"),
    INVITATION: w("一份邀请已被删除", "an invitation was removed"),
}


_SORTS = {USER: "login", TOKEN: "token", INVITATION: "invitation"}


def vouch(table: str, keys: Collection[Any]) -> None:
    """Makes the codes of some logins or tokens again. Nobody changes them meanwhile."""
    if not keys:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id::text, {_content(table)} FROM {table} WHERE id = ANY(%s) ORDER BY id FOR UPDATE", (list(keys),)
        )
        made = [(table, key, keyring.vouch(table, key, *content)) for key, content in cursor.fetchall()]
        cursor.executemany(
            "INSERT INTO access_code (kind, key, mac) VALUES (%s, %s, %s) "
            "ON CONFLICT (kind, key) DO UPDATE SET mac = excluded.mac",
            made,
        )


def vouch_all(database: BaseDatabaseWrapper) -> int:
    """The first codes of an installation from before, as its owner; gives how many."""
    made = []
    with database.cursor() as cursor:
        for table in (USER, TOKEN):  # there were no others
            cursor.execute(f"SELECT id::text, {_content(table)} FROM {table}")
            made += [(table, key, keyring.vouch(table, key, *content)) for key, content in cursor.fetchall()]
        cursor.executemany("INSERT INTO access_code (kind, key, mac) VALUES (%s, %s, %s)", made)
    return len(made)


def saved(sender: Any, instance: Any, update_fields: Collection[str] | None = None, **_: Any) -> None:
    """Django tells that a login or a token was saved, wherever it was."""
    table = sender._meta.db_table
    if update_fields is None or set(update_fields) & {"user", *_COVERED[table]}:
        vouch(table, [instance.pk])


def discrepancies(database: BaseDatabaseWrapper) -> Iterator[Discrepancy]:
    """Every login and token that is not as the product left it, and every one that is gone."""
    for table in _COVERED:
        login = "t.username" if table == USER else "(SELECT username FROM access_user u WHERE u.id = t.user_id)"
        code = "(SELECT key, mac FROM access_code WHERE kind = %s)"
        kept = (
            f"SELECT coalesce(c.key, t.id::text), t.id IS NOT NULL, {_content(table)}, c.mac, {login} "
            f"FROM {table} t FULL JOIN {code} c ON c.key = t.id::text ORDER BY 1"
        )
        for key, stands, content, mac, name in cursors.walked(database, kept, (table,)):
            says = _CHANGED[table].fill(name=name or "?") if stands else _GONE[table]
            if not stands or mac is None or bytes(mac) != keyring.vouch(table, key, *content):
                yield Discrepancy(_SORTS[table], "", "", "", f"{says.zh} / {says.en}")


def _content(table: str) -> str:
    return f"ARRAY[{', '.join(sql.format(c=name) for name, sql in _COVERED[table].items())}]"
