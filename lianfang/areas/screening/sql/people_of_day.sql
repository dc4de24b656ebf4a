-- The people behind a unit's readings of a day, for the days that the touched entries lie in.
-- A person is looked at as a whole: how often somebody was measured never changes how many people were checked.
-- `single` is the highest reading that no re-measure followed (one at the same minute counts as following);
-- `again` is the highest re-measure. The threshold is not applied here: it belongs to the day's playbook.
WITH keys AS (
  SELECT DISTINCT unit, day FROM screening_temperature_check WHERE entry = ANY(%(touched)s)
), reading AS (
  SELECT r.unit, r.day, r.person, r.celsius, r.remeasure, r.occurred_at
  FROM keys k JOIN screening_temperature_check r ON r.unit = k.unit AND r.day = k.day
  WHERE r.superseded_at IS NULL AND NOT r.exercise
), again AS (
  SELECT unit, day, person, max(celsius) AS celsius, max(occurred_at) AS last_at
  FROM reading WHERE remeasure GROUP BY unit, day, person
), person AS (
  SELECT r.unit, r.day, r.person,
         max(r.celsius) FILTER (WHERE NOT r.remeasure AND (a.person IS NULL OR r.occurred_at > a.last_at)) AS single,
         max(a.celsius) AS again
  FROM reading r LEFT JOIN again a ON a.unit = r.unit AND a.day = r.day AND a.person = r.person
  GROUP BY r.unit, r.day, r.person
), people AS (
  SELECT k.unit, k.day,
         NULLIF(count(p.person), 0) AS people_checked,
         array_agg(p.single ORDER BY p.person) FILTER (WHERE greatest(p.single, p.again) >= {watched_from}) AS warm_single,
         array_agg(p.again ORDER BY p.person) FILTER (WHERE greatest(p.single, p.again) >= {watched_from}) AS warm_again
  FROM keys k LEFT JOIN person p ON p.unit = k.unit AND p.day = k.day
  GROUP BY k.unit, k.day
)
UPDATE screening_day d
SET people_checked = p.people_checked, warm_single = p.warm_single, warm_again = p.warm_again
FROM people p
WHERE d.unit = p.unit AND d.day = p.day
