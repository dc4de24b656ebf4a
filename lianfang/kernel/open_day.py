"""kernel · open day: what is not sealed yet, compared with the running digest and with the newest checkpoint.

A checkpoint is a signed line in a file beside the database: how far each writer's chain had come. What is cut from the
end of the open day shows against it, unless it is younger than that line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.db import connection

from lianfang.kernel import cursors, digest, running, signing, sql_batch
from lianfang.kernel.running import BEFORE_ALL
from lianfang.kernel.signing import SealKeys

FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
EVER = datetime(1, 1, 2, tzinfo=UTC)
_AT_ONCE = 5000
_LINKS_AT_ONCE = 50  # of a batch each holds thousands of entries
_KEPT_FILES = 7

# Link by link and by the entries' own index, so that neither the length of the ledger counts nor how much is open at
# once. The bounds leave out the months in which none of them lies.
_LINKS = f"""
SELECT {", ".join(f"r.{name}" for name in sql_batch.LINK)}, x.digests, x.inside
FROM ledger_running r CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(e.digest), '{{}}') AS digests,
         count(*) FILTER (WHERE e.recorded_at >= %s AND e.recorded_at < %s) AS inside
  FROM ledger_entry e
  WHERE e.id = ANY(r.entries)
    AND e.id >= (SELECT u.id FROM unnest(r.entries) AS u(id) ORDER BY u.id LIMIT 1)
    AND e.id <= (SELECT u.id FROM unnest(r.entries) AS u(id) ORDER BY u.id DESC LIMIT 1)
) x
ORDER BY r.writer, r.number
"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A recording that does not agree: `what` is gone, exchanged, forged or cut; `lacks` how much is missing."""

    what: str
    writer: UUID
    number: int
    at: datetime
    entries: tuple[UUID, ...] = ()
    lacks: int = 0


