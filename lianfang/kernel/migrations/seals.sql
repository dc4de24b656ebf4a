-- The recordings since the last seal, each with a MAC whose key is not in the database. A writer is one connection of a
-- process between two seals; its recordings are numbered and chained, so that no writer waits for another.
CREATE TABLE ledger_running (
  writer uuid NOT NULL,
  number int NOT NULL CHECK (number > 0),
  at timestamptz NOT NULL,
  entries uuid[] NOT NULL,
  accumulated bytea NOT NULL,
  previous bytea NOT NULL,
  mac bytea NOT NULL,
  PRIMARY KEY (writer, number)
);
REVOKE UPDATE, DELETE, TRUNCATE ON ledger_running FROM {app};
CREATE TRIGGER insert_only BEFORE UPDATE ON ledger_running FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TRIGGER insert_only_truncate BEFORE TRUNCATE ON ledger_running
  FOR EACH STATEMENT EXECUTE FUNCTION kernel_refuse_change();

-- An absent value and an empty one are the same line of the canonical text, so only one of them may be written.
-- What stood before is not asked; `verify` names it.
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_absent CHECK (place <> '' AND reason <> '') NOT VALID;

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ledger_head, ledger_seal_key, kernel_installation FROM {app};
REVOKE INSERT ON ledger_seal FROM {app};

-- The one way in which a seal and a head are made: by the house's own hand, for the day after the last one sealed,
-- once it has closed. Recordings that lie wholly in sealed days are then no longer needed, but those of `kept`.
CREATE FUNCTION ledger_seal_day(
  sealed date, opens timestamptz, closes timestamptz, made_at timestamptz,
  units text[], paths text[], counts int[], totals bigint[], roots bytea[], befores bytea[], digests bytea[],
  entries_so_far bigint, entries_unheld bigint, entries_missing bigint, head_root bytea, head_before bytea,
  adopted_count bigint, adopted_root bytea, head_digest bytea, signed_with text, signed bytea, kept uuid[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  newest date;
  campaign timestamptz := (SELECT campaign_at + (clock_timestamp() - real_at) * rate FROM kernel_clock);
BEGIN
  IF scope_user() IS DISTINCT FROM 0 OR scope_ranges() IS NULL OR NOT scope_ranges() @> ''::text THEN
    RAISE EXCEPTION 'only the house itself seals' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM pg_advisory_xact_lock(161, 1);
  newest := (SELECT max(day) FROM ledger_seal);
  IF sealed <> newest + 1 THEN
    RAISE EXCEPTION 'the day to be sealed is %, not %', newest + 1, sealed USING ERRCODE = 'check_violation';
  END IF;
  IF closes > greatest(clock_timestamp(), campaign) THEN
    RAISE EXCEPTION 'the day % has not closed yet', sealed USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO ledger_seal
    (id, unit, path, day, from_at, to_at, entries, total, root, previous, digest, sealed_at, form)
  SELECT u.unit || ':' || sealed, u.unit, u.path, sealed, opens, closes, u.entries, u.total, u.root, u.previous,
         u.digest, made_at, 2
  FROM unnest(units, paths, counts, totals, roots, befores, digests)
    AS u(unit, path, entries, total, root, previous, digest);
  INSERT INTO ledger_head
    (day, from_at, to_at, sealed_at, units, entries, total, unheld, missing, root, previous, adopted, adopts, digest,
     key, signature)
  VALUES
    (sealed, opens, closes, made_at, cardinality(units), (SELECT coalesce(sum(c), 0) FROM unnest(counts) AS c),
     entries_so_far, entries_unheld, entries_missing, head_root, head_before, adopted_count, adopted_root,
     head_digest, signed_with, signed);
  DELETE FROM ledger_running r
  WHERE r.writer <> ALL (kept)
    AND NOT EXISTS (SELECT 1 FROM ledger_running later WHERE later.writer = r.writer AND later.at >= closes);
END $$;
