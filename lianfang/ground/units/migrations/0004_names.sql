-- Each unit as it is, the names that it had before, and the words by which it is known.
CREATE OR REPLACE FUNCTION units_retrace_units(named text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM units_alias WHERE unit = ANY(named);
  DELETE FROM units_unit WHERE code = ANY(named);
  INSERT INTO units_unit (code, kind, path, zh, en, pinyin, initials, opened_on, closed_on, former)
  SELECT o.unit, o.kind, p.path, coalesce(r.zh, o.zh), coalesce(r.en, o.en), coalesce(r.pinyin, o.pinyin),
         coalesce(r.initials, o.initials), o.day, c.from_day, f.names
  FROM units_opening o
  CROSS JOIN LATERAL (SELECT path FROM units_path WHERE unit = o.unit ORDER BY since_day DESC LIMIT 1) p
  LEFT JOIN LATERAL (
    SELECT zh, en, pinyin, initials FROM units_renaming
    WHERE unit = o.unit AND superseded_at IS NULL AND NOT exercise
    ORDER BY occurred_at DESC, recorded_at DESC, entry DESC LIMIT 1) r ON true
  LEFT JOIN LATERAL (
    SELECT min(from_day) AS from_day FROM units_closing
    WHERE unit = o.unit AND superseded_at IS NULL AND NOT exercise) c ON true
  LEFT JOIN LATERAL (
    -- Of several names given on one day the last one holds for it.
    SELECT jsonb_agg(jsonb_build_object('until', n.until, 'zh', n.zh, 'en', n.en) ORDER BY n.day) AS names
    FROM (
      SELECT DISTINCT ON (s.day) s.day, s.zh, s.en, lead(s.day) OVER given AS until
      FROM (SELECT o.day, o.zh, o.en, o.occurred_at, o.recorded_at, o.entry, 0 AS turn
            UNION ALL
            SELECT day, zh, en, occurred_at, recorded_at, entry, 1 FROM units_renaming
            WHERE unit = o.unit AND superseded_at IS NULL AND NOT exercise) s
      WINDOW given AS (ORDER BY s.turn, s.occurred_at, s.recorded_at, s.entry)
      ORDER BY s.day, s.turn DESC, s.occurred_at DESC, s.recorded_at DESC, s.entry DESC) n
    WHERE n.until > n.day) f ON true
  WHERE o.unit = ANY(named) AND o.superseded_at IS NULL AND NOT o.exercise;
  UPDATE units_path p SET closed_on = u.closed_on FROM units_unit u
  WHERE p.unit = u.code AND u.code = ANY(named) AND p.closed_on IS DISTINCT FROM u.closed_on;
  INSERT INTO units_alias (unit, path, alias)
  SELECT DISTINCT u.code, u.path, said.alias
  FROM units_unit u JOIN (
    SELECT unit, unnest(aliases || zh) AS alias FROM units_opening
    WHERE unit = ANY(named) AND superseded_at IS NULL AND NOT exercise
    UNION ALL
    SELECT unit, unnest(aliases || zh) FROM units_renaming
    WHERE unit = ANY(named) AND superseded_at IS NULL AND NOT exercise) said ON said.unit = u.code
  WHERE said.alias <> u.zh;
END $$;
