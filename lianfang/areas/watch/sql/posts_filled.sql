-- D1: of the changes of shift that fell due on a reporting day, how many both sides have signed, unit by unit.
-- {changes} lists the times of day at which the playbook changes shifts, each with the days for which it holds. A
-- change is due where a watch was open before it; the newest step of the post before the change says so.
WITH change AS (
  SELECT DISTINCT m.at
  FROM (VALUES {changes}) AS c(time_of_day, valid_from, valid_to)
  CROSS JOIN LATERAL (VALUES (%(day)s::date - 1), (%(day)s::date)) AS d(on_day)
  CROSS JOIN LATERAL (SELECT (d.on_day + c.time_of_day) AT TIME ZONE '{zone}' AS at) m
  WHERE d.on_day >= c.valid_from AND d.on_day <= c.valid_to
    AND m.at >= (%(day)s::date - 1 + '{closes}'::time) AT TIME ZONE '{zone}'
    AND m.at < (%(day)s::date + '{closes}'::time) AT TIME ZONE '{zone}'
)
SELECT p.unit, max(p.path) AS path, max(greatest(h.recorded_at, p.recorded_at)) AS changed_at,
       NULLIF(count(h.entry), 0) AS d1_value, NULLIF(count(h.entry), 0) AS d1_checked, count(*) AS d1_expected
FROM change
CROSS JOIN LATERAL (
  SELECT DISTINCT ON (s.unit) s.unit, s.path, s.kind, s.recorded_at FROM watch_post s
  WHERE s.path >= %(low)s AND s.path < %(high)s AND s.superseded_at IS NULL AND s.occurred_at < change.at
  ORDER BY s.unit, s.number DESC) p
LEFT JOIN watch_handover h
  ON h.unit = p.unit AND h.change_at = change.at AND h.kind = 'watch.handover_signed' AND h.superseded_at IS NULL
WHERE p.kind = 'watch.post_opened'
GROUP BY p.unit
