"""kernel · digest: the fingerprint of an entry, and the Merkle root over a day of them.

The canonical form is lines of text, so that anybody can recompute it with any tool: a version line, the
columns in a fixed order (absent ones empty, moments as whole microseconds since 1970 UTC), then the data
exactly as stored. SHA-256 throughout; leaves and nodes carry RFC 6962's 0x00 / 0x01 prefixes, so that a node
can never pass for an entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
EMPTY_ROOT = hashlib.sha256(b"").digest()


def micros(at: datetime | int | None) -> int | str:
    """Whole microseconds since 1970-01-01 UTC (as a number they are that already); an absent moment is the empty
    string."""
    if isinstance(at, int):
        return at
    return "" if at is None else (at - _EPOCH) // _MICROSECOND


def of_entry(
    entry: UUID | str,
    kind: str,
    unit: str,
    path: str,
    place: str | None,
    person: UUID | str | None,
    stream: UUID | str | None,
    version: int | None,
    occurred_at: datetime | int,
    known_at: datetime | int | None,
    recorded_at: datetime | int,
    recorded_by: str,
    origin: str,
    evidence: str,
    exercise: bool,
    corrects: UUID | str | None,
    reason: str | None,
    data: str,
) -> bytes:
    """The digest of an entry from its columns; 32 bytes. Ids may be given as their text, moments in `micros`."""
    lines = (
        f"lianfang entry 1\n{entry}\n{kind}\n{unit}\n{path}\n{place or ''}\n{person or ''}\n{stream or ''}\n"
        f"{'' if version is None else version}\n{micros(occurred_at)}\n{micros(known_at)}\n{micros(recorded_at)}\n"
        f"{recorded_by}\n{origin}\n{evidence}\n{'exercise' if exercise else ''}\n{corrects or ''}\n"
        f"{'' if reason is None else json.dumps(reason, ensure_ascii=False)}\n{data}"
    )
    return hashlib.sha256(lines.encode()).digest()


def merkle_root(digests: Sequence[bytes]) -> bytes:
    """The root over digests in their order; of none it is SHA-256 of nothing."""
    sha = hashlib.sha256
    if not digests:
        return EMPTY_ROOT
    level = [sha(b"\x00" + digest).digest() for digest in digests]
    while len(level) > 1:
        paired = [sha(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def inclusion_proof(digests: Sequence[bytes], index: int) -> list[tuple[str, str]]:
    """The steps from one digest up to the root: (side of the sibling, sibling in hex)."""
    sha = hashlib.sha256
    level = [sha(b"\x00" + digest).digest() for digest in digests]
    steps: list[tuple[str, str]] = []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            steps.append(("left" if sibling < index else "right", level[sibling].hex()))
        paired = [sha(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level, index = paired, index // 2
    return steps


def root_from(digest: bytes, steps: Sequence[tuple[str, str]]) -> bytes:
    """The root that an entry's digest and the steps of `inclusion_proof` lead to."""
    sha = hashlib.sha256
    reached = sha(b"\x00" + digest).digest()
    for side, sibling in steps:
        other = bytes.fromhex(sibling)
        reached = sha(b"\x01" + (other + reached if side == "left" else reached + other)).digest()
    return reached


def of_seal(unit: str, day: str, from_at: datetime, to_at: datetime, count: int, root: bytes, previous: bytes) -> bytes:
    """The digest of a seal in its first form, which the unit's next seal carries on."""
    lines = (
        f"lianfang seal 1\n{unit}\n{day}\n{micros(from_at)}\n{micros(to_at)}\n{count}\n{root.hex()}\n{previous.hex()}"
    )
    return hashlib.sha256(lines.encode()).digest()


def seal_text(
    unit: str,
    path: str,
    day: str,
    from_at: datetime,
    to_at: datetime,
    count: int,
    total: int,
    root: bytes,
    previous: bytes,
) -> bytes:
    """A seal in its second form: with the unit's path, and how many entries the unit has had so far."""
    return (
        f"lianfang seal 2\n{unit}\n{path}\n{day}\n{micros(from_at)}\n{micros(to_at)}\n{count}\n{total}\n"
        f"{root.hex()}\n{previous.hex()}"
    ).encode()


def of_seal_in_form(
    form: int,
    unit: str,
    path: str,
    day: str,
    from_at: datetime,
    to_at: datetime,
    count: int,
    total: int,
    root: bytes,
    previous: bytes,
) -> bytes:
    """The digest of a seal by the canonical text of its own form."""
    if form == 1:
        return of_seal(unit, day, from_at, to_at, count, root, previous)
    return of_text(seal_text(unit, path, day, from_at, to_at, count, total, root, previous))


def of_text(text: bytes) -> bytes:
    """SHA-256 of a canonical text."""
    return hashlib.sha256(text).digest()


def adopted_leaf(unit: str, path: str, day: str, sealed_at: datetime, seal: bytes) -> bytes:
    """A seal of the first form as the first head takes it over: with what its own digest leaves out."""
    return of_text(f"lianfang adopted 1\n{unit}\n{path}\n{day}\n{micros(sealed_at)}\n{seal.hex()}".encode())


def head_text(
    installation: UUID,
    day: str,
    from_at: datetime,
    to_at: datetime,
    sealed_at: datetime,
    units: int,
    count: int,
    total: int,
    unheld: int,
    missing: int,
    root: bytes,
    previous: bytes,
    adopted: int | None = None,
    adopts: bytes | None = None,
) -> bytes:
    """What is signed for a day of the whole installation; its SHA-256 is the head's digest.

    `root` is over the digests of the units' seals in the order of their codes (by code point). `unheld` and
    `missing` say what did not agree with the running digest when the day was sealed. The first head of an
    installation that had seals of the first form adopts them: their number, and the root over `adopted_leaf`
    in the order of unit and day.
    """
    lines = (
        f"lianfang head 1\n{installation}\n{day}\n{micros(from_at)}\n{micros(to_at)}\n{micros(sealed_at)}\n"
        f"{units}\n{count}\n{total}\n{unheld}\n{missing}\n{root.hex()}\n{previous.hex()}"
    )
    if adopts is not None:
        lines += f"\n{adopted}\n{adopts.hex()}"
    return lines.encode()


def running_text(
    writer: UUID, number: int, at: datetime, entries: Sequence[UUID], accumulated: bytes, previous: bytes
) -> bytes:
    """What the running digest's MAC is over: the `number`-th recording of a writer since the last seal."""
    listed = hashlib.sha256(b"".join(entry.bytes for entry in entries)).hexdigest()
    return (
        f"lianfang running 1\n{writer}\n{number}\n{micros(at)}\n{len(entries)}\n{listed}\n"
        f"{accumulated.hex()}\n{previous.hex()}"
    ).encode()


def accumulated(digests: Sequence[bytes]) -> bytes:
    """SHA-256 over the digests of one recording in their byte order."""
    return hashlib.sha256(b"".join(sorted(digests))).digest()


def key_text(installation: UUID, public: bytes, valid_from: datetime | None) -> bytes:
    """What the key before signs when a new one takes its place."""
    return f"lianfang seal key 1\n{installation}\n{public.hex()}\n{micros(valid_from)}".encode()
