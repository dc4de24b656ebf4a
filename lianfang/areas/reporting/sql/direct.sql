-- The reports of the units directly below a node, in the order of paths.
SELECT b.unit, b.due_at, b.standing, b.number, b.handling, b.filed_at, b.filed_by, b.handled_at, b.reminded_at,
       b.zh, b.en
FROM ({board}) b
WHERE b.path > %(node)s AND split_part(substr(b.path, %(inside)s), '/', 2) = ''
ORDER BY b.path
LIMIT %(limit)s
