-- People of some days with a reading at that day's threshold or above that somebody has to look at, one row for each day:
-- a fever (its highest re-measure), or else the first high reading that no re-measure followed. A high reading
-- that was re-measured and found normal is settled and not in it. Who waits comes first, the longest wait on top.
SELECT entry, unit, path, CASE WHEN NOT {unlinked} THEN person END AS person, place, celsius, occurred_at, fever
FROM (
  SELECT DISTINCT ON (r.unit, r.person, r.day)
         r.entry, r.unit, r.path, r.person, r.place, r.celsius, r.occurred_at, r.remeasure AS fever
  FROM screening_day d
  JOIN screening_temperature_check r ON r.unit = d.unit AND r.day = d.day
  WHERE d.day = ANY(%(days)s) AND d.path >= %(low)s AND d.path < %(high)s AND d.warm_single IS NOT NULL
    AND r.celsius >= {fever_then} AND r.superseded_at IS NULL AND NOT r.exercise
    AND (r.remeasure OR NOT EXISTS (
      SELECT FROM screening_temperature_check a
      WHERE a.unit = r.unit AND a.day = r.day AND a.person = r.person AND a.remeasure
        AND a.occurred_at >= r.occurred_at AND a.superseded_at IS NULL AND NOT a.exercise
    ))
  ORDER BY r.unit, r.person, r.day, r.remeasure DESC, CASE WHEN r.remeasure THEN -r.celsius END, r.occurred_at, r.entry
) AS people
ORDER BY fever, occurred_at, entry
LIMIT %(limit)s
