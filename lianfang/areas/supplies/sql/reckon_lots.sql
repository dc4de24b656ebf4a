-- Recalculates each touched lot from the first touched day on: its levels, its balance, and what the books said
-- before each count. What stood at the end of the day before is taken over, because nothing earlier has changed.
-- Levels and balances carry the newest path of their unit (supplies_follow): a stock goes with its unit.
WITH lots AS (
  SELECT r.unit, r.item, r.lot_key, min(r.day) AS from_day FROM ({touched}) r GROUP BY r.unit, r.item, r.lot_key
), base AS (
  SELECT k.unit, k.item, k.lot_key, k.from_day, p.on_hand, p.expires_on, p.expires_last, p.counted_on, p.since,
         p.changed_at, p.lot AS called, u.path AS newest_path
  FROM lots k LEFT JOIN units_unit u ON u.code = k.unit LEFT JOIN LATERAL (
    SELECT l.* FROM supplies_level l
    WHERE l.unit = k.unit AND l.item = k.item AND l.lot_key = k.lot_key AND l.day < k.from_day
    ORDER BY l.day DESC LIMIT 1) p ON true
), facts AS (
  SELECT m.*, to_char(m.occurred_at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS') || m.turn || m.entry || m.lot AS named,
         count(*) FILTER (WHERE m.stands) OVER w AS standing,
         b.on_hand AS before
  FROM base b CROSS JOIN LATERAL ({moves}) m
  WINDOW w AS (PARTITION BY m.unit, m.item, m.lot_key ORDER BY m.occurred_at, m.turn, m.entry ROWS UNBOUNDED PRECEDING)
), booking AS (
  -- The books go by a count that settles, and by one with which they begin.
  SELECT f.*, f.counted IS NOT NULL AND f.stands AND (f.settles OR (f.standing = 1 AND f.before IS NULL)) AS in_books
  FROM facts f
), run AS (
  SELECT f.*,
         coalesce(sum(coalesce(f.received, 0) - coalesce(f.left_it, 0)) FILTER (WHERE f.stands) OVER w, 0) AS moved,
         count(*) FILTER (WHERE f.in_books) OVER w AS counts,
         min(f.day) FILTER (WHERE f.stands) OVER w AS since,
         min(f.expires_on) FILTER (WHERE f.stands) OVER w AS first_expiry,
         max(f.expires_on) FILTER (WHERE f.stands) OVER w AS last_expiry,
         min(f.named COLLATE "C") FILTER (WHERE f.stands) OVER w AS first_named,
         min(f.named COLLATE "C") OVER w AS any_named,
         max(f.at) OVER d AS changed_at,
         sum(f.received) FILTER (WHERE f.stands) OVER d_only AS day_received,
         sum(f.used) FILTER (WHERE f.stands) OVER d_only AS day_issued,
         sum(f.left_it) FILTER (WHERE f.stands AND f.used IS NULL) OVER d_only AS day_removed
  FROM booking f
  WINDOW w AS (PARTITION BY f.unit, f.item, f.lot_key ORDER BY f.occurred_at, f.turn, f.entry
               ROWS UNBOUNDED PRECEDING),
         d AS (PARTITION BY f.unit, f.item, f.lot_key ORDER BY f.day),
         d_only AS (PARTITION BY f.unit, f.item, f.lot_key, f.day)
), since_count AS (
  -- Within one stretch after a count (or before the first), the books are what was counted plus what moved since.
  SELECT r.*, max(r.counted - r.moved) FILTER (WHERE r.in_books) OVER stretch AS shift
  FROM run r
  WINDOW stretch AS (PARTITION BY r.unit, r.item, r.lot_key, r.counts)
), level AS (
  SELECT s.*, coalesce(b.newest_path, s.path) AS unit_path,
         CASE WHEN s.shift IS NOT NULL THEN s.shift + s.moved
              WHEN s.standing > 0 OR b.on_hand IS NOT NULL THEN coalesce(b.on_hand, 0) + s.moved END AS on_hand,
         least(b.expires_on, s.first_expiry) AS expires,
         greatest(b.expires_last, s.last_expiry) AS expires_late,
         coalesce(b.since, s.since) AS first_day,
         b.counted_on AS counted_before,
         greatest(b.changed_at, s.changed_at) AS changed,
         -- The first spelling that stands; where none does, the first there was.
         CASE WHEN b.since IS NOT NULL THEN b.called
              ELSE coalesce(substr(s.first_named, 58), b.called, substr(s.any_named, 58)) END AS spelt
  FROM since_count s JOIN base b USING (unit, item, lot_key)
), booked AS (
  -- What the books said just before each fact; a day's first fact finds what the days before left.
  SELECT l.*, lag(l.on_hand, 1, l.before) OVER (
           PARTITION BY l.unit, l.item, l.lot_key ORDER BY l.occurred_at, l.turn, l.entry) AS book_before
  FROM level l
), last_counts AS (
  -- A count that waits for somebody to approve it is not the last one that the books went through.
  SELECT l.*, coalesce(max(l.day) FILTER (WHERE l.stands AND (l.in_books OR l.counted = l.book_before)) OVER (
           PARTITION BY l.unit, l.item, l.lot_key ORDER BY l.occurred_at, l.turn, l.entry ROWS UNBOUNDED PRECEDING),
           l.counted_before) AS last_count
  FROM booked l
), days AS (
  SELECT DISTINCT ON (l.unit, l.item, l.lot_key, l.day) l.*
  FROM last_counts l
  ORDER BY l.unit, l.item, l.lot_key, l.day, l.occurred_at DESC, l.turn DESC, l.entry DESC
), books AS (
  UPDATE supplies_stocktake t SET book = CASE WHEN b.stands THEN b.book_before END, in_books = b.in_books
  FROM booked b
  WHERE t.entry = b.entry
    AND (t.book, t.in_books) IS DISTINCT FROM (CASE WHEN b.stands THEN b.book_before END, b.in_books)
), levels AS (
  INSERT INTO supplies_level AS l
    (unit, path, item, lot_key, lot, day, on_hand, expires_on, expires_last, counted_on, since, changed_at, received,
     issued, removed)
  SELECT unit, unit_path, item, lot_key, spelt, day, on_hand, expires, expires_late, last_count, first_day, changed,
         day_received, day_issued, day_removed
  FROM days ORDER BY unit, item, lot_key, day
  ON CONFLICT (unit, item, lot_key, day) DO UPDATE SET
    path = excluded.path, lot = excluded.lot, on_hand = excluded.on_hand, expires_on = excluded.expires_on,
    expires_last = excluded.expires_last, counted_on = excluded.counted_on, since = excluded.since,
    changed_at = excluded.changed_at, received = excluded.received, issued = excluded.issued,
    removed = excluded.removed
)
UPDATE supplies_balance b SET
  path = n.unit_path, lot = n.spelt, day = n.day, on_hand = n.on_hand, expires_on = n.expires,
  expires_last = n.expires_late, counted_on = n.last_count, since = n.first_day, changed_at = n.changed
FROM (SELECT DISTINCT ON (unit, item, lot_key) * FROM days ORDER BY unit, item, lot_key, day DESC) n
WHERE b.unit = n.unit AND b.item = n.item AND b.lot_key = n.lot_key
