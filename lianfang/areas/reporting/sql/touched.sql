-- Of several trees and days, each with a moment, those on whose reports there was an act after it.
SELECT a.at
FROM unnest(%(days)s::date[], %(lows)s::text[], %(highs)s::text[], %(moments)s::timestamptz[])
  WITH ORDINALITY AS a(day, low, high, moment, at)
WHERE EXISTS (
  SELECT FROM reporting_report r
  JOIN reporting_step s ON s.report_unit = r.unit AND s.report_day = r.report_day AND s.form = r.form
  WHERE r.report_day = a.day AND r.path >= a.low AND r.path < a.high AND r.form = %(form)s
    AND s.kind <> 'reporting.reminded' AND greatest(s.occurred_at, s.recorded_at) > a.moment
)
