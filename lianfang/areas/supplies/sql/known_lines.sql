-- Lines of other systems that stand already, by unit and reference.
SELECT m.unit, m.source_ref, m.entry
FROM ({moves}) m
WHERE m.stands AND m.kind = %(kind)s