@dataclass(slots=True)
class Held:
    """What the running digest says of a window: how many of its entries a good link holds, and what is wrong."""

    inside: int = 0
    faults: list[Fault] = field(default_factory=list)
    ends: dict[UUID, tuple[int, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the open day had come at a moment: the newest head, and the end of each writer's chain."""

    installation: UUID
    at: datetime
    day: date | None
    head: bytes
    total: int
    entries: int
    writers: dict[UUID, tuple[int, bytes]]

    @property
    def text(self) -> bytes:
        """What is signed."""
        lines = [
            "lianfang checkpoint 1", self.installation, digest.micros(self.at), self.day or "", self.head.hex(),
            self.total, self.entries,
            *(f"{writer} {number} {mac.hex()}" for writer, (number, mac) in sorted(self.writers.items())),
        ]  # fmt: skip
        return "\n".join(map(str, lines)).encode()


def held(link: psycopg.Connection[Any], keys: SealKeys, *, from_at: datetime = EVER, to_at: datetime = FOREVER) -> Held:
    """Goes through all links; counts the entries recorded in the window that a good one holds.

    Needs the key of the running digest, and a transaction on a connection that sees all of the ledger.
    """
    outcome, writer, number, previous = Held(), None, 0, BEFORE_ALL
    with cursors.streamed(link, _LINKS, (from_at, to_at), at_once=_LINKS_AT_ONCE) as rows:
        for *said, digests, inside in rows:
            one = running.Link(None, None, *said)
            if one.writer != writer:
                writer, number, previous = one.writer, 0, BEFORE_ALL
            fault = _fault(one, keys, number, previous, digests)
            if fault is not None:
                outcome.faults.append(fault)
            if fault is None or fault.what == "cut":
                outcome.inside += inside
            number, previous = one.number, one.mac
            outcome.ends[one.writer] = (number, previous)
    return outcome


def _fault(one: running.Link, keys: SealKeys, number: int, previous: bytes, digests: Sequence[bytes]) -> Fault | None:
    said = digest.running_text(one.writer, one.number, one.at, one.entries, one.accumulated, one.previous)
    if signing.mac(said, key=keys.mac) != one.mac:
        return Fault("forged", one.writer, one.number, one.at, tuple(one.entries))
    if len(digests) != len(one.entries):
        return Fault("gone", one.writer, one.number, one.at, tuple(one.entries), len(one.entries) - len(digests))
    if digest.accumulated(digests) != one.accumulated:
        return Fault("exchanged", one.writer, one.number, one.at, tuple(one.entries))
    if one.number != number + 1 or one.previous != previous:
        return Fault("cut", one.writer, one.number, one.at, lacks=max(1, one.number - number - 1))
    return None


def shortfall(checkpoint: Checkpoint | None, head: bytes, ends: dict[UUID, tuple[int, bytes]]) -> list[Fault]:
    """What stood at the checkpoint and does not now. After another seal it tells nothing: that one compared itself."""
    if checkpoint is None or checkpoint.head != head:
        return []
    return [
        Fault("cut", writer, number, checkpoint.at, lacks=number - ends.get(writer, (0, b""))[0])
        for writer, (number, _) in sorted(checkpoint.writers.items())
        if ends.get(writer, (0, b""))[0] < number
    ]


def adopt(link: psycopg.Connection[Any]) -> None:
    """Lets the running digest hold what was recorded before there was one and is not sealed."""
    writer, number, previous = uuid4(), 0, BEFORE_ALL
    with link.cursor(name="adopt", binary=True) as found, link.cursor() as into:
        found.execute(
            "SELECT id, recorded_at, digest FROM ledger_entry "
            "WHERE recorded_at >= coalesce((SELECT max(to_at) FROM ledger_seal), '-infinity') ORDER BY recorded_at, id"
        )
        while rows := found.fetchmany(_AT_ONCE):
            number += 1
            made = running.chained(None, None, writer, number, previous, rows)
            into.execute(sql_batch.HOLD, made.row)
            previous = made.mac


# --- checkpoints ----------------------------------------------------------------------


def newest() -> Checkpoint | None:
    """The newest checkpoint whose signature holds; None where there is none."""
    keys = signing.load()
    for path in sorted(_folder().glob("open-*.jsonl"), reverse=True):
        for line in reversed(path.read_bytes().splitlines()):
            if (one := _read(line, keys)) is not None:
                return one
    return None


def note(now: datetime) -> Checkpoint:
    """Writes a checkpoint of this moment, on disk when this returns; none where nothing has changed since the last."""
    one, before = taken(now), newest()
    if before is not None and replace(before, at=now) == one:
        return before
    signed = signing.sign(one.text)
    path = _folder() / f"open-{(one.day or date.min).isoformat()}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = not path.exists()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a") as out:
        # The first break ends a line that a power cut may have left half written.
        out.write("\n" + json.dumps(said(one) | {"key": signed.fingerprint, "signature": signed.value.hex()}) + "\n")
        out.flush()
        os.fsync(out.fileno())
    if fresh:
        for old in sorted(_folder().glob("open-*.jsonl"))[:-_KEPT_FILES]:
            old.unlink()
    return one


def taken(now: datetime) -> Checkpoint:
    """How far the open day has come at this moment, as the database says it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.day, h.digest, coalesce(h.total, 0), "
            "(SELECT coalesce(sum(cardinality(entries)), 0) FROM ledger_running), "
            "(SELECT coalesce(json_agg(json_build_array(writer, number, encode(mac, 'hex'))), '[]') FROM "
            "(SELECT DISTINCT ON (writer) writer, number, mac FROM ledger_running ORDER BY writer, number DESC) w) "
            "FROM (SELECT 1) one LEFT JOIN (SELECT * FROM ledger_head ORDER BY day DESC LIMIT 1) h ON true"
        )
        day, head, total, entries, writers = cursor.fetchone()
    ends = {UUID(writer): (number, bytes.fromhex(mac)) for writer, number, mac in _loaded(writers)}
    return Checkpoint(
        signing.load().installation, now, day, BEFORE_ALL if head is None else bytes(head), total, entries, ends
    )


def said(one: Checkpoint) -> dict[str, Any]:
    """The checkpoint as JSON."""
    return {
        "lianfang": "checkpoint",
        "form": 1,
        "installation": str(one.installation),
        "at": one.at.isoformat(),
        "day": one.day.isoformat() if one.day else None,
        "head": one.head.hex(),
        "total": one.total,
        "entries": one.entries,
        "writers": {str(writer): [number, mac.hex()] for writer, (number, mac) in sorted(one.writers.items())},
    }


def from_said(given: dict[str, Any]) -> Checkpoint:
    """The checkpoint that `said` gave. Raises ValueError, KeyError or TypeError where it is none."""
    if given["lianfang"] != "checkpoint" or given["form"] != 1:
        raise ValueError("not a checkpoint in a form that we know")
    return Checkpoint(
        UUID(given["installation"]),
        datetime.fromisoformat(given["at"]),
        date.fromisoformat(given["day"]) if given["day"] else None,
        bytes.fromhex(given["head"]),
        int(given["total"]),
        int(given["entries"]),
        {UUID(writer): (int(number), bytes.fromhex(mac)) for writer, (number, mac) in given["writers"].items()},
    )


def _read(line: bytes, keys: SealKeys) -> Checkpoint | None:
    try:
        given = json.loads(line)
        one = from_said(given)
        signature = bytes.fromhex(given["signature"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    ours = one.installation == keys.installation
    return one if ours and signing.check(one.text, given["key"], signature, keys) else None


def _folder() -> Path:
    return Path(settings.WITNESS_FOLDER)


def _loaded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
