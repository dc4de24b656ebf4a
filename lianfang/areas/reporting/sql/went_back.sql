-- Reports that went back since a moment and were not filed again: returned from above, or recalled by their own unit.
-- The cut-off is that of the kind of unit on the report's own day, and so is asked afterwards.
SELECT r.unit, r.path, r.report_day, r.handling, r.number, r.handled_at, u.kind
FROM reporting_report r JOIN units_unit u ON u.code = r.unit
WHERE r.form = %(form)s AND r.handling IN ('returned', 'recalled') AND r.handled_at >= %(since)s
  AND r.handled_at <= %(now)s
