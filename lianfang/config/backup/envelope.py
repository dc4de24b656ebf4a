"""config · backup.envelope: one stream of named things, compressed and encrypted: age around zstd around tar.

A file for recipients is plain age: `age -d -i KEY FILE | zstd -d | tar x` opens it without us. With a passphrase the
file begins with a key of its own, armoured and locked by that passphrase (age keeps the two apart), and the same
follows behind it. Memory does not grow with what passes through.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import EDQUOT, EFBIG, ENOSPC, EWOULDBLOCK
from pathlib import Path
from typing import IO, Any

import pyrage
import zstandard

from lianfang.config.backup import problems
from lianfang.config.backup.problems import BackupFault

SUFFIX = ".age"
SHORTEST_PASSPHRASE = 10
CHUNK = 8 << 20
_THREADS = min(4, os.cpu_count() or 1)  # what compresses beside what reads and locks
ARMOUR_BEGINS, ARMOUR_ENDS = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----\n"
FULL = {ENOSPC, EDQUOT, EFBIG}


@dataclass(frozen=True)
class Lock:
    """With what a backup is locked: public keys, or a passphrase; `also` are keys of the moment, for its proof."""

    recipients: tuple[str, ...] = ()
    passphrase: str = ""
    also: tuple[Any, ...] = ()

    def check(self) -> None:
        """Raises BackupFault where nothing would be locked, or not properly."""
        if self.passphrase and self.recipients:
            raise BackupFault(problems.LOCK_IS_EITHER)
        if not self.passphrase and not self.recipients:
            raise BackupFault(problems.NO_LOCK)
        if self.passphrase and len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise BackupFault(problems.SHORT_PASSPHRASE, least=SHORTEST_PASSPHRASE)
        for word in self.recipients:
            _recipient(word)


@dataclass(frozen=True)
class Key:
    """With what a backup is opened."""

    identities: tuple[Any, ...] = ()
    passphrase: str = ""


def _recipient(word: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(word.strip())
    except pyrage.RecipientError:
        raise BackupFault(problems.BAD_RECIPIENT, recipient=word) from None


def identities(path: Path) -> tuple[Any, ...]:
    """The private keys in an age key file."""
    try:
        lines = path.read_text().splitlines()
        found = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupFault(problems.KEY_FILE_GONE, path=path) from None
    if not found:
        raise BackupFault(problems.KEY_FILE_GONE, path=path)
    return tuple(found)


class Writer:
    """Named things on their way into the envelope. `digest` is the finished file's SHA-256, once it is finished."""

    def __init__(self, out: IO[bytes], digest: Any) -> None:
        self.digest = digest
        self._squeezed = zstandard.ZstdCompressor(level=1, threads=_THREADS).stream_writer(out, closefd=False)
        self._tar = tarfile.open(  # noqa: SIM115 - closed by `close`
            mode="w|", fileobj=self._squeezed, bufsize=1 << 20, format=tarfile.PAX_FORMAT
        )
        self._tar.copybufsize = 1 << 20  # type: ignore[attr-defined]  # else each piece passes in sixteen kilobytes

    def text(self, name: str, content: bytes) -> None:
        """One short thing."""
        self._add(name, content)

    def file(self, name: str, path: Path) -> bool:
        """A file as it is now; False where it went away meanwhile. One that grows is cut where it ended."""
        try:
            with path.open("rb") as source:
                info = self._tar.gettarinfo(arcname=name, fileobj=source)
                info.mode, info.uid, info.gid, info.uname, info.gname = info.mode & 0o700, 0, 0, "", ""
                self._tar.addfile(info, source)
        except FileNotFoundError:
            return False
        return True

    def stream(self, name: str, source: IO[bytes], tell: Any = None) -> None:
        """Something of unknown length, in numbered pieces below `name`."""
        number, passed = 0, 0
        while piece := _filled(source, CHUNK):
            number += 1
            passed += len(piece)
            self._add(f"{name}/{number:08d}", piece)
            if tell is not None:
                tell(passed)

    def close(self) -> None:
        """Nothing more follows."""
        self._tar.close()
        self._squeezed.close()

    def abandon(self) -> None:
        """Nothing more is written, not even an end."""
        self._tar.fileobj.closed = True  # type: ignore[attr-defined]

    def _add(self, name: str, content: bytes) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))


