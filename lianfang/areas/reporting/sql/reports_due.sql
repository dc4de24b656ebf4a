-- I1 of every unit of a path range: the reports due from the units directly below it, and those that were filed.
-- Directly below, so that every due report is counted once however deep the tree is. The range may hold one unit
-- alone and end before its children (its high is then the path and chr(1)), so theirs reaches further.
WITH due AS (
  SELECT p.parent, count(*) AS due, count(r.unit) AS filed, max(r.filed_at) AS changed_at
  FROM units_path p
  JOIN units_unit u ON u.code = p.unit AND u.kind IN ({kinds})
    AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
  LEFT JOIN reporting_report r
    ON r.unit = p.unit AND r.report_day = %(day)s AND r.form = '{form}' AND r.number > 0
  WHERE p.path > %(low)s AND p.path < rtrim(%(high)s, chr(1)) || chr(1114111)
    AND p.since_day <= %(day)s AND p.until_day > %(day)s
  GROUP BY p.parent
)
SELECT n.unit, n.path, d.changed_at, d.filed AS i1_value, d.filed AS i1_checked, d.due AS i1_expected
FROM due d
JOIN units_path n ON n.unit = d.parent AND n.since_day <= %(day)s AND n.until_day > %(day)s
WHERE n.path >= %(low)s AND n.path < %(high)s
