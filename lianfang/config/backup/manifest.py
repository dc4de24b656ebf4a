"""config · backup.manifest: what a backup says of itself, and whether this program can take it back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from lianfang import __version__
from lianfang.config import areas
from lianfang.config.backup import problems
from lianfang.config.backup.problems import BackupFault
from lianfang.config.supervisor import keys, tables

FORM = 1
NAME = "manifest.json"
PHYSICAL, LOGICAL = "physical", "logical"


@dataclass(frozen=True)
class Manifest:
    """The first thing in every backup.

    `entries` and `newest_seal` were read just before the copy began: what comes back holds at least these.
    `base` names the backup on which an increment builds.
    """

    id: str
    made_at: str
    engine: str
    postgresql: int
    installation: str
    owner: str
    app: str
    database: str
    tables_mark: str
    migrations: dict[str, list[str]]
    entries: int
    seals: int
    newest_seal: dict[str, str] | None
    base: str | None = None
    form: int = FORM
    program: str = __version__

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the backup."""
        return json.dumps({"lianfang": "backup", **asdict(self)}, ensure_ascii=False, indent=1).encode()

    def following(self, base: str | None) -> Manifest:
        """The same, as an increment on `base`."""
        return replace(self, base=base)


def of(path: Path, content: bytes) -> Manifest:
    """Read again. BackupFault where it is none of ours, or of a later form."""
    try:
        said = json.loads(content)
        if said.pop("lianfang") != "backup":
            raise ValueError
        form = int(said["form"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupFault(problems.NO_BACKUP, path=path) from None
    if form > FORM:
        raise BackupFault(problems.NEWER, what=f"lianfang {said.get('program', '?')}, form {form}")
    return Manifest(**said)


def check_not_newer(found: Manifest) -> None:
    """BackupFault where the tables in the backup know of changes that this program does not."""
    for app, names in found.migrations.items():
        unknown = sorted(set(names) - set(_own_migrations().get(app, names)))
        if unknown:
            raise BackupFault(problems.NEWER, what=f"lianfang {found.program}, {app}.{unknown[-1]}")
    new_areas = sorted(set(found.migrations) - set(_own_migrations()))
    if new_areas:
        raise BackupFault(problems.NEWER, what=f"lianfang {found.program}, {new_areas[0]}")


def _own_migrations() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for module in areas.modules():
        spec = find_spec(module)
        if spec is not None and spec.origin is not None:
            files = (Path(spec.origin).parent / "migrations").glob("[0-9]*.py")
            found[module.rpartition(".")[2]] = {file.stem for file in files}
    return found


def installation(data: Path) -> str:
    """The same for an installation and every copy of it, and for no other: follows from its keys."""
    return hashlib.sha256(b"lianfang installation " + keys.load(data)["keyring"].encode()).hexdigest()[:32]


def read(data: Path, owner: dict[str, Any], app: str, engine: str) -> Manifest:
    """What is true of the database at this moment."""
    now = datetime.now(UTC)
    with psycopg.connect(**owner) as connection:
        applied: dict[str, list[str]] = {}
        labels = sorted(_own_migrations())
        for label, name in connection.execute(
            "SELECT app, name FROM django_migrations WHERE app = ANY(%s) ORDER BY 1, 2", [labels]
        ):
            applied.setdefault(label, []).append(name)
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_seal), current_database()"
        ).fetchone()
        assert counted is not None
        seal = connection.execute(
            "SELECT unit, day, encode(digest, 'hex') FROM ledger_seal ORDER BY day DESC, unit LIMIT 1"
        ).fetchone()
        return Manifest(
            id=now.strftime("%Y%m%dT%H%M%S.%fZ"),
            made_at=now.isoformat(timespec="seconds"),
            engine=engine,
            postgresql=connection.info.server_version // 10000,
            installation=installation(data),
            owner=connection.info.user,
            app=app,
            database=str(counted[2]),
            tables_mark=tables.mark(connection),
            migrations=applied,
            entries=counted[0],
            seals=counted[1],
            newest_seal={"unit": seal[0], "day": seal[1].isoformat(), "digest": seal[2]} if seal else None,
        )


def lacking(found: Manifest, owner: dict[str, Any]) -> list[tuple[str, str]]:
    """What the manifest promises and the restored database does not hold, zh and en; empty where all is there."""
    missing = []
    with psycopg.connect(**owner) as connection:
        counted = connection.execute(
            "SELECT (SELECT count(*) FROM ledger_entry), (SELECT count(*) FROM ledger_seal)"
        ).fetchone()
        assert counted is not None
        for number, promised, zh, en in (
            (counted[0], found.entries, "条记录", "entries"),
            (counted[1], found.seals, "个封印", "seals"),
        ):
            if number < promised:
                missing.append((f"缺 {promised - number} {zh}", f"{promised - number} {en} are missing"))
        if found.newest_seal is not None:
            seal = found.newest_seal
            there = connection.execute(
                "SELECT 1 FROM ledger_seal WHERE unit = %s AND day = %s AND encode(digest, 'hex') = %s",
                [seal["unit"], seal["day"], seal["digest"]],
            ).fetchone()
            if there is None:
                missing.append(
                    (f"缺封印 {seal['unit']} {seal['day']}", f"the seal of {seal['unit']} {seal['day']} is missing")
                )
    return missing
