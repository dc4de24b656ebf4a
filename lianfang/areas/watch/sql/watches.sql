-- The units of some kinds that keep a watch in the course of a reporting day, from its opening to its closing.
-- A day reaches at most two days back from its date, whatever the hour at which it closes.
SELECT w.unit AS target, w.unit, p.path, u.kind, u.zh, u.en, false AS "left", w.since_at, w.until_at
FROM (
  SELECT s.unit, s.kind, s.occurred_at AS since_at,
         lead(s.occurred_at) OVER (PARTITION BY s.unit ORDER BY s.number) AS until_at
  FROM watch_post s WHERE s.superseded_at IS NULL AND NOT s.exercise
) w
JOIN units_unit u ON u.code = w.unit AND u.kind = ANY(%(kinds)s)
JOIN units_path p ON p.unit = w.unit AND p.since_day <= %(day)s AND p.until_day > %(day)s
WHERE w.kind = 'watch.post_opened' AND p.path >= %(low)s AND p.path < %(high)s
  AND w.since_at < %(day)s::date + 2 AND (w.until_at IS NULL OR w.until_at > %(day)s::date - 2)
