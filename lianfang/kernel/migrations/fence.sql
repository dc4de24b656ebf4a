-- The ledger's own fence: what raw SQL with a genuine token may put into it.

-- The whole token as its parts, or NULL where it is not good: verified once for each statement.
CREATE FUNCTION scope_parts() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  token text := current_setting('lianfang.scope', true);
  said text := substr(token, 65);
  parts text[];
BEGIN
  IF coalesce(token, '') = ''
     OR left(token, 64) IS DISTINCT FROM
        encode(sha256(scope_pad(true) || sha256(scope_pad(false) || convert_to(said, 'UTF8'))), 'hex') THEN
    RETURN NULL;
  END IF;
  parts := string_to_array(said, '|');
  IF parts[1] <> pg_backend_pid()::text OR parts[2]::bigint < extract(epoch FROM clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  RETURN parts;
END $$;

-- Where a token's login holds one of the verbs that the database itself asks for; NULL without a good token.
CREATE FUNCTION scope_verb_ranges(parts text[], verb text) RETURNS path_ranges
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT split_part(one, '=', 2) FROM unnest(string_to_array(parts[7], ';')) AS one
                   WHERE split_part(one, '=', 1) = verb), '{}')::path_ranges
$$;

-- Kinds from which it follows who sees what, or what stands in tables that the owner keeps; with the verb, where the
-- database asks for one; and the functions of the owner that look further: f(entries uuid[], parts text[]) raises where
-- an entry may not stand.
CREATE TABLE kernel_fence (kind text PRIMARY KEY, verb text);
CREATE TABLE kernel_fence_check (area text PRIMARY KEY, looks text NOT NULL);
REVOKE ALL ON kernel_fence, kernel_fence_check FROM PUBLIC;
REVOKE ALL ON kernel_fence, kernel_fence_check FROM {app};

-- The moment by this installation's clock.
CREATE FUNCTION kernel_now() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT campaign_at + (clock_timestamp() - real_at) * rate FROM kernel_clock), clock_timestamp())
$$;

-- The moment that a token speaks of: signed into it where a replay or a test lives at another, else the installation's.
CREATE FUNCTION scope_moment(parts text[]) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT CASE WHEN coalesce(parts[9], '') = '' THEN kernel_now() ELSE to_timestamp(parts[9]::double precision) END
$$;

CREATE FUNCTION kernel_refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why USING ERRCODE = 'insufficient_privilege';
END $$;

-- After each statement that puts entries into the ledger. Nobody writes under another's name, into a sealed window, or
-- at a moment far from the clock; nobody goes on with a stream that he does not see; what decides who sees what asks
-- for its verb. The product's own hand (user 0) is trusted with names and moments, the tables' owner with everything.
CREATE FUNCTION ledger_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  parts text[] := scope_parts();
  known timestamptz;
  late boolean;
  odd boolean;
  far boolean;
  goes_on boolean;
  corrects boolean;
  fenced uuid[];
  looks text;
