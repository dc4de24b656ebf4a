-- The tree that follows from the facts of units. Written by units_retrace alone, which the owner of the tables runs.

-- A stretch of reporting days of one key as a range of text, so that an exclusion constraint needs no extension:
-- two such ranges meet only where key and days do (a key holds no '/').
CREATE FUNCTION units_span(key text, since date, until date) RETURNS path_range LANGUAGE sql IMMUTABLE AS $$
  SELECT public.path_range(key || '/' || lpad((since - date '1900-01-01')::text, 7, '0'),
                    key || '/' || lpad((until - date '1900-01-01')::text, 7, '0'))
$$;
ALTER TABLE units_path ADD CONSTRAINT units_path_one_at_a_time
  EXCLUDE USING gist (units_span(unit, since_day, until_day) WITH &&);
ALTER TABLE units_path ADD CONSTRAINT units_path_days CHECK (since_day < until_day);

-- Functions that other parts of the ground have called when units begin or move: f(units text[]).
CREATE TABLE units_follower (follow text PRIMARY KEY);
REVOKE ALL ON units_follower FROM PUBLIC;
REVOKE ALL ON units_follower FROM {app};
REVOKE INSERT, UPDATE, DELETE ON units_unit, units_path, units_alias FROM {app};

-- Many units at once are joined by hashing whatever the statistics say: they may be those of an empty table still.
CREATE FUNCTION units_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_nestloop = on AS $$
DECLARE
  traced text[];  -- units whose paths may differ now
  named text[];   -- units of which anything may differ now
  follower text;
BEGIN
  PERFORM pg_advisory_xact_lock(161, 2);
  PERFORM set_config('enable_nestloop', (cardinality(touched) < 100)::text, true);
  WITH RECURSIVE t(unit) AS (
    SELECT unit FROM (SELECT unit FROM units_opening WHERE entry = ANY(touched)
                      UNION SELECT unit FROM units_move WHERE entry = ANY(touched)) moved
    UNION
    SELECT l.unit FROM t JOIN LATERAL (
      SELECT o.unit FROM units_opening o WHERE o.parent = t.unit
      UNION ALL SELECT m.unit FROM units_move m WHERE m.parent = t.unit) l ON true
  ) SELECT coalesce(array_agg(unit), '{}') INTO traced FROM t;
  SELECT array_agg(unit) INTO named FROM (
    SELECT unnest(traced) AS unit
    UNION SELECT unit FROM units_renaming WHERE entry = ANY(touched)
    UNION SELECT unit FROM units_closing WHERE entry = ANY(touched)) every;
  PERFORM set_config('enable_nestloop', (cardinality(traced) < 100)::text, true);
  PERFORM units_retrace_paths(traced);
  PERFORM units_retrace_units(named);
  IF traced <> '{}' THEN
    FOR follower IN SELECT follow FROM units_follower ORDER BY follow LOOP
      EXECUTE format('SELECT %I($1)', follower) USING traced;
    END LOOP;
  END IF;
END $$;

-- Paths over time: each stretch of days under one parent, cut by the stretches of the parent's own path.
CREATE FUNCTION units_retrace_paths(traced text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM units_path WHERE unit = ANY(traced);
  INSERT INTO units_path (unit, parent, path, since_day, until_day)
  WITH RECURSIVE said AS (
    SELECT unit, parent, day AS since, recorded_at, entry FROM units_opening
    WHERE unit = ANY(traced) AND superseded_at IS NULL AND NOT exercise
    UNION ALL
    SELECT unit, parent, from_day, recorded_at, entry FROM units_move
    WHERE unit = ANY(traced) AND superseded_at IS NULL AND NOT exercise
  ), link AS (
    SELECT unit, parent, since,
           lead(since, 1, date '9999-12-31') OVER (PARTITION BY unit ORDER BY since, recorded_at, entry) AS until
    FROM said
  ), walk(unit, parent, path, since, until) AS (
    SELECT l.unit, l.parent, coalesce(p.path, '') || l.unit || '/',
           greatest(l.since, p.since_day), least(l.until, p.until_day)
    FROM link l LEFT JOIN units_path p ON p.unit = l.parent AND p.since_day < l.until AND p.until_day > l.since
    WHERE l.since < l.until AND (l.parent IS NULL OR p.unit IS NOT NULL)
    UNION ALL
    SELECT l.unit, l.parent, w.path || l.unit || '/', greatest(l.since, w.since), least(l.until, w.until)
    FROM walk w JOIN link l ON l.parent = w.unit AND l.since < w.until AND l.until > w.since
    WHERE l.since < l.until
  )
  SELECT unit, parent, path, since, until FROM walk;
END $$;

-- Each unit as it is, and the words by which it is known.
CREATE FUNCTION units_retrace_units(named text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM units_alias WHERE unit = ANY(named);
  DELETE FROM units_unit WHERE code = ANY(named);
  INSERT INTO units_unit (code, kind, path, zh, en, pinyin, initials, opened_on, closed_on)
  SELECT o.unit, o.kind, p.path, coalesce(r.zh, o.zh), coalesce(r.en, o.en), coalesce(r.pinyin, o.pinyin),
         coalesce(r.initials, o.initials), o.day, c.from_day
  FROM units_opening o
  CROSS JOIN LATERAL (SELECT path FROM units_path WHERE unit = o.unit ORDER BY since_day DESC LIMIT 1) p
  LEFT JOIN LATERAL (
    SELECT zh, en, pinyin, initials FROM units_renaming
    WHERE unit = o.unit AND superseded_at IS NULL AND NOT exercise
    ORDER BY occurred_at DESC, recorded_at DESC, entry DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (
    SELECT min(from_day) AS from_day FROM units_closing
    WHERE unit = o.unit AND superseded_at IS NULL AND NOT exercise) c ON true
  WHERE o.unit = ANY(named) AND o.superseded_at IS NULL AND NOT o.exercise;
  UPDATE units_path p SET closed_on = u.closed_on FROM units_unit u
  WHERE p.unit = u.code AND u.code = ANY(named) AND p.closed_on IS DISTINCT FROM u.closed_on;
  INSERT INTO units_alias (unit, path, alias)
  SELECT DISTINCT u.code, u.path, said.alias
  FROM units_unit u JOIN (
    SELECT unit, unnest(aliases || zh) AS alias FROM units_opening
    WHERE unit = ANY(named) AND superseded_at IS NULL AND NOT exercise
    UNION ALL
    SELECT unit, unnest(aliases || zh) FROM units_renaming
    WHERE unit = ANY(named) AND superseded_at IS NULL AND NOT exercise) said ON said.unit = u.code
  WHERE said.alias <> u.zh;
END $$;
REVOKE ALL ON FUNCTION units_retrace_paths(text[]), units_retrace_units(text[]) FROM PUBLIC;
