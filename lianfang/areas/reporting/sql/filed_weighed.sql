-- What the units of a path range filed of indices, each weighed by what it was divided by.
SELECT -3, {group}, code, ARRAY[sum(value * checked), sum(checked) FILTER (WHERE value IS NOT NULL)]::numeric[]
FROM reporting_figure
WHERE report_day = %(day)s AND form = %(form)s AND path >= %(low)s AND path < %(high)s AND code = ANY(%(weighed)s::text[])
GROUP BY 2, code
