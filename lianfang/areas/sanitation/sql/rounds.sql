-- Which round each record of one day belongs to: the slot that it fits, as the duties in force have it. What fits none (a
-- place or an hour for which nothing is due) is one round of its place and day, so that it is done again like any other.
WITH stood AS MATERIALIZED (
  SELECT entry, unit, path, place, day
  FROM {table}
  WHERE day IN (%(day)s::date, %(day)s::date + 1) AND path >= %(low)s AND path < %(high)s
    AND superseded_at IS NULL AND NOT exercise
), slots AS MATERIALIZED ({slots}
), rounds AS MATERIALIZED (
  SELECT unit, path, target AS place, duty, number, entry
  FROM slots
  WHERE day = %(day)s AND entry IS NOT NULL
  UNION ALL
  SELECT unit, path, place, '', 0, entry
  FROM stood
  WHERE day = %(day)s AND entry NOT IN (SELECT s.entry FROM slots s WHERE s.entry IS NOT NULL)
), changed AS (
  SELECT unit, max(path) AS path, max(greatest(recorded_at, superseded_at)) AS changed_at
  FROM {table}
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND NOT exercise
  GROUP BY unit
)
