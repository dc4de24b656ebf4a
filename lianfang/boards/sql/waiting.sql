-- The reports of a path range that somebody has to ask for: missing ones first, then those that went back.
SELECT b.unit, b.due_at, b.standing, b.number, b.handling, b.filed_at, b.filed_by, b.handled_at, b.reminded_at
FROM ({board}) b
WHERE b.standing = 'missing' OR b.handling = 'returned'
ORDER BY b.standing <> 'missing', b.path
LIMIT %(limit)s
