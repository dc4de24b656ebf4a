"""config · backup.nightly: the worker follows the plan: `lianfang backup` as a process, and its outcome recorded."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

from lianfang.areas.upkeep import actions, queries
from lianfang.areas.upkeep.kinds_backup_done import BackupDone
from lianfang.areas.upkeep.queries import Planned
from lianfang.config.supervisor.processes import die_with_parent
from lianfang.kernel import clock, scope

_UNREADABLE = {"zh": "备份程序意外结束", "en": "the backup program ended unexpectedly"}
_LINE = 200


def ask_when_due() -> None:
    """Asks for a backup where the plan says that one is due."""
    with scope.acting(scope.system_actor("backup")) as system:
        planned = queries.plan(system)
        if planned is not None and queries.due_at(system, planned) <= clock.fresh().now():
            actions.back_up_now(system)


def make() -> None:
    """One backup by the plan, proved, thinned, and recorded however it ended."""
    with scope.acting(scope.system_actor("backup")) as system:
        planned = queries.plan(system)
        if planned is not None:
            actions.say_done(system, unit=planned.unit, said=_outcome(planned, _asked(_words(planned))))


def keep_log() -> None:
    """The log brought up to now, where the plan keeps it; what fails shows in the next backup."""
    with scope.acting(scope.system_actor("backup")) as system:
        planned = queries.plan(system)
        kept = planned is not None and planned.keep_log and bool(queries.backups(system, limit=1))
    if kept and planned is not None:
        _asked(["backup", planned.folder, "--log-only"])


def _words(planned: Planned) -> list[str]:
    kept = f"{planned.keep_days},{planned.keep_weeks},{planned.keep_months}"
    return ["backup", planned.folder, "--prove", "--keep", kept, *(["--keep-log"] if planned.keep_log else [])]


def _asked(words: list[str]) -> dict[str, Any]:
    """Another `lianfang` command's answer. It gives way to those who work, and ends with us."""

    def gently() -> None:
        os.nice(10)
        die_with_parent(signal.SIGTERM)

    done = subprocess.run(
        [sys.executable, "-m", "lianfang", *words, "--json"],
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=gently,
    )
    try:
        said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return {"error": _UNREADABLE}
    return said


def _outcome(planned: Planned, said: dict[str, Any]) -> BackupDone:
    error = said.get("error") or next(iter(said["missing"]), None)
    if error is not None:
        return BackupDone(
            folder=planned.folder, outcome="failed", zh=error["zh"][:_LINE], en=error["en"][:_LINE],
            backup=said.get("id"),
        )  # fmt: skip
    return BackupDone(
        folder=planned.folder, outcome="proved" if said["proved"] else "made", backup=said["id"], sort=said["kind"],
        size=said["bytes"], entries=said["entries"], sha256=said["sha256"],
    )  # fmt: skip
