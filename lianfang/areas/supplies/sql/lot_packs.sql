-- How the lots of an item came packed, as their receipts say, the newest last.
SELECT r.item, r.lot_key, r.packed
FROM (
  SELECT unit, item, lot_key, packed, superseded_at, exercise, occurred_at, entry FROM supplies_receipt
  UNION ALL
  SELECT unit, item, lot_key, packed, superseded_at, exercise, occurred_at, entry FROM supplies_arrival
) r
WHERE r.unit = %(unit)s AND (%(item)s::text IS NULL OR r.item = %(item)s) AND r.packed IS NOT NULL
  AND r.superseded_at IS NULL AND NOT r.exercise
ORDER BY r.occurred_at, r.entry
