-- How many people were due and measured in each round, by branch below a path and by day.
-- A branch is named by its first unit; '' is the unit at the top itself.
WITH days AS (
  SELECT generate_series(%(first)s::date, %(last)s::date, '1 day')::date AS day
), due AS (
  SELECT split_part(substr(c.path, length(%(low)s) + 1), '/', 1) AS branch, days.day, sum(c.delta)::int AS people
  FROM days
  JOIN people_headcount c ON c.path >= %(low)s AND c.path < %(high)s AND c.day <= days.day
  GROUP BY 1, 2
), seen AS (
  SELECT split_part(substr(d.path, length(%(low)s) + 1), '/', 1) AS branch, d.day,
         sum(d.people_checked)::int AS checked, sum(d.people_evening)::int AS evening,
         sum(d.people_morning)::int AS morning, sum(d.people_noon)::int AS noon
  FROM screening_day d
  WHERE d.day BETWEEN %(first)s AND %(last)s AND d.path >= %(low)s AND d.path < %(high)s
  GROUP BY 1, 2
)
SELECT branch, day, coalesce(due.people, 0), coalesce(seen.checked, 0), coalesce(seen.evening, 0),
       coalesce(seen.morning, 0), coalesce(seen.noon, 0)
FROM due FULL JOIN seen USING (branch, day)
WHERE due.people > 0 OR seen.checked > 0
ORDER BY branch, day