BEGIN
  IF parts IS NULL THEN
    RETURN NULL;  -- nobody without a token comes here but the owner: no row passed the policy
  END IF;
  -- As ledger_enter: a seal waits for us, or has been written and is seen.
  PERFORM pg_advisory_xact_lock_shared(161, 1);
  known := scope_moment(parts);
  SELECT bool_or(f.recorded_at < s.until), bool_or(f.recorded_by <> parts[6] OR split_part(f.origin, ':', 2) <> parts[8]),
         bool_or(f.recorded_at < known - interval '1 hour' OR f.recorded_at > known + interval '1 hour'),
         bool_or(f.version > 1), bool_or(f.corrects IS NOT NULL), array_agg(f.id) FILTER (WHERE k.kind IS NOT NULL)
  INTO late, odd, far, goes_on, corrects, fenced
  FROM fresh f LEFT JOIN kernel_fence k ON k.kind = f.kind
  CROSS JOIN (SELECT max(to_at) AS until FROM ledger_seal) s;
  IF late THEN
    PERFORM kernel_refuse('an entry stands in a window that is sealed');
  END IF;
  IF parts[3] = '0' THEN
    RETURN NULL;
  END IF;
  IF odd THEN
    PERFORM kernel_refuse('an entry bears another''s name');
  END IF;
  IF far THEN  -- told apart: the clocks of two machines may differ without anybody's fault
    RAISE EXCEPTION 'an entry bears a moment far from the clock' USING ERRCODE = 'LF001';
  END IF;
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    PERFORM kernel_refuse('entries are recorded in read committed transactions');
  END IF;
  IF goes_on AND EXISTS (
       SELECT 1 FROM fresh f WHERE f.version > 1 AND NOT EXISTS (
         SELECT 1 FROM ledger_stream s WHERE s.stream = f.stream AND s.version = f.version - 1
         AND parts[4]::path_ranges @> s.path)
       AND NOT EXISTS (SELECT 1 FROM fresh b WHERE b.stream = f.stream AND b.version = f.version - 1)) THEN
    PERFORM kernel_refuse('an entry goes on with a stream that is not seen');
  END IF;
  IF corrects OR fenced IS NOT NULL THEN
    IF EXISTS (SELECT 1 FROM fresh f LEFT JOIN ledger_entry o ON o.id = f.corrects
               JOIN kernel_fence k ON k.kind IN (f.kind, o.kind)
               WHERE k.verb IS NOT NULL AND NOT scope_verb_ranges(parts, k.verb) @> f.path) THEN
      PERFORM kernel_refuse('an entry asks for a verb that is not held there');
    END IF;
  END IF;
  IF fenced IS NOT NULL THEN
    FOR looks IN SELECT c.looks FROM kernel_fence_check c ORDER BY c.area LOOP
      EXECUTE format('SELECT %I($1, $2)', looks) USING fenced, parts;
    END LOOP;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fence AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_fence();

-- What says of an entry that it corrects or goes on is what the ledger says of it.
CREATE FUNCTION ledger_correction_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh f WHERE NOT EXISTS (
               SELECT 1 FROM ledger_entry e WHERE e.id = f.entry AND e.corrects = f.corrects AND e.kind = f.kind
               AND e.unit = f.unit AND e.path = f.path AND e.recorded_at = f.recorded_at)) THEN
    PERFORM kernel_refuse('the ledger knows no such correction');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fence AFTER INSERT ON ledger_correction
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_correction_fence();

CREATE FUNCTION ledger_stream_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fresh f WHERE NOT EXISTS (
               SELECT 1 FROM ledger_entry e WHERE e.id = f.entry AND e.stream = f.stream AND e.version = f.version
               AND e.path = f.path)) THEN
    PERFORM kernel_refuse('the ledger knows no such step');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER fence AFTER INSERT ON ledger_stream
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_stream_fence();

-- Takes away what came before the entry that it names and may not count (kernel/sql_batch.py: FORESTALLS).
CREATE FUNCTION ledger_void_forestalling(named uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  DELETE FROM ledger_correction c USING ledger_entry w, ledger_entry o
  WHERE c.corrects = ANY(named) AND w.id = c.entry AND o.id = c.corrects
    AND w.kind = 'ledger.withdrawal' AND w.recorded_by <> o.recorded_by AND w.recorded_at < o.recorded_at
$$;

-- The installation's clock is set by the product's own hand alone.
CREATE FUNCTION kernel_set_clock(shown timestamptz, pace double precision) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF (scope_parts())[3] IS DISTINCT FROM '0' THEN
    PERFORM kernel_refuse('the clock is set by the product itself');
  END IF;
  INSERT INTO kernel_clock (one, real_at, campaign_at, rate) VALUES (true, now(), shown, pace)
  ON CONFLICT (one) DO UPDATE SET real_at = excluded.real_at, campaign_at = excluded.campaign_at, rate = excluded.rate;
END $$;

-- Turns: locks that end with the transaction, for what one alone may do at a time. The application's role calls no
-- locking function itself where the administrator took them away.
CREATE FUNCTION kernel_take_turn(turn int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF turn NOT BETWEEN 2 AND 9 THEN
    PERFORM kernel_refuse('there is no such turn');
  END IF;
  PERFORM pg_advisory_xact_lock_shared(161, 1);
  PERFORM pg_advisory_xact_lock(161, turn);
END $$;

CREATE FUNCTION kernel_wait_for(what text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('named:' || what, 0));
END $$;

-- Streams, corrections and keys of persons are added by the application, never changed or taken away.
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_correction, ledger_stream, kernel_person_key FROM {app};
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON kernel_clock FROM {app};
REVOKE ALL ON FUNCTION scope_verb_ranges(text[], text), scope_moment(text[]), kernel_refuse(text) FROM PUBLIC;
