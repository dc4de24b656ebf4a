-- A version that its own unit has recalled waits for another one, as one that was returned does. Steps before the
-- sign-off make no version.
CREATE OR REPLACE VIEW reporting_told WITH (security_invoker = true) AS
SELECT s.report_unit AS unit, s.report_day, s.form,
       (array_agg(s.unit_path ORDER BY s.recorded_at DESC, s.entry DESC))[1] AS path,
       coalesce(max(f.number), 0) AS number,
       coalesce((array_agg(h.handling ORDER BY s.recorded_at DESC, s.step DESC, s.entry DESC)
         FILTER (WHERE h.handling IS NOT NULL))[1], CASE WHEN max(f.number) IS NULL THEN 'none' ELSE 'submitted' END)
         AS handling,
       (array_agg(f.entry ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS entry,
       (array_agg(f.digest ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS digest,
       (array_agg(f.due_at ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS due_at,
       (array_agg(f.as_of ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS as_of,
       min(f.occurred_at) AS first_filed_at, max(f.occurred_at) AS filed_at,
       coalesce((array_agg(f.recorded_by ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1], '') AS filed_by,
       (array_agg(s.occurred_at ORDER BY s.recorded_at DESC, s.step DESC, s.entry DESC)
         FILTER (WHERE h.handling IS NOT NULL))[1] AS handled_at,
       coalesce((array_agg(s.recorded_by ORDER BY s.recorded_at DESC, s.step DESC, s.entry DESC)
         FILTER (WHERE h.handling IS NOT NULL))[1], '') AS handled_by,
       (count(*) FILTER (WHERE s.kind = 'reporting.reminded'))::int AS reminders,
       max(s.occurred_at) FILTER (WHERE s.kind = 'reporting.reminded') AS reminded_at,
       coalesce((array_agg(s.recorded_by ORDER BY s.step DESC) FILTER (WHERE s.kind = 'reporting.reminded'))[1], '')
         AS reminded_by
FROM (
  SELECT *, max(number) FILTER (WHERE kind IN ('reporting.confirmed', 'reporting.amended'))
              OVER (PARTITION BY report_unit, report_day, form) AS newest
  FROM reporting_step WHERE superseded_at IS NULL AND NOT exercise) s
LEFT JOIN LATERAL (
  SELECT s.entry, s.number, s.digest, s.due_at, s.as_of, s.occurred_at, s.recorded_by
  WHERE s.kind IN ('reporting.confirmed', 'reporting.amended')) f ON true
LEFT JOIN LATERAL (
  SELECT split_part(s.kind, '.', 2) AS handling
  WHERE s.kind IN ('reporting.received', 'reporting.returned', 'reporting.recalled') AND s.number = s.newest) h ON true
GROUP BY s.report_unit, s.report_day, s.form;
