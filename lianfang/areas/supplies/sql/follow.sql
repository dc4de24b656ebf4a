-- Stock goes with its unit: called by units_retrace, as the owner of the tables, when units begin or move.
CREATE FUNCTION supplies_follow(units text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  UPDATE supplies_balance b SET path = u.path FROM units_unit u
  WHERE b.unit = u.code AND u.code = ANY(units) AND b.path <> u.path;
  UPDATE supplies_level l SET path = u.path FROM units_unit u
  WHERE l.unit = u.code AND u.code = ANY(units) AND l.path <> u.path;
END $$;
REVOKE ALL ON FUNCTION supplies_follow(text[]) FROM PUBLIC;
INSERT INTO units_follower VALUES ('supplies_follow');
