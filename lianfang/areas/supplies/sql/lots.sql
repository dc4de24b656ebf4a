-- Every lot that is there, or missing from the books, of one item or all; after cover.sql. What expires first, first.
SELECT s.unit, s.item, s.lot, s.on_hand, s.expires_on, s.counted_on, s.since, s.expires_last
FROM stock s
WHERE s.on_hand <> 0 AND (%(item)s::text IS NULL OR s.item = %(item)s)
ORDER BY s.path, s.item, s.expires_on NULLS LAST, s.since, s.lot
