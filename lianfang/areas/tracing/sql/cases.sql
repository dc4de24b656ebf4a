-- The figures of the classes of cases, for every unit of a path range that states them on a day.
-- Who states cases says the playbook (the team, once, for all its people). A notice counts for the nearest unit
-- at or above its own that states them, so that none is lost and none is counted twice; with no such unit in
-- sight it stays with its own.
-- A unit is covered by its own look at the official channel on the day, else by the nearest one above it.
-- 0 needs a look for that subject; a look that found a notice allows it only once a notice stands in the ledger
-- at or below the unit that looked. Otherwise nothing is known, which is not 0.
WITH looks AS (
  SELECT d.unit, d.path, d.changed_at, subject, bool_or(r.found) AS found
  FROM tracing_day d
  JOIN tracing_channel_check r ON r.unit = d.unit AND r.day = d.day AND r.superseded_at IS NULL AND NOT r.exercise
  CROSS JOIN LATERAL unnest(r.checked_for) AS subject
  WHERE d.day = %(day)s AND d.checks > 0
  GROUP BY 1, 2, 3, 4
), said AS (
  SELECT d.unit, d.path, d.changed_at, r.subject, sum(r.people) AS notices
  FROM tracing_day d
  JOIN tracing_official_notice r ON r.unit = d.unit AND r.day = d.day AND r.superseded_at IS NULL AND NOT r.exercise
  WHERE d.day = %(day)s AND d.notices > 0
  GROUP BY 1, 2, 3, 4
), stating AS (
  SELECT p.unit, p.path
  FROM units_path p
  JOIN units_unit u ON u.code = p.unit
  WHERE p.since_day <= %(day)s AND p.until_day > %(day)s AND u.kind = ANY({kinds})
), notices AS (
  SELECT s.subject, coalesce(t.unit, s.unit) AS unit, coalesce(t.path, s.path) AS path,
         sum(s.notices)::int AS people, max(s.changed_at) AS changed_at
  FROM said s
  LEFT JOIN LATERAL (
    SELECT unit, path FROM stating WHERE starts_with(s.path, path) ORDER BY length(path) DESC LIMIT 1
  ) AS t ON true
  WHERE s.subject = ANY({subjects})
  GROUP BY 1, 2, 3
), asked AS (
  SELECT unit, path FROM stating WHERE path >= %(low)s AND path < %(high)s
  UNION
  SELECT unit, path FROM notices WHERE path >= %(low)s AND path < %(high)s
), looked AS (
  SELECT l.path, l.subject, l.changed_at,
         NOT l.found OR EXISTS (SELECT FROM said n WHERE starts_with(n.path, l.path)) AS sure
  FROM looks l
), at_or_above AS (
  SELECT a.unit, array_to_string(parts.names[1:depth], '/') || '/' AS path
  FROM asked a
  CROSS JOIN LATERAL (SELECT string_to_array(rtrim(a.path, '/'), '/') AS names) AS parts
  CROSS JOIN LATERAL generate_series(1, cardinality(parts.names)) AS depth
), covered AS (
  SELECT DISTINCT ON (u.unit, l.subject) u.unit, l.subject, l.sure, l.changed_at
  FROM at_or_above u
  JOIN looked l ON l.path = u.path
  ORDER BY u.unit, l.subject, length(l.path) DESC
), figures AS (
  SELECT a.unit, a.path, subject,
         greatest(notices.changed_at, covered.changed_at) AS changed_at,
         coalesce(notices.people, CASE WHEN covered.sure THEN 0 END) AS value,
         CASE WHEN covered.unit IS NULL THEN 0 ELSE 1 END AS checked
  FROM asked a
  CROSS JOIN unnest({subjects}) AS each(subject)
  LEFT JOIN notices USING (unit, subject)
  LEFT JOIN covered USING (unit, subject)
)
