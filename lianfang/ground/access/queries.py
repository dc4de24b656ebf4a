"""access · queries: as whom somebody acts, and who holds what."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from lianfang.ground.access import queries_called
from lianfang.ground.access.card import SEE
from lianfang.ground.access.kept import Kept
from lianfang.ground.access.roles import verbs_of, words_of
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock, reading, scope
from lianfang.kernel.cursors import prepared_cursor
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, Held, prefix_range
from lianfang.kernel.words import Words
from lianfang.playbook import Playbook, current

_KNOWN_FOR_SECONDS = 2.0  # how long an ended grant or token may still count in a process that did not end it
_known: Kept[tuple[int, str], tuple[float, Playbook, Actor]] = Kept()  # by login, and by who made the token it shows
_tokens: Kept[bytes, tuple[float, datetime, tuple[Any, ...]]] = Kept()  # the good ones, by digest
_NO_TOKEN = UUID(int=0)


class _Login(Protocol):
    """What `actor_of` asks of a user: the model, or what a token tells about it."""

    @property
    def pk(self) -> Any: ...
    @property
    def username(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Bearer:
    """The login that a device's token stands for; `via` made that token, where it was somebody else."""

    token: UUID
    pk: int
    username: str
    language: str
    via: str = ""
    is_authenticated: bool = True


@dataclass(frozen=True, slots=True)
class GrantShown:
    """A grant as the pages show it."""

    id: UUID
    login: str
    title: str
    role: str
    unit: str
    path: str
    since_at: datetime
    until_at: datetime | None

    @property
    def words(self) -> Words:
        """The role's words."""
        return words_of(self.role)


@dataclass(frozen=True, slots=True)
class UserShown:
    """A login as the pages show it; `path` is the newest of the unit that answers for it, where that is seen.

    It is `awaited` while somebody was invited and has not chosen a password.
    """

    id: int
    login: str
    title: str
    unit: str
    path: str
    language: str
    active: bool
    demo: bool
    once: bool
    joined_at: datetime
    last_login_at: datetime | None
    name: str = ""
    phone: str = ""
    awaited: bool = False

    @property
    def called(self) -> str:
        """How the account is called: by its person's name, its office, or the login."""
        return self.name or self.title or self.login


@dataclass(frozen=True, slots=True)
class TokenShown:
    """A device's token as the pages show it; the token itself is never shown again."""

    id: UUID
    login: str
    device: str
    made_at: datetime
    made_by: str
    accepted_at: datetime | None
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def actor_of(user: _Login) -> Actor:
    """The actor that a login is now, with its grants; at most two seconds old in this process, and by its playbook."""
    via, playbook = getattr(user, "via", ""), current()
    known = _known.get((user.pk, via))
    if known and known[1] is playbook and time.monotonic() - known[0] < _KNOWN_FOR_SECONDS:
        return known[2]
    now, before = clock.current().now(), _known.forgotten
    with scope.acting(Actor(user.username, user.pk, ())) as alone:
        found = reading.rows(alone, "SELECT role, unit, paths FROM access_held(%(now)s)", now=now)
    held = tuple(Held(role, verbs_of(role), unit, tuple(paths)) for role, unit, paths in found if paths)
    actor = Actor(user.username, user.pk, held, user.language, via)
    _known.keep({(user.pk, via): (time.monotonic(), playbook, actor)}, since=before)
    return actor


def actor_named(login: str) -> Actor:
    """The actor that somebody else's login is now, for a script in which several act. Raises `not_found`."""
    with scope.acting(scope.system_actor("access")) as system:
        row = reading.row(
            system, "SELECT id, username, language FROM access_user WHERE username = %(login)s", login=login
        )
    if row is None:
        raise Refused(NOT_FOUND)
    return actor_of(Bearer(_NO_TOKEN, *row))


def forget() -> None:
    """Drops what this process knows of actors and tokens (after these or the tree changed, and between tests)."""
    _known.forget()
    _tokens.forget()
    queries_called.forget()


def changed() -> None:
    """Says that actors or tokens were changed in this transaction: what is known of them is dropped now, and again once
    that holds, since whoever asks until then is told what held before."""
    forget()
    transaction.on_commit(forget)


