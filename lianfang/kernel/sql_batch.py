"""kernel · batch SQL: the statements with which a batch of entries enters the ledger."""

from __future__ import annotations

from functools import cache

from lianfang.kernel.projections import SAY_IT_WROTE

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

# What makes two entries with one id the same: everything that the recorder said, nothing that the ledger added. The
# evidence is between the two: see `kernel.evidence.may_become`.
_SAID = [n for n, _ in COLUMNS if n not in ("recorded_at", "recorded_by", "origin", "path", "data", "digest")]

# A withdrawal that came before the entry it names could not be held against the entry's kind. It counts only where one
# login recorded both: a device that sends its own entries in another order.
FORESTALLS = "w.kind = 'ledger.withdrawal' AND w.recorded_by <> o.recorded_by AND w.recorded_at < o.recorded_at"
VOID_FORESTALLING = "SELECT ledger_void_forestalling(%s)"
# Of an entry that was written: whether a withdrawal had come before it.
_FORESTALLED = (
    "EXISTS (SELECT FROM ledger_correction c "
    "WHERE c.corrects = ledger_entry.id AND c.kind = 'ledger.withdrawal') AS forestalled"
)

# The link that holds a recording in its writer's chain (kernel/running.py).
LINK = ("writer", "number", "at", "entries", "accumulated", "previous", "mac")
_LINK = f"INSERT INTO ledger_running ({', '.join(LINK)})"
HOLD = f"{_LINK} VALUES ({', '.join(['%s'] * len(LINK))}) ON CONFLICT DO NOTHING"
_ENTER_ONE = (
    f"WITH entered AS (INSERT INTO ledger_entry ({NAMES}) VALUES ({', '.join(f'%({name})s' for name, _ in COLUMNS)}) "
    f"ON CONFLICT (id) DO NOTHING RETURNING *, {_FORESTALLED}), "
    f"held AS ({_LINK} SELECT %(writer)s::uuid, %(number)s::int, %(at)s::timestamptz, "
    "ARRAY[%(id)s], %(accumulated)s::bytea, %(previous)s::bytea, %(mac)s::bytea FROM entered "
    "ON CONFLICT DO NOTHING RETURNING true)"
)


@cache
def enter_one(further: str = "") -> str:
    """Writes one entry (`entered`), the link that holds it, and what `further` parts of the statement make of it, in
    one journey. The parameters are the columns' names. Of an entry that is there already nothing is written."""
    return f"{_ENTER_ONE}{further} SELECT id, forestalled, EXISTS (SELECT 1 FROM held), {SAY_IT_WROTE} FROM entered"


STAGE = (
    "CREATE TEMP TABLE IF NOT EXISTS ledger_staged ("
    + ", ".join(f"{name} {pg_type}" for name, pg_type in COLUMNS)
    + ") ON COMMIT DELETE ROWS"
)
COPY_STAGED = f"COPY ledger_staged ({NAMES}) FROM STDIN (FORMAT BINARY)"
# In the order of ids, so that two batches that share some never wait for each other in a circle.
INSERT_STAGED = (
    f"INSERT INTO ledger_entry ({NAMES}) SELECT {NAMES} FROM ledger_staged ORDER BY id "
    f"ON CONFLICT (id) DO NOTHING RETURNING id, {_FORESTALLED}"
)
# The entries that are corrected, and those that they correct in turn.
CORRECTED = (
    "WITH RECURSIVE back AS (SELECT e.* FROM ledger_entry e WHERE e.id = ANY(%s) "
    "UNION ALL SELECT e.* FROM ledger_entry e JOIN back b ON e.id = b.corrects) CYCLE id SET again USING path_back "
    "SELECT DISTINCT ON (id) id, kind, unit, path, exercise, corrects, recorded_by, recorded_at FROM back"
)
KNOWN = f"SELECT id, recorded_at, digest, data::text, {', '.join(_SAID[1:])} FROM ledger_entry WHERE id = ANY(%s)"
SAID = tuple(_SAID)
