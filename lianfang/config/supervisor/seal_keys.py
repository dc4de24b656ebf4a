"""config · supervisor: the seal keys in DATA, looked at before anything is started that needs them."""

from __future__ import annotations

from pathlib import Path

import psycopg

from lianfang.config.supervisor import connections, keys
from lianfang.config.supervisor.faults import CommandFault
from lianfang.kernel import signing
from lianfang.kernel.problems import Refused


def check(data: Path) -> None:
    """Raises CommandFault where the file is damaged, or gone though the database, which must answer, has seal keys."""
    path = data / "seal-keys.json"
    if not path.exists() and not _expected(data):
        return
    try:
        signing.load(path)
    except Refused as refused:
        raise fault_of(refused) from refused


def fault_of(refused: Refused) -> CommandFault:
    """A refusal as the fault that ends a command."""
    says, remedy = refused.says, refused.remedy
    return CommandFault(f"{says.zh}；{remedy.zh}。", f"{says.en}. {remedy.en}.")


def _expected(data: Path) -> bool:
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner) as connection:
        if connection.execute("SELECT to_regclass('kernel_installation')").fetchone() == (None,):
            return False
        return connection.execute("SELECT EXISTS (SELECT 1 FROM kernel_installation)").fetchone() == (True,)