def bearer(token: str) -> Bearer | None:
    """The login behind a device's token, or None where it is not good; at most two seconds old, like its grants.

    A token that is not good is looked up each time, in one way whatever is shown.
    """
    digest = hashlib.sha256(token.encode(errors="replace")).digest()
    row = _good_token(digest, clock.current().now())
    if row is None or (row[4] and not settings.DEMO):
        return None
    held, user_id, login, language, _, made_by = row
    return Bearer(held, user_id, login, language, "" if made_by == login else made_by)


def _good_token(digest: bytes, now: datetime) -> tuple[Any, ...] | None:
    known = _tokens.get(digest)
    if (
        known
        and time.monotonic() - known[0] < _KNOWN_FOR_SECONDS
        and abs((now - known[1]).total_seconds()) < _KNOWN_FOR_SECONDS
    ):
        connection.close_if_health_check_failed()  # as the look-up would: what follows trusts the connection
        return known[2]
    before = _tokens.forgotten
    with prepared_cursor() as cursor:
        cursor.execute("SELECT * FROM access_use_token(%s, %s)", (digest, now))
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is not None:
        _tokens.keep({digest: (time.monotonic(), now, row)}, since=before)
    return row


_GRANTS = """
SELECT g.id, u.username, coalesce(nullif(u.first_name, ''), u.title), g.role, g.unit, g.path, g.since_at, g.until_at
FROM access_grant g JOIN access_user u ON u.id = g.user_id
WHERE (%(seen)s::path_ranges @> g.path OR u.id = %(me)s)
"""


def _seen_by(actor: Actor) -> dict[str, Any]:
    """Where the actor may see who holds what, and who it is: everybody sees what is his own."""
    return {"seen": scope.ranges(actor.prefixes(SEE)), "me": actor.user_id}


def grants(
    actor: Actor,
    *,
    unit: str | None = None,
    below: bool = False,
    login: str | None = None,
    role: str | None = None,
    ended: bool = False,
    after: UUID | None = None,
    limit: int = 50,
) -> list[GrantShown]:
    """One page of grants, newest first: of one unit (or all `below` it), one login, one role.

    They are the actor's own, and those over units where it holds `access.see`.
    """
    where = ""
    named: dict[str, Any] = {
        "now": clock.current().now(), "limit": limit, "unit": unit, "login": login, "role": role, "after": after,
        **_seen_by(actor),
    }  # fmt: skip
    if unit is not None and below:
        named["low"], named["high"] = prefix_range(unit_of(actor, unit).path)
        where += " AND g.path >= %(low)s AND g.path < %(high)s"
    elif unit is not None:
        where += " AND g.unit = %(unit)s"
    where += " AND u.username = %(login)s" if login is not None else ""
    where += " AND g.role = %(role)s" if role is not None else ""
    where += " AND g.id < %(after)s" if after is not None else ""
    where += "" if ended else " AND (g.until_at IS NULL OR g.until_at > %(now)s)"
    found = reading.rows(actor, f"{_GRANTS}{where} ORDER BY g.id DESC LIMIT %(limit)s", **named)
    return [GrantShown(*row) for row in found]


def grant(actor: Actor, entry: UUID) -> GrantShown:
    """One grant, ended or not. Raises `not_found` outside the scope."""
    found = reading.row(actor, f"{_GRANTS} AND g.id = %(entry)s", entry=entry, **_seen_by(actor))
    if found is None:
        raise Refused(NOT_FOUND)
    return GrantShown(*found)


