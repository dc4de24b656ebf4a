"""publicity · indicators of rumours: P2, the rumours of a day that were handled, of those that were received."""

from __future__ import annotations

from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w

# Of each rumour received on the day whether it is closed now; what was taken back was never received.
RUMOURS = """
SELECT f.unit, f.path, f.stream, f.entry, f.claim, f.occurred_at,
  coalesce(l.closed, false) AS closed, l.closing, greatest(f.recorded_at, l.recorded_at) AS changed_at
FROM publicity_rumour_step f
LEFT JOIN LATERAL (
  SELECT x.kind = 'publicity.rumour_closed' AS closed, x.entry AS closing, x.recorded_at FROM publicity_rumour_step x
  WHERE x.stream = f.stream AND x.superseded_at IS NULL
    AND x.kind IN ('publicity.rumour_closed', 'publicity.rumour_reopened')
  ORDER BY x.number DESC LIMIT 1) l ON true
WHERE f.kind = 'publicity.rumour_received' AND f.superseded_at IS NULL AND NOT f.exercise
  AND f.day = %(day)s AND f.path >= %(low)s AND f.path < %(high)s
"""
P2 = Indicator(
    code="P2",
    words=w("谣言线索处置", "rumours handled"),
    unit=w("条", "rumours"),
    coverage=w("已办结 / 当日登记的传言", "closed / rumours received that day"),
    evidence=f"SELECT r.closing AS entry FROM ({RUMOURS}) r WHERE r.closed",
    cumulates=True,
)
INDICATORS = (P2,)
# A unit at which nothing was received has no row: that nobody looked is no zero.
SOURCES = (
    Source(
        codes=("P2",),
        sql=(
            "SELECT r.unit, min(r.path) AS path, max(r.changed_at) AS changed_at, "
            "(count(*) FILTER (WHERE r.closed))::int AS p2_value, "
            "(count(*) FILTER (WHERE r.closed))::int AS p2_checked, "
            f"count(*)::int AS p2_expected FROM ({RUMOURS}) r GROUP BY r.unit, r.path"
        ),
    ),
)
