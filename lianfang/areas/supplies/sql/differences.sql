-- Counts that did not agree with the books and that nobody has approved, newest first; or one of them, also approved.
-- They are those of the stores that stood in a path range on a day, wherever a store stood when it was counted: a stock
-- goes with its unit. `path` is where it stands today, because it is approved there.
-- Where the books have not gone by a count, a later count of the lot takes its place.
-- Who counted is whoever recorded any of its versions: to mend the note of a count makes nobody else the counter.
SELECT r.entry, r.unit, n.path, r.item, r.lot, r.occurred_at, r.book, r.counted, r.in_books,
       (SELECT array_agg(DISTINCT v.recorded_by) FROM supplies_stocktake v WHERE v.root = r.root AND v.unit = r.unit),
       r.note, x.reason, x.recorded_by
FROM units_path k
JOIN supplies_stocktake r ON r.unit = k.unit
JOIN units_path n ON n.unit = k.unit AND n.since_day <= %(today)s AND n.until_day > %(today)s
LEFT JOIN LATERAL (
  SELECT e.reason, e.recorded_by FROM {approvals} e
  WHERE e.superseded_at IS NULL
  ORDER BY e.occurred_at DESC, e.entry DESC LIMIT 1) x ON true
WHERE k.path >= %(low)s AND k.path < %(high)s AND k.since_day <= %(day)s AND k.until_day > %(day)s
  AND r.superseded_at IS NULL AND NOT r.exercise
  AND r.book IS NOT NULL AND r.book <> r.counted
  AND (r.entry = %(entry)s OR (%(entry)s::uuid IS NULL AND x.reason IS NULL))
  AND (x.reason IS NOT NULL OR r.in_books OR NOT EXISTS (
    SELECT 1 FROM supplies_stocktake l
    WHERE l.unit = r.unit AND l.item = r.item AND l.lot_key = r.lot_key AND l.superseded_at IS NULL AND NOT l.exercise
      AND l.day >= r.day AND (l.occurred_at, l.entry) > (r.occurred_at, r.entry)))
ORDER BY r.occurred_at DESC, r.entry DESC
