-- A figure counted by the slots of each unit of a path range on one day: done against due.
-- What is excused, or whose target left, is not due; what was done all the same counts on both sides.
SELECT s.unit,
       max(s.path) AS path,
       max(s.recorded_at) AS changed_at,
       NULLIF(count(*) FILTER (WHERE {stands}), 0) AS {code}_value,
       NULLIF(count(*) FILTER (WHERE {stands}), 0) AS {code}_checked,
       count(*) FILTER (WHERE {expected}) AS {code}_expected
FROM duties_slot s
WHERE s.day = %(day)s AND s.path >= %(low)s AND s.path < %(high)s AND s.duty = ANY({duties})
GROUP BY s.unit
