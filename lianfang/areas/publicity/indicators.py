"""publicity · indicators: P1, what is out of what was to be out (domain notes, part C)."""

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
)
INDICATORS = (P1,)
SOURCES = (Source(("P1",), SLOTS + _FIGURES),)
