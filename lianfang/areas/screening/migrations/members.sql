-- Members seen, and their unit's day: written by screening_retrace alone, which the owner of the tables runs, because a
-- person may be measured by another unit than his own.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON screening_member_seen, screening_members_day FROM {app};

-- Brings some persons' days to what their records and the register say, and the days of the units concerned with them.
-- What a person adds to a unit is taken from how he stood there before, so that no unit is counted through. Persons come
-- one after another, or two recorders would each miss what the other one says.
-- Everything is found by person and day, and the ordinary records by another index than the few that tell something, so
-- that the plan, made once, is right for the first record of a day and for its thousandth.
CREATE FUNCTION screening_retrace(persons uuid[], days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  of_units text[];
  of_days date[];
  again boolean;
BEGIN
  IF persons IS NULL THEN RETURN; END IF;
  PERFORM kernel_wait_for('screening:' || b.turn) FROM (
    SELECT DISTINCT hashtext(p::text) & 255 AS turn FROM unnest(persons) AS p ORDER BY turn) b;

  WITH k AS MATERIALIZED (
    SELECT DISTINCT person, day FROM unnest(persons, days) AS k(person, day)
  ), fresh AS MATERIALIZED (
    SELECT k.person, k.day, m.unit, coalesce(u.path, m.path) AS path,
           c.cool IS TRUE OR c.warm IS TRUE AS checked, c.here IS TRUE AS checked_here,
           d.well IS TRUE OR d.ill_here IS NOT NULL OR d.back_here IS NOT NULL AS declared,
           d.here IS TRUE AS declared_here, w.celsius AS warm_elsewhere,
           d.ill_here IS FALSE AS ill_elsewhere, d.back_here IS FALSE AS back_elsewhere
    FROM k
    JOIN people_membership m
      ON m.person = k.person AND m.counts AND m.since_day <= k.day AND m.until_day > k.day
    LEFT JOIN units_path u ON u.unit = m.unit AND u.since_day <= k.day AND u.until_day > k.day
    CROSS JOIN LATERAL (SELECT
      (SELECT true FROM screening_temperature_check r WHERE r.person = k.person AND r.day = k.day AND r.celsius < 37
         AND r.superseded_at IS NULL AND NOT r.exercise LIMIT 1) AS cool,
      (SELECT true FROM screening_temperature_check r WHERE r.person = k.person AND r.day = k.day AND r.celsius >= 37
         AND r.superseded_at IS NULL AND NOT r.exercise LIMIT 1) AS warm,
      (SELECT true FROM screening_temperature_check r WHERE r.person = k.person AND r.day = k.day AND r.unit = m.unit
         AND r.superseded_at IS NULL AND NOT r.exercise LIMIT 1) AS here) c
    CROSS JOIN LATERAL (SELECT
      (SELECT true FROM screening_health_declaration r WHERE r.person = k.person AND r.day = k.day
         AND NOT r.symptomatic AND NOT r.returned AND r.superseded_at IS NULL AND NOT r.exercise LIMIT 1) AS well,
      (SELECT bool_or(r.unit = m.unit) FROM screening_health_declaration r WHERE r.person = k.person AND r.day = k.day
         AND r.symptomatic AND r.superseded_at IS NULL AND NOT r.exercise) AS ill_here,
      (SELECT bool_or(r.unit = m.unit) FROM screening_health_declaration r WHERE r.person = k.person AND r.day = k.day
         AND r.returned AND r.superseded_at IS NULL AND NOT r.exercise) AS back_here,
      (SELECT true FROM screening_health_declaration r WHERE r.person = k.person AND r.day = k.day AND r.unit = m.unit
         AND r.superseded_at IS NULL AND NOT r.exercise LIMIT 1) AS here) d
    CROSS JOIN LATERAL (
      SELECT max(r.celsius) AS celsius FROM screening_temperature_check r
      WHERE r.person = k.person AND r.day = k.day AND r.unit <> m.unit AND r.celsius >= 37
        AND r.superseded_at IS NULL AND NOT r.exercise
        AND (r.remeasure OR NOT EXISTS (
          SELECT FROM screening_temperature_check a
          WHERE a.unit = r.unit AND a.day = r.day AND a.person = r.person AND a.remeasure
            AND a.occurred_at >= r.occurred_at AND a.superseded_at IS NULL AND NOT a.exercise))) w
    WHERE c.cool OR c.warm OR d.well OR d.ill_here IS NOT NULL OR d.back_here IS NOT NULL
  ), old AS MATERIALIZED (
    SELECT s.* FROM k JOIN screening_member_seen s ON s.person = k.person AND s.day = k.day
  ), gone AS (
    DELETE FROM screening_member_seen s USING old
    WHERE s.person = old.person AND s.day = old.day
      AND (old.person, old.day) NOT IN (SELECT person, day FROM fresh)
  ), put AS (
    INSERT INTO screening_member_seen AS s (person, day, unit, path, checked, checked_here, declared, declared_here,
      warm_elsewhere, ill_elsewhere, back_elsewhere)
    SELECT person, day, unit, path, checked, checked_here, declared, declared_here, warm_elsewhere, ill_elsewhere,
           back_elsewhere
    FROM fresh
    ON CONFLICT (person, day) DO UPDATE SET unit = excluded.unit, path = excluded.path, checked = excluded.checked,
      checked_here = excluded.checked_here, declared = excluded.declared, declared_here = excluded.declared_here,
      warm_elsewhere = excluded.warm_elsewhere, ill_elsewhere = excluded.ill_elsewhere,
      back_elsewhere = excluded.back_elsewhere
  ), said AS (
    SELECT unit, day, path, 1 AS n, checked, checked_here, declared, declared_here, ill_elsewhere, back_elsewhere,
           warm_elsewhere IS NOT NULL AS told
    FROM fresh
    UNION ALL
    SELECT unit, day, path, -1, checked, checked_here, declared, declared_here, ill_elsewhere, back_elsewhere,
           warm_elsewhere IS NOT NULL
    FROM old
    UNION ALL
    -- Where somebody was found warm, ill or back, or was so before: whom such a unit counts is looked at again.
    SELECT f.unit, f.day, coalesce(u.path, f.path), 0, false, false, false, false, false, false, true
    FROM (
      SELECT r.unit, r.day, max(r.path) AS path
      FROM k JOIN screening_temperature_check r ON r.person = k.person AND r.day = k.day AND r.celsius >= 37
      GROUP BY r.unit, r.day
      UNION ALL
      SELECT r.unit, r.day, max(r.path)
      FROM k JOIN screening_health_declaration r ON r.person = k.person AND r.day = k.day AND r.symptomatic
      GROUP BY r.unit, r.day
      UNION ALL
      SELECT r.unit, r.day, max(r.path)
      FROM k JOIN screening_health_declaration r ON r.person = k.person AND r.day = k.day AND r.returned
      GROUP BY r.unit, r.day) f
    LEFT JOIN units_path u ON u.unit = f.unit AND u.since_day <= f.day AND u.until_day > f.day
  ), moved AS (
    SELECT unit, day, max(path) AS path, sum(n * checked::int) AS checked, sum(n * checked_here::int) AS checked_here,
           sum(n * declared::int) AS declared, sum(n * declared_here::int) AS declared_here,
           sum(n * ill_elsewhere::int) AS ill_elsewhere, sum(n * back_elsewhere::int) AS back_elsewhere,
           bool_or(told) AS told
    FROM said GROUP BY unit, day
  ), day AS (
    INSERT INTO screening_members_day AS d (unit, day, path, checked, checked_here, declared, declared_here,
      ill_elsewhere, back_elsewhere, symptomatic, returned)
    SELECT unit, day, path, checked, checked_here, declared, declared_here, ill_elsewhere, back_elsewhere, 0, 0
    FROM moved
    WHERE told OR (checked, checked_here, declared, declared_here, ill_elsewhere, back_elsewhere)
      <> (0, 0, 0, 0, 0, 0)
    ORDER BY unit, day
    ON CONFLICT (unit, day) DO UPDATE SET checked = d.checked + excluded.checked,
      checked_here = d.checked_here + excluded.checked_here, declared = d.declared + excluded.declared,
      declared_here = d.declared_here + excluded.declared_here,
      ill_elsewhere = d.ill_elsewhere + excluded.ill_elsewhere,
      back_elsewhere = d.back_elsewhere + excluded.back_elsewhere
    RETURNING unit, day
  )
  SELECT array_agg(unit), array_agg(day.day), (SELECT bool_or(told) FROM moved) INTO of_units, of_days, again FROM day;
  IF again THEN PERFORM screening_recount(of_units, of_days); END IF;
  DELETE FROM screening_members_day d USING unnest(of_units, of_days) AS k(unit, day)
  WHERE d.unit = k.unit AND d.day = k.day AND d.warm_elsewhere IS NULL AND d.fevers IS NULL
    AND (d.checked, d.declared, d.symptomatic, d.returned) = (0, 0, 0, 0);
END $$;

-- Whom these units count of those found warm, ill or back, now that their days are locked.
-- One person counts once: a fever where his highest re-measure was taken (of equal ones at his own unit), symptoms and a
-- return at his own unit if he declared there, else where he first did.
CREATE FUNCTION screening_recount(of_units text[], of_days date[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_hashjoin = off AS $$
BEGIN
  UPDATE screening_members_day d SET
    warm_elsewhere = (
      SELECT array_agg(s.warm_elsewhere ORDER BY s.warm_elsewhere) FROM screening_member_seen s
      WHERE s.unit = d.unit AND s.day = d.day AND s.warm_elsewhere IS NOT NULL),
    fevers = (
      SELECT array_agg(f.celsius ORDER BY f.celsius) FROM (
        SELECT max(r.celsius) AS celsius FROM screening_temperature_check r
        WHERE r.unit = d.unit AND r.day = d.day AND r.celsius >= 37 AND r.remeasure
          AND r.superseded_at IS NULL AND NOT r.exercise
          AND r.unit = (
            SELECT o.unit FROM screening_temperature_check o
            LEFT JOIN screening_member_seen s ON s.person = o.person AND s.day = o.day
            WHERE o.person = r.person AND o.day = r.day AND o.celsius >= 37 AND o.remeasure
              AND o.superseded_at IS NULL AND NOT o.exercise
            ORDER BY o.celsius DESC, (o.unit = s.unit) IS TRUE DESC, o.occurred_at, o.entry LIMIT 1)
        GROUP BY r.person) f),
    symptomatic = (
      SELECT count(DISTINCT r.person) FROM screening_health_declaration r
      WHERE r.unit = d.unit AND r.day = d.day AND r.symptomatic AND r.superseded_at IS NULL AND NOT r.exercise
        AND r.unit = (
          SELECT o.unit FROM screening_health_declaration o
          LEFT JOIN screening_member_seen s ON s.person = o.person AND s.day = o.day
          WHERE o.person = r.person AND o.day = r.day AND o.symptomatic AND o.superseded_at IS NULL AND NOT o.exercise
          ORDER BY (o.unit = s.unit) IS TRUE DESC, o.occurred_at, o.entry LIMIT 1)),
    returned = (
      SELECT count(DISTINCT r.person) FROM screening_health_declaration r
      WHERE r.unit = d.unit AND r.day = d.day AND r.returned AND r.superseded_at IS NULL AND NOT r.exercise
        AND r.unit = (
          SELECT o.unit FROM screening_health_declaration o
          LEFT JOIN screening_member_seen s ON s.person = o.person AND s.day = o.day
          WHERE o.person = r.person AND o.day = r.day AND o.returned AND o.superseded_at IS NULL AND NOT o.exercise
          ORDER BY (o.unit = s.unit) IS TRUE DESC, o.occurred_at, o.entry LIMIT 1))
  FROM unnest(of_units, of_days) AS k(unit, day)
  WHERE d.unit = k.unit AND d.day = k.day;
END $$;

-- What the touched records change: theirs are the persons and days.
CREATE FUNCTION screening_follow_entries(touched uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT screening_retrace(array_agg(person), array_agg(day)) FROM (
    SELECT person, day FROM screening_temperature_check WHERE entry = ANY(touched)
    UNION SELECT person, day FROM screening_health_declaration WHERE entry = ANY(touched)) k
$$;

-- Called by people_retrace: whoever came onto a register, moved or left is looked at for every day with a record of him.
CREATE FUNCTION screening_follow_people(known uuid[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT screening_retrace(array_agg(person), array_agg(day)) FROM (
    SELECT person, day FROM screening_temperature_check WHERE person = ANY(known) AND celsius < 37
    UNION SELECT person, day FROM screening_temperature_check WHERE person = ANY(known) AND celsius >= 37
    UNION SELECT person, day FROM screening_health_declaration
    WHERE person = ANY(known) AND NOT symptomatic AND NOT returned
    UNION SELECT person, day FROM screening_health_declaration WHERE person = ANY(known) AND symptomatic
    UNION SELECT person, day FROM screening_health_declaration WHERE person = ANY(known) AND returned) k
$$;

-- Called by units_retrace when units move: a day stands where its unit stood on that day.
CREATE FUNCTION screening_follow_units(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE screening_member_seen s SET path = p.path FROM units_path p
  WHERE p.unit = ANY(units) AND s.unit = p.unit AND s.day >= p.since_day AND s.day < p.until_day AND s.path <> p.path;
  UPDATE screening_members_day d SET path = p.path FROM units_path p
  WHERE p.unit = ANY(units) AND d.unit = p.unit AND d.day >= p.since_day AND d.day < p.until_day AND d.path <> p.path;
END $$;
REVOKE ALL ON FUNCTION screening_retrace(uuid[], date[]), screening_recount(text[], date[]),
  screening_follow_people(uuid[]), screening_follow_units(text[]) FROM PUBLIC;
INSERT INTO people_follower VALUES ('screening_follow_people');
INSERT INTO units_follower VALUES ('screening_follow_units');

-- What stands here already, day by day.
DO $$
DECLARE one date;
BEGIN
  FOR one IN SELECT day FROM screening_temperature_check UNION SELECT day FROM screening_health_declaration LOOP
    PERFORM screening_retrace(array_agg(person), array_agg(one)) FROM (
      SELECT person FROM screening_temperature_check WHERE day = one
      UNION SELECT person FROM screening_health_declaration WHERE day = one) k;
  END LOOP;
END $$;
