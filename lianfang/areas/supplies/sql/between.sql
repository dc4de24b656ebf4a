-- What goes from one unit to another (transfers, issues): of each chain of corrections the newest version for each
-- receiver, with all that the receiver says came of it, whichever version that names; `but` leaves such entries out.
-- What waits stands first, the oldest on top; then what came lately, the newest on top. What was taken back stands there
-- where something of it came.
WITH among AS MATERIALIZED ({among}), newest AS (
  SELECT DISTINCT ON (t.root, t.to_unit) t.*, t.superseded_at IS NOT NULL AS withdrawn
  FROM among JOIN {sent} t ON t.entry = among.entry
  WHERE NOT t.exercise
  ORDER BY t.root, t.to_unit, t.superseded_at DESC NULLS FIRST, t.recorded_at DESC
), told AS (
  SELECT t.*, a.*, NOT t.withdrawn AND NOT coalesce(a.ends OR a.came >= t.quantity, false) AS waits
  FROM newest t CROSS JOIN LATERAL (
    SELECT count(*)::int AS times, sum(r.quantity) AS came, max(r.occurred_at) AS came_at, bool_or({ends}) AS ends,
           string_agg(r.note, '；' ORDER BY r.occurred_at, r.entry) AS why
    FROM {sent} v JOIN {came} r ON r.{of} = v.entry
    WHERE v.root = t.root AND r.unit = t.to_unit AND r.item = t.item AND r.superseded_at IS NULL AND NOT r.exercise
      AND r.entry <> ALL(%(but)s::uuid[])) a
)
SELECT entry, unit, path, item, lot, occurred_at, quantity, packed, to_unit, {expires}, withdrawn, waits,
       times, came, came_at, why
FROM told
WHERE %(since)s::timestamptz IS NULL OR CASE WHEN withdrawn THEN times > 0 ELSE waits OR came_at > %(since)s END
ORDER BY waits DESC, CASE WHEN waits THEN occurred_at END, withdrawn, occurred_at DESC, entry DESC
