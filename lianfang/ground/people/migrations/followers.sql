-- Functions that other parts have called when memberships are retraced, in the same transaction: f(persons uuid[]).
CREATE TABLE people_follower (follow text PRIMARY KEY);
REVOKE ALL ON people_follower FROM PUBLIC;
REVOKE ALL ON people_follower FROM {app};

CREATE OR REPLACE FUNCTION people_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_nestloop = on AS $$
DECLARE
  known uuid[];
  answering text[];
  follower text;
BEGIN
  PERFORM pg_advisory_xact_lock(161, 4);
  PERFORM set_config('enable_nestloop', (cardinality(touched) < 100)::text, true);
  SELECT array_agg(person) INTO known FROM (
    SELECT person FROM people_registration WHERE entry = ANY(touched)
    UNION SELECT person FROM people_change WHERE entry = ANY(touched)
    UNION SELECT person FROM people_erasure WHERE entry = ANY(touched)) t;
  SELECT coalesce(array_agg(DISTINCT unit), '{}') INTO answering FROM people_membership WHERE person = ANY(known);
  DELETE FROM people_membership WHERE person = ANY(known);
  PERFORM people_retrace_memberships(known);
  SELECT answering || coalesce(array_agg(DISTINCT unit), '{}') INTO answering
  FROM people_membership WHERE person = ANY(known);
  PERFORM people_recount(answering);
  PERFORM people_keep_identities(known);
  FOR follower IN SELECT follow FROM people_follower ORDER BY follow LOOP
    EXECUTE format('SELECT %I($1)', follower) USING known;
  END LOOP;
END $$;
