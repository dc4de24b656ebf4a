-- Every durable item that a unit keeps: in the store, in use, disposed of as broken, lost; after cover.sql.
SELECT c.unit, c.item, t.on_hand, coalesce(i.issued, 0) - coalesce(h.back, 0) - coalesce(r.from_use, 0) AS in_use,
       coalesce(r.broken, 0) AS broken, coalesce(r.lost, 0) AS lost, t.counted_on, c.counted
FROM cover c
JOIN LATERAL (
  SELECT sum(s.on_hand) AS on_hand, max(s.counted_on) AS counted_on
  FROM stock s WHERE s.unit = c.unit AND s.item = c.item) t ON true
LEFT JOIN LATERAL (
  SELECT sum(f.quantity) AS issued FROM supplies_issue f
  WHERE f.unit = c.unit AND f.item = c.item AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise) i ON true
LEFT JOIN LATERAL (
  SELECT sum(f.quantity) AS back FROM supplies_handback f
  WHERE f.unit = c.unit AND f.item = c.item AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise) h ON true
LEFT JOIN LATERAL (
  SELECT sum(f.quantity) FILTER (WHERE f.from_use) AS from_use,
         sum(f.quantity) FILTER (WHERE f.kind = 'supplies.disposal') AS broken,
         sum(f.quantity) FILTER (WHERE f.kind = 'supplies.loss') AS lost
  FROM supplies_removal f
  WHERE f.unit = c.unit AND f.item = c.item AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise) r ON true
WHERE NOT c.lasts
ORDER BY c.path, c.item
