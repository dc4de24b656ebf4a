"""sanitation · indicators: E1 done rounds, E2 out of range, E3 waste points cleared (domain notes, part C)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.kinds_waste_clearance import WASTE_CLEARANCE
from lianfang.kernel.expectations import by_slot
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.kinds import Kind
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("sql")
Statement = Callable[[], str]


def by_round(kind: Kind, said: str) -> Statement:
    """SQL over the `rounds` of a kind: what was done, told apart by the slots of the duties in force."""
    assert kind.projection is not None
    rounds = _SQL.joinpath("rounds.sql").read_text("utf-8").replace("{table}", kind.projection.rows.table)
    whole = said.replace("{rounds}", rounds)
    return lambda: whole.replace("{slots}", by_slot(kind.code, "SELECT entry FROM stood"))


def _in(name: str) -> str:
    return _SQL.joinpath(name).read_text("utf-8")


out_of_range = by_round(DISINFECTION, _in("out_of_range.sql"))
_BEHIND = "{rounds} SELECT entry FROM rounds"

INDICATORS = (
    Indicator(
        code="E1",
        words=w("消毒应做/已做", "disinfection due and done"),
        unit=w("点次", "rounds"),
        coverage=w("已做点次 / 应做点次", "rounds done / due"),
        evidence=by_round(DISINFECTION, _BEHIND),
        cumulates=True,
        persons=False,
    ),
    Indicator(
        code="E2",
        words=w("消毒不合格", "disinfection out of range"),
        unit=w("点次", "rounds"),
        coverage=w("记有剂量的点次 / 已做点次", "rounds with a dose recorded / done"),
        evidence=lambda: f"SELECT entry FROM ({out_of_range()}) bad",
        cumulates=True,
        persons=False,
    ),
    Indicator(
        code="E3",
        words=w("垃圾清运点", "waste points cleared"),
        unit=w("点", "points"),
        coverage=w("已清运点 / 垃圾点", "points cleared / waste points"),
        evidence=by_round(WASTE_CLEARANCE, _BEHIND),
        cumulates=False,
        persons=False,
    ),
)

# E1 is counted by the slots of the duty: what was due, and what was done of it (duties.indicators).
SOURCES = (
    Source(("E2",), by_round(DISINFECTION, _in("disinfection.sql"))),
    Source(("E3",), by_round(WASTE_CLEARANCE, _in("clearance.sql"))),
)
