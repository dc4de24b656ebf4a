"""watch · policy: the shifts and limits that the playbook in force gives for a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from lianfang.areas.watch.problems import NO_RULES, UNKNOWN_SHIFT
from lianfang.areas.watch.rules import Limits, Shift
from lianfang.areas.watch.sections import MORE_LIMITS, WatchPart
from lianfang.kernel import clock
from lianfang.kernel.problems import Refused
from lianfang.playbook import current
from lianfang.playbook.shapes import NoRuleOn

_DAY = timedelta(days=1)


def shifts_of(day: date) -> tuple[Shift, ...]:
    """The shifts that begin on a day, in their order; none where the playbook has no watch then."""
    return _shifts(current().digest, day)


@lru_cache(maxsize=2000)
def _shifts(digest: str, day: date) -> tuple[Shift, ...]:
    playbook = current()
    found = []
    for rule in playbook.part(WatchPart).watch_shifts:
        try:
            held = rule.on(day)
        except NoRuleOn:
            continue
        begins_at = datetime.combine(day, held.begins, playbook.zone)
        ends_on = day if held.ends > held.begins else day + _DAY
        found.append(Shift(day, rule.code, rule.words, begins_at, datetime.combine(ends_on, held.ends, playbook.zone)))
    return tuple(sorted(found, key=lambda each: each.begins_at))


def shift_of(day: date, code: str) -> Shift:
    """One shift. Raises `watch_unknown_shift`."""
    found = next((each for each in shifts_of(day) if each.code == code), None)
    if found is None:
        raise Refused(UNKNOWN_SHIFT, on=day.isoformat(), shift=code[:40])
    return found


def shifts_between(from_at: datetime, to_at: datetime) -> Iterator[Shift]:
    """Every shift of which some part lies in [from_at, to_at), in their order."""
    day, last = clock.local(from_at).date() - _DAY, clock.local(to_at).date()
    while day <= last:
        yield from (each for each in shifts_of(day) if each.begins_at < to_at and each.ends_at > from_at)
        day += _DAY


def shift_at(moment: datetime) -> Shift | None:
    """The shift that is on at a moment."""
    return next(shifts_between(moment, moment + timedelta(microseconds=1)), None)


def before(shift: Shift) -> Shift | None:
    """The shift that this one takes over from."""
    return shift_at(shift.begins_at - timedelta(microseconds=1))


def after(shift: Shift) -> Shift | None:
    """The shift that takes over from this one."""
    return shift_at(shift.ends_at)


def limits_on(day: date) -> Limits:
    """The limits of a day. Raises `watch_no_rules` where the playbook keeps no watch then."""
    number: dict[str, int] = {}
    for rule in current().part(WatchPart).watch_limits:
        try:
            number[rule.code] = int(rule.on(day).value)
        except NoRuleOn:
            if rule.code not in MORE_LIMITS:  # what came later may be silent of the days before
                raise Refused(NO_RULES) from None
    if not number:
        raise Refused(NO_RULES)
    return Limits(
        officers_min=number["officers_min"],
        officers_max=number["officers_max"],
        ahead=timedelta(hours=number["roster_ahead_hours"]),
        opens=timedelta(minutes=number["handover_opens_minutes"]),
        grace=timedelta(minutes=number["handover_grace_minutes"]),
        answer=timedelta(minutes=number["spot_answer_minutes"]),
        shifts_in_row=number["shifts_in_row_max"],
        days_in_row=number["days_in_row_max"],
        planned=timedelta(days=number["roster_planned_days"])
        if "roster_planned_days" in number
        else timedelta(hours=number["roster_ahead_hours"]),
    )


def limits_at(moment: datetime) -> Limits:
    """The limits of that day. Raises `watch_no_rules`.

    Past the playbook's last day, those of the shift that began on it, for as long as it runs.
    """
    day = clock.local(moment).date()
    shift = shift_at(moment) if current().ended_by(day) else None
    return limits_on(shift.on if shift else day)


def limits_lately(moment: datetime) -> Limits | None:
    """The limits at a moment or, past the playbook's last day, those of that day: what was left open then still is.

    None where the playbook keeps no watch.
    """
    playbook = current()
    last = playbook.meta.valid_to
    if last is not None and clock.local(moment).date() > last:
        moment = datetime.combine(last, time(12), playbook.zone)
    return limits_at(moment) if watched(moment) else None


def watched(moment: datetime) -> bool:
    """Whether the playbook has a watch at all at that moment."""
    return bool(current().part(WatchPart).watch_limits) and shift_at(moment) is not None
