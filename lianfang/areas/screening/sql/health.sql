-- H1–H4, H8 and R4 for every unit of a path range and one day.
-- Due are the people of the unit's register; checked and declared are those of them who were, wherever that was: a set
-- against a set. Found are persons found at the unit, members or not, each counted at one unit alone: a fever is a
-- re-measure at the threshold (H2, domain B4). A zero stands on members only: whom nobody of them was checked for is not
-- known. It stays open while a single reading at the threshold awaits its re-measure, or one of them, or somebody here,
-- was found ill and counts at another unit.
-- Returns (H8): who arrived is known only by asking everybody, so the coverage is declared of due, as for H3.
-- A roll call names nobody, so its list counts up to the register's people and no further: whoever is listed beyond them is
-- no member, and makes nothing more expected. It says who is absent (H4), and who returned to work (R4) at the kinds of units
-- whom the form asks.
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
), members AS (
  SELECT d.*, warm.fever, warm.elsewhere
  FROM screening_members_day d
  CROSS JOIN LATERAL (
    SELECT (SELECT count(*)::int FROM unnest(d.fevers) AS f(celsius) WHERE f.celsius >= {fever}) AS fever,
           (SELECT count(*)::int FROM unnest(d.warm_elsewhere) AS e(celsius) WHERE e.celsius >= {fever}) AS elsewhere
  ) AS warm
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s
)
SELECT unit,
       coalesce(seen.path, due.path, members.path) AS path,
       seen.changed_at,
       due.people AS h1_value,
       coalesce(members.checked, 0) AS h1_checked,
       due.people AS h1_expected,
       CASE WHEN (members.checked > 0 OR members.fever > 0) AND {fever} >= {watched_from} THEN members.fever END AS h2_value,
       coalesce(members.checked, 0) AS h2_checked,
       due.people AS h2_expected,
       coalesce(seen.awaiting, 0) + coalesce(seen.fever, 0) - coalesce(members.fever, 0)
         + coalesce(members.elsewhere, 0) AS h2_unsettled,
       CASE WHEN members.declared > 0 OR members.symptomatic > 0 THEN members.symptomatic END AS h3_value,
       coalesce(members.declared, 0) AS h3_checked,
       due.people AS h3_expected,
       coalesce(seen.people_symptomatic, 0) - coalesce(members.symptomatic, 0)
         + coalesce(members.ill_elsewhere, 0) AS h3_unsettled,
       seen.unexplained AS h4_value,
       least(coalesce(seen.listed, 0), coalesce(due.people, seen.listed)) AS h4_checked,
       coalesce(due.people, seen.listed) AS h4_expected,
       CASE WHEN members.declared > 0 OR members.returned > 0 THEN members.returned END AS h8_value,
       coalesce(members.declared, 0) AS h8_checked,
       due.people AS h8_expected,
       coalesce(seen.people_returned, 0) - coalesce(members.returned, 0)
         + coalesce(members.back_elsewhere, 0) AS h8_unsettled,
       CASE WHEN asked THEN seen.present END AS r4_value,
       CASE WHEN asked THEN least(coalesce(seen.listed, 0), coalesce(due.people, seen.listed)) END AS r4_checked,
       CASE WHEN asked THEN due.people END AS r4_expected
FROM due FULL JOIN seen USING (unit) FULL JOIN members USING (unit)
LEFT JOIN (SELECT u.code AS unit, true AS asked FROM units_unit u WHERE u.kind IN ({returning})) AS form USING (unit)
WHERE due.people IS NOT NULL OR seen.listed IS NOT NULL
   OR members.fever > 0 OR members.symptomatic > 0 OR members.returned > 0
