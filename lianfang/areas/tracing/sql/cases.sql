-- H5–H7 for every unit of a path range that states them on a day.
-- Who states cases says the playbook (the team, once, for all its people). A notice counts for the nearest unit
-- at or above its own that states them, so that none is lost and none is counted twice; with no such unit in
-- sight it stays with its own.
-- A unit is covered by its own look at the official channel on the day, else by the nearest one above it.
-- 0 needs a look for that subject; a look that found a notice allows it only once a notice stands in the ledger
-- at or below the unit that looked. Otherwise nothing is known, which is not 0.
WITH said AS (
  SELECT d.unit, d.path, d.changed_at, s.subject, s.checks, s.found, s.notices
  FROM tracing_day d
  CROSS JOIN LATERAL (VALUES
    ('confirmed', d.confirmed_checks, d.confirmed_found, d.confirmed_notices),
    ('suspected', d.suspected_checks, d.suspected_found, d.suspected_notices),
    ('asymptomatic', d.asymptomatic_checks, d.asymptomatic_found, d.asymptomatic_notices)
  ) AS s(subject, checks, found, notices)
  WHERE d.day = %(day)s
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
  WHERE s.notices > 0
  GROUP BY 1, 2, 3
), asked AS (
  SELECT unit, path FROM stating WHERE path >= %(low)s AND path < %(high)s
  UNION
  SELECT unit, path FROM notices WHERE path >= %(low)s AND path < %(high)s
), looked AS (
  SELECT l.path, l.subject, l.changed_at,
         l.found IS NULL OR EXISTS (SELECT FROM said n WHERE n.notices > 0 AND starts_with(n.path, l.path)) AS sure
  FROM said l
  WHERE l.checks > 0
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
  CROSS JOIN (VALUES ('confirmed'), ('suspected'), ('asymptomatic')) AS each(subject)
  LEFT JOIN notices USING (unit, subject)
  LEFT JOIN covered USING (unit, subject)
)
SELECT unit, max(path) AS path, max(changed_at) AS changed_at,
       max(value) FILTER (WHERE subject = 'confirmed') AS h5_value,
       max(checked) FILTER (WHERE subject = 'confirmed') AS h5_checked, 1 AS h5_expected,
       max(value) FILTER (WHERE subject = 'suspected') AS h6_value,
       max(checked) FILTER (WHERE subject = 'suspected') AS h6_checked, 1 AS h6_expected,
       max(value) FILTER (WHERE subject = 'asymptomatic') AS h7_value,
       max(checked) FILTER (WHERE subject = 'asymptomatic') AS h7_checked, 1 AS h7_expected
FROM figures
GROUP BY unit
