-- What its own unit has recalled states nothing until the next version: no roll-up counts it, as none counts a draft.
CREATE OR REPLACE VIEW reporting_stated WITH (security_invoker = true) AS
SELECT r.unit, r.report_day, r.form, x.f->>'code' AS code, r.path, reporting_parent(r.path) AS parent_path,
       (x.f->>'value')::numeric(30, 10) AS value, (x.f->>'checked')::bigint AS checked,
       (x.f->>'expected')::bigint AS expected, reporting_bit(x.f->>'state') AS bits
FROM reporting_report r JOIN reporting_step s ON s.entry = r.entry
CROSS JOIN LATERAL jsonb_array_elements(s.figures) AS x(f)
WHERE r.handling <> 'recalled';

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
           FROM reporting_step WHERE entry = ANY(touched) 
             AND (kind IN ('reporting.confirmed', 'reporting.amended', 'reporting.recalled') OR EXISTS (
               SELECT 1 FROM reporting_step o WHERE o.kind = 'reporting.recalled' AND o.report_unit = reporting_step.report_unit
                 AND o.report_day = reporting_step.report_day AND o.form = reporting_step.form))
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

SELECT reporting_retrace(coalesce(array_agg(entry), '{}')) FROM reporting_step WHERE kind = 'reporting.recalled';
