-- What was filed in each of several trees on its day, added up: -2 the figures, -3 what indices are weighed by, -1 the
-- units whose report is due, by kind: how many, those without one, and when the newest version was filed.
WITH asked AS (
  SELECT * FROM unnest(%(days)s::date[], %(lows)s::text[], %(highs)s::text[]) WITH ORDINALITY AS a(day, low, high, at)
)
SELECT -2, a.at, n.code, ARRAY[n.value_sum, n.value_min, n.checked, n.expected, n.bits]::numeric[], NULL::text[], NULL::timestamptz
FROM asked a CROSS JOIN LATERAL (
  SELECT code, sum(value_sum) AS value_sum, min(value_min) AS value_min, sum(checked) AS checked,
         sum(expected) AS expected, bit_or(bits) AS bits
  FROM (
    SELECT code, value_sum, value_min, checked, expected, bits FROM reporting_sum
    WHERE report_day = a.day AND form = %(form)s AND path >= a.low AND path < a.high
    UNION ALL
    SELECT code, value, value, checked, expected, bits FROM reporting_figure
    WHERE report_day = a.day AND form = %(form)s AND path = a.low
  ) every GROUP BY code
) n
UNION ALL
SELECT -3, a.at, n.code, ARRAY[n.weighed, n.weight]::numeric[], NULL, NULL
FROM asked a CROSS JOIN LATERAL (
  SELECT code, sum(value * checked) AS weighed, sum(checked) FILTER (WHERE value IS NOT NULL) AS weight
  FROM reporting_figure
  WHERE report_day = a.day AND form = %(form)s AND path >= a.low AND path < a.high AND code = ANY(%(weighed)s::text[])
  GROUP BY code
) n
UNION ALL
SELECT -1, a.at, n.kind, ARRAY[n.due]::numeric[], n.missing, n.filed_at
FROM asked a CROSS JOIN LATERAL (
  SELECT u.kind, count(*) AS due, array_agg(p.unit ORDER BY p.path) FILTER (WHERE r.unit IS NULL) AS missing,
         max(r.filed_at) AS filed_at
  FROM units_path p JOIN units_unit u ON u.code = p.unit
  LEFT JOIN reporting_report r ON r.unit = p.unit AND r.report_day = a.day AND r.form = %(form)s
    AND r.number > 0 AND r.handling <> 'recalled'
  WHERE p.path >= a.low AND p.path < a.high AND p.since_day <= a.day AND p.until_day > a.day
    AND u.opened_on <= a.day AND (u.closed_on IS NULL OR u.closed_on > a.day) AND u.kind = ANY(%(kinds)s)
  GROUP BY u.kind
) n
