"""resumption · projections: rows of what sites said, and the newest of each day."""

from __future__ import annotations

from lianfang.areas.resumption.models import Status
from lianfang.areas.resumption.payloads import SiteStatus
from lianfang.kernel.projections import DailySums, Projection, Rows
from lianfang.kernel.sums import newest

STATUS = Projection(
    rows=Rows.of(Status, SiteStatus),
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
