-- E2 of every unit of a path range on one day: rounds out of range, of those whose dose can be judged. A unit with
-- places to disinfect is asked also where nothing was done.
WITH places AS (
  SELECT unit, path
  FROM places_count
  WHERE day <= %(day)s AND path >= %(low)s AND path < %(high)s AND kind IN ({kinds})
  GROUP BY unit, path
  HAVING sum(delta) > 0
), done AS (
  SELECT unit, path, changed_at, done, judged, out_of_range
  FROM sanitation_disinfection_day
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s
)
SELECT unit,
       coalesce(d.path, p.path) AS path,
       d.changed_at,
       d.out_of_range AS e2_value,
       CASE WHEN d.done IS NOT NULL THEN coalesce(d.judged, 0) END AS e2_checked,
       coalesce(d.done, 0) AS e2_expected
FROM places p FULL JOIN done d USING (unit)
