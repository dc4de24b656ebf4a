"""config · backup.take: one installation into one envelope, while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lianfang.config.backup import logical, manifest, physical
from lianfang.config.backup.envelope import Lock, writing
from lianfang.config.backup.manifest import Manifest
from lianfang.config.supervisor import connections, database, keys

Tell = Callable[[int], None]
DATABASE, DATA, PLAYBOOKS = "database", "data", "playbooks"
PLAYBOOKS_FOLDER = Path(__file__).resolve().parents[3] / "playbooks"
# What is made again on another machine, or is of the moment.
_NOT_TAKEN = {"cluster.json", "log", "metrics", "pg"}


@dataclass(frozen=True)
class Taken:
    """A backup that is whole and on the disk: what it says of itself, its size and its digest."""

    path: Path
    manifest: Manifest
    size: int
    sha256: str


def describe(data: Path) -> Manifest:
    """What a backup made now would say of itself; the database must answer."""
    logins = connections.logins(data, keys.load(data))
    engine = manifest.PHYSICAL if connections.embedded(data) else manifest.LOGICAL
    return manifest.read(data, logins.owner, logins.app["user"], engine)


def into(
    path: Path,
    data: Path,
    lock: Lock,
    said: Manifest,
    *,
    tell: Tell,
    since: Path | None = None,
    files: Path | None = None,
) -> Taken:
    """One envelope with everything, or with what changed in the cluster after the manifest `since`.

    `files` is where the server's own manifest of this copy goes, for the next increment. `tell` hears how many bytes
    of the database have passed. BackupFault where it cannot be made; then whatever stood at `path` stands there still.
    """
    with writing(path, lock) as out:
        out.text(manifest.NAME, said.as_bytes())
        # Keys come first because tables need their roles, and once more behind the tables, in case one was changed.
        # A witness must never be newer than what it bears witness to, so the second time there is none.
        for name, file in sorted(_small(data)):
            out.file(f"{DATA}/{name}", file)
        with _copy(data, since) as source, physical.listed(source, files) as passing:
            out.stream(DATABASE, passing, tell)
        for name, file in _files(data):
            out.file(f"{DATA}/{name}", file)
        for file in sorted(PLAYBOOKS_FOLDER.rglob("*")):
            if file.is_file():
                out.file(f"{PLAYBOOKS}/{file.relative_to(PLAYBOOKS_FOLDER)}", file)
    return Taken(path, said, path.stat().st_size, out.digest.hexdigest())


def _copy(data: Path, since: Path | None) -> AbstractContextManager[IO[bytes]]:
    if connections.embedded(data):
        server = database.existing(data)
        return physical.stream(server.home, server.superuser, since=since)
    return logical.stream(connections.logins(data, keys.load(data)).owner)


def _small(data: Path) -> Iterator[tuple[str, Path]]:
    """Keys and marks beside the database, and the witness of the open day."""
    for top in _tops(data):
        if top.is_file():
            yield top.name, top
    for file in (data / "witness").rglob("*"):
        if file.is_file():
            yield str(file.relative_to(data)), file


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    """Attachments, and again the keys."""
    for top in _tops(data):
        if top.name == "witness":
            continue
        for file in [top] if top.is_file() else sorted(top.rglob("*")):
            if file.is_file() and not file.is_symlink():
                yield str(file.relative_to(data)), file


def _tops(data: Path) -> list[Path]:
    def taken(path: Path) -> bool:
        name = path.name
        return not (name in _NOT_TAKEN or name.startswith(".") or name.endswith((".lock", ".draft", ".log", ".out")))

    return sorted(path for path in data.iterdir() if taken(path))
