-- Every durable item that a unit keeps: in the store, in use, disposed of as broken, lost; after cover.sql. Each table is
-- gone through once, for the stores of the page alone.
, kept AS (
  SELECT s.unit, s.item, sum(s.on_hand) AS on_hand, max(s.counted_on) AS counted_on FROM stock s
  WHERE s.item IN ({durable}) GROUP BY s.unit, s.item
), moved AS (
  SELECT f.unit, f.item, sum(f.out) AS out, sum(f.broken) AS broken, sum(f.lost) AS lost
  FROM ({in_use}) f GROUP BY f.unit, f.item
)
SELECT c.unit, c.item, k.on_hand, coalesce(m.out, 0) AS in_use, coalesce(m.broken, 0) AS broken,
  coalesce(m.lost, 0) AS lost,
  (SELECT max(t.occurred_at) FROM supplies_stocktake t
   WHERE t.unit = k.unit AND t.item = k.item AND t.day = k.counted_on AND t.superseded_at IS NULL
     AND NOT t.exercise AND (t.in_books OR t.book IS NULL OR t.counted = t.book)) AS counted_at,
  c.counted
FROM cover c JOIN kept k USING (unit, item) LEFT JOIN moved m USING (unit, item)
WHERE NOT c.lasts
ORDER BY c.path, c.item
