"""reporting · actions of reminding: many units at once, of a report or of what is missing behind a figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from lianfang.areas.reporting import kinds, problems, queries_chases, rules
from lianfang.areas.reporting.actions import remind_unit
from lianfang.areas.reporting.kinds import CHASED, REMIND
from lianfang.areas.reporting.queries_chases import I1
from lianfang.areas.reporting.rules import Say
from lianfang.ground.access import queries_called as login_names
from lianfang.ground.units.queries import Unit
from lianfang.ground.units.queries import unit as unit_on
from lianfang.kernel import clock, coverage
from lianfang.kernel.coverage import Asked
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.recording import Recording, record_act
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor
from lianfang.kernel.steps import takes_step

MOST = 500


@dataclass(frozen=True, slots=True)
class Reminded:
    """What became of reminding several units: those that were, and the others each with what stood against it."""

    units: tuple[Unit, ...]
    refused: tuple[tuple[str, Refused], ...]


@takes_step
def chase_unit(actor: Actor, *, unit: str, day: date, code: str, how: Recording = Recording()) -> Unit:
    """Reminds a unit of what is missing behind a figure of a day; never twice within half an hour, whoever asks.

    Raises `not_found`, `not_allowed`, `report_nothing_missing`, `report_reminded_already`.
    """
    declared, indicator = REGISTRY.coverages().get(code), REGISTRY.indicators().get(code)
    if declared is None or indicator is None:
        raise Refused(NOT_FOUND)
    how = how.standing()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_wait_for(%s)", (f"chase:{unit}:{day}:{code}",))
    stood = unit_on(actor, unit, day=day)
    actor.must(REMIND, stood.path)
    window = clock.reporting_day(day)
    [counted] = coverage.counted(actor, Asked(stood.path, window, how.now), [(code, declared)])
    last = queries_chases.last(actor, [unit], day, code).get(unit)
    named = (login_names.who(last[0]).say(), last[1]) if last else None
    say = Say(stood.words, f"{day:%Y-%m-%d}", clock.said)
    rules.check_chase(counted.missing, named, now=how.now, say=say, figure=indicator.words)
    said = kinds.Chased(report_day=day, code=code, path=stood.path, missing=counted.missing)
    record_act(actor, CHASED, unit, said, how)
    return stood


def remind_units(
    actor: Actor, *, units: Sequence[str], day: date, code: str = "", how: Recording = Recording()
) -> Reminded:
    """Reminds each of some units by itself: of its report of the day, or of what is missing behind the figure `code`.

    One that cannot be reminded stands in no other's way. Raises `report_nobody_chosen`, `report_too_many_chosen`.
    """
    chosen = list(dict.fromkeys(each for each in units if each))
    if not chosen:
        raise Refused(problems.NOBODY_CHOSEN)
    if len(chosen) > MOST:
        raise Refused(problems.TOO_MANY_CHOSEN, most=MOST, n=len(chosen))
    act: Callable[[str], Unit] = (
        (lambda unit: remind_unit(actor, unit=unit, day=day, how=how).unit)
        if code in ("", I1)
        else (lambda unit: chase_unit(actor, unit=unit, day=day, code=code, how=how))
    )
    done: list[Unit] = []
    refused: list[tuple[str, Any]] = []
    for unit in chosen:
        try:
            done.append(act(unit))
        except Refused as why:
            refused.append((unit, why))
    return Reminded(tuple(done), tuple(refused))
