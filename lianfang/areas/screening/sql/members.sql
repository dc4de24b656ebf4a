-- The people whom the registers of a path range count on one day, each seen or not (H1 and H2: measured; H3 and H8: declared),
-- with the slot that waits for each. Whoever was erased since is counted, as in the figure.
SELECT p.unit, p.path, {part}
FROM units_path p
JOIN people_membership m ON m.unit = p.unit AND m.counts AND m.since_day <= %(day)s AND m.until_day > %(day)s
LEFT JOIN screening_member_seen x ON x.person = m.person AND x.day = %(day)s
LEFT JOIN ({slots}) s ON s.target = m.person::text
WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
