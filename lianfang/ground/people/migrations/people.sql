-- Memberships, households and headcounts follow from the ledger and are written by these functions alone.
REVOKE INSERT, UPDATE, DELETE ON people_membership, people_household, people_headcount FROM {app};

-- A person counts in one unit at a time.
ALTER TABLE people_membership ADD CONSTRAINT people_membership_counts_once
  EXCLUDE USING gist (units_span(person::text, since_day, until_day) WITH &&) WHERE (counts);
ALTER TABLE people_membership ADD CONSTRAINT people_membership_days CHECK (since_day <= until_day);

-- Many at once are joined by hashing, as in units_retrace.
CREATE FUNCTION people_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_nestloop = on AS $$
DECLARE
  known uuid[];
  answering text[];
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
END $$;

-- Each unit's word about a person holds from its reporting day until that unit's next one; of one day the last.
-- An erasure ends them all.
CREATE FUNCTION people_retrace_memberships(known uuid[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_catalog, pg_temp AS $$
  INSERT INTO people_membership
    (person, unit, path, since_day, until_day, counts, household, residency, erased)
  WITH said AS (
    SELECT person, unit, path, day, occurred_at, recorded_at, entry, true AS member, counts, household, residency
    FROM people_registration WHERE person = ANY(known) AND superseded_at IS NULL AND NOT exercise
    UNION ALL
    SELECT person, unit, path, day, occurred_at, recorded_at, entry, member, counts, household, residency
    FROM people_change WHERE person = ANY(known) AND superseded_at IS NULL AND NOT exercise
  ), daily AS (
    SELECT DISTINCT ON (person, unit, day) *, bool_or(member) OVER (PARTITION BY person, unit, day) AS ever
    FROM said ORDER BY person, unit, day, occurred_at DESC, recorded_at DESC, entry DESC
  ), stretch AS (
    SELECT *, CASE WHEN member THEN lead(day, 1, date '9999-12-31') OVER (PARTITION BY person, unit ORDER BY day)
                   ELSE day END AS until
    FROM daily
  )
  SELECT s.person, s.unit, coalesce(u.path, s.path), s.day,
         greatest(s.day, least(s.until, e.day)), s.counts AND s.member, h.household, h.residency, e.day IS NOT NULL
  FROM stretch s
  LEFT JOIN units_unit u ON u.code = s.unit
  LEFT JOIN LATERAL (
    SELECT min(day) AS day FROM people_erasure WHERE person = s.person AND superseded_at IS NULL AND NOT exercise) e ON true
  CROSS JOIN LATERAL (SELECT CASE WHEN s.member THEN s.household END, CASE WHEN s.member THEN s.residency END)
    AS h(household, residency)
  WHERE s.ever
$$;

-- Headcounts of some units, each stretch cut by the stretches of the unit's path.
CREATE FUNCTION people_recount(units text[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_catalog, pg_temp AS $$
  DELETE FROM people_headcount WHERE unit = ANY(units);
  INSERT INTO people_headcount (unit, path, day, delta)
  SELECT unit, path, day, sum(delta) FROM (
    SELECT m.unit, p.path, d.day, d.delta
    FROM people_membership m
    JOIN units_path p ON p.unit = m.unit AND p.since_day < m.until_day AND p.until_day > m.since_day
    CROSS JOIN LATERAL (VALUES (greatest(m.since_day, p.since_day), 1), (least(m.until_day, p.until_day), -1)) AS d(day, delta)
    WHERE m.unit = ANY(units) AND m.counts AND m.since_day < m.until_day) every
  WHERE day < date '9999-12-31'
  GROUP BY unit, path, day HAVING sum(delta) <> 0
$$;

-- Where each person's name is kept now: with the unit that counts the person, else with the newest one.
CREATE FUNCTION people_homes(known uuid[]) RETURNS TABLE (person uuid, unit text, path text, erased_at timestamptz)
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (m.person) m.person, m.unit, m.path,
         (SELECT min(e.occurred_at) FROM people_erasure e
          WHERE e.person = m.person AND e.superseded_at IS NULL AND NOT e.exercise)
  FROM people_membership m WHERE m.person = ANY(known)
  ORDER BY m.person, m.until_day DESC, m.counts DESC, m.since_day DESC, m.unit
$$;

-- Names and keys go with the person, and with an erasure they are gone.
CREATE FUNCTION people_keep_identities(known uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE people_person i SET unit = h.unit, path = h.path FROM people_homes(known) h
  WHERE i.person = h.person AND (i.unit, i.path) <> (h.unit, h.path);
  UPDATE people_mask i SET unit = h.unit, path = h.path FROM people_homes(known) h
  WHERE i.person = h.person AND (i.unit, i.path) <> (h.unit, h.path);
  UPDATE people_gram g SET path = h.path FROM people_homes(known) h WHERE g.person = h.person AND g.path <> h.path;
  UPDATE kernel_person_key k SET path = h.path FROM people_homes(known) h
  WHERE k.person = h.person AND k.path <> h.path;
  IF EXISTS (SELECT 1 FROM people_homes(known) WHERE erased_at IS NOT NULL) THEN
    DELETE FROM people_person i USING people_homes(known) h WHERE i.person = h.person AND h.erased_at IS NOT NULL;
    DELETE FROM people_mask i USING people_homes(known) h WHERE i.person = h.person AND h.erased_at IS NOT NULL;
    DELETE FROM people_gram g USING people_homes(known) h WHERE g.person = h.person AND h.erased_at IS NOT NULL;
    UPDATE kernel_person_key k SET wrapped = NULL, destroyed_at = h.erased_at FROM people_homes(known) h
    WHERE k.person = h.person AND h.erased_at IS NOT NULL AND k.wrapped IS NOT NULL;
  END IF;
END $$;

CREATE FUNCTION people_retrace_households(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  known text[];
BEGIN
  SELECT array_agg(DISTINCT code) INTO known FROM people_founding WHERE entry = ANY(touched);
  DELETE FROM people_household WHERE code = ANY(known);
  INSERT INTO people_household (code, unit, path, place, residency, entrance, floor, door, opened_on)
  SELECT f.code, f.unit, coalesce(u.path, f.path), f.place, f.residency, f.entrance, f.floor, f.door, f.day
  FROM people_founding f LEFT JOIN units_unit u ON u.code = f.unit
  WHERE f.code = ANY(known) AND f.superseded_at IS NULL AND NOT f.exercise;
END $$;

-- Called by units_retrace when units move.
CREATE FUNCTION people_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(161, 4);
  UPDATE people_membership m SET path = u.path FROM units_unit u
  WHERE m.unit = u.code AND u.code = ANY(units) AND m.path <> u.path;
  UPDATE people_household m SET path = u.path FROM units_unit u
  WHERE m.unit = u.code AND u.code = ANY(units) AND m.path <> u.path;
  PERFORM people_recount(ARRAY(SELECT DISTINCT unit FROM people_membership WHERE unit = ANY(units)));
  PERFORM people_keep_identities(ARRAY(SELECT DISTINCT person FROM people_membership WHERE unit = ANY(units)));
END $$;
REVOKE ALL ON FUNCTION people_retrace_memberships(uuid[]), people_recount(text[]), people_keep_identities(uuid[]),
  people_homes(uuid[]), people_follow(text[]) FROM PUBLIC;
INSERT INTO units_follower VALUES ('people_follow');

-- A key is there for every unit that the person belongs to, or belonged to: late records come in under it.
CREATE POLICY members ON kernel_person_key FOR SELECT
  USING (EXISTS (SELECT 1 FROM people_membership m WHERE m.person = kernel_person_key.person));
