-- G1–G3 for every unit of a path range and one day: the passages logged, the fevers among them, outsiders let in.
-- The log of a gate is covered shift by shift: a shift without a single passage is a shift that nobody vouches for. Covered are
-- shifts of the unit's own gates, as many as are due: what it logs at another unit's gate is logged, and covers nothing.
-- A gate fever (G2) is covered by how many of those who came in were measured; with nobody in, nothing is known.
WITH gates AS (
  SELECT unit, path, sum(delta)::int AS gates
  FROM places_count
  WHERE kind = ANY({gates}) AND path >= %(low)s AND path < %(high)s AND day <= %(day)s
  GROUP BY unit, path
  HAVING sum(delta) > 0
), seen AS (
  SELECT * FROM screening_day
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND passages > 0
), covered AS (
  SELECT seen.unit, count(*)::int AS shifts
  FROM seen
  JOIN places_place p ON p.unit = seen.unit AND p.kind = ANY({gates}) AND p.opened_on <= %(day)s
    AND (p.closed_on IS NULL OR p.closed_on > %(day)s)
  CROSS JOIN generate_series(0, {shifts} - 1) AS of_day(shift)
  WHERE {logged}
  GROUP BY seen.unit
)
SELECT unit,
       coalesce(seen.path, gates.path) AS path,
       seen.changed_at,
       seen.passages AS g1_value,
       coalesce(covered.shifts, 0) AS g1_checked,
       coalesce(gates.gates * {shifts}, 0) AS g1_expected,
       CASE WHEN {fever} >= {watched_from} AND (seen.passages_in > 0 OR warm.fevers > 0) THEN warm.fevers END AS g2_value,
       coalesce(seen.measured_in, 0) AS g2_checked,
       coalesce(seen.passages_in, 0) AS g2_expected,
       seen.outsiders_in AS g3_value,
       coalesce(covered.shifts, 0) AS g3_checked,
       coalesce(gates.gates * {shifts}, 0) AS g3_expected
FROM gates FULL JOIN seen USING (unit) LEFT JOIN covered USING (unit)
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE each.celsius >= {fever})::int AS fevers FROM unnest(seen.warm_in) AS each(celsius)
) AS warm
