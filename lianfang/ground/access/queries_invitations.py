"""access · queries of invitations: who was invited, who has not come yet, and what is printed for them."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings

from lianfang.ground.access import problems
from lianfang.ground.access.card import GRANT, USER
from lianfang.ground.access.roles import Role, may_give, words_of
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock, reading, scope
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.kernel.words import Words

INVITATION_DAYS_MOST = 60
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread when it is read aloud
_GROUPS, _GROUP = 4, 4


class Stands(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    OVER = "over"
    USED = "used"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation says to whoever holds its code."""

    id: UUID
    login: str
    name: str
    unit: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationShown:
    """An invitation as the pages show it, with the person's name, and the roles that its login holds now anywhere."""

    id: UUID
    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    made_at: datetime
    made_by: str
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None

    @property
    def stands(self) -> Stands:
        """How it stands now."""
        if self.used_at is not None:
            return Stands.USED
        if self.revoked_at is not None:
            return Stands.REVOKED
        return Stands.OVER if self.expires_at <= clock.current().now() else Stands.OPEN

    @property
    def role_words(self) -> list[Words]:
        """What the roles are called."""
        return [words_of(role) for role in self.roles]


@dataclass(frozen=True, slots=True)
class Printed:
    """Invitations that still let somebody in, each with its code; `withheld` are not the actor's to print."""

    codes: Sequence[tuple[InvitationShown, str]]
    withheld: int


_SELECT = """
SELECT i.id, u.username, coalesce(nullif(u.first_name, ''), u.title), i.unit,
       ARRAY(SELECT DISTINCT g.role FROM access_grant g WHERE g.user_id = u.id
             AND (g.until_at IS NULL OR g.until_at > %(now)s) ORDER BY g.role),
       i.made_at, i.made_by, i.expires_at, i.used_at, i.revoked_at
FROM access_invitation i JOIN access_user u ON u.id = i.user_id
WHERE %(seen)s::path_ranges @> i.path
"""
# The newest of a login alone counts; what was made before it is over.
_WAITS = (
    " AND i.used_at IS NULL AND i.revoked_at IS NULL AND u.is_active AND left(u.password, 1) = '!' AND NOT EXISTS "
    "(SELECT FROM access_invitation n WHERE n.user_id = i.user_id AND (n.used_at IS NOT NULL OR n.made_at > i.made_at))"
)


