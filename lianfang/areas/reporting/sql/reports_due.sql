-- I1 of every unit of a path range: the reports due from the units directly below it, and those that were filed.
-- Directly below, so that every due report is counted once however deep the tree is.
WITH due AS (
  SELECT p.unit, p.parent
  FROM units_path p JOIN units_unit u ON u.code = p.unit
  WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
    AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s) AND u.kind IN ({kinds})
)
SELECT n.unit,
       n.path,
       max(r.filed_at) AS changed_at,
       count(r.unit) AS i1_value,
       count(r.unit) AS i1_checked,
       count(*) AS i1_expected
FROM due d
JOIN units_path n ON n.unit = d.parent AND n.since_day <= %(day)s AND n.until_day > %(day)s
  AND n.path >= %(low)s AND n.path < %(high)s
LEFT JOIN reporting_report r
  ON r.unit = d.unit AND r.report_day = %(day)s AND r.form = '{form}' AND r.number > 0
GROUP BY n.unit, n.path
