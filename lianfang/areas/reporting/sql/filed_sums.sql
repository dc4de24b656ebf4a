-- What was filed in a subtree, added up: its first unit's own figures and the sums of every node in it.
SELECT -2, '', n.code, ARRAY[n.value_sum, n.value_min, n.checked, n.expected, n.bits]::numeric[]
FROM (
  SELECT code, sum(value_sum) AS value_sum, min(value_min) AS value_min, sum(checked) AS checked,
         sum(expected) AS expected, bit_or(bits) AS bits
  FROM (
    SELECT code, value_sum, value_min, checked, expected, bits FROM reporting_sum
    WHERE report_day = %(day)s AND form = %(form)s AND path >= %(node)s AND path < %(high)s
    UNION ALL
    SELECT code, value, value, checked, expected, bits FROM reporting_figure
    WHERE report_day = %(day)s AND form = %(form)s AND path = %(own)s
  ) every GROUP BY code
) n
