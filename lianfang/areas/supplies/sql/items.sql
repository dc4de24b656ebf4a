-- Every item that a unit keeps, with what covers it; after cover.sql. `issued` is that of the days of the mean.
, kept AS (
  SELECT s.unit, s.item, sum(s.on_hand) AS on_hand, min(s.expires_on) FILTER (WHERE s.on_hand > 0) AS expires_on,
         max(s.counted_on) AS counted_on, count(*) FILTER (WHERE s.on_hand <> 0) AS lots
  FROM stock s GROUP BY s.unit, s.item
)
SELECT c.unit, c.item, c.usable, c.days, c.counted, c.use_days, u.issued, k.on_hand, k.expires_on,
  (SELECT max(t.occurred_at) FROM supplies_stocktake t
   WHERE t.unit = k.unit AND t.item = k.item AND t.day = k.counted_on AND t.superseded_at IS NULL
     AND NOT t.exercise AND (t.in_books OR t.book IS NULL OR t.counted = t.book)) AS counted_at,
  c.changed_at, k.lots
FROM cover c
JOIN kept k USING (unit, item)
LEFT JOIN used u USING (unit, item)
ORDER BY c.path, c.item
