-- G2: everybody who came in through a gate of a path range on one day, vehicles left out, and whether he was measured.
SELECT r.unit, d.path, {part}
FROM screening_day d
JOIN screening_gate_passage r ON r.unit = d.unit AND r.day = d.day
WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s AND r.direction = 'in' AND r.category <> 'vehicle'
  AND r.superseded_at IS NULL AND NOT r.exercise
