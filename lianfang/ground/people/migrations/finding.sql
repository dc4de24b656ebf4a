-- Those who have a part of a name and belong to a unit within the asker's scope, while a unit outside it counts them:
-- their fingerprints stand at that other unit. It tells what the policy of people_gram tells, and nothing more; as the
-- owner, because that policy asks of each person who has the part, wherever they are: seconds for a common surname.
-- `lows` and `highs` are the ranges of the asker's scope; few who have the part are asked where they belong, else those
-- who belong here are asked whether they have it.
CREATE FUNCTION people_counted_elsewhere(lead bytea, rest bytea[], lows text[], highs text[], beyond uuid, most int)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp
SET plan_cache_mode = force_custom_plan AS $$
DECLARE
  mine path_ranges := scope_identify_ranges();
  few boolean;
BEGIN
  SELECT count(*) < 2000 INTO few FROM (SELECT FROM people_gram WHERE gram = lead LIMIT 2000) known;
  IF few THEN
    RETURN QUERY SELECT g.person FROM people_gram g
      WHERE g.gram = lead AND g.person > beyond AND NOT coalesce(mine @> g.path, false)
        AND EXISTS (SELECT FROM people_membership m
                    WHERE m.person = g.person AND m.until_day = '9999-12-31' AND NOT m.erased AND mine @> m.path)
        AND (SELECT count(*) FROM people_gram o WHERE o.person = g.person AND o.gram = ANY(rest)) = cardinality(rest)
      ORDER BY g.person LIMIT most;
  ELSE
    RETURN QUERY SELECT DISTINCT m.person FROM unnest(lows, highs) AS r(low, high)
      JOIN people_membership m ON m.path >= r.low COLLATE "C" AND m.path < r.high COLLATE "C"
      CROSS JOIN LATERAL (SELECT path FROM people_gram n WHERE n.gram = lead AND n.person = m.person LIMIT 1) g
      WHERE m.until_day = '9999-12-31' AND NOT m.counts AND NOT m.erased AND m.person > beyond
        AND mine @> m.path AND NOT mine @> g.path
        AND (SELECT count(*) FROM people_gram o WHERE o.person = m.person AND o.gram = ANY(rest)) = cardinality(rest)
      ORDER BY m.person LIMIT most;
  END IF;
END $$;
REVOKE ALL ON FUNCTION people_counted_elsewhere(bytea, bytea[], text[], text[], uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_counted_elsewhere(bytea, bytea[], text[], text[], uuid, int) TO {app};