def _filled(source: IO[bytes], size: int) -> bytes:
    pieces, missing = [], size
    while missing and (piece := source.read(missing)):
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


@contextmanager
def writing(path: Path, lock: Lock) -> Iterator[Writer]:
    """A new envelope at `path`, there only once it is whole and on the disk; until then the old one stays.

    Whatever happens inside, nothing but a draft beside it is left, and that is used again the next time.
    """
    lock.check()
    with _draft(path) as draft:
        watched = _Watched(draft)
        with _encrypting(watched, lock) as pipe:
            writer = Writer(pipe, watched.digest)
            try:
                yield writer
                writer.close()
            except BaseException:
                writer.abandon()
                raise


@contextmanager
def _draft(path: Path) -> Iterator[IO[bytes]]:
    beside = path.with_name(f".{path.name}.draft")
    try:
        draft = os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b", buffering=0)
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    try:
        with draft:
            try:
                fcntl.flock(draft, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as fault:
                # Some shares know no locks; then nobody else is assumed.
                if fault.errno == EWOULDBLOCK:
                    raise BackupFault(problems.UNDER_WAY, path=path) from None
            draft.truncate(0)
            try:
                yield draft
                os.fsync(draft.fileno())
                beside.replace(path)
                sync_folder(path.parent)
            except OSError as fault:
                with suppress(OSError):
                    draft.truncate(0)
                raise _unwritable(path, fault) from fault
            except BaseException:
                with suppress(OSError):
                    draft.truncate(0)
                raise
    except BackupFault as fault:
        if fault.code != problems.UNDER_WAY.code:
            beside.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """The names in a folder are on the disk when this returns, where the disk can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, fault: OSError) -> BackupFault:
    if fault.errno in FULL:
        return BackupFault(problems.TARGET_FULL, path=path)
    return BackupFault(problems.NOT_WRITABLE, path=path, why=fault.strerror or fault)


class _Watched:
    """A target that remembers why it failed: pyrage tells no more than that it did."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out, self.digest = out, hashlib.sha256()
        self.fault: OSError | None = None

    def write(self, piece: bytes) -> int:
        try:
            written = self.out.write(piece)
        except OSError as fault:
            self.fault = fault
            raise
        self.digest.update(memoryview(piece)[:written])
        return written

    def flush(self) -> None:
        """Nothing is held back."""


@contextmanager
def _encrypting(out: _Watched, lock: Lock) -> Iterator[IO[bytes]]:
    recipients = [_recipient(word) for word in lock.recipients] + list(lock.also)
    if lock.passphrase:
        own = pyrage.x25519.Identity.generate()
        out.write(pyrage.passphrase.encrypt(f"{own}\n".encode(), lock.passphrase, armored=True))
        recipients.append(own.to_public())

    def encrypt(source: IO[bytes]) -> None:
        pyrage.encrypt_io(source, out, recipients)

    with _through(encrypt, lambda raised: out.fault or raised) as pipe:
        yield pipe


@contextmanager
def _through(work: Any, meaning: Any) -> Iterator[IO[bytes]]:
    """A pipe whose other end `work` reads in a thread; what it raises is raised here, as `meaning` says it."""
    read_end, write_end = os.pipe()
    raised: list[BaseException] = []

    def run() -> None:
        with os.fdopen(read_end, "rb", buffering=1 << 16) as source:
            try:
                work(source)
            except BaseException as fault:  # handed to the thread that waits for us
                raised.append(fault)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    pipe = os.fdopen(write_end, "wb", buffering=1 << 16)
    try:
        yield pipe
        pipe.close()
        thread.join()
    except BrokenPipeError:
        thread.join()
    finally:
        with suppress(OSError):
            pipe.close()
        thread.join()
    if raised:
        raise meaning(raised[0]) from raised[0]
