-- Every lot that is there, or missing from the books, of one item or all; after cover.sql. What expires first, first.
SELECT s.unit, s.item, s.lot, s.on_hand, s.expires_on,
  (SELECT max(t.occurred_at) FROM supplies_stocktake t
   WHERE t.unit = s.unit AND t.item = s.item AND t.lot_key = s.lot_key AND t.day = s.counted_on
     AND t.superseded_at IS NULL AND NOT t.exercise AND (t.in_books OR t.book IS NULL OR t.counted = t.book)) AS counted_at,
  s.since, s.expires_last
FROM stock s
WHERE s.on_hand <> 0 AND (%(item)s::text IS NULL OR s.item = %(item)s)
ORDER BY s.path, s.item, s.expires_on NULLS LAST, s.since, s.lot
