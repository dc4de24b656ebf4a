-- Grants follow from the ledger and are written by access_retrace alone; tokens are looked up by their digest alone.
REVOKE INSERT, UPDATE, DELETE ON access_grant FROM {app};

CREATE FUNCTION access_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  known uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(161, 5);
  SELECT array_agg(id) INTO known FROM (
    SELECT entry AS id FROM access_giving WHERE entry = ANY(touched)
    UNION SELECT giving FROM access_ending WHERE entry = ANY(touched)) t;
  DELETE FROM access_grant WHERE id = ANY(known);
  INSERT INTO access_grant (id, user_id, role, unit, path, since_at, until_at)
  SELECT g.entry, u.id, g.role, g.unit, coalesce(p.path, g.path), g.occurred_at, least(g.until_at, e.ended_at)
  FROM access_giving g
  JOIN access_user u ON u.username = g.login
  LEFT JOIN LATERAL (SELECT path FROM units_path WHERE unit = g.unit ORDER BY since_day DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (
    SELECT min(occurred_at) AS ended_at FROM access_ending e
    WHERE e.giving = g.entry AND e.unit = g.unit AND e.superseded_at IS NULL AND NOT e.exercise) e ON true
  WHERE g.entry = ANY(known) AND g.superseded_at IS NULL AND NOT g.exercise;
END $$;

-- Called by units_retrace when units move.
CREATE FUNCTION access_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(161, 5);
  UPDATE access_grant g SET path = u.path FROM units_unit u
  WHERE g.unit = u.code AND u.code = ANY(units) AND g.path <> u.path;
END $$;
REVOKE ALL ON FUNCTION access_follow(text[]) FROM PUBLIC;
INSERT INTO units_follower VALUES ('access_follow');

-- What the login that the connection shows holds at a moment: with every path that each unit has had.
CREATE FUNCTION access_held(moment timestamptz) RETURNS TABLE (role text, unit text, paths text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT g.role, g.unit, array(SELECT p.path FROM units_path p WHERE p.unit = g.unit ORDER BY p.since_day DESC)
  FROM access_grant g
  WHERE g.user_id = scope_user() AND g.since_at <= moment AND (g.until_at IS NULL OR g.until_at > moment)
  ORDER BY g.unit, g.role
$$;

-- A token's login, if the token is good now. The time of its use is noted to the minute.
CREATE FUNCTION access_use_token(shown bytea, moment timestamptz)
RETURNS TABLE (token uuid, user_id bigint, login text, language text, demo boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT t.id, u.id, u.username::text, u.language::text, u.demo
    FROM access_token t JOIN access_user u ON u.id = t.user_id
    WHERE t.digest = shown AND t.revoked_at IS NULL AND t.expires_at > moment AND u.is_active;
  UPDATE access_token t SET last_used_at = moment
  WHERE t.digest = shown AND t.revoked_at IS NULL
    AND (t.last_used_at IS NULL OR t.last_used_at < moment - interval '1 minute');
END $$;

-- A login sees its own tokens, and those of logins that a unit in its scope answers for.
ALTER TABLE access_token ENABLE ROW LEVEL SECURITY;
CREATE POLICY scope ON access_token
  USING (user_id = (SELECT scope_user()) OR EXISTS (
    SELECT 1 FROM access_user u JOIN units_path p ON p.unit = u.unit WHERE u.id = access_token.user_id));

-- Whether a login holds a grant outside what the connection's actor sees: such a login is not its to manage.
CREATE FUNCTION access_reaches_further(login bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = login AND NOT scope_ranges() @> g.path
                 AND (g.until_at IS NULL OR g.until_at > clock_timestamp()))
$$;
