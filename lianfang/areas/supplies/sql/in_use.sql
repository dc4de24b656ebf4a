-- What was handed out of durable items and came back, broke or got lost in use, up to a day; `stores` are the units.
SELECT f.unit, f.item, f.lot, f.lot_key, f.quantity AS out, NULL::numeric AS broken, NULL::numeric AS lost
FROM stores k JOIN supplies_issue f ON f.unit = k.unit
WHERE f.item IN ({durable}) AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise
UNION ALL
SELECT f.unit, f.item, f.lot, f.lot_key, -f.quantity, NULL, NULL
FROM stores k JOIN supplies_handback f ON f.unit = k.unit
WHERE f.item IN ({durable}) AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise
UNION ALL
SELECT f.unit, f.item, f.lot, f.lot_key, CASE WHEN f.from_use THEN -f.quantity END,
       CASE WHEN f.kind = 'supplies.disposal' THEN f.quantity END, CASE WHEN f.kind = 'supplies.loss' THEN f.quantity END
FROM stores k JOIN supplies_removal f ON f.unit = k.unit
WHERE f.item IN ({durable}) AND f.day <= %(day)s AND f.superseded_at IS NULL AND NOT f.exercise
