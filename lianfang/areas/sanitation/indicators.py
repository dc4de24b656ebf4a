"""sanitation · indicators: E1 done rounds, E2 out of range, E3 waste points cleared (domain notes, part C)."""

from __future__ import annotations

from pathlib import Path

from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w
from lianfang.playbook import current

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
        unit=w("点次", "rounds"),
        coverage=w("已做点次 / 应做点次", "rounds done / due"),
        evidence=_DONE,
    ),
    Indicator(
        code="E2",
        words=w("消毒不合格", "disinfection out of range"),
        unit=w("点次", "rounds"),
        coverage=w("记有剂量的点次 / 已做点次", "rounds with a dose recorded / done"),
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


def places_for(record: str) -> frozenset[str]:
    """The kinds of places for which a duty asks for records of a kind."""
    versions = [version for rule in current().duties for version in rule.versions]
    return frozenset(
        kind for each in versions if (each.kind, each.targets.sort) == (record, "place") for kind in each.targets.kinds
    )


def _source(code: str, name: str, record: str) -> Source:
    said = (_SQL / name).read_text(encoding="utf-8")

    def statement() -> str:
        return said.replace("{kinds}", ", ".join(f"'{kind}'" for kind in sorted(places_for(record))) or "NULL")

    return Source(codes=(code,), sql=statement)


# E1 is counted by the slots of the duty: what was due, and what was done of it (duties.indicators).
SOURCES = (
    _source("E2", "disinfection.sql", "sanitation.disinfection"),
    _source("E3", "clearance.sql", "sanitation.waste_clearance"),
)
