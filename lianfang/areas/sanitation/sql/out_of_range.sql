-- The records of one day whose dose was out of range, in a round that was never done as it should be.
{rounds}
SELECT entry, place, duty, number
FROM (
  SELECT r.entry, r.place, r.duty, r.number, d.in_range, d.occurred_at,
         bool_or(d.in_range) OVER (PARTITION BY r.unit, r.place, r.duty, r.number) AS kept
  FROM rounds r JOIN sanitation_disinfection d USING (entry)
) judged
WHERE NOT in_range AND NOT kept
ORDER BY occurred_at, entry
