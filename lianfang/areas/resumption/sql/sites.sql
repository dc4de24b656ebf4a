-- R1 of every site of a path range on one day. The sites are the units of these kinds open on that day; a silent one has
-- no value, and one that was excused and said nothing is not expected.
WITH sites AS (
  SELECT u.code AS unit, p.path
  FROM units_path p JOIN units_unit u ON u.code = p.unit
  WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
    AND u.kind IN ({kinds}) AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
), asked AS (
  SELECT target AS unit, bool_or(expected) AS expected FROM ({slots}) s WHERE day = %(day)s GROUP BY target
)
SELECT s.unit,
       s.path,
       d.changed_at,
       CASE WHEN d.mode IS NOT NULL THEN (d.mode <> 'paused')::int END AS r1_value,
       (d.mode IS NOT NULL)::int AS r1_checked,
       (d.mode IS NOT NULL OR coalesce(a.expected, true))::int AS r1_expected
FROM sites s
LEFT JOIN resumption_site_day d ON d.unit = s.unit AND d.day = %(day)s
LEFT JOIN asked a ON a.unit = s.unit
