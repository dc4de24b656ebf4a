-- What the figures of a unit and of each branch below it do not say, by branch: how many readings of persons await their
-- re-measure, how many people were measured at a unit that does not count them, and how many at another than their own.
WITH seen AS (
  SELECT d.unit, d.path, coalesce(d.people_checked, 0) AS people_checked,
         (SELECT count(*) FROM unnest(d.warm_single, d.warm_again) AS p(single, again)
          WHERE p.single >= {fever} AND (p.again IS NULL OR p.again < {fever})) AS awaiting
  FROM screening_day d
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s
), members AS (
  SELECT d.unit, d.path, d.checked, d.checked_here FROM screening_members_day d
  WHERE d.day = %(day)s AND d.path >= %(low)s AND d.path < %(high)s
)
SELECT split_part(substr(coalesce(seen.path, members.path), %(inside)s), '/', 1) AS branch,
       coalesce(sum(seen.awaiting), 0)::int,
       sum(coalesce(seen.people_checked, 0) - coalesce(members.checked_here, 0))::int,
       sum(coalesce(members.checked, 0) - coalesce(members.checked_here, 0))::int
FROM seen FULL JOIN members USING (unit)
GROUP BY branch
