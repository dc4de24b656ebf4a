-- What raw SQL may say of people. The tables of facts are written by the owner's functions alone, from the ledger;
-- names, masks and parts of names are added, and go and come with the person by the owner's functions.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON people_registration, people_change, people_erasure, people_founding FROM {app};
REVOKE UPDATE, DELETE, TRUNCATE ON people_person, people_mask, people_gram FROM {app};

-- Somebody is registered who is on no register yet; whoever is on one is seen by who speaks of him. Only the unit that keeps
-- the person's name erases.
CREATE FUNCTION people_fence_look(entries uuid[], parts text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ledger_entry e
    WHERE e.id = ANY(entries) AND e.person IS NOT NULL AND e.kind LIKE 'people.%'
      AND CASE
        WHEN EXISTS (SELECT 1 FROM people_membership m WHERE m.person = e.person) THEN NOT EXISTS (
          SELECT 1 FROM people_membership m WHERE m.person = e.person AND parts[4]::path_ranges @> m.path)
        ELSE EXISTS (SELECT 1 FROM people_registration r WHERE r.person = e.person AND r.entry <> e.id)
          OR EXISTS (SELECT 1 FROM kernel_person_key k WHERE k.person = e.person AND NOT parts[4]::path_ranges @> k.path)
      END) THEN
    PERFORM kernel_refuse('a person is named who is not seen');
  END IF;
  IF EXISTS (
    SELECT 1 FROM ledger_entry e
    WHERE e.id = ANY(entries) AND e.kind = 'people.person_erased'
      AND NOT EXISTS (SELECT 1 FROM people_homes(ARRAY[e.person]) h WHERE h.unit = e.unit)) THEN
    PERFORM kernel_refuse('a person is erased by another unit');
  END IF;
END $$;
REVOKE ALL ON FUNCTION people_fence_look(uuid[], text[]) FROM PUBLIC;
INSERT INTO kernel_fence_check VALUES ('people', 'people_fence_look');

-- A name is kept where the person belongs.
CREATE FUNCTION people_identity_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT person, path FROM fresh) f WHERE NOT EXISTS (
               SELECT 1 FROM people_membership m WHERE m.person = f.person AND m.path = f.path)) THEN
    PERFORM kernel_refuse('a name is kept where the person does not belong');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fence AFTER INSERT ON people_person
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION people_identity_fence();
CREATE TRIGGER fence AFTER INSERT ON people_mask
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION people_identity_fence();
CREATE TRIGGER fence AFTER INSERT ON people_gram
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION people_identity_fence();

-- A note of who saw names bears the name of who saw them.
CREATE POLICY own ON people_identity_view AS RESTRICTIVE FOR INSERT
  WITH CHECK ((SELECT scope_user()) IN (0, user_id));
