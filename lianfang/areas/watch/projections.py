"""watch · projections: one row for each act; how things stand is read from the newest of them."""

from __future__ import annotations

from typing import Any

from lianfang.areas.watch import models, payloads
from lianfang.kernel.projections import Projection, Rows


def _shift(at: str = "e.data", prefix: str = "") -> dict[str, Any]:
    return {
        f"{prefix}shift_on": f"({at}->>'on')::date",
        f"{prefix}shift": f"{at}->>'shift'",
        f"{prefix}begins_at": f"({at}->>'begins_at')::timestamptz",
        f"{prefix}ends_at": f"({at}->>'ends_at')::timestamptz",
    }


POST = Projection(
    rows=Rows.of(
        models.Post,
        payloads.PostOpened,
        payloads.PostClosed,
        note="coalesce(e.data->>'why', e.data->>'note')",
    )
)
ROSTERING = Projection(rows=Rows.of(models.Rostering, payloads.Rostered, **_shift()))
SWAP = Projection(
    rows=Rows.of(
        models.Swap,
        payloads.SwapAsked,
        payloads.Swapped,
        payloads.SwapDeclined,
        **_shift("e.data->'given'"),
        **_shift("e.data->'taken'", "taken_"),
    )
)
LOG = Projection(
    rows=Rows.of(models.LogLine, payloads.Logged, open="coalesce((e.data->>'open')::boolean, false)"),
)
CLOSING = Projection(rows=Rows.of(models.Closing, payloads.ItemClosed))
HANDOVER = Projection(
    rows=Rows.of(
        models.HandoverStep,
        payloads.HandoverOffered,
        payloads.HandoverSigned,
        unprojected=("offered",),
        **_shift("e.data->'leaving'", "leaving_"),
        **_shift("e.data->'taking'", "taking_"),
    )
)
SPOT = Projection(rows=Rows.of(models.Spot, payloads.SpotCalled, payloads.SpotAnswered, unprojected=("called_at",)))
