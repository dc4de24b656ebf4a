-- High readings of a day that no re-measure followed, the first of each person, earliest first.
-- Whose fever a re-measure has confirmed already waits for nothing more.
SELECT entry, unit, path, person, place, celsius, occurred_at
FROM (
  SELECT DISTINCT ON (r.unit, r.person) r.entry, r.unit, r.path, r.person, r.place, r.celsius, r.occurred_at
  FROM screening_day d
  JOIN screening_temperature_check r ON r.unit = d.unit AND r.day = d.day
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s AND d.warm_single IS NOT NULL
    AND r.celsius >= {fever} AND NOT r.remeasure AND r.superseded_at IS NULL AND NOT r.exercise
    AND NOT EXISTS (
      SELECT FROM screening_temperature_check a
      WHERE a.unit = r.unit AND a.day = r.day AND a.person = r.person AND a.remeasure
        AND (a.occurred_at >= r.occurred_at OR a.celsius >= {fever})
        AND a.superseded_at IS NULL AND NOT a.exercise
    )
  ORDER BY r.unit, r.person, r.occurred_at, r.entry
) AS first_of_each
ORDER BY occurred_at, entry
LIMIT %(limit)s
