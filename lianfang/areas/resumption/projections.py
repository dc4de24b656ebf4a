"""resumption · projections: rows of what sites said, and the newest of each day."""

from __future__ import annotations

from lianfang.kernel.projections import DailySums, Projection, Rows


def _newest(column: str) -> str:
    """That column of the newest standing row; two of one moment are told apart by their ids."""
    return f"(array_agg(r.{column} ORDER BY r.occurred_at DESC, r.entry DESC) FILTER (WHERE r.entry IS NOT NULL))[1]"


STATUS = Projection(
    rows=Rows(
        "resumption_status",
        {
            "mode": "e.data->>'mode'",
            "crew_present": "(e.data->>'crew_present')::int",
            "crew_listed": "(e.data->>'crew_listed')::int",
            "risk_level": "e.data->>'risk_level'",
            "note": "e.data->>'note'",
            "recorded_by": "e.recorded_by",
        },
    ),
    sums=(
        DailySums(
            "resumption_site_day",
            "resumption_status",
            {
                "entry": _newest("entry"),
                "said_at": "max(r.occurred_at)",
                **{name: _newest(name) for name in ("mode", "crew_present", "crew_listed", "risk_level")},
            },
        ),
    ),
)
