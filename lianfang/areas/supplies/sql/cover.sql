-- The stock of every lot and the cover of every item of a path range at the end of one reporting day (or now, while
-- it is open): `stock` by lot, `cover` by item. What figures and pages say both begins here.
-- A lot whose newest level is not later than the day stands as its balance says; only others look back.
WITH full_days AS (
  -- The mean is taken over whole days: while the window is open, the days that closed before it. A day that has just
  -- begun would make every use look smaller and every cover longer.
  SELECT CASE WHEN %(to_at)s > coalesce((SELECT campaign_at + (clock_timestamp() - real_at) * rate FROM kernel_clock),
                                        clock_timestamp())
              THEN %(day)s::date - 1 ELSE %(day)s::date END AS last
), stores AS (
  -- Where each unit stood on that day: its stock moves with it.
  SELECT unit, path FROM units_path
  WHERE path >= %(low)s AND path < %(high)s AND since_day <= %(day)s AND until_day > %(day)s
), stock AS (
  SELECT b.unit, k.path, b.item, b.lot, b.lot_key, b.on_hand, b.expires_on, b.expires_last, b.counted_on, b.since,
         b.changed_at
  FROM stores k JOIN supplies_balance b ON b.unit = k.unit
  WHERE b.day <= %(day)s AND b.on_hand IS NOT NULL
  UNION ALL
  SELECT b.unit, k.path, b.item, l.lot, l.lot_key, l.on_hand, l.expires_on, l.expires_last, l.counted_on, l.since,
         l.changed_at
  FROM stores k JOIN supplies_balance b ON b.unit = k.unit CROSS JOIN LATERAL (
    SELECT * FROM supplies_level l
    WHERE l.unit = b.unit AND l.item = b.item AND l.lot_key = b.lot_key AND l.day <= %(day)s
    ORDER BY l.day DESC LIMIT 1) l
  WHERE b.day > %(day)s AND l.on_hand IS NOT NULL
), used AS (
  -- What was issued is use; what was disposed of, returned, sent on or lost is not.
  SELECT l.unit, l.item, sum(l.issued) AS issued
  FROM stores k JOIN supplies_level l ON l.unit = k.unit
  WHERE l.day > (SELECT last FROM full_days) - ({use_days})::int AND l.day <= (SELECT last FROM full_days)
  GROUP BY l.unit, l.item
), items AS (
  SELECT s.unit, s.item, max(s.path) AS path, max(s.changed_at) AS changed_at,
         coalesce(sum(s.on_hand) FILTER (WHERE s.expires_on IS NULL OR s.expires_on >= %(day)s::date), 0) AS usable,
         -- Every lot that is there was counted lately; where none is there, any lately counted lot will do.
         coalesce(bool_and(s.counted_on IS NOT NULL AND s.counted_on > %(day)s::date - ({use_days})::int)
                    FILTER (WHERE s.on_hand <> 0),
                  coalesce(bool_or(s.counted_on > %(day)s::date - ({use_days})::int), false)) AS counted,
         -- In the first days the mean is taken over the days there have been.
         greatest(least(({use_days})::int, (SELECT last FROM full_days) - min(s.since) + 1), 1) AS use_days,
         count(*) FILTER (WHERE s.on_hand > 0 AND s.item NOT IN ({keeps})) AS lots,
         count(s.expires_on) FILTER (WHERE s.on_hand > 0 AND s.item NOT IN ({keeps})) AS lots_dated,
         count(*) FILTER (WHERE s.on_hand > 0 AND s.expires_on <= %(day)s::date + ({early})::int) AS lots_near
  FROM stock s
  GROUP BY s.unit, s.item
), cover AS (
  -- What is not used up has no cover: nobody asks how long it lasts.
  SELECT i.*, i.item NOT IN ({durable}) AS lasts,
         CASE WHEN u.issued > 0 AND i.item NOT IN ({durable})
              THEN greatest(i.usable, 0) * i.use_days / u.issued END AS days
  FROM items i LEFT JOIN used u USING (unit, item)
)
