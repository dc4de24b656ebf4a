"""kernel · batch SQL: the statements with which a batch of entries enters the ledger."""

from __future__ import annotations

# The ledger's columns in the order of the digest; `digest` is last.
COLUMNS = (
    ("id", "uuid"),
    ("kind", "text"),
    ("unit", "text"),
    ("path", "text"),
    ("place", "text"),
    ("person", "uuid"),
    ("stream", "uuid"),
    ("version", "int4"),
    ("occurred_at", "timestamptz"),
    ("known_at", "timestamptz"),
    ("recorded_at", "timestamptz"),
    ("recorded_by", "text"),
    ("origin", "text"),
    ("evidence", "text"),
    ("exercise", "bool"),
    ("corrects", "uuid"),
    ("reason", "text"),
    ("data", "json"),
    ("digest", "bytea"),
)
NAMES = ", ".join(name for name, _ in COLUMNS)
# JSON is sent as the text it is: the server's json reads the same bytes, and nobody encodes them again.
TYPES = ["text" if pg_type == "json" else pg_type for _, pg_type in COLUMNS]
STAGED = "ledger_staged"

# What makes two entries with one id the same: everything that the recorder said, nothing that the ledger added.
_SAID = [n for n, _ in COLUMNS if n not in ("recorded_at", "recorded_by", "origin", "path", "data", "digest")]

INSERT_ONE = (
    f"INSERT INTO ledger_entry ({NAMES}) VALUES ({', '.join(['%s'] * len(COLUMNS))}) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
)
STAGE = (
    "CREATE TEMP TABLE IF NOT EXISTS ledger_staged ("
    + ", ".join(f"{name} {pg_type}" for name, pg_type in COLUMNS)
    + ") ON COMMIT DELETE ROWS"
)
COPY_STAGED = f"COPY ledger_staged ({NAMES}) FROM STDIN (FORMAT BINARY)"
# In the order of ids, so that two batches that share some never wait for each other in a circle.
INSERT_STAGED = (
    f"INSERT INTO ledger_entry ({NAMES}) SELECT {NAMES} FROM ledger_staged ORDER BY id "
    "ON CONFLICT (id) DO NOTHING RETURNING id"
)
KNOWN = f"SELECT id, recorded_at, digest, data::text, {', '.join(_SAID[1:])} FROM ledger_entry WHERE id = ANY(%s)"
SAID = tuple(_SAID)
