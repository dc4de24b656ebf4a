-- A figure that a unit states of the units directly below it: their slots done against due.
-- Directly below, so that each is counted once however deep the tree is. The range may hold one unit alone and end
-- before its children (its high is then the path and chr(1)), so theirs reaches further.
WITH below AS (
  SELECT left(s.path, length(s.path) - length(s.unit) - 1) AS path, max(s.recorded_at) AS changed_at,
         count(*) FILTER (WHERE {stands}) AS done,
         count(*) FILTER (WHERE {expected}) AS due
  FROM duties_slot s
  WHERE s.day = %(day)s AND s.path > %(low)s AND s.path < rtrim(%(high)s, chr(1)) || chr(1114111) AND s.duty = ANY({duties})
  GROUP BY 1
)
SELECT n.unit, n.path, b.changed_at, b.done AS {code}_value, b.done AS {code}_checked, b.due AS {code}_expected
FROM below b
JOIN units_path n ON n.path = b.path AND n.since_day <= %(day)s AND n.until_day > %(day)s
WHERE n.path >= %(low)s AND n.path < %(high)s
