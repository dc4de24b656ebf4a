-- What is on its way from or to the units of a path range, or came otherwise than it was sent; newest first. Goods on the
-- way are in nobody's stock.
SELECT t.entry, t.unit, t.path, t.item, t.lot, t.occurred_at, t.quantity, t.packed, t.to_unit, t.expires_on,
       a.entry, a.quantity, a.occurred_at, a.note
FROM supplies_transfer t
LEFT JOIN LATERAL (
  SELECT r.* FROM supplies_arrival r
  WHERE r.transfer = t.entry AND r.unit = t.to_unit AND r.superseded_at IS NULL AND NOT r.exercise
  ORDER BY r.occurred_at DESC, r.entry DESC LIMIT 1) a ON true
WHERE t.superseded_at IS NULL AND NOT t.exercise
  AND ((t.path >= %(low)s AND t.path < %(high)s)
       OR t.to_unit IN (SELECT p.unit FROM units_path p WHERE p.path >= %(low)s AND p.path < %(high)s))
  AND (t.entry = %(entry)s OR (%(entry)s::uuid IS NULL AND (a.entry IS NULL OR a.occurred_at > %(since)s)))
ORDER BY a.entry IS NOT NULL, t.occurred_at DESC, t.entry DESC
LIMIT 100
