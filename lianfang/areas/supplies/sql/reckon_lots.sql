-- Recalculates each touched lot from the first touched day on: its levels, its balance, and what the books said
-- before each count. What stood at the end of the day before is taken over, because nothing earlier has changed.
-- Levels and balances carry the newest path of their unit (supplies_follow): a stock goes with its unit.
WITH lots AS (
  SELECT r.unit, r.item, r.lot, min(r.day) AS from_day
  FROM {table} r
  WHERE r.entry = ANY(%(touched)s) AND NOT r.exercise
  GROUP BY r.unit, r.item, r.lot
), base AS (
  SELECT k.unit, k.item, k.lot, k.from_day, p.on_hand, p.expires_on, p.counted_on, p.since, p.changed_at,
         u.path AS newest_path
  FROM lots k LEFT JOIN units_unit u ON u.code = k.unit LEFT JOIN LATERAL (
    SELECT l.* FROM supplies_level l
    WHERE l.unit = k.unit AND l.item = k.item AND l.lot = k.lot AND l.day < k.from_day
    ORDER BY l.day DESC LIMIT 1) p ON true
), facts AS (
  SELECT b.unit, b.item, b.lot, r.path, r.day, r.occurred_at, 0 AS turn, r.entry, r.superseded_at IS NULL AS stands,
         greatest(r.recorded_at, r.superseded_at) AS at,
         r.quantity AS received, NULL::numeric AS issued, NULL::numeric AS counted, r.expires_on
  FROM base b JOIN supplies_receipt r
    ON r.unit = b.unit AND r.item = b.item AND r.lot = b.lot AND r.day >= b.from_day AND NOT r.exercise
  UNION ALL
  SELECT b.unit, b.item, b.lot, r.path, r.day, r.occurred_at, 0, r.entry, r.superseded_at IS NULL,
         greatest(r.recorded_at, r.superseded_at), NULL, r.quantity, NULL, NULL
  FROM base b JOIN supplies_issue r
    ON r.unit = b.unit AND r.item = b.item AND r.lot = b.lot AND r.day >= b.from_day AND NOT r.exercise
  UNION ALL
  -- A count at the same moment as a movement is taken to come after it.
  SELECT b.unit, b.item, b.lot, r.path, r.day, r.occurred_at, 1, r.entry, r.superseded_at IS NULL,
         greatest(r.recorded_at, r.superseded_at), NULL, NULL, r.counted, NULL
  FROM base b JOIN supplies_stocktake r
    ON r.unit = b.unit AND r.item = b.item AND r.lot = b.lot AND r.day >= b.from_day AND NOT r.exercise
), run AS (
  SELECT f.*,
         coalesce(sum(coalesce(f.received, 0) - coalesce(f.issued, 0)) FILTER (WHERE f.stands) OVER w, 0) AS moved,
         count(*) FILTER (WHERE f.stands) OVER w AS standing,
         count(f.counted) FILTER (WHERE f.stands) OVER w AS counts,
         min(f.day) FILTER (WHERE f.stands) OVER w AS since,
         max(f.day) FILTER (WHERE f.stands AND f.counted IS NOT NULL) OVER w AS counted_on,
         min(f.expires_on) FILTER (WHERE f.stands) OVER w AS first_expiry,
         max(f.at) OVER d AS changed_at,
         sum(f.received) FILTER (WHERE f.stands) OVER d_only AS day_received,
         sum(f.issued) FILTER (WHERE f.stands) OVER d_only AS day_issued
  FROM facts f
  WINDOW w AS (PARTITION BY f.unit, f.item, f.lot ORDER BY f.occurred_at, f.turn, f.entry ROWS UNBOUNDED PRECEDING),
         d AS (PARTITION BY f.unit, f.item, f.lot ORDER BY f.day),
         d_only AS (PARTITION BY f.unit, f.item, f.lot, f.day)
), since_count AS (
  -- Within one stretch after a count (or before the first), the books are what was counted plus what moved since.
  SELECT r.*,
         max(r.counted - r.moved) FILTER (WHERE r.stands AND r.counted IS NOT NULL) OVER stretch AS shift
  FROM run r
  WINDOW stretch AS (PARTITION BY r.unit, r.item, r.lot, r.counts)
), level AS (
  SELECT s.*, coalesce(b.newest_path, s.path) AS unit_path,
         CASE WHEN s.shift IS NOT NULL THEN s.shift + s.moved
              WHEN s.standing > 0 OR b.on_hand IS NOT NULL THEN coalesce(b.on_hand, 0) + s.moved END AS on_hand,
         least(b.expires_on, s.first_expiry) AS expires,
         coalesce(b.since, s.since) AS first_day,
         coalesce(s.counted_on, b.counted_on) AS last_count,
         greatest(b.changed_at, s.changed_at) AS changed,
         b.on_hand AS before
  FROM since_count s JOIN base b USING (unit, item, lot)
), booked AS (
  -- What the books said just before each fact; a day's first fact finds what the days before left.
  SELECT l.entry, l.stands, lag(l.on_hand, 1, l.before) OVER (
           PARTITION BY l.unit, l.item, l.lot ORDER BY l.occurred_at, l.turn, l.entry) AS book
  FROM level l
), days AS (
  SELECT DISTINCT ON (l.unit, l.item, l.lot, l.day) l.*
  FROM level l
  ORDER BY l.unit, l.item, l.lot, l.day, l.occurred_at DESC, l.turn DESC, l.entry DESC
), books AS (
  UPDATE supplies_stocktake t SET book = CASE WHEN b.stands THEN b.book END
  FROM booked b
  WHERE t.entry = b.entry AND t.book IS DISTINCT FROM CASE WHEN b.stands THEN b.book END
), levels AS (
  INSERT INTO supplies_level AS l
    (unit, path, item, lot, day, on_hand, expires_on, counted_on, since, changed_at, received, issued)
  SELECT unit, unit_path, item, lot, day, on_hand, expires, last_count, first_day, changed, day_received, day_issued
  FROM days ORDER BY unit, item, lot, day
  ON CONFLICT (unit, item, lot, day) DO UPDATE SET
    path = excluded.path, on_hand = excluded.on_hand, expires_on = excluded.expires_on, counted_on = excluded.counted_on,
    since = excluded.since, changed_at = excluded.changed_at, received = excluded.received, issued = excluded.issued
)
UPDATE supplies_balance b SET
  path = n.unit_path, day = n.day, on_hand = n.on_hand, expires_on = n.expires, counted_on = n.last_count,
  since = n.first_day, changed_at = n.changed
FROM (SELECT DISTINCT ON (unit, item, lot) * FROM days ORDER BY unit, item, lot, day DESC) n
WHERE b.unit = n.unit AND b.item = n.item AND b.lot = n.lot
