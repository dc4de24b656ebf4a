-- Reports first filed in a span of time, with the figures of their newest version that are zeros without coverage.
SELECT r.unit, r.path, r.report_day, r.first_filed_at, array_agg(f.code ORDER BY f.code)
FROM reporting_report r
JOIN reporting_figure f ON f.unit = r.unit AND f.report_day = r.report_day AND f.form = r.form
WHERE r.form = %(form)s AND r.first_filed_at >= %(since)s AND r.first_filed_at <= %(now)s AND f.bits = %(bits)s
GROUP BY r.unit, r.path, r.report_day, r.first_filed_at
