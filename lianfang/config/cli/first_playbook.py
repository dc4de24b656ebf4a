"""config · cli: which playbook a new installation works by: as it is told, asked at a terminal, or else refused."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psycopg

from lianfang.config.supervisor import connections, keys
from lianfang.config.supervisor.faults import CommandFault

_NAME = "LIANFANG_PLAYBOOK"
_FOLDER = Path(__file__).resolve().parents[3] / "playbooks"


def choose(data: Path, told: str | None, *, ask: bool) -> None:
    """Settles by which playbook the first `init` begins; `ask` where nothing says it and none is in force.

    Raises CommandFault with the codes there are, where a code is none of them or nobody can be asked.
    """
    stored = _in_force(data)
    if told is not None and stored and stored != told:
        raise CommandFault(
            f"本安装现行方案为 {stored}；换用修订版请运行 lianfang playbook apply。",
            f"The playbook in force here is {stored}; `lianfang playbook apply` puts another edition in force.",
        )
    if told is not None:
        _known(told)
        os.environ[_NAME] = told
    elif os.environ.get(_NAME):
        if not stored:
            _known(os.environ[_NAME])
    elif ask and not stored:
        os.environ[_NAME] = _asked()


def codes() -> list[str]:
    """The playbooks that come with the program."""
    return sorted(each.name for each in _FOLDER.iterdir() if (each / "playbook.yaml").is_file())


def _asked() -> str:
    listed = ", ".join(codes())
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise CommandFault(
            f"空安装须指明防控方案：lianfang run --empty --playbook CODE（可选：{listed}）。",
            f"Say which playbook it works by: lianfang run --empty --playbook CODE (there are: {listed}).",
        )
    while True:
        sys.stderr.write(f"按哪个防控方案 · which playbook ({listed}): ")
        sys.stderr.flush()
        said = sys.stdin.readline().strip()
        if said in codes():
            return said
        if not said:
            raise CommandFault("没有选择方案，未启动。", "No playbook was chosen, so nothing was started.")


def _known(code: str) -> None:
    if code not in codes():
        listed = ", ".join(codes())
        raise CommandFault(
            f"没有这个防控方案：{code}（可选：{listed}）。", f"There is no playbook {code} (there are: {listed})."
        )


def _in_force(data: Path) -> str:
    """The code of the playbook in force; empty where none was stored yet. The database must answer."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        if connection.execute("SELECT to_regclass('playbook_applied')").fetchone() == (None,):
            return _recorded(connection)
        row = connection.execute("SELECT code FROM playbook_applied ORDER BY number DESC LIMIT 1").fetchone()
        return str(row[0]) if row else ""


def _recorded(connection: psycopg.Connection) -> str:
    """What an installation from before playbooks were stored works by: as the settings say, and nobody is asked."""
    if connection.execute("SELECT to_regclass('ledger_entry')").fetchone() == (None,):
        return ""
    return os.environ.get(_NAME) or "covid-2020"
