"""tests · steps: what several stories do: record a batch, derive a day's slots, file a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any


def draft(kind: str, unit: str, moment: datetime, data: dict[str, Any], **more: Any) -> Any:
    """An entry of that moment."""
    from lianfang.kernel import ids
    from lianfang.kernel.entries import Draft

    return Draft(ids.mint(moment), kind, unit, moment, data, **more)


def record(system: Any, drafts: Iterable[Any], moment: datetime) -> None:
    """Records them in one batch at that moment; raises the first problem."""
    from lianfang.kernel import clock, journal
    from lianfang.kernel.kinds import Origin

    for receipt in journal.record(system, list(drafts), origin=Origin.API, at=clock.FixedClock(moment)):
        if receipt.problem is not None:
            raise receipt.problem


def slots(system: Any, top: str, day: date, now: datetime) -> dict[str, dict[str, int]]:
    """For each duty and window of a day how many slots stand how."""
    from lianfang.areas.duties import actions, queries
    from lianfang.ground.units import queries as units

    actions.derive_day(day, now)
    found: dict[str, dict[str, int]] = {}
    for window in queries.tallies(system, [units.unit(system, top)], day, now):
        counted = found.setdefault(f"{window.duty}/{window.number}", {})
        for state, count in window.tally.counts.items():
            counted[str(state)] = counted.get(str(state), 0) + count
    return found


def open_reporter(system: Any, login: str, unit: str, at: Any) -> None:
    """A login that reports for the unit."""
    from lianfang.ground.access import actions as access

    access.create_user(system, login=login, unit=unit)
    access.give_grant(system, login=login, role="reporter", unit=unit, at=at)


def filed(login: str, unit: str, day: date, moment: datetime, narrative: str) -> dict[str, list[Any]]:
    """The login confirms the unit's report at that moment: each line's state and value."""
    from lianfang.areas.reporting import actions, queries
    from lianfang.ground.access import queries as access
    from lianfang.ground.access.models import User
    from lianfang.kernel import clock, scope

    reporter = access.actor_of(User.objects.get(username=login))
    with clock.standing_at(moment), scope.acting(reporter):
        actions.confirm_report(reporter, unit=unit, day=day, narrative=narrative)
        lines = queries.report(reporter, unit, day, now=moment).lines
    return {each.code: [str(each.stated.state), _plain(each.stated.value)] for each in lines}


def proposed() -> list[list[str]]:
    """The procedures that were proposed and that nobody settled, each with its unit."""
    from lianfang.areas.incidents import queries

    return [[each.code, each.unit] for each in queries.unsettled()]


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)
