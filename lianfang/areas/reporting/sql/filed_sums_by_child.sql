-- The same, apart for the first unit ('') and each subtree directly below it.
SELECT -2, n.child, n.code, ARRAY[n.value_sum, n.value_min, n.checked, n.expected, n.bits]::numeric[]
FROM (
  SELECT child, code, sum(value_sum) AS value_sum, min(value_min) AS value_min, sum(checked) AS checked,
         sum(expected) AS expected, bit_or(bits) AS bits
  FROM (
    SELECT split_part(substr(path, %(inside)s), '/', 1) AS child, code, value_sum, value_min, checked, expected, bits
    FROM reporting_sum
    WHERE report_day = %(day)s AND form = %(form)s AND path > %(node)s AND path >= %(low)s AND path < %(high)s
    UNION ALL
    SELECT split_part(substr(path, %(inside)s), '/', 1), code, value, value, checked, expected, bits
    FROM reporting_figure
    WHERE report_day = %(day)s AND form = %(form)s AND ((parent_path = %(node)s AND path >= %(low)s AND path < %(high)s) OR path = %(own)s)
  ) every GROUP BY child, code
) n
