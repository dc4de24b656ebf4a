-- Whose link has ended follows from the ledger and is written by the owner alone; a salt is added with its entry and
-- destroyed by an ending.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_link_end, ledger_unlinked FROM {app};
REVOKE UPDATE, DELETE, TRUNCATE ON kernel_entry_salt FROM {app};

-- When a thing was over, as it stood at a moment: its last settling step that nothing reopened; NULL while it is not.
CREATE FUNCTION ledger_over_at(thing uuid, settling text[], reopening text[], known timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT max(c.occurred_at) FROM ledger_stream s JOIN ledger_entry c ON c.id = s.entry
  WHERE s.stream = thing AND c.kind = ANY(settling) AND c.recorded_at <= known
    AND NOT EXISTS (SELECT FROM ledger_correction x WHERE x.corrects = c.id AND x.recorded_at <= known)
    AND NOT EXISTS (
      SELECT FROM ledger_stream n JOIN ledger_entry r ON r.id = n.entry
      WHERE n.stream = thing AND n.version > s.version AND r.kind = ANY(reopening) AND r.recorded_at <= known)
$$;

-- The entries of a kind below a path whose link can end, of some reporting days, as they stood at a moment; `held` where
-- a thing is not over: the very one of which the entry is a step, or another that names the same person.
CREATE FUNCTION ledger_links_of(
  of_kind text, below text, since date, through date, steps boolean, naming text[], holding text[], settling text[],
  reopening text[], known timestamptz, zone text, turns interval
) RETURNS TABLE (entry uuid, path text, day date, held boolean)
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  WITH named AS MATERIALIZED (
    SELECT DISTINCT o.stream, o.person FROM ledger_entry o
    WHERE o.kind = ANY(holding) AND o.person IS NOT NULL AND o.stream IS NOT NULL AND o.recorded_at <= known
  ), needed AS MATERIALIZED (
    SELECT DISTINCT person FROM named WHERE ledger_over_at(stream, settling, reopening, known) IS NULL
  ), old AS (
    SELECT e.id, e.path, e.stream, p.persons, (e.occurred_at AT TIME ZONE zone - turns)::date + 1 AS day
    FROM ledger_entry e CROSS JOIN LATERAL (SELECT array_remove(ARRAY[e.person] || ARRAY(
      SELECT json_array_elements_text(e.data->f)::uuid FROM unnest(naming) f WHERE json_typeof(e.data->f) = 'array'
    ), NULL) AS persons) p
    WHERE e.kind = of_kind AND cardinality(p.persons) > 0 AND starts_with(e.path, below) AND e.recorded_at <= known
      AND e.occurred_at < ((through + 2)::timestamp + turns) AT TIME ZONE zone
      AND NOT EXISTS (SELECT FROM ledger_unlinked u WHERE u.entry = e.id)
  )
  SELECT o.id, o.path, o.day,
         EXISTS (SELECT FROM needed WHERE needed.person = ANY(o.persons))
         OR steps AND NOT coalesce(
           (ledger_over_at(o.stream, settling, reopening, known) AT TIME ZONE zone - turns)::date + 1 <= through, false)
  FROM old o WHERE o.day BETWEEN since AND through
$$;

-- What an ending says, done: the links, those of whatever took such an entry back or confirmed it, and the salts.
CREATE FUNCTION ledger_end_links(touched uuid[], zone text, turns interval) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  said ledger_link_end;
BEGIN
  FOR said IN SELECT * FROM ledger_link_end WHERE entry = ANY(touched) AND superseded_at IS NULL AND NOT exercise
              ORDER BY recorded_at, entry LOOP
    INSERT INTO ledger_unlinked (entry, path, ended_by)
    SELECT f.entry, f.path, said.entry
    FROM ledger_links_of(said.of_kind, said.path, said.since_day, said.through_day, said.of_steps, said.naming,
                         said.holding, said.settling, said.reopening, said.recorded_at, zone, turns) f
    WHERE NOT f.held ON CONFLICT DO NOTHING;
    INSERT INTO ledger_unlinked (entry, path, ended_by)
    SELECT e.id, e.path, said.entry
    FROM ledger_unlinked u JOIN ledger_correction c ON c.corrects = u.entry JOIN ledger_entry e ON e.id = c.entry
    WHERE u.ended_by = said.entry AND e.kind = 'ledger.withdrawal' AND e.recorded_at <= said.recorded_at
    UNION ALL
    SELECT e.id, e.path, said.entry
    FROM ledger_entry e JOIN ledger_unlinked u ON u.entry = (e.data->>'of')::uuid
    WHERE u.ended_by = said.entry AND e.kind = 'ledger.seconding' AND e.recorded_at <= said.recorded_at
    ON CONFLICT DO NOTHING;
    UPDATE kernel_entry_salt s SET salt = NULL, destroyed_at = said.recorded_at
    FROM ledger_unlinked u WHERE u.ended_by = said.entry AND s.entry = u.entry AND s.salt IS NOT NULL;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION ledger_over_at(uuid, text[], text[], timestamptz),
  ledger_links_of(text, text, date, date, boolean, text[], text[], text[], text[], timestamptz, text, interval),
  ledger_end_links(uuid[], text, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_over_at(uuid, text[], text[], timestamptz),
  ledger_links_of(text, text, date, date, boolean, text[], text[], text[], text[], timestamptz, text, interval),
  ledger_end_links(uuid[], text, interval) TO {app};
