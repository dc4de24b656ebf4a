-- G1–G3 for every unit of a path range and one day: the passages logged, the fevers among them, outsiders let in.
-- The log of a gate is covered shift by shift: a shift without a single passage is a shift that nobody vouches for.
-- A gate fever (G2) is covered by how many of those who came in were measured; with nobody in, nothing is known.
WITH gates AS (
  SELECT unit, path, sum(delta)::int AS gates
  FROM places_count
  WHERE kind = 'gate' AND path >= %(low)s AND path < %(high)s AND day <= %(day)s
  GROUP BY unit, path
  HAVING sum(delta) > 0
), seen AS (
  SELECT * FROM screening_day
  WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND passages > 0
)
SELECT unit,
       coalesce(seen.path, gates.path) AS path,
       seen.changed_at,
       seen.passages AS g1_value,
       coalesce(seen.gate_shifts, 0) AS g1_checked,
       greatest(gates.gates * {shifts}, seen.gate_shifts) AS g1_expected,
       CASE WHEN seen.passages_in > 0 AND {fever} >= {watched_from} THEN (
         SELECT count(*)::int FROM unnest(seen.warm_in) AS warm(celsius) WHERE warm.celsius >= {fever}
       ) END AS g2_value,
       coalesce(seen.measured_in, 0) AS g2_checked,
       coalesce(seen.passages_in, 0) AS g2_expected,
       seen.outsiders_in AS g3_value,
       coalesce(seen.gate_shifts, 0) AS g3_checked,
       greatest(gates.gates * {shifts}, seen.gate_shifts) AS g3_expected
FROM gates FULL JOIN seen USING (unit)
