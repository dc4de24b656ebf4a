"""duties · indicators: figures counted by slots: E1 (disinfection), I1 (reports), D1 (the watch), one definition.

The indicators themselves belong to the areas whose words they are; what is due and done stands in the slots.
"""

from __future__ import annotations

from pathlib import Path

from lianfang.kernel.indicators import Source
from lianfang.playbook import current

_SQL = Path(__file__).with_name("sql")


def _duties(indicator: str) -> str:
    """The playbook's duties that count for a figure, for SQL's IN; a name that is none where there is no such duty."""
    return ", ".join(f"'{rule.code}'" for rule in current().duties if rule.indicator == indicator) or "''"


def _source(code: str, name: str) -> Source:
    said = (_SQL / name).read_text(encoding="utf-8").replace("{code}", code.lower())
    return Source(codes=(code,), sql=lambda: said.replace("{duties}", _duties(code)))


SOURCES = (
    _source("E1", "own_slots.sql"),
    _source("D1", "own_slots.sql"),
    _source("I1", "slots_below.sql"),
)
