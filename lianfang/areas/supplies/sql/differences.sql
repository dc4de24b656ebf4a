-- Counts that did not agree with the books and that nobody has explained, newest first; or one of them, also explained.
SELECT t.entry, t.unit, t.path, t.item, t.lot, t.occurred_at, t.book, t.counted, x.reason, x.recorded_by
FROM supplies_stocktake t
LEFT JOIN LATERAL (
  SELECT e.reason, e.recorded_by FROM supplies_explanation e
  WHERE e.stocktake = t.entry AND e.unit = t.unit AND e.superseded_at IS NULL AND NOT e.exercise
  ORDER BY e.occurred_at DESC, e.entry DESC LIMIT 1) x ON true
WHERE t.path >= %(low)s AND t.path < %(high)s AND t.superseded_at IS NULL AND NOT t.exercise
  AND t.book IS NOT NULL AND t.book <> t.counted
  AND (t.entry = %(entry)s OR (%(entry)s::uuid IS NULL AND x.reason IS NULL))
ORDER BY t.occurred_at DESC, t.entry DESC
LIMIT 200
