"""supplies · projections: the balances that follow from receipts, issues and counts together, lot by lot."""

from __future__ import annotations

from pathlib import Path

_SQL = Path(__file__).with_name("sql")
# What every one of the three kinds brings up to date beside its own rows.
LEVELS = ("supplies_level", "supplies_balance")


def balances(table: str) -> tuple[str, ...]:
    """First the lots are locked, then calculated with what the other writer has meanwhile committed."""
    return tuple(
        (_SQL / name).read_text(encoding="utf-8").replace("{table}", table)
        for name in ("lock_lots.sql", "reckon_lots.sql")
    )
