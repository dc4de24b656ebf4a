-- The sites of a path range that were open on a day, each with its newest word of that day and the note it gave.
SELECT u.code, u.zh, u.en, p.path, d.entry, d.mode, d.crew_present, d.crew_listed, d.risk_level, d.said_at, s.note,
       s.recorded_by
FROM units_path p
JOIN units_unit u ON u.code = p.unit
LEFT JOIN resumption_site_day d ON d.unit = u.code AND d.day = %(day)s
LEFT JOIN resumption_status s ON s.entry = d.entry
WHERE p.path >= %(low)s AND p.path < %(high)s AND p.since_day <= %(day)s AND p.until_day > %(day)s
  AND u.kind IN ({kinds}) AND u.opened_on <= %(day)s AND (u.closed_on IS NULL OR u.closed_on > %(day)s)
ORDER BY p.path
