"""kernel · scope: who is asking, and the part of the unit tree that is theirs.

The database itself keeps the scope (row-level security on every scoped table). A connection shows whom it
acts for in the setting `lianfang.scope`: a token signed with a key that the application's database role
cannot read, bound to this one backend process and to a short time. SQL of any kind, run as that role, can
therefore narrow its scope but never widen it; with no token every scoped table is empty.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused

EVERYTHING = ""
_TOKEN_SECONDS = 900
_RENEW_SECONDS = 300
_TOP = "\U0010ffff"
# Verbs for which the database itself asks, because what is recorded with them decides who sees what: from the cards.
FENCED: set[str] = set()


@dataclass(frozen=True)
class Held:
    """A role held over one unit: the role's verbs, and every path that the unit has had."""

    role: str
    verbs: frozenset[str]
    unit: str
    prefixes: tuple[str, ...]

    def covers(self, path: str) -> bool:
        return any(path.startswith(prefix) for prefix in self.prefixes)


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a login and the roles it holds. `user_id` is 0 for the system's own work.

    `via` is who made the token that a device shows, where that is not the login itself: each of its entries says so.
    """

    login: str
    user_id: int
    held: tuple[Held, ...]
    language: str = "zh-hans"
    via: str = ""

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb held anywhere: what menus are made from, never what a decision rests on."""
        return frozenset().union(*(grant.verbs for grant in self.held))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.held)

    def may(self, verb: str, path: str) -> bool:
        return any(verb in grant.verbs and grant.covers(path) for grant in self.held)

    def sees(self, path: str) -> bool:
        return any(grant.covers(path) for grant in self.held)

    def must(self, verb: str, path: str) -> None:
        """Raises `not_found` outside the scope and `not_allowed` inside it without the verb."""
        if not self.sees(path):
            raise Refused(NOT_FOUND)
        if not self.may(verb, path):
            raise Refused(NOT_ALLOWED, verb=verb)

    def prefixes(self, verb: str | None = None) -> tuple[str, ...]:
        """The path prefixes in which the actor holds the verb (any verb by default), none inside another."""
        found = sorted({p for grant in self.held if verb is None or verb in grant.verbs for p in grant.prefixes})
        kept: list[str] = []
        for prefix in found:
            if not kept or not prefix.startswith(kept[-1]):
                kept.append(prefix)
        return tuple(kept)

    @cached_property
    def said(self) -> tuple[str, ...]:
        """What a token says of the actor: who it is, where it sees, knows people by name and holds fenced verbs."""
        fenced = {verb: ranges(self.prefixes(verb)) for verb in sorted(FENCED)}
        return (
            str(self.user_id),
            ranges(self.prefixes()),
            ranges(self.prefixes("people.identify")),
            self.login.replace("|", ""),
            ";".join(f"{verb}={where}" for verb, where in fenced.items() if where != "{}"),
            self.via.replace("|", ""),
        )

    @cached_property
    def home(self) -> str | None:
        """The unit of the widest grant: where the actor's pages open."""
        return min(self.held, key=lambda grant: (len(grant.prefixes[0]), grant.unit)).unit if self.held else None


def system_actor(login: str = "automatic") -> Actor:
    """The product's own hand (worker, replay, seal): sees everything, holds every verb that is asked of it."""
    return Actor(login, 0, (Held("system", _EveryVerb(), "", (EVERYTHING,)),))


class _EveryVerb(frozenset[str]):
    """A set of verbs that holds each one."""

    def __contains__(self, verb: object) -> bool:
        return True


def prefix_range(prefix: str) -> tuple[str, str]:
    """The half-open range of paths below a prefix, for `path >= low AND path < high` on `COLLATE "C"`."""
    return (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)) if prefix else ("", _TOP)


_acting: ContextVar[Actor | None] = ContextVar("lianfang_actor", default=None)


