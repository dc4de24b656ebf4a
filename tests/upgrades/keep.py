"""tests · upgrades.keep: an installation of an earlier version, small enough to stand beside the tests.

Made once for a version, in a checkout of it, from a data folder that it filled:

    git worktree add /tmp/old COMMIT && cd /tmp/old
    DATA=/tmp/d python -m lianfang init && DATA=/tmp/d python -m lianfang load-campaign team161 --until MOMENT
    cd - && python -m tests.upgrades.keep /tmp/d COMMIT

It holds the tables as pg_dump writes them, and the keys. All of it is the synthetic campaign.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from lianfang.config.backup import logical, programs
from lianfang.config.supervisor import binaries, connections, database, keys

KEPT = Path(__file__).with_name("kept")
TABLES, KEYS = "tables.dump", "secrets.json"


def keep(data: Path, name: str) -> Path:
    """Write `kept/NAME.tar.xz` from a data folder."""
    path = KEPT / f"{name}.tar.xz"
    with database.in_use(data), tempfile.TemporaryDirectory() as folder:
        dump = Path(folder) / TABLES
        words = ["--format=custom", "--compress=0", f"--file={dump}"]
        words += ["--exclude-table-data=procrastinate_*", "--exclude-table-data=shared_cache"]
        programs.run(binaries.NEWEST, "pg_dump", words, _owner(data))
        with tarfile.open(path, "w:xz") as tar:
            tar.add(dump, TABLES)
            tar.add(data / KEYS, KEYS)
    return path


def unfold(name: str, data: Path) -> None:
    """The installation again in a new data folder, with an embedded server of its own; stopped."""
    data.mkdir(parents=True)
    with tarfile.open(KEPT / f"{name}.tar.xz") as tar:
        source = tar.extractfile(KEYS)
        assert source is not None
        (data / KEYS).write_bytes(source.read())
        with database.in_use(data):
            dump = tar.extractfile(TABLES)
            assert dump is not None
            logical.restore(connections.logins(data, keys.load(data)), dump)


def _owner(data: Path) -> dict[str, Any]:
    return connections.logins(data, keys.load(data)).owner


if __name__ == "__main__":
    print(keep(Path(sys.argv[1]).resolve(), sys.argv[2]))
