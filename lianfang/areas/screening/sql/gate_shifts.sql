-- G1 and G3: every shift of every gate in a path range, and whether the gate's own unit logged anybody in it.
SELECT p.unit, n.path, {part}
FROM units_path n
JOIN places_place p ON p.unit = n.unit AND p.kind = ANY({gates}) AND p.opened_on <= %(day)s
  AND (p.closed_on IS NULL OR p.closed_on > %(day)s)
CROSS JOIN generate_series(0, {shifts} - 1) AS of_day(shift)
CROSS JOIN LATERAL (
  SELECT (%(day)s::date::timestamp + make_interval(hours => of_day.shift * {hours} - CASE WHEN of_day.shift = {eve} THEN 24
          ELSE 0 END)) AT TIME ZONE '{zone}' AS from_at
) AS span
WHERE n.path >= %(low)s AND n.path < %(high)s AND n.since_day <= %(day)s AND n.until_day > %(day)s
