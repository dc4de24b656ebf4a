-- The items that W1 and W2 are counted against, one by one; after cover.sql.
SELECT c.unit, c.path, {part}
FROM cover c
WHERE c.lasts
