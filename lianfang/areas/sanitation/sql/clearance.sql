-- E3 of every unit of a path range on one day: the waste points cleared; covered are those whose clearance was expected and
-- that were cleared, of those expected: a point that nobody asked for hides none that was left.
{rounds}, points AS (
  SELECT unit, path, count(DISTINCT target) FILTER (WHERE expected) AS points,
         count(DISTINCT target) FILTER (WHERE expected AND entry IS NOT NULL) AS cleared
  FROM slots
  WHERE day = %(day)s
  GROUP BY unit, path
), cleared AS (
  SELECT r.unit, r.path, count(DISTINCT r.place) AS points, max(d.recorded_at) AS changed_at
  FROM rounds r JOIN sanitation_clearance d USING (entry)
  GROUP BY r.unit, r.path
)
SELECT unit,
       coalesce(d.path, p.path, c.path) AS path,
       greatest(d.changed_at, c.changed_at) AS changed_at,
       d.points AS e3_value,
       CASE WHEN d.points IS NOT NULL THEN coalesce(p.cleared, 0) END AS e3_checked,
       coalesce(p.points, 0) AS e3_expected
FROM points p FULL JOIN cleared d USING (unit) FULL JOIN changed c USING (unit)
