-- The units that filed, and how many of their figures the records give differently now.
WITH live AS MATERIALIZED ({live})
SELECT f.unit, count(*)::int
FROM reporting_figure f
LEFT JOIN live v ON v.unit = f.unit AND v.code = f.code
WHERE f.report_day = %(day)s AND f.form = %(form)s AND f.path >= %(low)s AND f.path < %(high)s
  AND (f.value, f.checked, f.expected) IS DISTINCT FROM (v.value, v.checked, v.expected)
GROUP BY f.unit
