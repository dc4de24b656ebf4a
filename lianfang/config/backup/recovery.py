"""config · backup.recovery: how a restored cluster goes on through the log that was kept, to its end or to a moment."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from lianfang.config.backup import kept_log
from lianfang.config.backup.envelope import SUFFIX, Key
from lianfang.config.backup.opening import reading
from lianfang.config.supervisor.home import Home
from lianfang.config.supervisor.server import Server

FOLDER = "log-brought"
_SETTINGS = ("restore_command", "recovery_target_time", "recovery_target_action", "hot_standby")


@dataclass(frozen=True)
class Recovery:
    """Which pieces of the log to bring, and until when to follow them (to the end where None)."""

    pieces: tuple[Path, ...]
    to: datetime | None

    def prepare(self, folder: Path, place: Home, key: Key) -> None:
        """Lay the log beside the cluster in `folder` and tell the server to follow it at its next start."""
        brought = place.top / FOLDER
        shutil.rmtree(brought, ignore_errors=True)
        brought.mkdir(mode=0o700)
        first = _first_needed(folder)
        for piece in self.pieces:
            name = piece.name.removesuffix(SUFFIX)
            if name.endswith(".history") or name[8:] >= first:
                with reading(piece, key) as source:
                    for found in source.names():
                        if found == kept_log.PIECE:
                            source.keep(brought / name)
        (folder / "recovery.signal").touch(0o600)
        words = {
            "restore_command": f'cp "{brought}/%f" "%p"',
            "recovery_target_action": "promote",
            "hot_standby": "off",
            **({"recovery_target_time": self.to.isoformat()} if self.to else {}),
        }
        with (folder / "postgresql.auto.conf").open("a") as out:
            out.writelines(f"{name} = '{value}'\n" for name, value in words.items())

    def follow(self, server: Server) -> None:
        """Start the server once, let it come to the moment, leave no trace of the way. The caller holds the lock."""
        server.start(tethered=False, tell=lambda zh, en: None)
        try:
            with psycopg.connect(**server.superuser, autocommit=True) as connection:  # type: ignore[arg-type]
                for name in _SETTINGS:
                    connection.execute(f"ALTER SYSTEM RESET {name}")
                connection.execute("CHECKPOINT")
        finally:
            server.stop()
        shutil.rmtree(server.home.top / FOLDER, ignore_errors=True)


def _first_needed(folder: Path) -> str:
    """The piece, without its timeline, from which the copy must be followed on."""
    said = (folder / "backup_label").read_text()
    found = re.search(r"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", said)
    return found.group(1)[8:] if found else ""
