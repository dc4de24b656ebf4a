-- Every act on one report in the order of its own life: what was said of a version after it, reminders by their moment.
SELECT entry, kind, number, occurred_at, recorded_by, as_of, due_at, figures, below, children, narrative,
       late_reason, why, seal, digest, (SELECT e.data->>'head' FROM ledger_entry e WHERE e.id = entry),
       seen, stands, stands_for, events, signatures
FROM reporting_step
WHERE report_unit = %(unit)s AND report_day = %(day)s AND form = %(form)s AND superseded_at IS NULL AND NOT exercise
ORDER BY recorded_at, kind = 'reporting.reminded', number, kind IN ('reporting.received', 'reporting.returned', 'reporting.recalled'), step,
         entry
