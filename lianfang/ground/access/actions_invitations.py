"""access · actions of invitations: somebody is invited, invited again or no more, and comes in once, here alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lianfang.ground.access import actions, problems
from lianfang.ground.access.card import USER
from lianfang.ground.access.models import Invitation, User
from lianfang.ground.access.queries_invitations import INVITATION_DAYS_MOST, Invited, code_of, invited
from lianfang.ground.access.roles import Role
from lianfang.ground.recording import Turn, take_turn
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import clock, ids
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import INVALID, NOT_FOUND, Fault, Refused
from lianfang.kernel.scope import Actor, acting, system_actor
from lianfang.kernel.words import w


@dataclass(frozen=True, slots=True)
class InviteSpec:
    """Who is invited, as what: `name` is shown wherever the account is; the role is over `unit` and all below it."""

    person: UUID
    name: str
    unit: str
    role: Role | str
    note: str | None = None


@transaction.atomic
def invite(
    actor: Actor,
    specs: Sequence[InviteSpec],
    *,
    days: int | None = None,
    language: str = "zh-hans",
    at: clock.Clock | None = None,
    origin: Origin = Origin.CONSOLE,
) -> list[UUID]:
    """Makes an account and an invitation for each, all or none; gives the invitations' ids. Their logins are made of
    the names, and nobody knows a password of theirs. A person who is named again gets the further role, and no more.

    Raises `already_invited` for a person who has an account, `invitation_days`, and what making a login and giving a
    role raise.
    """
    days = _days(days)
    take_turn(Turn.GRANTS)
    there = invited(actor, [spec.person for spec in specs])
    made: dict[UUID, Invitation] = {}
    given: set[tuple[UUID, str, str]] = set()
    for spec in specs:
        if spec.person in there:
            raise Refused(problems.ALREADY_INVITED, login=there[spec.person])
        if spec.person not in made:
            user = actions.create_user(actor, login="", unit=spec.unit, name=spec.name, language=language)
            made[spec.person] = _made(actor, user, spec.person, spec.unit, days, at)
        if (what := (spec.person, str(spec.role), spec.unit)) not in given:
            given.add(what)
            actions.give_grant(
                actor, login=made[spec.person].user.username, role=spec.role, unit=spec.unit, note=spec.note or None,
                at=at, origin=origin,
            )  # fmt: skip
    return [each.id for each in made.values()]


@transaction.atomic
def invite_again(actor: Actor, *, login: str, days: int | None = None, at: clock.Clock | None = None) -> UUID:
    """Another invitation for a login that nobody has come in with; whatever was sent before is good no more.

    Raises `not_found`, `not_allowed`, `invitation_used`.
    """
    user = actions.managed(actor, login)
    actions.check_no_more(actor, user)
    before = Invitation.objects.filter(user=user).order_by("-made_at").first()
    if before is None:
        raise Refused(NOT_FOUND)
    if user.has_usable_password():
        raise Refused(problems.INVITATION_USED)
    now = (at or clock.current()).now()
    _revoke(Invitation.objects.filter(user=user, revoked_at__isnull=True), now)
    made: UUID = _made(actor, user, before.person, user.unit, _days(days), at).id
    return made


@transaction.atomic
def revoke_invitation(actor: Actor, *, invitation: UUID, at: clock.Clock | None = None) -> None:
    """Ends an invitation at once. Raises `not_found`, `invitation_used`."""
    found = Invitation.objects.select_related("user").filter(pk=invitation).first()
    if found is None:
        raise Refused(NOT_FOUND)
    actions.managed(actor, found.user.username)
    if found.used_at is not None:
        raise Refused(problems.INVITATION_USED)
    _revoke([found] if found.revoked_at is None else [], (at or clock.current()).now())


def come_in(code: str, *, password: str, language: str = "", at: clock.Clock | None = None) -> User:
    """Whoever shows the code takes the login over, with a password of his own; of two at once one is refused.

    Raises `invitation_unknown`, `invitation_used`, `invitation_revoked`, `invitation_over`, `password_weak`.
    """
    now = (at or clock.current()).now()
    system = system_actor("invitation")
    with acting(system), transaction.atomic():
        found = good(Invitation.objects.select_for_update().filter(digest=digest_of(code)).first(), now)
        user: User = User.objects.get(pk=found.user_id)
        actions.set_password(system, login=user.username, password=password)
        found.used_at = now
        found.save(update_fields=["used_at"])
        if language and language != user.language:
            user = User.objects.get(pk=found.user_id)
            user.language = language
            user.save(update_fields=["language"])
        return User.objects.get(pk=found.user_id)


def shown(code: str, *, at: clock.Clock | None = None) -> Invited:
    """What an invitation that is still good says to whoever shows its code. Raises as `come_in`."""
    now = (at or clock.current()).now()
    with acting(system_actor("invitation")):
        found = good(Invitation.objects.select_related("user").filter(digest=digest_of(code)).first(), now)
        return Invited(found.id, found.user.username, str(found.user), found.unit, found.expires_at)


def good(found: Invitation | None, now: datetime) -> Invitation:
    """The invitation, if it still lets somebody in."""
    if found is None:
        raise Refused(problems.INVITATION_UNKNOWN)
    if found.used_at is not None or found.user.has_usable_password():  # somebody comes in with it already
        raise Refused(problems.INVITATION_USED)
    if found.revoked_at is not None or not found.user.may_enter:
        raise Refused(problems.INVITATION_REVOKED)
    if found.expires_at <= now:
        raise Refused(problems.INVITATION_OVER, at=clock.said(found.expires_at))
    return found


def digest_of(code: str) -> bytes:
    """The digest by which a code is known, however it was typed."""
    plain = "".join(each for each in code.lower() if each.isascii() and each.isalnum())
    return hashlib.sha256(f"lianfang invitation 1\n{plain}".encode()).digest()


def _made(actor: Actor, user: User, person: UUID | None, unit: str, days: int, at: clock.Clock | None) -> Invitation:
    now = (at or clock.current()).now()
    path = unit_of(actor, unit, day=clock.day_of(now).date).path
    actor.must(USER, path)
    entry = ids.mint(now)
    made: Invitation = Invitation.objects.create(
        id=entry, user=user, person=person, unit=unit, path=path, digest=digest_of(code_of(entry)), made_at=now,
        made_by=actor.login, expires_at=now + timedelta(days=days),
    )  # fmt: skip
    return made


def _revoke(found: Iterable[Invitation], now: datetime) -> None:
    for each in found:
        each.revoked_at = now
        each.save(update_fields=["revoked_at"])


def _days(days: int | None) -> int:
    days = settings.INVITATION_DAYS if days is None else days
    if not 1 <= days <= INVITATION_DAYS_MOST:
        says = w("须为 1 至 {most} 天", "must be 1 to {most} days").fill(most=INVITATION_DAYS_MOST)
        raise Refused(INVALID, faults=(Fault("days", says, "range"),))
    return days
