"""sanitation · indicators: E1 done rounds, E2 out of range, E3 waste points cleared (domain notes, part C)."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.sanitation.rules import WASTE_POINT
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w

# Kinds of places that are disinfected three times a day (domain A2 1e; "and others" is this house's reading).
DISINFECTED = (
    "office_building", "lift", "corridor", "public_toilet", WASTE_POINT, "duty_room", "staff_canteen",
)  # fmt: skip

_SQL = Path(__file__).with_name("sql")
_STANDING = "day = %(day)s AND path >= %(low)s AND path < %(high)s AND superseded_at IS NULL AND NOT exercise"
_DONE = f"SELECT entry FROM sanitation_disinfection WHERE {_STANDING}"
_OUT_OF_RANGE = (
    f"SELECT d.entry FROM sanitation_disinfection d WHERE {_STANDING} AND in_range IS FALSE AND NOT EXISTS ("
    "SELECT FROM sanitation_disinfection k WHERE k.unit = d.unit AND k.day = d.day AND k.place = d.place "
    "AND k.round = d.round AND k.in_range AND k.superseded_at IS NULL AND NOT k.exercise)"
)
_CLEARED = f"SELECT entry FROM sanitation_clearance WHERE {_STANDING}"

INDICATORS = (
    Indicator(
        code="E1",
        words=w("消毒应做/已做", "disinfection due and done"),
        unit=w("点次", "place-rounds"),
        coverage=w("已做点次 / 应做点次（地点×3轮）", "place-rounds done / due (places × 3 rounds)"),
        evidence=_DONE,
    ),
    Indicator(
        code="E2",
        words=w("消毒不合格", "disinfection out of range"),
        unit=w("点次", "place-rounds"),
        coverage=w("记有剂量的点次 / 已做点次", "place-rounds with a dose recorded / done"),
        evidence=_OUT_OF_RANGE,
    ),
    Indicator(
        code="E3",
        words=w("垃圾清运点", "waste points cleared"),
        unit=w("点", "points"),
        coverage=w("已清运点 / 垃圾点", "points cleared / waste points"),
        evidence=_CLEARED,
    ),
)


def _sql(name: str) -> str:
    kinds = ", ".join(f"'{kind}'" for kind in DISINFECTED)
    return (_SQL / name).read_text(encoding="utf-8").replace("{kinds}", kinds).replace("{waste}", WASTE_POINT)


# E1 is counted by the slots of the duty: what was due, and what was done of it (duties.indicators).
SOURCES = (
    Source(codes=("E2",), sql=_sql("disinfection.sql")),
    Source(codes=("E3",), sql=_sql("clearance.sql")),
)
