-- Every fact about lots, of whatever kind; `which` stands in every part, so that each is found by its own index.
-- `received` and `left_it` move the balance, and `used` is what of that was use; a count moves it only where it
-- `settles`: nobody has to approve it, or somebody did, of this version or of another that counted the same.
SELECT 'receipt' AS kind, r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0 AS turn,
       r.superseded_at IS NULL AS stands, greatest(r.recorded_at, r.superseded_at) AS at, r.quantity, r.packed,
       r.quantity AS received, NULL::numeric AS left_it, NULL::numeric AS used, NULL::numeric AS counted,
       NULL::numeric AS book, NULL::boolean AS settles, r.expires_on, r.source AS whom, NULL AS why, r.source_ref
FROM supplies_receipt r WHERE NOT r.exercise AND {which}
UNION ALL
SELECT 'arrival', r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at), r.quantity, r.packed,
       r.quantity, NULL, NULL, NULL, NULL, NULL, r.expires_on, NULL, r.note, r.source_ref
FROM supplies_arrival r WHERE NOT r.exercise AND {which}
UNION ALL
SELECT 'handback', r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at), r.quantity, r.packed,
       r.quantity, NULL, NULL, NULL, NULL, NULL, NULL, r.from_unit, r.note, r.source_ref
FROM supplies_handback r WHERE NOT r.exercise AND {which}
UNION ALL
SELECT 'issue', r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at), r.quantity, r.packed,
       NULL, r.quantity, r.quantity, NULL, NULL, NULL, NULL, r.to_unit, r.purpose, r.source_ref
FROM supplies_issue r WHERE NOT r.exercise AND {which}
UNION ALL
SELECT 'transfer', r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at), r.quantity, r.packed,
       NULL, r.quantity, NULL, NULL, NULL, NULL, NULL, r.to_unit, r.note, r.source_ref
FROM supplies_transfer r WHERE NOT r.exercise AND {which}
UNION ALL
-- What was in use had left the store before.
SELECT split_part(r.kind, '.', 2), r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 0,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at), r.quantity, r.packed,
       NULL, CASE WHEN r.from_use THEN 0 ELSE r.quantity END, NULL, NULL, NULL, NULL, NULL, r.supplier,
       coalesce(r.why, r.note), r.source_ref
FROM supplies_removal r WHERE NOT r.exercise AND {which}
UNION ALL
-- A count at the same moment as a movement is taken to come after it.
SELECT 'stocktake', r.entry, r.unit, r.path, r.item, r.lot, r.lot_key, r.day, r.occurred_at, 1,
       r.superseded_at IS NULL, greatest(r.recorded_at, r.superseded_at, x.at), r.counted, r.packed,
       NULL, NULL, NULL, r.counted, r.book, coalesce(x.stands, coalesce({people}, 1) < 2),
       NULL, NULL, r.note, r.source_ref
FROM supplies_stocktake r LEFT JOIN LATERAL (
  SELECT max(greatest(e.recorded_at, e.superseded_at)) AS at, nullif(bool_or(e.superseded_at IS NULL), false) AS stands
  FROM {approvals} e) x ON true
WHERE NOT r.exercise AND {which}
