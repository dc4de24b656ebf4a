-- Makes or locks the balance of every lot that the touched entries speak of, always in the same order.
INSERT INTO supplies_balance AS b (unit, path, item, lot_key, lot, day, changed_at)
SELECT r.unit, max(r.path), r.item, r.lot_key, min(r.lot), max(r.day), max(r.at)
FROM ({touched}) r
GROUP BY r.unit, r.item, r.lot_key
ORDER BY r.unit, r.item, r.lot_key
ON CONFLICT (unit, item, lot_key) DO UPDATE SET changed_at = b.changed_at
