-- publicity · slots: every place and every group in which a text was to be out, as it stood at {at}.
-- Parameters: `low`, `high` (paths of whoever answers for the place or group), `day` (on which places are in use).
-- What hangs where the plan does not ask for it any more is a slot too (`asked` false): it is to be taken down.
WITH plans AS (
  SELECT DISTINCT ON (p.stream) p.stream, p.unit, p.path, p.text, p.data, p.until_at, p.occurred_at AS planned_at
  FROM publicity_posting_step p
  WHERE p.kind = 'publicity.posting_planned' AND p.superseded_at IS NULL AND NOT p.exercise AND p.occurred_at <= {at}
    AND ((p.path >= %(low)s AND p.path < %(high)s) OR starts_with(%(low)s, p.path)) {where}
  ORDER BY p.stream, p.number DESC
), told AS (
  SELECT q.*, s.version AS signed, s.occurred_at AS turned_at, e.ended_at, n.title
  FROM plans q
  LEFT JOIN LATERAL (
    SELECT CASE WHEN x.kind = 'publicity.text_approved' THEN (x.data->>'version')::int END AS version, x.occurred_at
    FROM publicity_text_step x
    WHERE x.stream = q.text AND x.superseded_at IS NULL AND x.occurred_at <= {at}
      AND x.kind IN ('publicity.text_approved', 'publicity.text_withdrawn', 'publicity.text_dropped')
    ORDER BY x.number DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (
    SELECT x.title FROM publicity_text_step x
    WHERE x.stream = q.text AND x.superseded_at IS NULL AND x.title IS NOT NULL
    ORDER BY x.number IS DISTINCT FROM s.version, x.number DESC LIMIT 1) n ON true
  LEFT JOIN LATERAL (
    SELECT min(x.occurred_at) AS ended_at FROM publicity_posting_step x
    WHERE x.stream = q.stream AND x.kind = 'publicity.posting_ended' AND x.superseded_at IS NULL
      AND x.occurred_at <= {at}) e ON true
), hung AS (
  SELECT DISTINCT ON (h.posting, h.target) h.posting, h.target, h.place, h.kind, h.version, h.occurred_at, h.recorded_by,
         h.entry
  FROM publicity_hanging_step h JOIN plans q ON q.stream = h.posting
  WHERE h.superseded_at IS NULL AND NOT h.exercise AND h.occurred_at <= {at}
  ORDER BY h.posting, h.target, h.number DESC
), targets AS (
  SELECT q.stream, p.target, true AS of_place, true AS asked
  FROM plans q, jsonb_array_elements_text(coalesce(q.data->'places', '[]')) AS p(target)
  UNION ALL
  SELECT q.stream, g.target, false, true
  FROM plans q, jsonb_array_elements_text(coalesce(q.data->'groups', '[]')) AS g(target)
  UNION ALL
  SELECT h.posting, h.target, h.place IS NOT NULL, false
  FROM hung h JOIN plans q ON q.stream = h.posting
  WHERE h.kind = 'publicity.posted' AND NOT coalesce(q.data->'places', '[]') ? h.target
    AND NOT coalesce(q.data->'groups', '[]') ? h.target
), slots AS (
  SELECT q.stream AS posting, q.text, q.data->>'channel' AS channel, t.target, t.of_place, t.asked,
         coalesce(l.unit, q.unit) AS unit, coalesce(l.path, q.path) AS path,
         coalesce(l.zh, t.target) AS zh, coalesce(l.en, t.target) AS en,
         q.planned_at, (q.data->>'from_at')::timestamptz AS from_at, q.until_at, q.data->>'who' AS who,
         q.signed, q.turned_at, q.ended_at, (l.closed_on IS NOT NULL AND l.closed_on <= %(day)s) AS gone, q.title,
         h.kind, h.version, h.occurred_at AS hung_at, h.recorded_by AS hung_by, h.entry
  FROM targets t
  JOIN told q ON q.stream = t.stream
  LEFT JOIN places_place l ON t.of_place AND l.code = t.target
  LEFT JOIN hung h ON h.posting = t.stream AND h.target = t.target
  WHERE NOT t.of_place OR l.code IS NOT NULL
)
