-- An act concerns the report of a unit that is seen, under a path that this unit has.
CREATE FUNCTION reporting_fence_look(entries uuid[], parts text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT coalesce(data->>'of', unit) AS unit, data->>'path' AS path FROM ledger_entry
                   WHERE id = ANY(entries) AND kind LIKE 'reporting.%') e
    WHERE NOT coalesce(parts[4]::path_ranges @> e.path, false)
      OR NOT (EXISTS (SELECT 1 FROM units_path p WHERE p.unit = e.unit AND p.path = e.path)
              OR (NOT EXISTS (SELECT 1 FROM units_path p WHERE p.unit = e.unit)
                  AND ('/' || e.path) LIKE ('%/' || e.unit || '/')))) THEN
    PERFORM kernel_refuse('an act concerns the report of a unit that is not seen');
  END IF;
END $$;
REVOKE ALL ON FUNCTION reporting_fence_look(uuid[], text[]) FROM PUBLIC;
INSERT INTO kernel_fence_check VALUES ('reporting', 'reporting_fence_look');
