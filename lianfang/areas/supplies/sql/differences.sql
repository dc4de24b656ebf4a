-- Counts that did not agree with the books and that nobody has approved, newest first; or one of them, also approved.
-- Where the books have not gone by a count, a later count of the lot takes its place.
SELECT t.entry, t.unit, t.path, t.item, t.lot, t.occurred_at, t.book, t.counted, t.in_books, t.recorded_by, t.note,
       x.reason, x.recorded_by
FROM supplies_stocktake t
LEFT JOIN LATERAL (
  SELECT e.reason, e.recorded_by FROM supplies_explanation e
  WHERE e.stocktake = t.entry AND e.unit = t.unit AND e.superseded_at IS NULL AND NOT e.exercise
  ORDER BY e.occurred_at DESC, e.entry DESC LIMIT 1) x ON true
WHERE t.path >= %(low)s AND t.path < %(high)s AND t.superseded_at IS NULL AND NOT t.exercise
  AND t.book IS NOT NULL AND t.book <> t.counted
  AND (t.entry = %(entry)s OR (%(entry)s::uuid IS NULL AND x.reason IS NULL))
  AND (x.reason IS NOT NULL OR t.in_books OR NOT EXISTS (
    SELECT 1 FROM supplies_stocktake l
    WHERE l.unit = t.unit AND l.item = t.item AND l.lot_key = t.lot_key AND l.superseded_at IS NULL AND NOT l.exercise
      AND l.day >= t.day AND (l.occurred_at, l.entry) > (t.occurred_at, t.entry)))
ORDER BY t.occurred_at DESC, t.entry DESC
LIMIT 200
