"""access · actions: logins, grants and tokens are made, changed and ended here and nowhere else."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from lianfang.ground.access import logins, payloads, problems, queries, vouching
from lianfang.ground.access.card import GRANT, USER
from lianfang.ground.access.models import Grant, Token, User
from lianfang.ground.access.roles import FROM_ABOVE, Role, gives, may_give, words_of
from lianfang.ground.recording import Turn, take_turn, valid
from lianfang.ground.units.queries import unit as unit_of
from lianfang.kernel import characters, clock, ids, journal
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import INVALID, NOT_ALLOWED, NOT_FOUND, Fault, Refused
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import w

TOKEN_DAYS_MOST = 400


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token just made: `shown` is the only time that it can be read."""

    id: UUID
    shown: str
    expires_at: datetime
    device: str


@transaction.atomic
def create_user(
    actor: Actor,
    *,
    login: str,
    unit: str,
    password: str | None = None,
    language: str = "zh-hans",
    title: str = "",
    name: str = "",
    phone: str = "",
    demo: bool = False,
    once: bool = False,
) -> User:
    """Makes a login that `unit` answers for; without a password it cannot sign in until one is set. An empty `login` is
    made of the title, or of the name of the person who is to use it.
    A password `once` opens one door only: that to a password of one's own. Needs `access.user` at the unit.
    Raises `login_taken`, `login_alike`, `password_weak`, `invalid`.
    """
    actor.must(USER, unit_of(actor, unit).path)
    login = characters.folded(login) or logins.made_of(title or name)
    name, phone = logins.person(name, phone)
    user = User(username=login, language=language, title=title, unit=unit, demo=demo, first_name=name, phone=phone)
    wrong = [("username", logins.trouble(login)), ("title", characters.trouble(title) if title else None)]
    if faults := tuple(Fault(field, words, "character") for field, words in wrong if words):
        raise Refused(INVALID, faults=faults)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Refused(INVALID, faults=_faults(error)) from error
    logins.check_free(login)
    if password is None:
        user.set_unusable_password()
    else:
        if not demo:
            _check_password(password, user)
        user.set_password(password)
        user.password_once = once
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(problems.LOGIN_TAKEN, login=login) from error
    return user


@transaction.atomic
def make_account(
    actor: Actor,
    *,
    unit: str,
    title: str,
    password: str,
    login: str = "",
    name: str = "",
    phone: str = "",
    language: str = "zh-hans",
    role: Role | str | None = None,
    note: str | None = None,
) -> User:
    """Makes a login as `create_user` does, with a password that comes in once, and where a role is said gives it that
    role over the unit: both or neither. Raises what either raises.
    """
    user = create_user(
        actor, login=login, unit=unit, title=title, name=name, phone=phone, language=language, once=True,
        password=password,
    )  # fmt: skip
    if role:
        give_grant(actor, login=user.username, role=role, unit=unit, note=note)
    return user


@transaction.atomic
def set_password(actor: Actor, *, login: str, password: str, once: bool = False) -> None:
    """Gives a login another password: its own, or one that the actor's `access.user` reaches; `once` as above.

    Whoever sets a password could sign in with it, so the actor must be one who might have given that login each of
    its roles. Its tokens stay good; end them one by one where a device was lost. Raises `password_weak`, `not_found`.
    """
    user = managed(actor, login)
    check_no_more(actor, user)
    _check_password(password, user)
    user.set_password(password)
    user.password_once = once
    user.save(update_fields=["password", "password_once"])


@transaction.atomic
def set_person(actor: Actor, *, login: str, name: str, phone: str) -> None:
    """Says who uses a login and how to reach him: one's own, or one that is managed. Raises `invalid`, `not_found`."""
    user = managed(actor, login)
    user.first_name, user.phone = logins.person(name, phone)
    user.save(update_fields=["first_name", "phone"])
    queries.changed()


@transaction.atomic
def set_language(actor: Actor, *, language: str) -> None:
    """Says in which language the actor's own login reads."""
    if language not in dict(settings.LANGUAGES):
        fault = Fault("language", w("没有这种语言", "there is no such language"), "enum")
        raise Refused(INVALID, faults=(fault,))
    User.objects.filter(pk=actor.user_id).update(language=language)
    queries.changed()


@transaction.atomic
def set_active(actor: Actor, *, login: str, active: bool) -> None:
    """Opens or shuts a login at once: sessions and tokens of a login that is shut are refused."""
    user = managed(actor, login)
    if user.pk == actor.user_id:
        raise Refused(problems.OWN_GRANT)
    user.is_active = active
    user.save(update_fields=["is_active"])
    queries.changed()


