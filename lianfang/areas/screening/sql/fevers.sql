-- Re-measures at the threshold or above on a day, the highest of each person, newest first.
SELECT entry, unit, path, person, place, celsius, occurred_at
FROM (
  SELECT DISTINCT ON (r.unit, r.person) r.entry, r.unit, r.path, r.person, r.place, r.celsius, r.occurred_at
  FROM screening_day d
  JOIN screening_temperature_check r ON r.unit = d.unit AND r.day = d.day
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s AND d.warm_again IS NOT NULL
    AND r.celsius >= {fever} AND r.remeasure AND r.superseded_at IS NULL AND NOT r.exercise
  ORDER BY r.unit, r.person, r.celsius DESC, r.occurred_at, r.entry
) AS highest_of_each
ORDER BY occurred_at DESC, entry
LIMIT %(limit)s
