-- What the unit above says of a version stands in its own chain; whose report it is, `report_unit` tells.

-- The reports of all units or of some keys, as they follow from the acts that stand. What was said of an older version
-- says nothing of the newest.
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
  WHERE s.kind IN ('reporting.received', 'reporting.returned') AND s.number = s.newest) h ON true
GROUP BY s.report_unit, s.report_day, s.form;

CREATE OR REPLACE FUNCTION reporting_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  k record;
BEGIN
  -- The rows of the reports concerned, made or locked always in the same order.
  INSERT INTO reporting_report AS r (unit, report_day, form, path, number, handling, filed_by, handled_by, reminders, reminded_by)
  SELECT DISTINCT ON (report_unit, report_day, form) report_unit, report_day, form, unit_path, 0, 'none', '', '', 0, ''
  FROM reporting_step WHERE entry = ANY(touched) ORDER BY report_unit, report_day, form
  ON CONFLICT (unit, report_day, form) DO UPDATE SET path = r.path;
  FOR k IN SELECT DISTINCT report_unit AS unit, report_day, form FROM reporting_step WHERE entry = ANY(touched)
           ORDER BY 1, 2, 3 LOOP
    DELETE FROM reporting_figure f WHERE f.unit = k.unit AND f.report_day = k.report_day AND f.form = k.form;
    DELETE FROM reporting_report r WHERE r.unit = k.unit AND r.report_day = k.report_day AND r.form = k.form;
    INSERT INTO reporting_report (unit, report_day, form, path, number, handling, entry, digest, due_at, as_of, first_filed_at, filed_at, filed_by,
           handled_at, handled_by, reminders, reminded_at, reminded_by)
    SELECT unit, report_day, form, path, number, handling, entry, digest, due_at, as_of, first_filed_at, filed_at, filed_by,
           handled_at, handled_by, reminders, reminded_at, reminded_by
    FROM reporting_told t WHERE t.unit = k.unit AND t.report_day = k.report_day AND t.form = k.form;
    INSERT INTO reporting_figure (unit, report_day, form, code, path, parent_path, value, checked, expected, bits)
    SELECT unit, report_day, form, code, path, parent_path, value, checked, expected, bits
    FROM reporting_stated t WHERE t.unit = k.unit AND t.report_day = k.report_day AND t.form = k.form;
  END LOOP;
  -- Each part of a node is added up by one transaction at a time, so that none misses a neighbour's figures.
  FOR k IN SELECT DISTINCT reporting_parent(unit_path) AS path, reporting_part(unit_path) AS part, report_day, form
           FROM reporting_step WHERE entry = ANY(touched) AND kind IN ('reporting.confirmed', 'reporting.amended')
           ORDER BY 1, 2, 3, 4 LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws('|', 'reporting_sum', k.path, k.part, k.report_day, k.form), 0));
    DELETE FROM reporting_sum n
    WHERE n.path = k.path AND n.part = k.part AND n.report_day = k.report_day AND n.form = k.form;
    INSERT INTO reporting_sum (path, part, report_day, form, code, value_sum, value_min, checked, expected, bits)
    SELECT path, part, report_day, form, code, value_sum, value_min, checked, expected, bits
    FROM reporting_added a
    WHERE a.path = k.path AND a.part = k.part AND a.report_day = k.report_day AND a.form = k.form;
  END LOOP;
END $$;