def invitations(
    actor: Actor,
    *,
    under: str | None = None,
    waiting: bool = True,
    good: bool = False,
    ids: Collection[UUID] | None = None,
    login: str | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[InvitationShown]:
    """One page of invitations, newest first, of units where the actor manages accounts: those that wait, or all;
    with `good`, only what still lets somebody in."""
    where = " AND i.expires_at > %(now)s" if good else ""
    named: dict[str, Any] = {
        "limit": limit,
        "after": after,
        "login": login,
        "ids": list(ids) if ids is not None else None,
    }
    if under is not None:
        named["low"], named["high"] = prefix_range(unit_of(actor, under).path)
        where += " AND i.path >= %(low)s AND i.path < %(high)s"
    where += _WAITS if waiting else ""
    where += " AND i.id = ANY(%(ids)s)" if ids is not None else ""
    where += " AND u.username = %(login)s" if login is not None else ""
    where += " AND i.id < %(after)s" if after is not None else ""
    found = reading.rows(actor, f"{_SELECT}{where} ORDER BY i.id DESC LIMIT %(limit)s", **named, **_seen(actor))
    return [_shown(*row) for row in found]


def _shown(key: UUID, login: str, name: str, unit: str, roles: list[str], *moments: Any) -> InvitationShown:
    return InvitationShown(key, login, name, unit, tuple(roles), *moments)


def invitation(actor: Actor, which: UUID) -> InvitationShown:
    """One of them. Raises `not_found`."""
    found = invitations(actor, waiting=False, ids=[which], limit=1)
    if not found:
        raise Refused(NOT_FOUND)
    return found[0]


def printed(actor: Actor, found: Sequence[InvitationShown], *, alone: bool = False) -> Printed:
    """Of these invitations those that are the actor's to print, with their codes: whoever reads a code could come in
    with it, so each login is one that the actor manages, and might give all that it holds.

    Where one was asked for `alone`, it raises why the actor may not print it: `not_allowed`, `role_not_held`.
    """
    refused = _not_to_take_over(actor, [each.login for each in found])
    if alone and refused:
        raise next(iter(refused.values()))
    codes = [(each, code_of(each.id)) for each in found if each.login not in refused]
    return Printed(codes, len(found) - len(codes))


_HOLDS = """
SELECT u.username, access_reaches_further(u.id)
         OR NOT EXISTS (SELECT FROM units_unit n WHERE n.code = u.unit AND %(seen)s::path_ranges @> n.path),
       ARRAY(SELECT g.role FROM access_grant g WHERE g.user_id = u.id
             AND (g.until_at IS NULL OR g.until_at > %(now)s) ORDER BY g.id),
       ARRAY(SELECT g.path FROM access_grant g WHERE g.user_id = u.id
             AND (g.until_at IS NULL OR g.until_at > %(now)s) ORDER BY g.id)
FROM access_user u WHERE u.username = ANY(%(logins)s)
"""


def _not_to_take_over(actor: Actor, logins: Collection[str]) -> dict[str, Refused]:
    """Which of the logins the actor may not take over, and why; the product's own hand may all."""
    refused: dict[str, Refused] = {}
    if actor.user_id == 0 or not logins:
        return refused
    for login, further, roles, paths in reading.rows(actor, _HOLDS, logins=list(logins), **_seen(actor)):
        if further or not all(actor.may(GRANT, path) for path in paths):
            refused[login] = Refused(NOT_ALLOWED, verb=GRANT)
        for role, path in zip(roles, paths, strict=True):
            if login not in refused and not may_give(actor.held, Role(role), path):
                refused[login] = Refused(problems.ROLE_NOT_HELD, role=words_of(role))
    return refused


def invited(actor: Actor, persons: Collection[UUID]) -> dict[UUID, str]:
    """Which of these people have an account that was made for them, and its login; of any unit in the scope."""
    found = reading.rows(
        actor,
        "SELECT DISTINCT i.person, u.username FROM access_invitation i JOIN access_user u ON u.id = i.user_id "
        "WHERE i.person = ANY(%(persons)s) AND u.is_active",
        persons=list(persons),
    )  # fmt: skip
    return dict(found)


@dataclass(frozen=True, slots=True)
class Held:
    """The login that was made for somebody, and the roles that it holds now, each over its unit."""

    login: str
    roles: frozenset[tuple[str, str]]


def held_by(actor: Actor, persons: Collection[UUID]) -> dict[UUID, Held]:
    """Of these people, those who have an account that was made for them; of any unit in the scope."""
    found = reading.rows(
        actor,
        "SELECT DISTINCT i.person, u.username, g.role, g.unit FROM access_invitation i "
        "JOIN access_user u ON u.id = i.user_id LEFT JOIN access_grant g ON g.user_id = u.id "
        "AND (g.until_at IS NULL OR g.until_at > %(now)s) WHERE i.person = ANY(%(persons)s) AND u.is_active",
        persons=list(persons), now=clock.current().now(),
    )  # fmt: skip
    roles: dict[tuple[UUID, str], set[tuple[str, str]]] = defaultdict(set)
    for person, login, role, unit in found:
        roles[person, login].add((role, unit))
    return {person: Held(login, frozenset(held)) for (person, login), held in roles.items()}


def code_of(invitation: UUID) -> str:
    """The code of an invitation, which follows from it and from a key that is not in the database: it can be printed
    again, and read nowhere. Four groups of four, fit to be read aloud (79 bits).
    """
    made = hmac.digest(settings.LABEL_KEY, f"lianfang invitation 1\n{invitation}".encode(), hashlib.sha256)
    number, signs = int.from_bytes(made, "big"), []
    for _ in range(_GROUPS * _GROUP):
        number, at = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[at])
    return "-".join("".join(signs[i : i + _GROUP]) for i in range(0, len(signs), _GROUP))


def _seen(actor: Actor) -> dict[str, Any]:
    return {"seen": scope.ranges(actor.prefixes(USER)), "now": clock.current().now()}
