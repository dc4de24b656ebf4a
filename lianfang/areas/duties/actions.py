"""duties · actions: duties are set and ended, modes set, slots excused; and each day's slots are derived in time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lianfang.areas.duties import follower_slots, problems
from lianfang.areas.duties.kinds import DUTY_ENDED, DUTY_SET, EXCUSED, MODE_SET
from lianfang.areas.duties.kinds_duty import DutyEnded, DutySet
from lianfang.areas.duties.kinds_excuse import Excuse
from lianfang.areas.duties.kinds_mode import ModeSet
from lianfang.areas.duties.policy import made, of_playbook, watched
from lianfang.ground.access.roles import Role
from lianfang.ground.recording import record_all, valid
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft, Receipt
from lianfang.kernel.kinds import KINDS, Presence
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor


def ensure_days(now: datetime) -> list[date]:
    """Derives the days that are missing up to tomorrow, each in a transaction of its own; gives those derived."""
    with scope.acting(scope.system_actor()):
        with connection.cursor() as cursor:
            missing = follower_slots.missing_days(cursor, now)
        return [day for day in missing if derive_day(day, now)]


def derive_day(day: date, now: datetime) -> bool:
    """Derives one day as the system; false where somebody else did."""
    with scope.acting(scope.system_actor()), transaction.atomic(), connection.cursor() as cursor:
        follower_slots.hold(cursor)
        if not follower_slots.note_day(cursor, day, now):
            return False
        follower_slots.day_of_all(cursor, day)
        return True


@transaction.atomic
def set_duty(
    actor: Actor,
    *,
    unit: Unit,
    data: Mapping[str, Any],
    entry: UUID | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """Makes a duty for a unit and below. Raises what stands against it: owner, kind, targets, windows, day."""
    said = checked_duty(data)
    _not_past(said.from_day, how)
    with connection.cursor() as cursor:  # of two units that take one code at once the second finds it taken
        cursor.execute("SELECT kernel_wait_for('duties_code:' || %s)", (said.duty,))
    if said.duty in {duty.code for duty in of_playbook(said.from_day)} or _made_elsewhere(said.duty, unit):
        raise Refused(problems.TAKEN, duty=said.duty)
    return record_act(actor, DUTY_SET, unit.code, said, how, entry=entry)


def _made_elsewhere(duty: str, unit: Unit) -> bool:
    """Whether any other unit made a duty of that code, also one that the actor does not see."""
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        return any(each.code == duty and each.prefix != unit.path for each in made(cursor, date.max))


def checked_duty(data: Mapping[str, Any]) -> DutySet:
    """The payload of a duty that somebody can answer and some record can fulfil."""
    said = valid(DutySet, data)
    if said.role not in set(Role):
        raise Refused(problems.NO_OWNER, role=said.role)
    kind = KINDS.get(said.kind)
    if kind is None or said.kind not in watched():
        raise Refused(problems.CANNOT_BE_FULFILLED, kind=said.kind)
    target = REGISTRY.targets().get(said.sort)
    named = {
        "unit": True,
        "place": kind.place is not Presence.FORBIDDEN,
        "person": kind.person is not Presence.FORBIDDEN,
    }
    if target is None or not named.get(target.matched_by, kind.streams and kind.goes_on in ("", target.code)):
        raise Refused(problems.UNKNOWN_TARGETS, sort=said.sort, kind=kind.words)
    return said


@transaction.atomic
def end_duty(
    actor: Actor,
    *,
    unit: Unit,
    duty: str,
    because: str,
    from_day: date,
    entry: UUID | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """Ends a duty that was made for the unit or one below it, from a day on."""
    said = valid(DutyEnded, {"duty": duty, "because": because, "from_day": from_day})
    _not_past(from_day, how)
    with connection.cursor() as cursor:
        known = {each.code: each for each in made(cursor, date.max)}
    if duty in known and not known[duty].prefix.startswith(unit.path):
        raise Refused(problems.MADE_ABOVE, duty=known[duty].words)
    if duty not in known:
        playbook = duty in {each.code for each in of_playbook(from_day)}
        raise Refused(problems.NOT_MADE_HERE if playbook else problems.UNKNOWN_DUTY, duty=duty)
    return record_act(actor, DUTY_ENDED, unit.code, said, how, entry=entry)


@transaction.atomic
def set_mode(
    actor: Actor,
    *,
    unit: Unit,
    mode: str,
    because: str,
    from_day: date,
    response_level: str | None = None,
    entry: UUID | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """A unit and everything below it is in another mode from a day on; duties follow."""
    data = {"mode": mode, "because": because, "from_day": from_day, "response_level": response_level}
    said = valid(ModeSet, data)
    _not_past(from_day, how)
    return record_act(actor, MODE_SET, unit.code, said, how, entry=entry)


@transaction.atomic
def excuse(
    actor: Actor,
    *,
    unit: Unit,
    duty: str,
    targets: Sequence[str] = (),
    window: int | None = None,
    from_day: date,
    until_day: date,
    because: str,
    how: Recording = Recording(),
) -> int:
    """Excuses a duty for some targets, or for all of the unit and below; gives how many excuses were recorded."""
    now = how.now
    _known(duty, from_day)
    drafts = [
        Draft(
            id=how.mint(now),
            kind=EXCUSED,
            unit=unit.code,
            occurred_at=now,
            data=valid(
                Excuse,
                {
                    "duty": duty, "target": target, "window": window, "from_day": from_day, "until_day": until_day,
                    "because": because,
                },
            ),
        )
        for target in (targets or (None,))
    ]  # fmt: skip
    record_all(actor, drafts, origin=how.origin, at=how.clock)
    return len(drafts)


@transaction.atomic
def take_back(
    actor: Actor,
    *,
    entry: UUID,
    because: str,
    withdrawal: UUID | None = None,
    how: Recording = Recording(),
) -> Receipt:
    """Takes back what was said of a duty, a mode or an excuse: as if it had never been said.

    Raises `not_found` where it is nothing of that sort in the scope, `not_allowed` without the verb to say it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, unit, path FROM ledger_entry WHERE id = %s", (entry,))
        found = cursor.fetchone()
    if found is None or found[0] not in _OWN:
        raise Refused(NOT_FOUND)
    kind, unit, path = found
    actor.must(KINDS[kind].record, path)
    return record_act(actor, WITHDRAWAL, unit, {}, how, entry=withdrawal, corrects=entry, reason=because)


_OWN = frozenset({DUTY_SET, DUTY_ENDED, MODE_SET, EXCUSED})


def _known(duty: str, day: date) -> None:
    with connection.cursor() as cursor:
        codes: Collection[str] = {each.code for each in (*of_playbook(day), *made(cursor, date.max))}
    if duty not in codes:
        raise Refused(problems.UNKNOWN_DUTY, duty=duty)


def _not_past(day: date, how: Recording) -> None:
    if day < clock.day_of(how.now).date:
        raise Refused(problems.IN_THE_PAST, day=day.isoformat())
