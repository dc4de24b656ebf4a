"""tests · ledger commands: ingest, verify and rebuild on the command line, as a person or a script would call them."""

from __future__ import annotations

import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lianfang.config.supervisor import connections, keys
from lianfang.kernel import clock, scope, seals
from lianfang.shell.ledger.stream import CHUNK_LINES, ingest_lines
from lianfang.shell.testing import NOW, entry


@pytest.mark.django_db
def test_a_file_is_taken_line_by_line(stage: Any) -> None:
    good = [json.dumps(entry({"n": n})).encode() for n in range(4)]
    lines = [
        good[0],
        b"",
        b"\xff\xfe",
        good[1],
        b"[1]",
        good[0],
        json.dumps(entry({"n": "x"})).encode(),
        good[2],
        good[3],
    ]
    with scope.acting(stage.own):
        outcome = ingest_lines(stage.own, io.BytesIO(b"\n".join(lines)))
    assert (outcome.accepted, outcome.duplicate, outcome.rejected) == (4, 1, 3)
    assert [each["line"] for each in outcome.errors] == [3, 5, 7]
    assert outcome.errors[2]["path"] == "data.n"


@pytest.mark.django_db
def test_lines_count_on_through_chunks(stage: Any) -> None:
    lines = [b"{}"] * (CHUNK_LINES + 2)
    with scope.acting(stage.own):
        outcome = ingest_lines(stage.own, io.BytesIO(b"\n".join(lines)))
    assert [each["line"] for each in outcome.errors] == list(range(1, CHUNK_LINES + 3))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_ingest_verify_rebuild(stage: Any, system: Any, superuser_conn: psycopg.Connection[Any], lianfang: Any) -> None:
    with scope.acting(stage.own):
        body = "\n".join(json.dumps(entry({"n": n})) for n in range(5)).encode()
        ingest_lines(stage.own, io.BytesIO(body))
    with scope.acting(system):
        seals.seal_days_until(clock.day_of(NOW).to_at)
    code, said = lianfang("verify")
    assert (code, said["holds"], said["found"]) == (0, True, [])
    assert said["entries"] >= 5
    assert lianfang("verify", "--unit", "NOPE")[0] == 2
    assert lianfang("rebuild", "--check")[0] == 0
    superuser_conn.execute("ALTER TABLE ledger_entry DISABLE TRIGGER append_only")
    superuser_conn.execute(
        "UPDATE ledger_entry SET data = '{\"n\":99}' "
        "WHERE id = (SELECT id FROM ledger_entry WHERE kind = 'trial.tally' ORDER BY id DESC LIMIT 1)"
    )
    code, said = lianfang("verify", "--unit", "T161-LOG")
    assert code == 1
    assert {"entry"} <= {each["what"] for each in said["found"]}
    assert all(each["unit"] == "T161-LOG" for each in said["found"])


@pytest.fixture
def keys_file(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The installation's seal keys in a folder of the test's own, which also the command line takes for DATA."""
    for name in ("seal-keys.json", "secrets.json"):
        shutil.copy(Path(os.environ["LIANFANG_TESTS"]) / name, tmp_path / name)
    settings.SEAL_KEYS_FILE = tmp_path / "seal-keys.json"
    logins = connections.logins(Path(os.environ["LIANFANG_TESTS"]), keys.load(Path(os.environ["LIANFANG_TESTS"])))
    monkeypatch.setattr(connections, "logins", lambda *_: logins)
    monkeypatch.setenv("DATA", str(tmp_path))
    return tmp_path / "seal-keys.json"


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_key_is_changed_exported_and_revoked_and_verify_goes_by_it(
    stage: Any, system: Any, lianfang: Any, keys_file: Path, tmp_path: Path
) -> None:
    with scope.acting(system):
        assert seals.seal_days_until(NOW) > 0
    code, said = lianfang("verify")
    assert (code, said["heads"], said["signed"]) == (0, said["heads"], said["heads"])
    (first,) = lianfang("seal-key", "list")[1]["keys"]
    assert lianfang("seal-key", "export", "-o", str(tmp_path / "public.json"))[0] == 0
    assert "private" not in (tmp_path / "public.json").read_text()
    assert lianfang("seal-key", "rotate")[0] == 0
    for wrong in (("revoke", "nonsense", "--reason", "x"), ("revoke", first["fingerprint"]), ("rotate", "x")):
        assert lianfang("seal-key", *wrong)[0] == 2, wrong
    when = clock.day_of(NOW).from_at.isoformat()
    assert lianfang("seal-key", "revoke", first["fingerprint"], "--reason", "stolen", "--since", when)[0] == 0
    code, said = lianfang("verify")
    assert code == 1
    assert any("revoked" in each["says"] and first["fingerprint"] in each["says"] for each in said["found"])
    keys_file.unlink()
    code, said = lianfang("verify")
    assert code == 2
    assert "seal-keys.json" in said["error"]["en"]
    assert lianfang("seal-key", "list")[0] == 2
    code, said = lianfang("verify", "--keys", str(tmp_path / "public.json"))
    assert said["unchecked"]
    assert not [each for each in said["found"] if each["what"] == "head"], "the exported keys know of no revocation"
    assert lianfang("verify", "--keys", str(tmp_path / "secrets.json"))[0] == 2
    keys_file.write_text("{}")
    assert lianfang("verify")[0] == 2


@pytest.mark.django_db
def test_ingest_answers_for_every_line(stage: Any, lianfang: Any) -> None:
    body = json.dumps(entry({}, kind="no.such")).encode() + b"\nnonsense\n"
    code, said = lianfang("ingest", "-", "--as", "own", given=body)
    assert code == 1
    assert (said["accepted"], said["rejected"]) == (0, 2)
    assert [each["code"] for each in said["errors"]] == ["unknown_kind", "not_json"]
    assert lianfang("ingest", "-", "--as", "nobody-here")[0] == 2
    assert lianfang("ingest", "no/such/file")[0] == 2
    assert lianfang("ingest", "-", given=b"")[0] == 0


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_ledger_too_damaged_to_make_tables_from_is_told_in_a_sentence(
    stage: Any, superuser_conn: psycopg.Connection[Any], lianfang: Any
) -> None:
    superuser_conn.execute("SET session_replication_role = replica")
    superuser_conn.execute(
        """UPDATE ledger_entry SET data = '{"login":"own","role":"reporter","until":"never"}'
           WHERE kind = 'access.grant_given' AND data->>'login' = 'own'"""
    )
    for words in (("rebuild", "--check"), ("rebuild",)):
        code, said = lianfang(*words)
        assert code == 1
        assert "lianfang verify" in said["error"]["zh"]
    code, said = lianfang("verify")
    assert (code, [each["what"] for each in said["found"]]) == (1, ["entry"])
