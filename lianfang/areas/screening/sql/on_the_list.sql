-- H4 and R4: how many of a unit's register its day's last roll call has on its list. The list names nobody, so that whoever
-- is missing from it is a number of the unit; where there was no roll call, all of them.
WITH due AS (
  SELECT unit, path, sum(delta)::int AS people
  FROM people_headcount
  WHERE path >= %(low)s AND path < %(high)s AND day <= %(day)s
  GROUP BY unit, path
  HAVING sum(delta) > 0
), seen AS (
  SELECT unit, path, listed FROM screening_day
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND listed IS NOT NULL
), called AS (
  SELECT unit, coalesce(due.path, seen.path) AS path, coalesce(due.people, seen.listed) AS expected,
         least(coalesce(seen.listed, 0), coalesce(due.people, seen.listed)) AS checked
  FROM due FULL JOIN seen USING (unit)
)
SELECT c.unit, c.path, {part}
FROM called c LEFT JOIN ({slots}) s ON s.target = c.unit
WHERE {asked}
