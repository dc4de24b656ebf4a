"""sanitation · queries of coverage: the rounds and waste points that E2 and E3 are counted against, one by one."""

from __future__ import annotations

from lianfang.areas.sanitation.indicators import by_round
from lianfang.areas.sanitation.kinds import SEE
from lianfang.areas.sanitation.kinds_disinfection import DISINFECTION
from lianfang.areas.sanitation.kinds_waste_clearance import WASTE_CLEARANCE
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.expectations import open_slots
from lianfang.kernel.words import w

_JUDGED = """
{rounds}, judged AS (
  SELECT r.unit, max(r.path) AS path, r.place, r.duty, r.number, bool_or(d.in_range) AS kept,
         (array_agg(entry ORDER BY d.occurred_at, entry))[1] AS entry, min(d.occurred_at) AS done_at
  FROM rounds r JOIN sanitation_disinfection d USING (entry)
  GROUP BY r.unit, r.place, r.duty, r.number
)
SELECT j.unit, j.path, {part} FROM judged j
""".replace(
    "{part}",
    part(
        Sort.PLACE, key="concat_ws(' ', j.place, j.duty, j.number)", subject="j.place", from_at="j.done_at",
        due_at="j.done_at", entry="j.entry", checked="j.kept IS NOT NULL",
    ),
)  # fmt: skip
_POINTS = """
{rounds}, points AS (
  SELECT unit, max(path) AS path, target, bool_or(entry IS NOT NULL) AS cleared
  FROM slots
  WHERE day = %(day)s AND expected
  GROUP BY unit, target
)
SELECT p.unit, p.path, {part} FROM points p LEFT JOIN ({open}) s ON s.target = p.target
""".replace(
    "{part}",
    part(
        Sort.PLACE, key="p.target", subject="p.target", kind=WASTE_CLEARANCE.code, slot="s", checked="p.cleared",
        until_at="s.until_at",
    ),
)  # fmt: skip
_judged, _points = by_round(DISINFECTION, _JUDGED), by_round(WASTE_CLEARANCE, _POINTS)

COVERAGES = (
    Coverage(("E2",), lambda code: _judged(), SEE, w("{n} 点次未记剂量", "{n} rounds without a dose")),
    Coverage(
        ("E3",), lambda code: _points().replace("{open}", open_slots(WASTE_CLEARANCE.code)), SEE,
        w("{n} 个垃圾点未清运", "{n} waste points were not cleared"), told=False,
    ),
)  # fmt: skip
