-- What the units of a path range filed for a day, figure by figure, with the moment of the figures.
SELECT f.unit, f.code, f.value, f.checked, f.expected, f.bits, r.as_of
FROM reporting_figure f
JOIN reporting_report r ON r.unit = f.unit AND r.report_day = f.report_day AND r.form = f.form
WHERE f.report_day = %(day)s AND f.form = %(form)s AND f.path >= %(low)s AND f.path < %(high)s
