-- Incidents, drills, findings and plans as they stand, from the acts that stand. Run by the tables' owner, because a
-- unit may have moved out of the recorder's sight while its incident was open.

CREATE FUNCTION incidents_retrace(touched uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE streams uuid[];
BEGIN
  SELECT array_agg(DISTINCT stream ORDER BY stream) INTO streams FROM incidents_act WHERE entry = ANY(touched);
  IF streams IS NULL THEN RETURN; END IF;
  -- One after another, always in the same order: what is taken back stands in no stream's way.
  PERFORM pg_advisory_xact_lock(hashtextextended('incidents|' || s::text, 0)) FROM unnest(streams) AS s;

  DELETE FROM incidents_incident WHERE incident = ANY(streams);
  INSERT INTO incidents_incident (incident, unit, path, exercise, code, state, person, place, cause, cause_stands, drill,
    automatic, occurred_at, known_at, proposed_at, answered_at, closed_at, reported_at, received_at, version)
  SELECT p.stream, p.unit, p.path, p.exercise, p.data->>'code',
         CASE t.kind WHEN 'incidents.opened' THEN 'open' WHEN 'incidents.reopened' THEN 'open'
                     WHEN 'incidents.closed' THEN 'closed' WHEN 'incidents.dismissed' THEN 'dismissed'
                     ELSE 'proposed' END,
         p.person, p.place, (p.data->>'cause')::uuid, coalesce(c.stands, true), (p.data->>'drill')::uuid,
         p.origin = 'automatic', p.occurred_at, coalesce(p.known_at, p.occurred_at), p.recorded_at,
         a.answered_at, CASE WHEN t.kind = 'incidents.closed' THEN t.occurred_at END, a.reported_at, a.received_at,
         a.version
  FROM incidents_act p
  LEFT JOIN LATERAL (
    SELECT s.kind, s.occurred_at FROM incidents_act s
    WHERE s.stream = p.stream AND s.superseded_at IS NULL
      AND s.kind IN ('incidents.opened', 'incidents.dismissed', 'incidents.closed', 'incidents.reopened')
    ORDER BY s.version DESC LIMIT 1) t ON true
  LEFT JOIN LATERAL (
    SELECT (s.data->>'stands')::boolean AS stands FROM incidents_act s
    WHERE s.stream = p.stream AND s.superseded_at IS NULL AND s.kind = 'incidents.cause_changed'
    ORDER BY s.version DESC LIMIT 1) c ON true
  CROSS JOIN LATERAL (
    SELECT max(s.version) AS version,
           min(s.recorded_at) FILTER (WHERE s.kind IN ('incidents.opened', 'incidents.dismissed')) AS answered_at,
           min(s.occurred_at) FILTER (WHERE s.kind IN ('incidents.told', 'incidents.reported')) AS reported_at,
           min((s.data->>'received_at')::timestamptz) FILTER (WHERE s.kind = 'incidents.told') AS received_at
    FROM incidents_act s WHERE s.stream = p.stream AND s.superseded_at IS NULL) a
  WHERE p.stream = ANY(streams) AND p.kind = 'incidents.proposed' AND p.superseded_at IS NULL;

  DELETE FROM incidents_drill WHERE drill = ANY(streams);
  INSERT INTO incidents_drill (drill, unit, path, exercise, code, title, place, started_at, started_by, ended_at)
  SELECT d.stream, d.unit, d.path, d.exercise, d.data->>'code', d.data->>'title', d.place, d.occurred_at, d.recorded_by,
         (SELECT min(e.occurred_at) FROM incidents_act e WHERE e.stream = d.stream AND e.superseded_at IS NULL
          AND e.kind = 'incidents.drill_ended')
  FROM incidents_act d
  WHERE d.stream = ANY(streams) AND d.kind = 'incidents.drill_started' AND d.superseded_at IS NULL;

  DELETE FROM incidents_finding WHERE finding = ANY(streams);
  INSERT INTO incidents_finding (finding, unit, path, exercise, drill, incident, what, owner, due_on, found_at, found_by,
    mended_at, how)
  SELECT f.stream, f.unit, f.path, f.exercise, (f.data->>'drill')::uuid, (f.data->>'incident')::uuid, f.data->>'what',
         f.data->>'owner', (f.data->>'due_on')::date, f.occurred_at, f.recorded_by, m.occurred_at, m.data->>'how'
  FROM incidents_act f
  LEFT JOIN LATERAL (
    SELECT s.occurred_at, s.data FROM incidents_act s WHERE s.stream = f.stream AND s.superseded_at IS NULL
    AND s.kind = 'incidents.finding_mended' ORDER BY s.version DESC LIMIT 1) m ON true
  WHERE f.stream = ANY(streams) AND f.kind = 'incidents.finding' AND f.superseded_at IS NULL;

  DELETE FROM incidents_plan WHERE stream = ANY(streams);
  INSERT INTO incidents_plan (entry, stream, unit, path, exercise, plan, number, zh, en, state, made_at, made_by, approver,
    approved_at, effective_from, effective_to)
  SELECT v.entry, v.stream, v.unit, v.path, v.exercise, v.data->>'plan', (v.data->>'number')::int, v.data->>'zh',
         v.data->>'en', CASE t.kind WHEN 'incidents.plan_approved' THEN 'approved'
                                    WHEN 'incidents.plan_withdrawn' THEN 'withdrawn' ELSE 'draft' END,
         v.occurred_at, v.recorded_by, a.data->>'approver', a.occurred_at, (a.data->>'effective_from')::date,
         (a.data->>'effective_to')::date
  FROM incidents_act v
  LEFT JOIN LATERAL (
    SELECT s.kind FROM incidents_act s WHERE s.stream = v.stream AND s.superseded_at IS NULL
    AND s.kind IN ('incidents.plan_approved', 'incidents.plan_withdrawn') AND s.data->>'number' = v.data->>'number'
    ORDER BY s.version DESC LIMIT 1) t ON true
  LEFT JOIN LATERAL (
    SELECT s.data, s.occurred_at FROM incidents_act s WHERE s.stream = v.stream AND s.superseded_at IS NULL
    AND s.kind = 'incidents.plan_approved' AND s.data->>'number' = v.data->>'number'
    ORDER BY s.version DESC LIMIT 1) a ON true
  WHERE v.stream = ANY(streams) AND v.kind = 'incidents.plan_version' AND v.superseded_at IS NULL;
END $$;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON incidents_incident, incidents_drill, incidents_finding, incidents_plan FROM {app};
