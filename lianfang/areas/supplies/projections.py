"""supplies · projections: the rows of each kind, and the balances that follow from all of them, lot by lot."""

from __future__ import annotations

from pathlib import Path

from lianfang.kernel.projections import Projection, Rows

_SQL = Path(__file__).with_name("sql")


def _balances(table: str) -> tuple[str, ...]:
    """First the lots are locked, then reckoned with what the other writer has meanwhile committed."""
    return tuple(
        (_SQL / name).read_text(encoding="utf-8").replace("{table}", table)
        for name in ("lock_lots.sql", "reckon_lots.sql")
    )


_LOT = {"item": "e.data->>'item'", "lot": "e.data->>'lot'"}
_QUANTITY = {"quantity": "(e.data->>'quantity')::numeric"}
# What every one of the three kinds brings up to date beside its own rows.
_ALSO = ("supplies_level", "supplies_balance")

RECEIPT = Projection(
    rows=Rows(
        "supplies_receipt",
        {**_LOT, **_QUANTITY, "expires_on": "(e.data->>'expires_on')::date", "source": "e.data->>'source'"},
    ),
    then=_balances("supplies_receipt"),
    also=_ALSO,
)
ISSUE = Projection(
    rows=Rows(
        "supplies_issue",
        {**_LOT, **_QUANTITY, "to_unit": "e.data->>'to_unit'", "purpose": "e.data->>'purpose'"},
    ),
    then=_balances("supplies_issue"),
    also=_ALSO,
)
STOCKTAKE = Projection(
    rows=Rows(
        "supplies_stocktake",
        {**_LOT, "counted": "(e.data->>'counted')::numeric", "note": "e.data->>'note'"},
    ),
    then=_balances("supplies_stocktake"),
    also=_ALSO,
)
EXPLANATION = Projection(
    rows=Rows(
        "supplies_explanation",
        {
            "stocktake": "(e.data->>'stocktake')::uuid",
            "reason": "e.data->>'reason'",
            "recorded_by": "e.recorded_by",
        },
    ),
)
