"""resumption · projections: rows of what sites said, and the newest of each day."""

from __future__ import annotations

from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import newest

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
                "entry": newest("entry"),
                "said_at": newest("occurred_at"),
                **{name: newest(name) for name in ("mode", "crew_present", "crew_listed", "risk_level")},
            },
        ),
    ),
)
