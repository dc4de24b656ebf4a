"""publicity · indicators: P1, what is out of what was to be out; P2, the rumours handled of those received."""

from __future__ import annotations

from pathlib import Path

from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w

_SQL = (Path(__file__).with_name("sql") / "slots.sql").read_text("utf-8")


def slots_sql(at: str, where: str = "") -> str:
    """SQL that begins with the slots as they stood at a moment (an SQL expression); see `sql/slots.sql`."""
    return _SQL.replace("{at}", at).replace("{where}", where)


# What was to be out at some time of the day, and whether the version that counts then was: until its own end, if that
# came within the day. A text that nobody signed off, or that was withdrawn, is not to be out.
OF_DAY = """, of_day AS (
  SELECT s.*, (s.kind = 'publicity.posted' AND s.version = s.signed)
      OR (s.kind = 'publicity.taken_down' AND s.hung_at >= s.until_at) AS is_out
  FROM slots s
  WHERE s.asked AND s.signed IS NOT NULL AND s.ended_at IS NULL AND NOT s.gone
    AND s.from_at < %(to_at)s AND s.until_at > %(from_at)s AND s.path >= %(low)s AND s.path < %(high)s
)"""
_FIGURES = """
SELECT unit, max(path) AS path, max(greatest(planned_at, turned_at, hung_at)) AS changed_at,
  nullif(count(*) FILTER (WHERE is_out), 0) AS p1_value, count(*) FILTER (WHERE is_out) AS p1_checked,
  count(*) AS p1_expected
FROM of_day GROUP BY unit"""
SLOTS = slots_sql("%(to_at)s::timestamptz") + OF_DAY

P1 = Indicator(
    code="P1",
    words=w("宣传发布", "publicity posts"),
    unit=w("处", "places and groups"),
    coverage=w("已发布的点位和群 / 应发布的", "places and groups where it is out / where it should be"),
    evidence=f"{SLOTS} SELECT entry FROM of_day WHERE is_out",
    cumulates=False,
    persons=False,
)
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
    persons=False,
)
INDICATORS = (P1, P2)
SOURCES = (
    Source(("P1",), SLOTS + _FIGURES),
    # A unit at which no rumour was received has no row: that nobody looked is no zero.
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
