"""config · backup.physical: the embedded server's cluster as a stream, whole or what changed, and a cluster again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg

from lianfang.config.backup import problems, programs
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import binaries
from lianfang.config.supervisor.home import Home

MANIFEST = "backup_manifest"
INCREMENTS_FROM = 17


@contextmanager
def stream(home: Home, superuser: dict[str, Any], *, since: Path | None = None) -> Iterator[IO[bytes]]:
    """A tar of the cluster, consistent at the moment when it ends; with `since`, of what changed after that manifest.

    The log that makes it consistent is within. Writers are not held up.
    """
    words = ["-D", "-", "-F", "t", "-X", "fetch", "--checkpoint=fast", "--no-password", "--no-sync"]
    words += ["--manifest-checksums=SHA256", "--no-estimate-size", "--label=lianfang"]
    if since is not None:
        words.append(f"--incremental={since}")
    with _log_kept(superuser), programs.output_of(binaries.major_of(home), "pg_basebackup", words, superuser) as out:
        yield out


@contextmanager
def _log_kept(superuser: dict[str, Any]) -> Iterator[None]:
    """No log that the backup will want is recycled while it is made, however much is written meanwhile."""
    with psycopg.connect(**superuser, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_create_physical_replication_slot('lianfang_backup_' || pg_backend_pid(), true, true)"
        )
        yield


@contextmanager
def listed(source: IO[bytes], files: Path | None) -> Iterator[IO[bytes]]:
    """The same stream; the server's manifest that passes by within it is also written to `files`."""
    if files is None:
        yield source
        return
    read_end, write_end = os.pipe()

    def look() -> None:
        with os.fdopen(read_end, "rb", buffering=1 << 20) as seen:
            with suppress(tarfile.TarError), tarfile.open(mode="r|", fileobj=seen, bufsize=1 << 20) as tar:
                for member in tar:
                    if member.name == MANIFEST:
                        _write(tar, member, files)
            while seen.read(1 << 20):
                pass

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        with os.fdopen(write_end, "wb", buffering=0) as beside:
            yield io.BufferedReader(_Beside(source, beside), 1 << 20)
    finally:
        thread.join()


class _Beside(io.RawIOBase):
    """Reads from one stream and lets another have all of it."""

    def __init__(self, source: IO[bytes], beside: IO[bytes]) -> None:
        self.source, self.beside = source, beside

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self.source.read(len(buffer))
        left = memoryview(piece)
        while left:
            left = left[self.beside.write(left) :]
        buffer[: len(piece)] = piece
        return len(piece)


def unpack(source: IO[bytes], folder: Path) -> None:
    """The tar of `stream` as a folder; whatever it holds stays below it."""
    folder.mkdir(mode=0o700)
    with tarfile.open(mode="r|", fileobj=source, bufsize=1 << 20) as tar:
        for member in tar:
            name = Path(member.name)
            if name.is_absolute() or ".." in name.parts:
                raise tarfile.ReadError(f"unsafe name {member.name}")
            path = folder / name
            if member.isdir():
                path.mkdir(mode=0o700, exist_ok=True, parents=True)
            elif member.isfile():
                _write(tar, member, path)
            elif not member.issym():
                raise tarfile.ReadError(f"unexpected {member.name}")
    # Whatever pg_basebackup pads behind the end of the archive.
    while source.read(1 << 20):
        pass


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
    inside = tar.extractfile(member)
    assert inside is not None
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        shutil.copyfileobj(inside, out, 1 << 20)


def check(folder: Path) -> None:
    """Every file is there and is what the server said it was (its manifest's SHA-256). BackupFault where not.

    This is pg_verifybackup's own test, which the wheel's program of that name cannot make: it ends at once.
    """
    content = (folder / MANIFEST).read_bytes()
    said = json.loads(content)
    body = content[: content.rindex(b'"Manifest-Checksum"')]
    wrong = [MANIFEST] if hashlib.sha256(body).hexdigest() != said["Manifest-Checksum"] else []
    for one in said["Files"]:
        name = one["Path"] if "Path" in one else bytes.fromhex(one["Encoded-Path"]).decode()
        if not _is(folder / name, one):
            wrong.append(name)
    if wrong:
        raise BackupFault(problems.TORN, path=", ".join(wrong[:3]))


def _is(path: Path, said: dict[str, Any]) -> bool:
    if not path.is_file() or path.stat().st_size != said["Size"]:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == said["Checksum"]


def combine(major: int, folders: list[Path], into: Path) -> None:
    """A whole cluster from a full backup and the increments that follow it, in their order."""
    if major < INCREMENTS_FROM:
        raise BackupFault(problems.PROGRAM_FAILED, program="pg_combinebackup", why=f"PostgreSQL {major}")
    programs.run(major, "pg_combinebackup", ["--no-sync", "--link", "-o", str(into), *map(str, folders)], {})
