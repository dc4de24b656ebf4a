-- What moved and was counted of one item of a unit, newest first.
SELECT m.kind, m.entry, m.lot, m.occurred_at, m.quantity, m.book, m.whom, m.packed, m.why, m.settles
FROM ({moves}) m
WHERE m.stands
ORDER BY m.occurred_at DESC, m.entry DESC
LIMIT %(limit)s