def answering(actor: Actor, unit: str) -> list[tuple[str, str, datetime]]:
    """Who holds a role over this very unit now: (role, title, since). A title is an office, so whoever sees the unit
    sees it; the logins stay with those who hold `access.see`.
    """
    found = reading.rows(
        actor,
        "SELECT g.role, u.title, g.since_at FROM access_grant g JOIN access_user u ON u.id = g.user_id "
        "WHERE g.unit = %(unit)s AND g.since_at <= %(now)s AND (g.until_at IS NULL OR g.until_at > %(now)s) "
        "AND u.is_active ORDER BY g.role, g.id LIMIT 100",
        unit=unit, now=clock.current().now(),
    )  # fmt: skip
    return [(role, title, since) for role, title, since in found]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a role over a unit now; `grant` stands for the login where that is not to be shown."""

    grant: UUID
    login: str
    title: str
    role: str
    unit: str


def holders(actor: Actor, units: Collection[str], *, at: datetime) -> list[Holder]:
    """Who holds which role over these very units at a moment, of the grants that the actor sees; logins that are
    closed hold nothing.
    """
    found = reading.rows(
        actor,
        "SELECT g.id, u.username, u.title, g.role, g.unit FROM access_grant g JOIN access_user u ON u.id = g.user_id "
        "WHERE g.unit = ANY(%(units)s) AND g.since_at <= %(at)s AND (g.until_at IS NULL OR g.until_at > %(at)s) "
        "AND u.is_active ORDER BY g.unit, g.role, g.id",
        units=list(units), at=at,
    )  # fmt: skip
    return [Holder(*row) for row in found]


def held_below(actor: Actor, path: str, *, at: datetime) -> tuple[int, frozenset[str]]:
    """How many logins other than the actor's hold a role at a path or below it at a moment, and which roles are held.

    Of the grants that the actor sees; logins that are closed hold nothing.
    """
    others, roles = reading.rows(
        actor,
        "SELECT count(DISTINCT g.user_id) FILTER (WHERE g.user_id <> %(me)s), array_agg(DISTINCT g.role) "
        "FROM access_grant g JOIN access_user u ON u.id = g.user_id WHERE g.path >= %(low)s AND g.path < %(high)s "
        "AND g.since_at <= %(at)s AND (g.until_at IS NULL OR g.until_at > %(at)s) AND u.is_active",
        **reading.under(path), at=at, me=actor.user_id,
    )[0]  # fmt: skip
    return others, frozenset(roles or ())


def endings(actor: Actor, entry: UUID) -> list[UUID]:
    """The entries that ended a grant and still stand."""
    statement = "SELECT entry FROM access_ending WHERE giving = %(grant)s AND superseded_at IS NULL"
    return reading.column(actor, statement, grant=entry)


_USERS = """
SELECT a.id, a.username, a.title, a.unit, coalesce(u.path, ''), a.language, a.is_active, a.demo, a.password_once,
       a.date_joined, a.last_login, a.first_name, a.phone,
       left(a.password, 1) = '!' AND EXISTS (SELECT FROM access_invitation i WHERE i.user_id = a.id)
FROM access_user a LEFT JOIN units_unit u ON u.code = a.unit AND %(seen)s::path_ranges @> u.path WHERE
"""


def user(actor: Actor, login: str) -> UserShown:
    """A login for which a unit answers where the actor holds `access.see`, or the actor's own. Raises `not_found`."""
    said = login.replace("\0", "")
    found = _users(actor, "a.username = %(login)s AND (u.code IS NOT NULL OR a.id = %(me)s)", login=said)
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def users(
    actor: Actor,
    *,
    under: str | None = None,
    text: str | None = None,
    closed: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> list[UserShown]:
    """One page of logins by name, of units where the actor holds `access.see`; `after` is a login."""
    where, named = ["u.code IS NOT NULL AND a.username > %(after)s"], {"after": after or "", "limit": limit}
    if under is not None:
        named["low"], named["high"] = prefix_range(unit_of(actor, under).path)
        where.append("u.path >= %(low)s AND u.path < %(high)s")
    if text and text.strip():
        literal = text.strip().replace("\0", "").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where.append("(a.username ILIKE %(part)s OR a.title ILIKE %(part)s OR a.first_name ILIKE %(part)s)")
        named["part"] = f"%{literal}%"
    if not closed:
        where.append("a.is_active")
    return _users(actor, f"{' AND '.join(where)} ORDER BY a.username LIMIT %(limit)s", **named)


def _users(actor: Actor, where: str, **named: Any) -> list[UserShown]:
    return [UserShown(*row) for row in reading.rows(actor, _USERS + where, **named, **_seen_by(actor))]


def tokens(actor: Actor, login: str) -> list[TokenShown]:
    """The tokens of a login, newest first, revoked ones too: the actor's own, or of a login that it sees."""
    user(actor, login)
    found = reading.rows(
        actor,
        "SELECT t.id, u.username, t.device, t.made_at, t.made_by, t.accepted_at, t.expires_at, t.last_used_at, "
        "t.revoked_at FROM access_token t JOIN access_user u ON u.id = t.user_id WHERE u.username = %(login)s "
        "ORDER BY t.id DESC",
        login=login,
    )
    return [TokenShown(*row) for row in found]
