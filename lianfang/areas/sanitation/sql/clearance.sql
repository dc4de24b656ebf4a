-- E3 of every unit of a path range on one day: waste points cleared against those that were open on that day.
WITH points AS (
  SELECT unit, path, sum(delta) AS points
  FROM places_count
  WHERE day <= %(day)s AND path >= %(low)s AND path < %(high)s AND kind IN ({kinds})
  GROUP BY unit, path
  HAVING sum(delta) > 0
), cleared AS (
  SELECT unit, path, changed_at, points
  FROM sanitation_clearance_day
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s
)
SELECT unit,
       coalesce(c.path, p.path) AS path,
       c.changed_at,
       c.points AS e3_value,
       c.points AS e3_checked,
       coalesce(p.points, 0) AS e3_expected
FROM points p FULL JOIN cleared c USING (unit)
