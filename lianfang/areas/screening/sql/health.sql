-- H1–H4 and H8 for every unit of a path range and one day.
-- Due is the register's headcount; whoever was checked beyond it was due as well, so that no coverage exceeds the whole.
-- A fever is a re-measure at the threshold; a single reading at the threshold keeps a zero open (H2, domain B4).
-- Returns (H8): who arrived is known only by asking everybody, so the coverage is declared of due, as for H3.
WITH due AS (
  SELECT unit, path, sum(delta)::int AS people
  FROM people_headcount
  WHERE path >= %(low)s AND path < %(high)s AND day <= %(day)s
  GROUP BY unit, path
  HAVING sum(delta) > 0
), seen AS (
  SELECT d.*, warm.fever, warm.awaiting
  FROM screening_day d
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE p.again >= {fever})::int AS fever,
           count(*) FILTER (WHERE p.single >= {fever} AND (p.again IS NULL OR p.again < {fever}))::int AS awaiting
    FROM unnest(d.warm_single, d.warm_again) AS p(single, again)
  ) AS warm
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s
)
SELECT unit,
       coalesce(seen.path, due.path) AS path,
       seen.changed_at,
       greatest(due.people, seen.people_checked) AS h1_value,
       coalesce(seen.people_checked, 0) AS h1_checked,
       greatest(due.people, seen.people_checked) AS h1_expected,
       CASE WHEN seen.people_checked > 0 AND {fever} >= {watched_from} THEN seen.fever END AS h2_value,
       coalesce(seen.people_checked, 0) AS h2_checked,
       greatest(due.people, seen.people_checked) AS h2_expected,
       coalesce(seen.awaiting, 0) AS h2_unsettled,
       seen.people_symptomatic AS h3_value,
       coalesce(seen.people_declared, 0) AS h3_checked,
       greatest(due.people, seen.people_declared) AS h3_expected,
       seen.unexplained AS h4_value,
       coalesce(seen.listed, 0) AS h4_checked,
       greatest(due.people, seen.listed) AS h4_expected,
       seen.people_returned AS h8_value,
       coalesce(seen.people_declared, 0) AS h8_checked,
       greatest(due.people, seen.people_declared) AS h8_expected
FROM due FULL JOIN seen USING (unit)
WHERE coalesce(due.people, seen.people_checked, seen.people_declared, seen.listed) IS NOT NULL
