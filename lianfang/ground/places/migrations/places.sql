-- Places follow from the ledger and are written by these functions alone.
REVOKE INSERT, UPDATE, DELETE ON places_place, places_count FROM {app};

-- Many at once are joined by hashing, as in units_retrace.
CREATE FUNCTION places_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan SET enable_nestloop = on AS $$
DECLARE
  known text[];
  answering text[];
BEGIN
  PERFORM pg_advisory_xact_lock(161, 3);
  PERFORM set_config('enable_nestloop', (cardinality(touched) < 100)::text, true);
  SELECT array_agg(code) INTO known FROM (
    SELECT code FROM places_opening WHERE entry = ANY(touched)
    UNION SELECT place FROM places_closing WHERE entry = ANY(touched)) t;
  SELECT coalesce(array_agg(DISTINCT unit), '{}') INTO answering FROM places_place WHERE code = ANY(known);
  DELETE FROM places_place WHERE code = ANY(known);
  INSERT INTO places_place (code, kind, unit, path, zh, en, parent, opened_on, closed_on)
  SELECT o.code, o.kind, o.unit, coalesce(u.path, o.path), o.zh, o.en, o.parent, o.day, c.from_day
  FROM places_opening o
  LEFT JOIN units_unit u ON u.code = o.unit
  LEFT JOIN LATERAL (
    SELECT min(from_day) AS from_day FROM places_closing
    WHERE place = o.code AND unit = o.unit AND superseded_at IS NULL AND NOT exercise) c ON true
  WHERE o.code = ANY(known) AND o.superseded_at IS NULL AND NOT o.exercise;
  SELECT answering || coalesce(array_agg(DISTINCT unit), '{}') INTO answering FROM places_place WHERE code = ANY(known);
  PERFORM places_recount(answering);
END $$;

-- Counts of some units, each stretch of use cut by the stretches of the unit's path.
CREATE FUNCTION places_recount(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM places_count WHERE unit = ANY(units);
  INSERT INTO places_count (unit, path, kind, day, delta)
  SELECT unit, path, kind, day, sum(delta) FROM (
    SELECT l.unit, p.path, l.kind, d.day, d.delta
    FROM places_place l
    JOIN units_path p ON p.unit = l.unit AND p.until_day > l.opened_on
      AND p.since_day < coalesce(l.closed_on, date '9999-12-31')
    CROSS JOIN LATERAL (VALUES
      (greatest(l.opened_on, p.since_day), 1),
      (least(coalesce(l.closed_on, date '9999-12-31'), p.until_day), -1)) AS d(day, delta)
    WHERE l.unit = ANY(units) AND l.opened_on < coalesce(l.closed_on, date '9999-12-31')) every
  WHERE day < date '9999-12-31'
  GROUP BY unit, path, kind, day HAVING sum(delta) <> 0;
END $$;

-- Called by units_retrace when units move.
CREATE FUNCTION places_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(161, 3);
  UPDATE places_place l SET path = u.path FROM units_unit u
  WHERE l.unit = u.code AND u.code = ANY(units) AND l.path <> u.path;
  PERFORM places_recount(ARRAY(SELECT DISTINCT unit FROM places_place WHERE unit = ANY(units)));
END $$;
REVOKE ALL ON FUNCTION places_recount(text[]), places_follow(text[]) FROM PUBLIC;
INSERT INTO units_follower VALUES ('places_follow');
