-- Each item of a path range: what there is in all, and the unit where it lasts least; over supplies' own statement.
SELECT i.item, sum(i.on_hand), count(*)::int, count(i.days)::int, bool_or(i.usable <= 0), min(i.days),
       (array_agg(i.unit ORDER BY i.usable > 0, i.days NULLS LAST, i.unit))[1], min(i.expires_on), min(i.counted_at)
FROM ({items}) i
GROUP BY i.item
