"""duties · indicators: figures counted by slots: E1 (disinfection), I1 (reports), D1 (the watch), one definition.

The indicators themselves belong to the areas whose words they are; what is due and done stands in the slots.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lianfang.areas.duties.policy import figure_of, own_on
from lianfang.areas.duties.rules import EXPECTED_SQL
from lianfang.kernel.indicators import Source
from lianfang.kernel.kinds import KINDS
from lianfang.playbook import current

_SQL = Path(__file__).with_name("sql")


def duties_of(indicator: str) -> str:
    """The duties that count for a figure, for SQL's ANY: the playbook's, and what commanders made of the same kinds."""
    rules = [rule for rule in current().duties if rule.indicator == indicator]
    kinds = {each.kind for rule in rules for each in rule.versions if figure_of(each.kind) == indicator}
    own = own_on("%(day)s::date", _listed(kinds))
    return f"ARRAY[{_listed(rule.code for rule in rules)}]::text[] || ARRAY(SELECT code FROM ({own}) own)"


def standing(indicator: str) -> str:
    """Of a slot `s`, whether the record that it took still stands for something done, as its kind says."""
    kinds = {each.kind for rule in current().duties if rule.indicator == indicator for each in rule.versions}
    gone = [KINDS[kind].taken_back for kind in sorted(kinds) if kind in KINDS and KINDS[kind].taken_back]
    return " AND ".join(["s.entry IS NOT NULL", *(f"s.entry NOT IN ({entries})" for entries in gone)])


def _listed(codes: Iterable[str]) -> str:
    """Codes for SQL; NULL, which is none of them, where there are none."""
    return ", ".join(f"'{code}'" for code in sorted(codes)) or "NULL"


def _source(code: str, name: str) -> Source:
    said = (_SQL / name).read_text(encoding="utf-8").replace("{code}", code.lower()).replace("{expected}", EXPECTED_SQL)
    return Source(
        codes=(code,), sql=lambda: said.replace("{duties}", duties_of(code)).replace("{stands}", standing(code))
    )


SOURCES = (
    _source("E1", "own_slots.sql"),
    _source("D1", "own_slots.sql"),
    _source("I1", "slots_below.sql"),
)
