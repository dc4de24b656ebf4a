-- Makes or locks the balance of every lot that the touched entries speak of, always in the same order.
INSERT INTO supplies_balance AS b (unit, path, item, lot, day, changed_at)
SELECT r.unit, max(r.path), r.item, r.lot, max(r.day), max(greatest(r.recorded_at, r.superseded_at))
FROM {table} r
WHERE r.entry = ANY(%(touched)s) AND NOT r.exercise
GROUP BY r.unit, r.item, r.lot
ORDER BY r.unit, r.item, r.lot
ON CONFLICT (unit, item, lot) DO UPDATE SET changed_at = b.changed_at
