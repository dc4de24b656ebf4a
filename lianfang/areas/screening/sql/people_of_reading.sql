-- What one new reading changes of its unit's day: the same as people_of_day.sql, from what an index finds of the person.
-- Only where the person was ever warm on that day are the warm looked at, and these alone.
WITH r AS (
  SELECT unit, day, person, entry FROM screening_temperature_check
  WHERE entry = ANY(%(new)s) AND superseded_at IS NULL AND NOT exercise
), seen AS (
  SELECT r.unit, r.day,
    NOT EXISTS (
      SELECT FROM screening_temperature_check o WHERE o.unit = r.unit AND o.day = r.day AND o.person = r.person
        AND o.entry <> r.entry AND o.superseded_at IS NULL AND NOT o.exercise) AS first,
    EXISTS (
      SELECT FROM screening_temperature_check o WHERE o.unit = r.unit AND o.day = r.day AND o.person = r.person
        AND o.celsius >= {watched_from} AND o.superseded_at IS NULL AND NOT o.exercise) AS warm
  FROM r
), reading AS (
  SELECT w.person, o.celsius, o.remeasure, o.occurred_at
  FROM seen CROSS JOIN LATERAL (
    SELECT DISTINCT o.person FROM screening_temperature_check o WHERE o.unit = seen.unit AND o.day = seen.day
      AND o.celsius >= {watched_from} AND o.superseded_at IS NULL AND NOT o.exercise) w
  JOIN screening_temperature_check o ON o.unit = seen.unit AND o.day = seen.day AND o.person = w.person
  WHERE seen.warm AND o.superseded_at IS NULL AND NOT o.exercise
), again AS (
  SELECT person, max(celsius) AS celsius, max(occurred_at) AS last_at FROM reading WHERE remeasure GROUP BY person
), person AS (
  SELECT g.person,
    max(g.celsius) FILTER (WHERE NOT g.remeasure AND (a.person IS NULL OR g.occurred_at > a.last_at)) AS single,
    max(a.celsius) AS again
  FROM reading g LEFT JOIN again a ON a.person = g.person GROUP BY g.person
), warm AS (
  SELECT array_agg(single ORDER BY person) AS single, array_agg(again ORDER BY person) AS again
  FROM person WHERE greatest(single, again) >= {watched_from}
)
UPDATE screening_day d
SET people_checked = coalesce(d.people_checked, 0) + seen.first::int,
    warm_single = CASE WHEN seen.warm THEN warm.single ELSE d.warm_single END,
    warm_again = CASE WHEN seen.warm THEN warm.again ELSE d.warm_again END
FROM seen CROSS JOIN warm
WHERE d.unit = seen.unit AND d.day = seen.day