def acting_actor() -> Actor:
    """The actor of this request or job. Raises `NoActor` where nobody was named: reads fail closed."""
    actor = _acting.get()
    if actor is None:
        raise NoActor("no actor is set: wrap the work in scope.acting(actor)")
    return actor


def acts() -> bool:
    """Whether somebody was named."""
    return _acting.get() is not None


class NoActor(RuntimeError):
    """A scoped table was asked without saying for whom."""


@contextmanager
def acting(actor: Actor, *, kept: bool = False) -> Iterator[Actor]:
    """Everything inside is done as `actor`, in Python and in the database; afterwards as before.

    With `kept` the connection goes on showing the actor: for a device that records one entry after the other, and
    only where whatever uses the connection next says first for whom, or lets go (`release`).
    """
    before = _acting.get()
    mark = _acting.set(actor)
    try:
        show(actor)
        yield actor
    finally:
        _acting.reset(mark)
        if _lost():  # a rollback brings back the setting from before this block, a new connection has none
            connection._lianfang_scope = None  # type: ignore[attr-defined]
        elif not kept or connection.in_atomic_block:
            show(before)


def release() -> None:
    """Takes from the connection whom `acting(…, kept=True)` left there, unless it is known to show nobody."""
    connection.close_if_health_check_failed()
    if connection.connection is not None:
        show(None)


def _lost() -> bool:
    """Whether the connection cannot be told anything now: it is gone, or its transaction can only roll back."""
    backend = connection.connection
    if backend is None or backend.closed or connection.needs_rollback:
        return True
    return bool(backend.info.transaction_status == psycopg.pq.TransactionStatus.INERROR)


def show(actor: Actor | None, *, at: datetime | None = None) -> None:
    """Tells the connection whom it acts for, and `at` which moment, where that is not the installation's own.

    Outside a transaction it is remembered, so that one login working on does not tell it again and again;
    inside one it is told each time, because a rollback takes the setting back.
    """
    here: Any = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    backend, inside = here.connection, here.in_atomic_block
    known: tuple[object, Actor | None, float] | None = getattr(here, "_lianfang_scope", None)
    if (
        known
        and not inside
        and at is None
        and known[0] is backend
        and known[1] is actor
        and known[2] > time.time() + _RENEW_SECONDS
    ):
        return
    until = time.time() + _TOKEN_SECONDS
    token = "" if actor is None else _token(actor, backend.info.backend_pid, int(until), at)
    # Bound on the server's side, so that no token ever stands in pg_stat_activity.
    psycopg.Cursor(backend).execute("SELECT set_config('lianfang.scope', %s, false)", (token,))
    here._lianfang_scope = None if inside or at else (backend, actor, until)


def _token(actor: Actor, pid: int, until: int, at: datetime | None = None) -> str:
    said = "|".join((str(pid), str(until), *actor.said, "" if at is None else str(at.timestamp())))
    return hmac.new(settings.SCOPE_KEY, said.encode(), hashlib.sha256).hexdigest() + said


def ranges(prefixes: tuple[str, ...]) -> str:
    """The prefixes as a PostgreSQL literal for `%(…)s::path_ranges @> path`: for reads that need a verb."""
    pairs = (prefix_range(prefix) for prefix in prefixes)
    return "{" + ",".join(f'["{low}","{high}")' for low, high in pairs) + "}"


def install_key(owner: BaseDatabaseWrapper) -> None:
    """Writes the signing key where only the owner's functions can read it (as HMAC's two padded halves)."""
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_scope_key (one, ipad, opad) VALUES (true, %s, %s) "
            "ON CONFLICT (one) DO UPDATE SET ipad = excluded.ipad, opad = excluded.opad",
            key_halves(),
        )


def key_halves() -> list[bytes]:
    """The key as the database keeps it."""
    key = settings.SCOPE_KEY.ljust(64, b"\0")
    return [bytes(byte ^ mask for byte in key) for mask in (0x36, 0x5C)]