@transaction.atomic
def give_grant(
    actor: Actor,
    *,
    login: str,
    role: Role | str,
    unit: str,
    until: datetime | None = None,
    note: str | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> UUID:
    """Gives a login a role over a unit and all below it, from now until it ends; gives the grant's id.

    Needs `access.grant` at the unit, and what `roles.GIVEN_BY` asks for the role. Raises `own_grant`,
    `admin_by_admin`, `role_from_above`, `role_not_held`, `longer_than_yours`, `already_held`, `no_such_login`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.GRANTS)
    path = unit_of(actor, unit, day=clock.day_of(now).date).path
    actor.must(GRANT, path)
    role = _role(role)
    user = User.objects.filter(username=login).first()
    if user is None:
        raise Refused(problems.NO_SUCH_LOGIN, login=login)
    if user.pk == actor.user_id:
        raise Refused(problems.OWN_GRANT)
    _check_given(actor, role, path)
    if until is not None and until <= now:
        fault = Fault("data.until", w("须晚于现在", "must be later than now"), "greater_than")
        raise Refused(INVALID, faults=(fault,))
    _check_not_longer(actor, role, path, until, now)
    held = Grant.objects.filter(user=user, role=role, unit=unit, since_at__lte=now)
    if held.exclude(until_at__lte=now).exists():
        raise Refused(problems.ALREADY_HELD, login=login)
    draft = Draft(
        id=mint(now),
        kind="access.grant_given",
        unit=unit,
        occurred_at=now,
        data=valid(payloads.GrantGiven, {"login": login, "role": role, "until": until, "note": note}),
    )
    journal.record_one(actor, draft, origin=origin, at=at)
    queries.changed()
    return draft.id


@transaction.atomic
def end_grant(
    actor: Actor,
    *,
    grant: UUID,
    note: str | None = None,
    at: clock.Clock | None = None,
    mint: ids.Mint = ids.mint,
    origin: Origin = Origin.CONSOLE,
) -> None:
    """Ends a grant now: whoever grants over the unit may, but for roles that come from above or from administrators.

    Raises `not_found`, `grant_over`, `own_grant`, `admin_by_admin`, `role_from_above`, `not_allowed`.
    """
    now = (at or clock.current()).now()
    take_turn(Turn.GRANTS)
    found = Grant.objects.filter(pk=grant).first()
    if found is None:
        raise Refused(NOT_FOUND)
    actor.must(GRANT, found.path)
    if found.user_id == actor.user_id:
        raise Refused(problems.OWN_GRANT)
    if found.role in {Role.ADMIN, *FROM_ABOVE}:
        _check_given(actor, Role(found.role), found.path)
    if found.until_at is not None and found.until_at <= now:
        raise Refused(problems.GRANT_OVER)
    data = valid(payloads.GrantEnded, {"grant": grant, "note": note})
    draft = Draft(id=mint(now), kind="access.grant_ended", unit=found.unit, occurred_at=now, data=data)
    journal.record_one(actor, draft, origin=origin, at=at)
    queries.changed()


@transaction.atomic
def make_token(actor: Actor, *, login: str, device: str, days: int = 90, at: clock.Clock | None = None) -> NewToken:
    """Makes a token for one device of the actor's own login. Raises `token_by_itself`, `token_days`, `not_found`."""
    _check_device(device, days)
    user = managed(actor, login)
    if user.pk != actor.user_id:
        raise Refused(problems.TOKEN_BY_ITSELF, login=login)
    now = (at or clock.current()).now()
    return new_token(user, device=device, days=days, now=now, made_by=actor.login)


@transaction.atomic
def offer_token(actor: Actor, *, login: str, device: str, days: int = 90, at: clock.Clock | None = None) -> UUID:
    """Lays a token ready for a login that the actor's `access.user` reaches; gives its id.

    It opens nothing until that login takes it, and says in every entry who laid it ready.
    """
    _check_device(device, days)
    user = managed(actor, login)
    now = (at or clock.current()).now()
    nobody_knows = secrets.token_bytes(32)
    return _keep(user, nobody_knows, device=device, days=days, now=now, made_by=actor.login, accepted_at=None).id


@transaction.atomic
def take_token(actor: Actor, *, token: UUID, at: clock.Clock | None = None) -> NewToken:
    """The actor takes a token that was laid ready for it, which is then shown. Raises `not_found`, `offer_over`."""
    if not Token.objects.filter(pk=token, user_id=actor.user_id).exists():
        raise Refused(NOT_FOUND)
    shown = _secret()
    with connection.cursor() as cursor:
        moment = (at or clock.current()).now()
        cursor.execute("SELECT * FROM access_take_token(%s, %s, %s)", (token, _digest(shown), moment))
        row = cursor.fetchone()
    if row is None:
        raise Refused(problems.OFFER_OVER)
    vouching.vouch(vouching.TOKEN, [token])
    device, expires_at = row
    return NewToken(token, shown, expires_at, device)


@transaction.atomic
def revoke_token(actor: Actor, *, token: UUID, at: clock.Clock | None = None) -> None:
    """Ends a token, in other processes within two seconds. Raises `not_found` for one that the actor does not see."""
    found = Token.objects.select_related("user").filter(pk=token).first()
    if found is None:
        raise Refused(NOT_FOUND)
    managed(actor, found.user.username)
    if found.revoked_at is None:
        found.revoked_at = (at or clock.current()).now()
        found.save(update_fields=["revoked_at"])
        queries.changed()


def new_token(user: User, *, device: str, days: int, now: datetime, made_by: str) -> NewToken:
    shown = _secret()
    made = _keep(user, _digest(shown), device=device, days=days, now=now, made_by=made_by, accepted_at=now)
    return NewToken(made.id, shown, made.expires_at, made.device)


def _keep(
    user: User, digest: bytes, *, device: str, days: int, now: datetime, made_by: str, accepted_at: datetime | None
) -> Token:
    made: Token = Token.objects.create(
        id=ids.mint(now),
        user=user,
        device=device[:200],
        digest=digest,
        made_at=now,
        made_by=made_by,
        accepted_at=accepted_at,
        expires_at=now + timedelta(days=days),
    )
    return made


def _secret() -> str:
    return f"lf_{secrets.token_urlsafe(32)}"


def _digest(shown: str) -> bytes:
    return hashlib.sha256(shown.encode()).digest()


def _check_device(device: str, days: int) -> None:
    if wrong := characters.trouble(device):
        raise Refused(INVALID, faults=(Fault("device", wrong, "character"),))
    if not 1 <= days <= TOKEN_DAYS_MOST:
        raise Refused(problems.TOKEN_DAYS, most=TOKEN_DAYS_MOST)


def managed(actor: Actor, login: str) -> User:
    """The login, if it is the actor's own or its unit is one where the actor manages logins."""
    user = User.objects.filter(username=login).first()
    if user is None:
        raise Refused(NOT_FOUND)
    if user.pk != actor.user_id:
        if not user.unit:
            raise Refused(NOT_FOUND)
        path = unit_of(actor, user.unit).path
        actor.must(USER, path)
        _check_no_wider(user)
    return user


def _check_no_wider(user: User) -> None:
    """Nobody takes over a login that reaches further than the acting actor does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_reaches_further(%s)", (user.pk,))
        if cursor.fetchone()[0]:
            raise Refused(NOT_ALLOWED, verb=USER)


def check_no_more(actor: Actor, user: User) -> None:
    """Nobody takes over a login that may do what he could not have given it."""
    if user.pk == actor.user_id or actor.user_id == 0:
        return
    now = clock.current().now()
    for held in Grant.objects.filter(user=user).exclude(until_at__lte=now):
        if not may_give(actor.held, Role(held.role), held.path):
            raise Refused(problems.ROLE_NOT_HELD, role=words_of(held.role))


def _check_given(actor: Actor, role: Role, path: str) -> None:
    """That the role is the actor's to give over the path; the product's own hand gives all."""
    if actor.user_id == 0 or may_give(actor.held, role, path):
        return
    if role is Role.ADMIN:
        raise Refused(problems.ADMIN_BY_ADMIN)
    problem = problems.ROLE_FROM_ABOVE if role in FROM_ABOVE else problems.ROLE_NOT_HELD
    raise Refused(problem, role=words_of(role))


def _check_not_longer(actor: Actor, role: Role, path: str, until: datetime | None, now: datetime) -> None:
    """What somebody holds for a while he gives for no longer."""
    own = Grant.objects.filter(user_id=actor.user_id, since_at__lte=now).exclude(until_at__lte=now)
    ends = [each.until_at for each in own if gives(each.role, each.path, role, path)]
    if ends and all(ends) and (until is None or until > max(ends)):
        raise Refused(problems.LONGER_THAN_YOURS, until=clock.local(max(ends)).strftime("%Y-%m-%d %H:%M"))


def _role(role: Role | str) -> Role:
    try:
        return Role(role)
    except ValueError:
        fault = Fault("data.role", w("没有这个角色", "there is no such role"), "enum")
        raise Refused(INVALID, faults=(fault,)) from None


def _check_password(password: str, user: User) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refused(problems.PASSWORD_WEAK, why=" ".join(error.messages)) from error


def _faults(error: ValidationError) -> tuple[Fault, ...]:
    return tuple(
        Fault(name, w(message, message), "invalid")
        for name, messages in error.message_dict.items()
        for message in messages
    )
