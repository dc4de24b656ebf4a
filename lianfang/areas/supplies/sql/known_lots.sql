-- What is known of lots by now: first spelling, and the dates that receipts gave.
SELECT b.unit, b.item, b.lot_key, b.lot, b.expires_on, b.expires_last
FROM supplies_balance b
JOIN unnest(%(units)s::text[], %(items)s::text[], %(keys)s::text[]) AS k(unit, item, lot_key)
  USING (unit, item, lot_key)
WHERE b.expires_on IS NOT NULL
