"""supplies · kinds: a quantity of a lot was handed out to be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Index, Q

from lianfang.areas.supplies.models import both_ends, indexes_of_lots, of_chain, of_lot
from lianfang.areas.supplies.payloads import Moved, amount
from lianfang.areas.supplies.projections import LEVELS, balances, roots
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import NO_PERSONAL_DATA
from lianfang.kernel.payloads import Code, Line, fact
from lianfang.kernel.words import Words, w


class Issued(Moved):
    """A part of a lot was handed out to be used; whatever else leaves the store is a kind of its own (`removal`)."""

    to_unit: Code | None = fact("领用单位", "receiving unit", default=None)
    purpose: Line | None = fact("用途", "purpose", default=None)


def _said(data: Mapping[str, Any]) -> Words:
    said = w("出库{what}", "issued {what}").fill(what=amount(data, "quantity"))
    if data.get("to_unit"):
        said = w("{said}，领用 {to}", "{said} to {to}").fill(said=said, to=data["to_unit"])
    return said


ISSUE = declare_kind(
    "supplies.issue",
    Issued,
    w("物资出库", "issue of supplies"),
    _said,
    privacy=NO_PERSONAL_DATA,
    primary=("item", "lot", "quantity", "quantity_unit", "to_unit"),
    unprojected=("quantity_unit",),
    columns={**of_lot(), **of_chain()},
    # Whoever was handed it sees it, and may have to confirm it.
    also_visible=both_ends("supplies_issue"),
    indexes=(
        *indexes_of_lots("supplies_issue"),
        Index(fields=["to_unit", "day"], condition=Q(to_unit__isnull=False), name="supplies_issue_to"),
        Index(fields=["root"], name="supplies_issue_root"),
    ),
    then=(roots("supplies_issue"), *balances("supplies_issue")),
    also=LEVELS,
)
