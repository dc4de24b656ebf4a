-- E3 of every unit of a path range on one day: waste points cleared, against those whose clearance was expected.
{rounds}, points AS (
  SELECT unit, path, count(DISTINCT target) FILTER (WHERE expected) AS points
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
       d.points AS e3_checked,
       coalesce(p.points, 0) AS e3_expected
FROM points p FULL JOIN cleared d USING (unit) FULL JOIN changed c USING (unit)
