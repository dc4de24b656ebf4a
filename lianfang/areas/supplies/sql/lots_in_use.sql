-- How many of each lot of a durable item of one unit are in use.
WITH stores AS (SELECT %(unit)s AS unit)
SELECT min(f.lot), f.lot_key, sum(f.out) FROM ({in_use}) f WHERE f.item = %(item)s GROUP BY f.lot_key HAVING sum(f.out) <> 0
ORDER BY min(f.lot)
