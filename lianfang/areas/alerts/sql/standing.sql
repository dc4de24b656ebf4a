-- Each touched alert as its steps make it. The last step that says something of a column decides it; an escalation
-- that found nobody leaves the owner. `told_at` is when its owner was last told: what a bell rings for.
WITH touched AS (SELECT DISTINCT alert FROM alerts_step WHERE entry = ANY(%(touched)s)),
s AS (SELECT p.* FROM alerts_step p JOIN touched USING (alert) WHERE p.superseded_at IS NULL),
opening AS (SELECT * FROM s WHERE act = 'opened'),
last AS (SELECT DISTINCT ON (alert) * FROM s ORDER BY alert, version DESC),
state AS (SELECT DISTINCT ON (alert) * FROM s WHERE act <> 'grew' ORDER BY alert, version DESC),
owner AS (SELECT DISTINCT ON (alert) * FROM s WHERE act IN ('opened', 'handed_on')
          OR (act = 'escalated' AND role IS NOT NULL) ORDER BY alert, version DESC),
said AS (SELECT DISTINCT ON (alert) * FROM s WHERE zh IS NOT NULL ORDER BY alert, version DESC),
counted AS (SELECT DISTINCT ON (alert) * FROM s WHERE count IS NOT NULL ORDER BY alert, version DESC),
step AS (SELECT DISTINCT ON (alert) * FROM s WHERE level IS NOT NULL OR act = 'reopened' ORDER BY alert, version DESC),
told AS (SELECT alert, max(recorded_at) AS at FROM s
         WHERE act IN ('opened', 'handed_on', 'escalated', 'reopened') GROUP BY alert)
INSERT INTO alerts_alert AS a (alert, key, source, unit, path, severity, zh, en, href, count, exercise, since_at,
  opened_at, state, role, owner_unit, login, title, level, due_at, taken_by, ended_how, version, changed_at, told_at)
SELECT o.alert, o.key, o.source, o.unit, o.path, o.severity, said.zh, said.en, o.href, counted.count, o.exercise,
  o.since_at, o.recorded_at,
  CASE state.act WHEN 'acknowledged' THEN 'acknowledged' WHEN 'resolved' THEN 'resolved' ELSE 'open' END,
  owner.role, owner.owner_unit, owner.login, owner.title, coalesce(step.level, -1),
  CASE WHEN state.act <> 'resolved' THEN state.due_at END,
  CASE WHEN state.act = 'acknowledged' THEN state.recorded_by END,
  CASE WHEN state.act = 'resolved' THEN state.how END,
  last.version, last.recorded_at, told.at
FROM opening o JOIN last USING (alert) JOIN state USING (alert) JOIN owner USING (alert) JOIN said USING (alert)
  JOIN counted USING (alert) JOIN told USING (alert) LEFT JOIN step USING (alert)
ON CONFLICT (alert) DO UPDATE SET zh = excluded.zh, en = excluded.en, count = excluded.count,
  state = excluded.state, role = excluded.role, owner_unit = excluded.owner_unit, login = excluded.login,
  title = excluded.title,
  level = excluded.level, due_at = excluded.due_at, taken_by = excluded.taken_by, ended_how = excluded.ended_how,
  version = excluded.version, changed_at = excluded.changed_at, told_at = excluded.told_at
