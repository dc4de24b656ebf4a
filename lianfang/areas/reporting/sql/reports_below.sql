-- The reports of a path range: how they stand, apart for the first unit ('') and each subtree directly below it, and
-- by name those that somebody has to ask for: missing ones first, then those that were returned or
-- recalled.
WITH b AS MATERIALIZED (SELECT x.*, split_part(substr(x.path, %(inside)s), '/', 1) AS child FROM ({board}) x)
(SELECT child, standing, count(*)::int, NULL, NULL, NULL, NULL, NULL FROM b GROUP BY child, standing)
UNION ALL
(SELECT child, standing, NULL, unit, handling, due_at, reminded_at, number FROM b
 WHERE standing = 'missing' OR handling IN ('returned', 'recalled')
 ORDER BY standing <> 'missing', path
 LIMIT %(limit)s)
