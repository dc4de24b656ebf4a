"""config · supervisor: the demonstration of 2020, loaded once into an empty database, whole or not at all.

The replay takes a minute and may be cut short. ``DATA/demonstration.json`` says whether it
was finished; one that was not is thrown away and begun again: nobody can have recorded
anything beside it, since the web is started only afterwards.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from lianfang.config.supervisor import cluster, connections, database, keys
from lianfang.config.supervisor.faults import CommandFault

CAMPAIGN = "team161"


def unfinished(data: Path) -> bool:
    """Whether a replay was begun and not finished."""
    with suppress(OSError, ValueError):
        return json.loads(_mark(data).read_text()) == {"campaign": CAMPAIGN, "finished": False}
    return False


def note(data: Path, *, finished: bool) -> None:
    """Write down how far it is."""
    _mark(data).write_text(json.dumps({"campaign": CAMPAIGN, "finished": finished}) + "\n")


def throw_away(data: Path) -> None:
    """Replace the half-filled database, which must answer, by an empty one.

    Raises CommandFault for an outside database, which is not ours to drop.
    """
    if not connections.embedded(data):
        raise CommandFault(
            "上次装载演示时被中断；请清空 DATABASE_URL 指定的数据库后再启动，或加 --empty。",
            "The demonstration was cut short last time; empty the database in DATABASE_URL and start again, "
            "or use --empty.",
        )
    words = keys.load(data)
    cluster.start_over(database.existing(data).superuser, words)
    _mark(data).unlink()


def _mark(data: Path) -> Path:
    return data / "demonstration.json"
