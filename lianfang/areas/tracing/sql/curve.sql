-- An area's published figures by calendar day; where a day was recorded twice, what was recorded later counts.
SELECT DISTINCT ON (figures_day) figures_day, confirmed, cured, dead, suspected, asymptomatic, counted_on, source,
  entry
FROM tracing_official_figures
WHERE area = %(area)s AND figures_day >= %(first)s AND figures_day <= %(last)s
  AND superseded_at IS NULL AND NOT exercise
ORDER BY figures_day, recorded_at DESC, occurred_at DESC, entry DESC
