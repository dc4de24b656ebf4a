-- E1 and E2 of every unit of a path range on one day: rounds done against the places that were open on that day.
WITH places AS (
  SELECT unit, path, sum(delta) AS places
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
       d.done AS e1_value,
       d.done AS e1_checked,
       coalesce(p.places, 0) * {rounds} AS e1_expected,
       d.out_of_range AS e2_value,
       CASE WHEN d.done IS NOT NULL THEN coalesce(d.judged, 0) END AS e2_checked,
       coalesce(d.done, 0) AS e2_expected
FROM places p FULL JOIN done d USING (unit)
