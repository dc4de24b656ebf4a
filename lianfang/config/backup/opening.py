"""config · backup.opening: an envelope read back, thing by thing; a wrong key and a torn file are told apart."""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyrage
import zstandard

from lianfang.config.backup import problems
from lianfang.config.backup.envelope import ARMOUR_BEGINS, ARMOUR_ENDS, Key
from lianfang.config.backup.problems import BackupFault


class Reader:
    """The things of an envelope, in the order in which they were put in."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = zstandard.ZstdDecompressor().stream_reader(source, read_size=1 << 17, read_across_frames=True)
        # Ends with the pipe that it reads.
        self._tar = tarfile.open(mode="r|", fileobj=self._source, bufsize=1 << 20)  # noqa: SIM115
        self._next: tarfile.TarInfo | None = None

    def names(self) -> Iterator[str]:
        """The name of each thing; `content`, `keep` or `stream` take what it holds."""
        while (found := self._peek()) is not None:
            yield found.name
            if self._next is found:
                self._next = None

    def content(self) -> bytes:
        """The thing just named, as bytes."""
        with self._open() as source:
            return source.read()

    def keep(self, path: Path) -> None:
        """The thing just named, as a file readable by us alone."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        mode = self._peek().mode & 0o700 | 0o600  # type: ignore[union-attr]
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as out, self._open() as source:
            while piece := source.read(1 << 20):
                out.write(piece)

    def stream(self, name: str) -> IO[bytes]:
        """All pieces below `name`, the one just named first, as one stream."""
        return io.BufferedReader(_Pieces(self, name), 1 << 20)

    def drain(self) -> None:
        """To the very end, which is where a torn file shows."""
        while self._source.read(1 << 20):
            pass

    def _peek(self) -> tarfile.TarInfo | None:
        if self._next is None:
            self._next = self._tar.next()
        return self._next

    def _open(self) -> IO[bytes]:
        source = self._tar.extractfile(self._peek())  # type: ignore[arg-type]
        if source is None:
            raise tarfile.ReadError("not a file")
        return source


class _Pieces(io.RawIOBase):
    def __init__(self, reader: Reader, name: str) -> None:
        self.reader, self.below = reader, f"{name}/"
        self.piece: IO[bytes] | None = reader._open()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self.piece is not None:
            found = self.piece.read(len(buffer))
            if found:
                buffer[: len(found)] = found
                return len(found)
            self.reader._next = None
            following = self.reader._peek()
            more = following is not None and following.name.startswith(self.below)
            self.piece = self.reader._open() if more else None
        return 0


@contextmanager
def reading(path: Path, key: Key) -> Iterator[Reader]:
    """An envelope opened. BackupFault where it is none, the key does not fit, or it is torn: also at the end."""
    read_end, write_end = os.pipe()
    raised: list[BaseException] = []
    try:
        source = path.open("rb")
    except OSError:
        os.close(read_end)
        os.close(write_end)
        raise BackupFault(problems.NO_BACKUP, path=path) from None

    def decrypt() -> None:
        try:
            # Its end is within too: who stops reading early leaves something that can no longer be written.
            with source, os.fdopen(write_end, "wb", buffering=1 << 16) as out:
                pyrage.decrypt_io(source, out, list(_identities(path, source, key)))
        except BaseException as fault:  # handed to the thread that waits for us
            raised.append(fault)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    pipe = os.fdopen(read_end, "rb", buffering=1 << 16)
    try:
        try:
            reader = Reader(pipe)
            yield reader
            reader.drain()
        except (tarfile.TarError, zstandard.ZstdError, EOFError) as fault:
            pipe.close()
            thread.join()
            raise _unreadable(path, raised[0] if raised else fault) from fault
        thread.join()
        if raised:
            raise _unreadable(path, raised[0]) from raised[0]
    finally:
        with suppress(OSError):
            pipe.close()
        thread.join()


def _identities(path: Path, source: IO[bytes], key: Key) -> tuple[Any, ...]:
    begins = source.read(len(ARMOUR_BEGINS))
    source.seek(0)
    if begins != ARMOUR_BEGINS:
        if not begins.startswith(b"age-encryption.org/v1"):
            raise BackupFault(problems.NO_BACKUP, path=path)
        if not key.identities:
            raise BackupFault(problems.NO_KEY_GIVEN, needs="--identity")
        return key.identities
    armoured = source.readline()
    while not armoured.endswith(ARMOUR_ENDS):
        line = source.readline(200)
        if not line or len(armoured) > 10_000:
            raise BackupFault(problems.TORN, path=path)
        armoured += line
    if key.identities and not key.passphrase:
        return key.identities
    if not key.passphrase:
        raise BackupFault(problems.NO_KEY_GIVEN, needs="--passphrase-file")
    return (pyrage.x25519.Identity.from_str(pyrage.passphrase.decrypt(armoured, key.passphrase).decode().strip()),)


# What pyrage says where the key does not fit: with public keys, and with a passphrase.
_DOES_NOT_FIT = {"No matching keys found", "Decryption failed"}


def _unreadable(path: Path, raised: BaseException) -> BaseException:
    if isinstance(raised, BackupFault):
        return raised
    if isinstance(raised, pyrage.DecryptError) and str(raised) in _DOES_NOT_FIT:
        return BackupFault(problems.WRONG_KEY, path=path)
    return BackupFault(problems.TORN, path=path)
