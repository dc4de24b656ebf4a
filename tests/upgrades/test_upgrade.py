"""tests · upgrades: `init` alone brings an installation of each earlier version to this one, and nothing is owed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import copies
from tests.support.running import Running
from tests.upgrades import keep

pytestmark = [pytest.mark.processes, pytest.mark.timeout(900)]

VERSIONS = sorted(path.name.partition(".")[0] for path in keep.KEPT.glob("*.tar.xz"))
OLDEST = "7b183dc"  # it has the whole way before it, those after it a part of the same
LATER = [version for version in VERSIONS if version != OLDEST]


def test_there_are_earlier_versions() -> None:
    assert {"7b183dc", "5a49242"} <= set(VERSIONS)


@pytest.mark.parametrize("version", [OLDEST, *(pytest.param(each, marks=pytest.mark.soak) for each in LATER)])
def test_an_earlier_installation_is_upgraded_and_nothing_is_owed(
    version: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies.own_servers(monkeypatch)
    keep.unfold(version, data_folder)
    before = copies.tables(data_folder)
    early = Running.call(data_folder, "verify")
    assert early.returncode == 2
    assert "lianfang init" in early.stderr

    done = Running.call(data_folder, "init", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["migrated"], said["rebuilt"]) == (True, True)
    assert "重建" in done.stderr, "it says what it does"

    compared = Running.call(data_folder, "rebuild", "--check", "--json")
    assert json.loads(compared.stdout)["differences"] == []
    verified = json.loads(Running.call(data_folder, "verify", "--json").stdout)
    assert verified["found"] == []
    assert verified["entries"] >= before["ledger_entry"][0] > 500
    assert verified["seals"] >= before["ledger_seal"][0] > 10
    again = json.loads(Running.call(data_folder, "init", "--json").stdout)
    assert (again["migrated"], again["rebuilt"]) == (False, False)
