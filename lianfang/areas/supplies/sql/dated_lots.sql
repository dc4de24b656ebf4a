-- The lots that W3 is counted against, one by one; after cover.sql.
SELECT s.unit, s.path, {part}
FROM stock s
WHERE s.on_hand > 0 AND s.item NOT IN ({keeps})
