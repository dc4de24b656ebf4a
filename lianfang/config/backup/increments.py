"""config · backup.increments: a folder of backups is added to: a whole one each week, between them what changed."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyrage

from lianfang.config.backup import manifest, problems, take
from lianfang.config.backup.bring import Tell
from lianfang.config.backup.envelope import Key, Lock
from lianfang.config.backup.problems import BackupFault
from lianfang.config.backup.shelf import INCREMENT, WHOLE, Card, Shelf
from lianfang.config.supervisor import connections

WHOLE_EVERY = timedelta(days=7)
# Readable by us alone, and never in a backup itself: its name begins with a dot.
PROOF_KEY = ".backup-proof.json"


@dataclass(frozen=True)
class Added:
    """A new backup on the shelf, with what opens its whole chain for the proof."""

    card: Card
    key: Key


def add(data: Path, shelf: Shelf, lock: Lock, tell: Tell, progress: take.Tell) -> Added:
    """One more backup, read back from where it was written; the database must answer.

    It is an increment where the one before can carry one, else whole.
    """
    shelf.claim(manifest.installation(data))
    base = _base(data, shelf)
    if base is not None:
        try:
            return _made(data, shelf, lock, base, progress)
        except BackupFault as fault:
            if fault.code != problems.PROGRAM_FAILED.code:
                raise
            # After a restore, or when the server's notes of what changed do not reach back far enough.
            tell("不能做增量，改做完整备份……", "no increment is possible, making a whole backup …")
    return _made(data, shelf, lock, None, progress)


def _base(data: Path, shelf: Shelf) -> Card | None:
    cards = shelf.cards()
    if not cards or not connections.embedded(data) or not shelf.files_of(cards[-1]).is_file():
        return None
    try:
        chain = shelf.chain(cards[-1])
    except BackupFault:
        return None
    old = datetime.now(UTC) - datetime.fromisoformat(chain[0].made_at) >= WHOLE_EVERY
    return None if old or _proof_key(data, chain[0].id) is None else cards[-1]


def _made(data: Path, shelf: Shelf, lock: Lock, base: Card | None, progress: take.Tell) -> Added:
    said = take.describe(data)
    said = replace(said, id=said.id.replace(".", ""), base=base.id if base else None)
    kind = INCREMENT if base else WHOLE
    whole = shelf.chain(base)[0].id if base else said.id
    proof = _proof_key(data, whole) or _new_proof_key(data, whole)
    path = shelf.top / f"{said.id}-{kind}.age"
    files = shelf.top / f"{said.id}.files"
    locked = replace(lock, also=(proof.to_public(),))
    since = shelf.files_of(base) if base else None
    taken = take.into(path, data, locked, said, since=since, files=files, tell=progress)
    read_back(path, taken.sha256)
    card = Card(
        id=said.id, kind=kind, base=said.base, made_at=said.made_at,
        ended_at=datetime.now(UTC).isoformat(timespec="microseconds"), bytes=taken.size, sha256=taken.sha256,
        entries=said.entries, seals=said.seals, program=said.program,
    )  # fmt: skip
    shelf.put(card)
    return Added(card, Key((proof,)))


def read_back(path: Path, sha256: str) -> None:
    """What the medium gives back is what was written. BackupFault where not; then it is taken away."""
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        same = hashlib.file_digest(file, "sha256").hexdigest() == sha256
    if not same:
        path.unlink()
        raise BackupFault(problems.TORN, path=path)


def _proof_key(data: Path, whole: str) -> Any:
    try:
        said = json.loads((data / PROOF_KEY).read_text())
        return pyrage.x25519.Identity.from_str(said["key"]) if said["whole"] == whole else None
    except (OSError, ValueError, KeyError, pyrage.IdentityError):
        return None


def _new_proof_key(data: Path, whole: str) -> Any:
    made = pyrage.x25519.Identity.generate()
    draft = data / f"{PROOF_KEY}.draft"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump({"whole": whole, "key": str(made)}, out)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(data / PROOF_KEY)
    return made


def key_of_the_chain(data: Path, shelf: Shelf) -> Any:
    """The public half of the proof's key of the chain that the newest backup belongs to."""
    proof = _proof_key(data, shelf.chain(shelf.newest())[0].id)
    return proof.to_public() if proof else None
