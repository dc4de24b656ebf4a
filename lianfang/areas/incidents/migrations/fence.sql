-- An act goes on with what its own unit began.
CREATE FUNCTION incidents_fence_look(entries uuid[], parts text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ledger_entry e JOIN ledger_stream s ON s.stream = e.stream AND s.version = 1
    JOIN ledger_entry o ON o.id = s.entry
    WHERE e.id = ANY(entries) AND e.kind LIKE 'incidents.%' AND e.version > 1 AND o.unit <> e.unit) THEN
    PERFORM kernel_refuse('an act goes on with what another unit began');
  END IF;
END $$;
REVOKE ALL ON FUNCTION incidents_fence_look(uuid[], text[]) FROM PUBLIC;
INSERT INTO kernel_fence_check VALUES ('incidents', 'incidents_fence_look');
