-- What moved and was counted of one item of a unit, newest first.
SELECT r.kind, r.entry, r.lot, r.occurred_at, r.quantity, r.book, r.to_unit
FROM (
  SELECT 'receipt' AS kind, entry, unit, item, lot, occurred_at, quantity, NULL::numeric AS book, source AS to_unit,
         superseded_at, exercise FROM supplies_receipt
  UNION ALL
  SELECT 'issue', entry, unit, item, lot, occurred_at, quantity, NULL, to_unit, superseded_at, exercise
  FROM supplies_issue
  UNION ALL
  SELECT 'stocktake', entry, unit, item, lot, occurred_at, counted, book, NULL, superseded_at, exercise
  FROM supplies_stocktake
) r
WHERE r.unit = %(unit)s AND r.item = %(item)s AND r.superseded_at IS NULL AND NOT r.exercise
ORDER BY r.occurred_at DESC, r.entry DESC
LIMIT %(limit)s
