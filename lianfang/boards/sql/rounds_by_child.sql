-- Place-rounds due and done on some reporting days, apart for the first unit ('') and each subtree directly below it.
-- Due and done are counted as E1 counts them: places of the disinfected kinds open on the day, and different places
-- in each round.
WITH places AS (
  SELECT split_part(substr(c.path, %(inside)s), '/', 1) AS child, d.day, sum(c.delta)::int AS places
  FROM unnest(%(days)s::date[]) AS d(day)
  JOIN places_count c ON c.day <= d.day AND c.path >= %(low)s AND c.path < %(high)s AND c.kind = ANY(%(kinds)s)
  GROUP BY 1, 2
), done AS (
  SELECT split_part(substr(path, %(inside)s), '/', 1) AS child, day, round, count(DISTINCT place)::int AS done
  FROM sanitation_disinfection
  WHERE day = ANY(%(days)s::date[]) AND path >= %(low)s AND path < %(high)s
    AND superseded_at IS NULL AND NOT exercise
  GROUP BY 1, 2, 3
)
SELECT child, day, p.places, d.round, d.done
FROM places p FULL JOIN done d USING (child, day)
WHERE p.places > 0 OR d.done > 0
