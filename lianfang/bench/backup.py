"""bench · backup: everything out into one encrypted file, and in again and proved, beside the bare tools.

The bare way out is pg_dump and a copy of the attachments; the bare way in is pg_restore and the copy back, which proves
nothing. Both compress alike.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pyrage

from lianfang.bench.report import Line, say, seconds
from lianfang.config.backup import logical, programs
from lianfang.config.supervisor import binaries, connections, database, keys

FILES, FILE_BYTES = 10_000, 4096


def lines(data: Path) -> Iterator[Line]:
    """Both ways, with ten thousand attachments."""
    _attach(data / "files")
    owner = connections.logins(data, keys.load(data)).owner
    with psycopg.connect(**owner) as connection:
        row = connection.execute("SELECT count(*) FROM ledger_entry").fetchone()
    assert row is not None
    entries, aside = int(row[0]), data.with_name(data.name + "-backup")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield from _both(data, aside, entries)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _both(data: Path, aside: Path, entries: int) -> Iterator[Line]:
    file, key, dump = aside / "all.age", aside / "key.txt", aside / "tables.dump"
    made = pyrage.x25519.Identity.generate()
    key.write_text(f"{made}\n")
    owner = connections.logins(data, keys.load(data)).owner
    say(f"a backup of {entries:,} entries and {FILES:,} files, then its restore and proof")
    out = seconds(lambda: _call(data, "backup", str(file), "--recipient", str(made.to_public())))
    words = ["--format=custom", "--compress=gzip:1", "--exclude-schema=pg_catalog", f"--file={dump}"]
    bare_out = seconds(lambda: programs.run(binaries.NEWEST, "pg_dump", words, owner))
    bare_out += seconds(lambda: shutil.copytree(data / "files", aside / "files"))
    say(f"out: {out:.1f} s, bare {bare_out:.1f} s, {file.stat().st_size / (1 << 20):,.0f} MB")
    yield Line("backup_out", entries / out, "entries/s", entries / bare_out, 0.5)
    back = seconds(lambda: _call(aside / "back", "restore", str(file), "--identity", str(key)))
    bare_in = seconds(lambda: _restored(data, aside / "bare", dump))
    bare_in += seconds(lambda: shutil.copytree(aside / "files", aside / "bare" / "files"))
    say(f"in and proved: {back:.1f} s, bare {bare_in:.1f} s")
    yield Line("backup_in_and_proved", entries / back, "entries/s", entries / bare_in, 0.2)


def _restored(data: Path, bare: Path, dump: Path) -> None:
    """A new server and the dump in it."""
    bare.mkdir()
    shutil.copy2(data / "secrets.json", bare / "secrets.json")
    with database.in_use(bare), dump.open("rb") as source:
        logical.restore(connections.logins(bare, keys.load(bare)), source)


def _attach(files: Path) -> None:
    for number in range(FILES):
        path = files / f"{number % 100:02d}" / f"{number:05d}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(FILE_BYTES))


def _call(data: Path, *words: str) -> None:
    environment = {**os.environ, "DATA": str(data), "DJANGO_SETTINGS_MODULE": "lianfang.config.settings"}
    command = [sys.executable, "-m", "lianfang", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        say(f"{words[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        done.check_returncode()
