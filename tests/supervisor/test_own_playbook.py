"""tests · a playbook of one's own after an upgrade: the program says what to add, and nothing is lost meanwhile."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import psycopg
import pytest

from lianfang.config.supervisor import connections, keys
from tests.support.copies import kept
from tests.support.declared import RIVER_TOWN
from tests.support.running import Running

pytestmark = [pytest.mark.processes, pytest.mark.soak, pytest.mark.timeout(300)]


def _as_upgraded(data: Path) -> None:
    """As a later program finds it: tables of another version, and a rule that it asks for is not in the files."""
    with psycopg.connect(**connections.logins(data, keys.load(data)).owner, autocommit=True) as owner:
        (said,) = owner.execute("SELECT files FROM playbook_applied ORDER BY number DESC LIMIT 1").fetchone() or ("",)
        files = json.loads(said)
        del files["verdicts.yaml"]
        owner.execute(
            "INSERT INTO playbook_applied (code, version, digest, files, applied_by, applied_at) "
            "SELECT code, version, digest, %s, applied_by, applied_at FROM playbook_applied",
            (json.dumps(files),),
        )
        owner.execute("COMMENT ON SCHEMA public IS 'of another version'")


def test_an_upgrade_says_what_to_add_and_goes_on_once_it_is_there(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = Path(shutil.copytree(RIVER_TOWN, tmp_path / "own"))
    with monkeypatch.context() as patched:
        patched.setenv("LIANFANG_PLAYBOOK", str(own))
        assert Running.call(data_folder, "init").returncode == 0
    with kept(data_folder):
        _as_upgraded(data_folder)
        for _ in range(2):  # asked again it says the same
            refused = Running.call(data_folder, "init")
            assert refused.returncode == 2, refused.stderr
            assert "verdicts.yaml" in refused.stderr
            assert "lianfang playbook apply" in refused.stderr
        out = tmp_path / "out"
        done = Running.call(data_folder, "playbook", "applied", "--into", str(out))
        assert done.returncode == 0, done.stderr
        assert not (out / "verdicts.yaml").exists()
        assert Running.call(data_folder, "playbook", "apply", str(out)).returncode == 1
        other = Running.call(data_folder, "playbook", "apply", "covid-2020")
        assert other.returncode == 1, other.stderr
        shutil.copy(own / "verdicts.yaml", out / "verdicts.yaml")
        done = Running.call(data_folder, "playbook", "apply", str(out))
        assert done.returncode == 0, done.stdout + done.stderr
        done = Running.call(data_folder, "init")
        assert done.returncode == 0, done.stderr
        done = Running.call(data_folder, "rebuild", "--check")
        assert done.returncode == 0, done.stdout + done.stderr
