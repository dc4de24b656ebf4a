"""supplies · projections: the balances that follow from all that moved and was counted, lot by lot."""

from __future__ import annotations

from pathlib import Path

from lianfang.playbook import number_sql

_SQL = Path(__file__).with_name("sql")
# What every kind that says something of a lot brings up to date beside its own rows.
LEVELS = ("supplies_level", "supplies_balance")
_OF_ROWS = """SELECT r.unit, r.path, r.item, r.lot_key, r.lot, r.day, greatest(r.recorded_at, r.superseded_at) AS at
  FROM {table} r WHERE r.entry = ANY(%(touched)s) AND NOT r.exercise"""
# Whether the books go by a count turns on whether somebody has approved it.
_OF_COUNTS = """SELECT s.unit, s.path, s.item, s.lot_key, s.lot, s.day, greatest(x.recorded_at, x.superseded_at) AS at
  FROM supplies_explanation x JOIN supplies_stocktake s ON s.entry = x.stocktake AND s.unit = x.unit
  WHERE x.entry = ANY(%(touched)s) AND NOT x.exercise AND NOT s.exercise"""


_FROM_DAY = "r.unit = b.unit AND r.item = b.item AND r.lot_key = b.lot_key AND r.day >= b.from_day"


def balances(table: str) -> tuple[str, ...]:
    """First the lots are locked, then calculated with what the other writer has meanwhile committed."""
    return _reckoned(_OF_ROWS.replace("{table}", table))


def roots(table: str) -> str:
    """A correction that came before what it corrects hears of the beginning of its chain when that comes."""
    return (
        f"UPDATE {table} later SET root = sooner.root FROM {table} sooner "
        "WHERE sooner.entry = ANY(%(touched)s) AND later.root = sooner.entry AND sooner.root <> sooner.entry"
    )


def balances_of_explained() -> tuple[str, ...]:
    """The same for the lots whose counts were explained."""
    return _reckoned(_OF_COUNTS)


def moves(which: str) -> str:
    """Every fact about lots, of whatever kind, in one shape; `which` is said of each as `r`."""
    people = number_sql("stocktake_difference_people", "r.day")
    said = (_SQL / "moves.sql").read_text(encoding="utf-8")
    return said.replace("{people}", people).replace("{which}", which).replace("{approvals}", approvals())


def approvals() -> str:
    """The approvals of a count `r`, as a part of a statement."""
    return (_SQL / "approvals.sql").read_text(encoding="utf-8")


def _reckoned(touched: str) -> tuple[str, ...]:
    said = ((_SQL / name).read_text(encoding="utf-8") for name in ("lock_lots.sql", "reckon_lots.sql"))
    return tuple(each.replace("{touched}", touched).replace("{moves}", moves(_FROM_DAY)) for each in said)
