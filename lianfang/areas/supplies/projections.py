"""supplies · projections: the rows of each kind, and the balances that follow from all of them, lot by lot."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.supplies import models, payloads
from lianfang.kernel.projections import Projection, Rows

_SQL = Path(__file__).with_name("sql")


def _balances(table: str) -> tuple[str, ...]:
    """First the lots are locked, then calculated with what the other writer has meanwhile committed."""
    return tuple(
        (_SQL / name).read_text(encoding="utf-8").replace("{table}", table)
        for name in ("lock_lots.sql", "reckon_lots.sql")
    )


# What every one of the three kinds brings up to date beside its own rows.
_ALSO = ("supplies_level", "supplies_balance")

RECEIPT = Projection(
    rows=Rows.of(models.Receipt, payloads.Received, unprojected=("quantity_unit", "maker", "standard")),
    then=_balances("supplies_receipt"),
    also=_ALSO,
)
ISSUE = Projection(
    rows=Rows.of(models.Issue, payloads.Issued, unprojected=("quantity_unit",)),
    then=_balances("supplies_issue"),
    also=_ALSO,
)
STOCKTAKE = Projection(
    rows=Rows.of(models.Stocktake, payloads.Counted, unprojected=("quantity_unit",)),
    then=_balances("supplies_stocktake"),
    also=_ALSO,
)
EXPLANATION = Projection(rows=Rows.of(models.Explanation, payloads.DifferenceExplained))
