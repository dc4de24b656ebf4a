-- The ledger: append-only, partitioned by the month inside the UUIDv7.
CREATE TYPE path_range AS RANGE (subtype = text, collation = "C", multirange_type_name = path_ranges);

CREATE TABLE kernel_scope_key (one boolean PRIMARY KEY CHECK (one), ipad bytea NOT NULL, opad bytea NOT NULL);

-- HMAC-SHA-256 (RFC 2104) with the key's padded halves; the application's role may not call it.
CREATE FUNCTION scope_sign(said text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT encode(sha256(opad || sha256(ipad || convert_to(said, 'UTF8'))), 'hex') FROM kernel_scope_key
$$;

-- One part of the token in `lianfang.scope`, or NULL where it is absent, forged, expired or another backend's.
CREATE FUNCTION scope_said(part int) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  token text := current_setting('lianfang.scope', true);
  said text := substr(token, 65);
BEGIN
  IF coalesce(token, '') = '' OR left(token, 64) <> scope_sign(said)
     OR split_part(said, '|', 1) <> pg_backend_pid()::text
     OR split_part(said, '|', 2)::bigint < extract(epoch FROM clock_timestamp()) THEN
    RETURN NULL;
  END IF;
  RETURN split_part(said, '|', part);
END $$;

CREATE FUNCTION scope_user() RETURNS bigint
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT scope_said(3)::bigint $$;

CREATE FUNCTION scope_ranges() RETURNS path_ranges
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT scope_said(4)::path_ranges $$;

CREATE FUNCTION scope_identify_ranges() RETURNS path_ranges
LANGUAGE sql STABLE PARALLEL RESTRICTED AS $$ SELECT scope_said(5)::path_ranges $$;

CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TABLE ledger_entry (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  unit text NOT NULL,
  path text COLLATE "C" NOT NULL,
  place text,
  person uuid,
  stream uuid,
  version int,
  occurred_at timestamptz NOT NULL,
  known_at timestamptz,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  origin text NOT NULL,
  evidence text NOT NULL,
  exercise boolean NOT NULL,
  corrects uuid,
  reason text,
  data json NOT NULL,
  digest bytea NOT NULL CHECK (length(digest) = 32),
  CHECK ((stream IS NULL) = (version IS NULL))
) PARTITION BY RANGE (id);
-- A unit's day in the order of its seal.
CREATE INDEX ledger_entry_unit_recorded ON ledger_entry (unit, recorded_at);
-- One kind, newest first, for the browser.
CREATE INDEX ledger_entry_kind ON ledger_entry (kind, id);
CREATE INDEX ledger_entry_person ON ledger_entry (person, occurred_at) WHERE person IS NOT NULL;

-- The month's first id as a bound. Called by the application, which may not create tables itself.
CREATE FUNCTION ledger_open_month(month date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  first date := date_trunc('month', month)::date;
  following date := (date_trunc('month', month) + interval '1 month')::date;
  name text := 'ledger_entry_' || to_char(first, 'YYYYMM');
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger_open_month'));
  IF to_regclass(name) IS NULL THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF ledger_entry FOR VALUES FROM (%L) TO (%L)', name,
                   ledger_floor(first), ledger_floor(following));
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', name);
    EXECUTE format('REVOKE ALL ON %I FROM {app}', name);
  END IF;
END $$;

-- The smallest UUIDv7 of a day (UTC).
CREATE FUNCTION ledger_floor(day date) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM day::timestamp)::bigint * 1000)), 12, '0') || '00000000000000000000')::uuid
$$;

-- Joins the writers that a seal must wait for, and says up to when everything is sealed. `alone` waits for all of
-- them and lets none in: for a correction whose original may be on its way in another transaction just now.
CREATE FUNCTION ledger_enter(alone boolean) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF alone THEN
    PERFORM pg_advisory_xact_lock(161, 1);
  ELSE
    PERFORM pg_advisory_xact_lock_shared(161, 1);
  END IF;
  RETURN (SELECT max(to_at) FROM ledger_seal);
END $$;
