-- The reports of a path range by how they stand, apart for the first unit ('') and each subtree directly below it.
SELECT split_part(substr(b.path, %(inside)s), '/', 1), b.standing, count(*)
FROM ({board}) b
GROUP BY 1, 2
