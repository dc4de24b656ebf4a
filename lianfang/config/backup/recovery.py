"""config · backup.recovery: how a restored cluster goes on through the log that was kept, to its end or to a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lianfang.config.backup.envelope import Key
from lianfang.config.family.home import Home


@dataclass(frozen=True)
class Recovery:
    """Which pieces of the log to bring, and until when to follow them (to the end where None)."""

    pieces: tuple[Path, ...]
    to: datetime | None

    def prepare(self, cluster: Path, place: Home, key: Key) -> None:
        """Lay the log beside the cluster and tell the server to follow it at its next start."""
        raise NotImplementedError
