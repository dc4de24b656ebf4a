"""shell · asked: which unit a page is about, and who may ask for a page at all."""

from __future__ import annotations

from datetime import date, datetime

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import spans
from lianfang.kernel.problems import NOT_ALLOWED, NOT_FOUND, Refused
from lianfang.kernel.scope import Actor
from lianfang.shell.day_asked import today_of
from lianfang.shell.problems import UNIT_NOT_THEN


def own_unit(actor: Actor, verb: str) -> str | None:
    """The unit where the actor's pages of a verb open: home, else the widest of those where the verb is held."""
    held = [grant for grant in actor.held if verb in grant.verbs and grant.unit]
    first = min(held, key=lambda one: (one.unit != actor.home, len(one.prefixes[0]), one.unit), default=None)
    return first.unit if first else None


def unit_asked(actor: Actor, code: str | None, verb: str, *, day: date | None = None) -> Unit:
    """The unit asked for, by default the actor's own. Raises `not_found` outside the scope, `not_allowed` inside it."""
    code = code or own_unit(actor, verb)
    if code is None:
        raise Refused(NOT_ALLOWED, verb=verb)
    unit = unit_on(actor, code, day)
    actor.must(verb, unit.path)
    return unit


def unit_on(actor: Actor, code: str, day: date | None) -> Unit:
    """The unit as it stood on a day, whatever the actor may do there. Raises `not_found`, and `unit_not_then` where it
    stands now, and did not on that day."""
    try:
        return units.unit(actor, code, day=day)
    except Refused as refused:
        if day is None or refused.problem is not NOT_FOUND:
            raise
        now = units.unit(actor, code)
        if now.open_on(day):
            raise  # elsewhere, where the actor sees nothing
        raise Refused(
            UNIT_NOT_THEN, unit=now.words, day=spans.reporting_day(day), opened=spans.dated(now.opened_on)
        ) from None


def units_asked(actor: Actor, code: str | None, verb: str, *, day: date | None = None) -> list[Unit]:
    """The unit asked for; by default all at which the actor holds the verb, home first, none of them below another.

    Raises `not_found` outside the scope, `not_allowed` inside it.
    """
    if code:
        return [unit_asked(actor, code, verb, day=day)]
    codes = sorted({grant.unit for grant in actor.held if verb in grant.verbs and grant.unit})
    held = sorted(units.units(actor, codes, day=day).values(), key=lambda unit: (unit.code != actor.home, unit.path))
    paths = [unit.path for unit in held]
    found = [unit for unit in held if not any(unit.path.startswith(path) for path in paths if path != unit.path)]
    if not found:
        raise Refused(NOT_ALLOWED, verb=verb)
    for unit in found:
        actor.must(verb, unit.path)
    return found


def unit_and_day(actor: Actor, code: str | None, verb: str, now: datetime, day: date | None) -> tuple[Unit, date]:
    """The unit and reporting day that a page is about: the day that runs where none was asked for.

    Raises what `unit_asked` raises.
    """
    on = day or today_of(now)
    return unit_asked(actor, code, verb, day=on), on


def must_hold(actor: Actor, verb: str) -> None:
    """Raises `not_allowed` for an actor who holds the verb nowhere."""
    if verb not in actor.verbs:
        raise Refused(NOT_ALLOWED, verb=verb)
