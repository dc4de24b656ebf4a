-- What a subtree filed of some figures, day by day.
SELECT report_day, code, sum(value)::numeric, sum(checked)::bigint, sum(expected)::bigint
FROM (
  SELECT report_day, code, value_sum AS value, checked, expected FROM reporting_sum
  WHERE report_day BETWEEN %(first)s AND %(last)s AND form = %(form)s AND code = ANY(%(codes)s)
    AND path >= %(node)s AND path < %(high)s
  UNION ALL
  SELECT report_day, code, value, checked, expected FROM reporting_figure
  WHERE report_day BETWEEN %(first)s AND %(last)s AND form = %(form)s AND code = ANY(%(codes)s) AND path = %(node)s
) every
GROUP BY report_day, code
