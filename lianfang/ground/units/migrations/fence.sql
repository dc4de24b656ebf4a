-- What raw SQL may say of units. The tables of facts are written by the owner's functions alone, from the ledger.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON units_opening, units_move, units_renaming, units_closing FROM {app};

-- A row names its unit and the path of that unit. A code that no unit has yet stands under its own name.
CREATE FUNCTION units_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  wrong record;
BEGIN
  SELECT f.unit, f.path INTO wrong FROM (SELECT DISTINCT unit, path FROM fresh) f
  WHERE NOT EXISTS (SELECT 1 FROM units_path p WHERE p.unit = f.unit AND p.path = f.path)
    AND (EXISTS (SELECT 1 FROM units_path p WHERE p.unit = f.unit)
         OR NOT ('/' || f.path) LIKE ('%/' || f.unit || '/'))
  LIMIT 1;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  IF TG_TABLE_NAME = 'ledger_entry' THEN
    IF EXISTS (SELECT 1 FROM fresh f WHERE f.unit = wrong.unit AND f.path = wrong.path AND f.kind = 'units.unit_opened'
               AND f.corrects IS NULL) THEN  -- a code that is taken out of sight
      RAISE EXCEPTION 'the code % is taken', wrong.unit USING ERRCODE = 'unique_violation', CONSTRAINT = 'units_opening_code';
    END IF;
  END IF;
  PERFORM kernel_refuse(format('in %s the unit %s has not the path %s', TG_TABLE_NAME, wrong.unit, wrong.path));
  RETURN NULL;
END $$;

-- A unit is opened or moved under one that is seen (moved: where the verb is held), and never under itself.
CREATE FUNCTION units_fence_look(entries uuid[], parts text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM (SELECT kind, unit, path, data->>'parent' AS parent FROM ledger_entry
                   WHERE id = ANY(entries) AND kind IN ('units.unit_opened', 'units.unit_moved')) e
    WHERE CASE
      WHEN e.kind = 'units.unit_moved' THEN NOT EXISTS (
        SELECT 1 FROM units_path p WHERE p.unit = e.parent AND scope_verb_ranges(parts, 'units.move') @> p.path
        AND NOT starts_with(p.path, e.path))
      WHEN e.parent IS NULL THEN e.path <> e.unit || '/'
      WHEN EXISTS (SELECT 1 FROM units_path p WHERE p.unit = e.parent) THEN NOT EXISTS (
        SELECT 1 FROM units_path p WHERE p.unit = e.parent AND parts[4]::path_ranges @> p.path
        AND NOT starts_with(p.path, e.path)
        AND (e.path = p.path || e.unit || '/' OR EXISTS (SELECT 1 FROM units_path o WHERE o.unit = e.unit)))
      -- the parent is opened in this very statement
      ELSE NOT (('/' || e.path) LIKE ('%/' || e.parent || '/' || e.unit || '/')
                AND parts[4]::path_ranges @> left(e.path, -length(e.unit) - 1))
    END) THEN
    PERFORM kernel_refuse('a unit would stand where its opener or mover has no say');
  END IF;
END $$;
REVOKE ALL ON FUNCTION units_fence_look(uuid[], text[]) FROM PUBLIC;
INSERT INTO kernel_fence_check VALUES ('units', 'units_fence_look');
