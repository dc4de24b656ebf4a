-- The zeros of a path range that stand without enough checks, the least covered first.
SELECT f.unit, f.code, f.checked, f.expected, r.as_of
FROM reporting_figure f
JOIN reporting_report r ON r.unit = f.unit AND r.report_day = f.report_day AND r.form = f.form
WHERE f.report_day = %(day)s AND f.form = %(form)s AND f.path >= %(low)s AND f.path < %(high)s AND f.bits = %(bits)s
ORDER BY coalesce(f.checked, 0)::numeric / nullif(f.expected, 0) NULLS FIRST, f.path, f.code
LIMIT %(limit)s
