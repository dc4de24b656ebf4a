"""playbook · stored: the playbooks that were applied, kept in the database as the files that they were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.playbook import rows
from lianfang.playbook.loader import load
from lianfang.playbook.playbook import Playbook

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AppliedPlaybook:
    """One row of what was applied, without its files."""

    number: int
    code: str
    version: str
    digest: str
    applied_by: str
    applied_at: datetime


def newest_number(database: BaseDatabaseWrapper = connection) -> int | None:
    """The number of the playbook in force; None where none was ever applied here."""
    with database.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM playbook_applied")
        found: int | None = cursor.fetchone()[0]
    return found


def stands(database: BaseDatabaseWrapper = connection) -> bool:
    """Whether there is a table of what was applied at all: not before the first migration."""
    with database.cursor() as cursor:
        cursor.execute("SELECT to_regclass('playbook_applied') IS NOT NULL")
        return bool(cursor.fetchone()[0])


def files(number: int, database: BaseDatabaseWrapper = connection) -> Files:
    """The files of an applied playbook, as they were."""
    with database.cursor() as cursor:
        cursor.execute("SELECT files FROM playbook_applied WHERE number = %s", (number,))
        found: Files = json.loads(cursor.fetchone()[0])
    return found


def code(number: int, database: BaseDatabaseWrapper = connection) -> str:
    """The code of an applied playbook."""
    with database.cursor() as cursor:
        cursor.execute("SELECT code FROM playbook_applied WHERE number = %s", (number,))
        return str(cursor.fetchone()[0])


def history(database: BaseDatabaseWrapper = connection) -> list[AppliedPlaybook]:
    """What was applied, the newest first."""
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT number, code, version, digest, applied_by, applied_at FROM playbook_applied ORDER BY number DESC"
        )
        return [AppliedPlaybook(*row) for row in cursor.fetchall()]


def store(owner: BaseDatabaseWrapper, playbook: Playbook, of: Files, *, by: str, at: datetime) -> None:
    """Puts a playbook in force, as the owner, in the caller's transaction."""
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO playbook_applied (code, version, digest, files, applied_by, applied_at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            (playbook.meta.code, playbook.meta.version, playbook.digest, json.dumps(of, ensure_ascii=False), by, at),
        )
    rows.write(owner, playbook.in_its_period())


def read_folder(folder: Path) -> Files:
    """The files of a playbook's folder, by their names below it."""
    found = sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


@contextmanager
def laid_out(of: Files) -> Iterator[Path]:
    """A folder with these files, for as long as the block runs."""
    with TemporaryDirectory(prefix="lianfang-playbook-") as top:
        for name, text in of.items():
            file = Path(top, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        yield Path(top)


def load_files(of: Files) -> Playbook:
    """The playbook that these files say. Raises `PlaybookFaults`."""
    with laid_out(of) as folder:
        return load(folder)
