-- Behind a figure of cases stand its notices, also those recorded for units below; behind a zero, the looks at
-- the channel for that subject, also those of a unit above that serve this one.
WITH notices AS (
  SELECT r.entry
  FROM tracing_day d
  JOIN tracing_official_notice r ON r.unit = d.unit AND r.day = d.day
  WHERE d.day = %(day)s AND ((d.path >= %(low)s AND d.path < %(high)s) OR starts_with(d.path, %(low)s))
    AND r.subject = '{subject}' AND r.superseded_at IS NULL AND NOT r.exercise
), looks AS (
  SELECT r.entry
  FROM tracing_day d
  JOIN tracing_channel_check r ON r.unit = d.unit AND r.day = d.day
  WHERE d.day = %(day)s AND ((d.path >= %(low)s AND d.path < %(high)s) OR starts_with(%(low)s, d.path))
    AND r.checked_for @> ARRAY['{subject}'] AND r.superseded_at IS NULL AND NOT r.exercise
)
SELECT entry FROM notices
UNION ALL
SELECT entry FROM looks WHERE NOT EXISTS (SELECT FROM notices)
