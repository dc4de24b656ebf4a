"""config · backup.programs: PostgreSQL's own tools, out of the wheel, run as ourselves and heard out."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lianfang.config.backup import problems
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import binaries
from lianfang.config.supervisor.faults import first_line


def environment(login: dict[str, Any]) -> dict[str, str]:
    """How libpq's programs find and enter the database; the password never stands on a command line."""
    names = {
        "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "options": "PGOPTIONS",
    }  # fmt: skip
    said = {names[word]: str(value) for word, value in login.items() if word in names and value}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "PGCONNECT_TIMEOUT": "10", **said}


def run(major: int, name: str, words: Sequence[str], login: dict[str, Any]) -> str:
    """One program to its end; its output. BackupFault with its last words where it fails."""
    done = subprocess.run(
        [str(binaries.client(major) / name), *words],
        check=False,
        capture_output=True,
        text=True,
        env=environment(login),
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise failed(name, done.stderr or done.stdout)
    return done.stdout


@contextmanager
def output_of(major: int, name: str, words: Sequence[str], login: dict[str, Any]) -> Iterator[IO[bytes]]:
    """What a program writes, as it writes it. BackupFault at the end where it fails."""
    with tempfile.TemporaryFile() as errors:
        program = subprocess.Popen(
            [str(binaries.client(major) / name), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(login),
        )
        assert program.stdout is not None
        try:
            with program.stdout as out:
                yield out
        except BaseException:
            program.kill()
            program.wait()
            raise
        if program.wait():
            errors.seek(0)
            raise failed(name, errors.read().decode(errors="replace"))


def feed(major: int, name: str, words: Sequence[str], login: dict[str, Any], source: IO[bytes]) -> None:
    """Give a program what it reads. BackupFault where it fails."""
    with tempfile.TemporaryFile() as errors:
        program = subprocess.Popen(
            [str(binaries.client(major) / name), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment(login),
        )
        assert program.stdin is not None
        try:
            with program.stdin as into:
                while piece := source.read(1 << 20):
                    into.write(piece)
        except BrokenPipeError:
            pass  # it has already said why
        except BaseException:
            program.kill()
            program.wait()
            raise
        if program.wait():
            errors.seek(0)
            raise failed(name, errors.read().decode(errors="replace"))


def failed(name: str, said: str) -> BackupFault:
    """The fault for a program that ended with these words."""
    return BackupFault(problems.PROGRAM_FAILED, program=name, why=first_line(said))


def sync_all() -> None:
    """Everything written so far is on the disk when this returns."""
    os.sync()


def folder_size(top: Path) -> int:
    """How many bytes lie below a folder, as far as one can tell while others work there."""
    total = 0
    for folder, _, files in os.walk(top):
        for file in files:
            try:
                total += (Path(folder) / file).stat().st_size
            except OSError:
                continue
    return total
