-- Every due report of a path range, how it stands against its kind's cut-off, and what became of it.
SELECT d.unit, d.kind, d.parent, d.path, d.zh, d.en, d.opened_on, d.closed_on, k.due_at,
       coalesce(r.number, 0) AS number, coalesce(r.handling, 'none') AS handling, r.first_filed_at, r.filed_at,
       coalesce(r.filed_by, '') AS filed_by, coalesce(r.handled_by, '') AS handled_by, r.handled_at,
       coalesce(r.reminders, 0) AS reminders, r.reminded_at, coalesce(r.reminded_by, '') AS reminded_by,
       CASE WHEN r.first_filed_at <= k.due_at THEN 'on_time' WHEN r.first_filed_at IS NOT NULL THEN 'late'
            WHEN %(now)s < %(to_at)s THEN 'open' WHEN %(now)s <= k.due_at THEN 'due' ELSE 'missing' END AS standing
FROM ({due}) d
JOIN unnest(%(kinds)s::text[], %(due_ats)s::timestamptz[]) AS k(kind, due_at) ON k.kind = d.kind
LEFT JOIN reporting_report r ON r.unit = d.unit AND r.report_day = %(day)s AND r.form = %(form)s
