"""config · backup.prove: whether what came out of a backup is the installation: counted, verified, compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lianfang.config.backup import bring, manifest
from lianfang.config.backup.bring import Tell
from lianfang.config.backup.envelope import Key
from lianfang.config.backup.manifest import Manifest
from lianfang.config.backup.recovery import Recovery
from lianfang.config.supervisor import connections, database, home, keys, locks


@dataclass
class Proof:
    """What a restored installation says of itself, zh and en; it holds where nothing is to be said."""

    entries: int = 0
    seals: int = 0
    upgraded: bool = False
    against: list[tuple[str, str]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.against


def installation(data: Path, said: Manifest, tell: Tell, environment: dict[str, str] | None = None) -> Proof:
    """Bring a restored installation to this version, then verify its seals and compare what is derived."""
    proof = Proof()
    with database.in_use(data, tell):
        owner = connections.logins(data, keys.load(data)).owner
        proof.against += manifest.lacking(said, owner)
        tell("数据表升级到本版本（如需要）……", "bringing the tables to this version, where needed …")
        proof.upgraded = bool(_asked(data, "init", environment=environment).get("migrated"))
        tell("正在核验封印……", "verifying the seals …")
        verified = _asked(data, "verify", environment=environment)
        proof.entries, proof.seals = verified.get("entries", 0), verified.get("seals", 0)
        for one in verified.get("found", []):
            says = f"{one['unit']} {one['day']} {one['entry'] or one['what']}: {one['says']}"
            proof.against.append((says, says))
        tell("正在比对派生数据……", "comparing what is derived …")
        for one in _asked(data, "rebuild", "--check", environment=environment).get("differences", []):
            table = one["table"]
            proof.against.append((f"表 {table} 与台账不一致", f"the table {table} differs from the ledger"))
    return proof


def _asked(data: Path, *words: str, environment: dict[str, str] | None) -> dict[str, Any]:
    """Another command's answer, in a process of its own: this one may live in another installation."""
    done = subprocess.run(
        [sys.executable, "-m", "lianfang", *words, "--json"],
        check=False,
        capture_output=True,
        text=True,
        env={**(environment or os.environ), "DATA": str(data)},
    )
    try:
        said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        said = {"error": {"zh": last, "en": last}}
    if error := said.get("error"):
        raise bring.BackupFault(bring.problems.NOT_PROVED, what=error["en"])
    return said


def in_scratch(data: Path, chain: Sequence[Path], key: Key, tell: Tell, recovery: Recovery | None = None) -> Proof:
    """Restore a backup of the embedded server beside the installation, prove it, and throw that away again."""
    scratch = data / ".proof"
    throw_away(scratch)
    environment = {name: word for name, word in os.environ.items() if name != "LIANFANG_DATABASE"}
    try:
        brought = bring.restore(scratch, chain, key, tell, recovery)
        return installation(scratch, brought.manifest, tell, environment)
    finally:
        throw_away(scratch)


def throw_away(scratch: Path) -> None:
    """Remove a scratch installation with its database, wherever that is, once nobody uses it."""
    if not scratch.exists():
        return
    with suppress(Exception):
        with locks.starting(scratch):
            if (scratch / "cluster.json").exists() and (scratch / "secrets.json").exists():
                database.existing(scratch).stop()
        top = home.where(scratch)
        if top.parent != scratch and (top / "belongs-to").read_text().strip() == str(scratch):
            shutil.rmtree(top, ignore_errors=True)
    shutil.rmtree(scratch, ignore_errors=True)
