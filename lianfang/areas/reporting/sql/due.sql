-- The units of a path range that file on a day, by the names that they had on it: those of the filing kinds that stood in the tree then.
SELECT p.unit, u.kind, p.parent, p.path, {zh} AS zh, {en} AS en, u.opened_on, u.closed_on
FROM units_path p JOIN units_unit u ON u.code = p.unit
WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
  AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
  AND u.kind = ANY(%(kinds)s)
