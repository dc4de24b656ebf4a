-- E2 of every unit of a path range on one day: rounds out of range, of those whose dose can be judged. A round that was
-- done again as it should be is in range. A unit of which rounds are expected is asked also where nothing was done.
{rounds}, judged AS (
  SELECT r.unit, r.path, bool_or(d.in_range) AS kept, max(d.recorded_at) AS changed_at
  FROM rounds r JOIN sanitation_disinfection d USING (entry)
  GROUP BY r.unit, r.path, r.place, r.duty, r.number
), done AS (
  SELECT unit, path, count(*) AS done, count(kept) AS judged, count(*) FILTER (WHERE NOT kept) AS out_of_range,
         max(changed_at) AS changed_at
  FROM judged
  GROUP BY unit, path
), asked AS (
  SELECT DISTINCT unit, path FROM slots WHERE day = %(day)s
)
SELECT unit,
       coalesce(d.path, a.path, c.path) AS path,
       greatest(d.changed_at, c.changed_at) AS changed_at,
       CASE WHEN d.judged > 0 THEN d.out_of_range END AS e2_value,
       d.judged AS e2_checked,
       coalesce(d.done, 0) AS e2_expected
FROM asked a FULL JOIN done d USING (unit) FULL JOIN changed c USING (unit)
