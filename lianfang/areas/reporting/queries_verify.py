"""reporting · queries of verifying: what a code printed on a report stands for, told to anybody who holds the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lianfang.areas.reporting.kinds import RECALLED
from lianfang.areas.reporting.queries_acts import Act, acts
from lianfang.ground.units import queries as units
from lianfang.kernel import reading, scope
from lianfang.kernel.words import Words
from lianfang.playbook import DAILY

CODE_DIGITS = 16  # hex digits of a version's digest that stand in its code: nobody guesses them, a person types them


@dataclass(frozen=True, slots=True)
class Printed:
    """The version of a report that a printed code names: of how many, the seal root of its day (empty: not yet), and
    when its own unit recalled it, where it did."""

    unit: Words
    day: date
    number: int
    newest: int
    root: str
    recalled_at: datetime | None = None


def code_of(version: Act) -> str:
    """What is printed of a version beside its unit, its day and its number."""
    return version.digest[:CODE_DIGITS]


def printed(unit: str, day: date, number: int, code: str) -> Printed | None:
    """The version that a code was printed on, or None where no report has it. Asked by anybody, so that it is looked
    up without an actor, and tells no more than stands on the paper."""
    with scope.acting(scope.system_actor("verify")) as system:
        listed = acts(unit, day, DAILY)
        versions = [act for act in listed if act.files]
        found = next((act for act in versions if act.number == number and code_of(act) == code.lower()), None)
        if found is None:
            return None
        statement = "SELECT encode(root, 'hex') FROM ledger_seal WHERE unit = %(unit)s AND day = %(day)s"
        row = reading.row(system, statement, unit=unit, day=day)
        called = units.units(system, [unit], day=day)
        name = called[unit].words if unit in called else Words(unit, unit)
        recalled = next((act.at for act in listed if act.kind == RECALLED and act.number == number), None)
        return Printed(name, day, number, versions[-1].number or 0, str(row[0]) if row else "", recalled)
