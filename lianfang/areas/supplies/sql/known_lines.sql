-- Lines of other systems that stand already, by unit and reference, with what they say.
SELECT m.unit, m.source_ref, m.entry, m.occurred_at, m.item, m.lot_key, m.quantity
FROM ({moves}) m
WHERE m.stands AND m.kind = %(kind)s
