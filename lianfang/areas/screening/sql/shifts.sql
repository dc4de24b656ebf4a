-- The log that its own unit kept of each gate on a day, by shift: how many passed, of those coming in how many were measured.
SELECT r.place, r.shift, count(*)::int AS passages,
       (count(*) FILTER (WHERE r.direction = 'in' AND r.category <> 'vehicle'))::int AS people_in,
       (count(*) FILTER (WHERE r.direction = 'in' AND r.category <> 'vehicle' AND r.celsius IS NOT NULL))::int AS measured,
       (count(*) FILTER (WHERE r.direction = 'in' AND r.celsius >= {fever}))::int AS fevers,
       min(r.occurred_at) AS first_at, max(r.occurred_at) AS last_at
FROM screening_day d
JOIN screening_gate_passage r ON r.unit = d.unit AND r.day = d.day
JOIN places_place p ON p.code = r.place AND p.unit = r.unit
WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s AND d.passages > 0
  AND r.superseded_at IS NULL AND NOT r.exercise
GROUP BY r.place, r.shift
ORDER BY r.place, r.shift
