-- The reports as they stand, from the acts on them. Run by the tables' owner, because a unit may have moved out of
-- the recorder's sight since the report's day, and because a sum covers its neighbours.

-- What one version states of one measure, as a bit (kernel.measures.STATE_BITS).
CREATE FUNCTION reporting_bit(state text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE state WHEN 'not_reported' THEN 1 WHEN 'partial' THEN 2 WHEN 'ok' THEN 4
                    WHEN 'zero_unverified' THEN 8 WHEN 'zero_confirmed' THEN 16 ELSE 0 END::smallint
$$;

-- The node above a path, and which part of that node's sums a unit belongs to: a node may have thousands below it.
CREATE FUNCTION reporting_parent(path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT regexp_replace(path, '[^/]+/$', '')
$$;
CREATE FUNCTION reporting_part(path text) RETURNS smallint LANGUAGE sql IMMUTABLE AS $$
  SELECT (('x' || left(md5(path), 2))::bit(8)::int % 8)::smallint
$$;

-- The reports of all units or of some keys, as they follow from the acts that stand.
CREATE VIEW reporting_told WITH (security_invoker = true) AS
SELECT s.unit, s.report_day, s.form, (array_agg(s.unit_path ORDER BY s.recorded_at DESC, s.entry DESC))[1] AS path,
       coalesce(max(f.number), 0) AS number,
       coalesce((array_agg(CASE s.kind WHEN 'reporting.received' THEN 'received' WHEN 'reporting.returned' THEN 'returned'
                           ELSE 'submitted' END ORDER BY s.step DESC) FILTER (WHERE s.kind <> 'reporting.reminded'))[1],
                'none') AS handling,
       (array_agg(f.entry ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS entry,
       (array_agg(f.digest ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS digest,
       (array_agg(f.due_at ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS due_at,
       (array_agg(f.as_of ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1] AS as_of,
       min(f.occurred_at) AS first_filed_at, max(f.occurred_at) AS filed_at,
       coalesce((array_agg(f.recorded_by ORDER BY f.number DESC) FILTER (WHERE f.entry IS NOT NULL))[1], '') AS filed_by,
       (array_agg(CASE WHEN f.entry IS NULL THEN s.occurred_at END ORDER BY s.step DESC)
         FILTER (WHERE s.kind <> 'reporting.reminded'))[1] AS handled_at,
       coalesce((array_agg(CASE WHEN f.entry IS NULL THEN s.recorded_by END ORDER BY s.step DESC)
         FILTER (WHERE s.kind <> 'reporting.reminded'))[1], '') AS handled_by,
       (count(*) FILTER (WHERE s.kind = 'reporting.reminded'))::int AS reminders,
       max(s.occurred_at) FILTER (WHERE s.kind = 'reporting.reminded') AS reminded_at,
       coalesce((array_agg(s.recorded_by ORDER BY s.step DESC) FILTER (WHERE s.kind = 'reporting.reminded'))[1], '')
         AS reminded_by
FROM reporting_step s
LEFT JOIN LATERAL (
  SELECT s.entry, s.number, s.digest, s.due_at, s.as_of, s.occurred_at, s.recorded_by
  WHERE s.kind IN ('reporting.confirmed', 'reporting.amended')) f ON true
WHERE s.superseded_at IS NULL AND NOT s.exercise
GROUP BY s.unit, s.report_day, s.form;

-- The figures that the newest version of each report states for its own unit.
CREATE VIEW reporting_stated WITH (security_invoker = true) AS
SELECT r.unit, r.report_day, r.form, x.f->>'code' AS code, r.path, reporting_parent(r.path) AS parent_path,
       (x.f->>'value')::numeric(30, 10) AS value, (x.f->>'checked')::bigint AS checked,
       (x.f->>'expected')::bigint AS expected, reporting_bit(x.f->>'state') AS bits
FROM reporting_report r JOIN reporting_step s ON s.entry = r.entry
CROSS JOIN LATERAL jsonb_array_elements(s.figures) AS x(f);

-- The figures below each node, added up.
CREATE VIEW reporting_added WITH (security_invoker = true) AS
SELECT parent_path AS path, reporting_part(path) AS part, report_day, form, code,
       sum(value)::numeric(30, 10) AS value_sum, min(value) AS value_min, sum(checked)::bigint AS checked,
       sum(expected)::bigint AS expected, bit_or(bits) AS bits
FROM reporting_figure GROUP BY parent_path, reporting_part(path), report_day, form, code;

CREATE FUNCTION reporting_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  k record;
BEGIN
  -- The rows of the reports concerned, made or locked always in the same order.
  INSERT INTO reporting_report AS r (unit, report_day, form, path, number, handling, filed_by, handled_by, reminders, reminded_by)
  SELECT DISTINCT ON (unit, report_day, form) unit, report_day, form, unit_path, 0, 'none', '', '', 0, ''
  FROM reporting_step WHERE entry = ANY(touched) ORDER BY unit, report_day, form
  ON CONFLICT (unit, report_day, form) DO UPDATE SET path = r.path;
  FOR k IN SELECT DISTINCT unit, report_day, form FROM reporting_step WHERE entry = ANY(touched)
           ORDER BY unit, report_day, form LOOP
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

-- Only the retracing writes these; the application reads them within its scope.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON reporting_report, reporting_figure, reporting_sum FROM {app};
