-- What a unit's own newest versions of days before state of some figures, everything below it rolled up.
SELECT x.f->>'code', (x.f->>'value')::numeric, x.f->>'state'
FROM reporting_report r
JOIN reporting_step s ON s.entry = r.entry
CROSS JOIN LATERAL jsonb_array_elements(coalesce(s.below, s.figures)) AS x(f)
WHERE r.unit = %(unit)s AND r.form = %(form)s AND r.report_day < %(before)s AND r.number > 0 AND r.handling <> 'recalled'
  AND x.f->>'code' = ANY(%(codes)s)
