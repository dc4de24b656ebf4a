"""kernel · seal keys: how an installation gets its keys, changes them and takes one out of use.

The file beside the database is what is trusted (kernel/signing.py). The table shows the public halves to everybody,
and each change after the first key stands in the ledger, where it is sealed like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel import clock, digest, ids, journal, open_day, scope, seal_problems, signing
from lianfang.kernel.entries import Draft
from lianfang.kernel.key_payloads import SEAL_KEY
from lianfang.kernel.kinds import Origin
from lianfang.kernel.ports import PORTS
from lianfang.kernel.problems import Refused
from lianfang.kernel.signing import Key, SealKeys

Event = Literal["registered", "retired", "revoked"]


def install(owner: BaseDatabaseWrapper) -> None:
    """Makes the keys of a new installation, and ties file and database to each other; safe to repeat.

    What an installation of before has recorded and not sealed yet is held by the running digest from here on.
    Raises `Refused` where the database had keys and the file is gone, or belongs to another installation.
    """
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute("SELECT id FROM kernel_installation")
        known = cursor.fetchone()
        keys = signing.load() if known or signing.stands() else signing.make()
        if known is None:
            cursor.execute(
                "INSERT INTO kernel_installation (id, made_at) VALUES (%s, %s)", (keys.installation, keys.made_at)
            )
            open_day.adopt(cursor.connection)
        else:
            check_same(known[0], keys)
        _show(cursor, keys)


def check_same(there: Any, keys: SealKeys) -> None:
    """Raises `Refused` where the keys are not those of the database's own installation."""
    if there != keys.installation:
        raise Refused(seal_problems.SEAL_KEYS_OTHER, there=there, here=keys.installation)


def rotate(owner: BaseDatabaseWrapper) -> Key:
    """A new key from now on; gives it. The one before stays known by its public half."""
    now = clock.current().now()
    keys = signing.load()
    before, after = keys.current, signing.rotated(keys, now)
    fresh = after.current
    signed = signing.sign(digest.key_text(keys.installation, fresh.public, fresh.valid_from))
    with _changing(owner, after) as cursor:
        _note(fresh, "registered", now, signed_by=signed.fingerprint, signature=signed.value.hex())
        _note(before, "retired", now)
        cursor.execute(
            "UPDATE ledger_seal_key SET signed_by = %s, signature = %s WHERE fingerprint = %s",
            (signed.fingerprint, signed.value, fresh.fingerprint),
        )
    return fresh


def revoke(owner: BaseDatabaseWrapper, fingerprint: str, *, reason: str, since: datetime | None = None) -> Key:
    """Takes a key out of use from `since` on (now by default): what it signed at or after that moment counts no more.

    The key that signs now is first replaced by a new one. Gives the revoked key.
    """
    now = clock.current().now()
    key = signing.load().get(fingerprint)
    if key is None:
        raise Refused(seal_problems.SEAL_KEY_UNKNOWN, fingerprint=fingerprint[:80])
    if key.revoked_at is not None:
        raise Refused(
            seal_problems.SEAL_KEY_REVOKED, fingerprint=fingerprint, at=f"{clock.local(key.revoked_at):%Y-%m-%d %H:%M}"
        )
    if key.private is not None:
        rotate(owner)
    keys = signing.load()
    revoked = replace(keys.get(fingerprint) or key, private=None, revoked_at=since or now, reason=reason)
    changed = tuple(revoked if each.fingerprint == fingerprint else each for each in keys.keys)
    with _changing(owner, replace(keys, keys=changed)):
        _note(revoked, "revoked", now, reason=reason, revoked_from=(since or now).isoformat())
    return revoked


def _show(cursor: Any, keys: SealKeys) -> None:
    """Brings the table to what the file says."""
    for key in keys.keys:
        cursor.execute(
            "INSERT INTO ledger_seal_key (fingerprint, public, valid_from, valid_to, revoked_at, reason) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (fingerprint) DO UPDATE SET "
            "valid_to = excluded.valid_to, revoked_at = excluded.revoked_at, reason = excluded.reason",
            (key.fingerprint, key.public, key.valid_from, key.valid_to, key.revoked_at, key.reason),
        )


def _note(key: Key, event: Event, at: datetime, **more: Any) -> None:
    """Says it in the ledger of the root unit, as far as there is one."""
    root = _root(clock.day_of(at).date)
    if root is None:
        return
    actor = scope.acting_actor()
    said = {"event": event, "fingerprint": key.fingerprint, "public": key.public.hex(), **more}
    draft = Draft(id=ids.mint(at), kind=SEAL_KEY, unit=root, occurred_at=at, data=said)
    journal.record_one(actor, draft, origin=Origin.AUTOMATIC, at=clock.FixedClock(at))


def _root(day: date) -> str | None:
    paths = PORTS.units_to_seal(day)
    return min(paths, key=lambda unit: (paths[unit].count("/"), unit), default=None)


@contextmanager
def _changing(owner: BaseDatabaseWrapper, after: SealKeys) -> Iterator[Any]:
    """Brings table and file to the keys as they are to be, unless what is done inside is refused.

    The file comes last: what it says is trusted, and a table that lags behind it is brought up at the next `init`.
    """
    with (
        scope.acting(scope.system_actor()),
        transaction.atomic(),
        transaction.atomic(using=owner.alias),
        owner.cursor() as cursor,
    ):
        _show(cursor, after)
        yield cursor
        signing.save(after)
