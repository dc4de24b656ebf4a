-- Which of these units stand on a day, inside the caller's scope or outside: something is sent to a neighbour's store.
CREATE FUNCTION supplies_standing(codes text[], on_day date) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT DISTINCT p.unit FROM units_path p
  WHERE p.unit = ANY(codes) AND p.since_day <= on_day AND p.until_day > on_day
    AND (p.closed_on IS NULL OR p.closed_on > on_day)
$$;
