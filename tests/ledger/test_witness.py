"""tests · witnesses: what was kept elsewhere shows what was changed here; what is no witness is said to be none."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from lianfang.kernel import clock, heads, open_day, scope, seals, signing, witness, witness_reading
from lianfang.kernel.problems import Refused
from lianfang.kernel.signing import SealKeys
from lianfang.kernel.witness import Witness
from lianfang.shell.testing import NOW, entry
from tests.ledger.test_bundle import ingested
from tests.support import tampering

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
CLOSED = clock.day_of(NOW).to_at
LATER = CLOSED + timedelta(hours=3)


@pytest.fixture
def kept(stage: Any, system: Any, monkeypatch: pytest.MonkeyPatch) -> Witness:
    """A witness of a sealed day and of the open one after it, made at LATER; so late it is from then on."""
    ingested(stage.own, [entry({"n": n}) for n in range(4)])
    with scope.acting(system):
        seals.seal_days_until(CLOSED)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(LATER))
    with scope.acting(system):
        ingested(stage.own, [entry({"n": n}, occurred_at=LATER.isoformat()) for n in range(3)])
        open_day.note(LATER)
        return witness.make(connections["owner"], now=LATER)


def refused(line: str, keys: SealKeys | None = None, now: datetime = LATER) -> str:
    """The problem for which a witness is not believed; empty where it is."""
    try:
        witness_reading.check(witness_reading.parse(line), keys or signing.load(), now=now)
    except Refused as said:
        return said.problem.code
    return ""


def test_a_witness_comes_back_as_it_was_made(kept: Witness) -> None:
    assert witness_reading.parse(kept.line) == kept
    assert refused(kept.line) == ""
    assert kept.units["T161-LOG"].total
    assert kept.open is not None
    paper = witness.compact(kept.head, kept.installation)
    again = witness_reading.parse(paper)
    assert (again.head, again.installation, again.signature) == (kept.head, kept.installation, None)
    assert refused(paper) == ""
    assert set(paper) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"), "a QR code packs these closest"
    broken = "\n".join(paper[i : i + 40].lower() for i in range(0, len(paper), 40))
    found = list(witness_reading.parse_all(f"{broken}\n{paper}"))
    assert [each.head for each in found if isinstance(each, Witness)] == [kept.head] * 2


def _with(line: str, **changes: Any) -> str:
    return json.dumps(json.loads(line) | changes)


def _head_with(line: str, **changes: Any) -> str:
    said = json.loads(line)
    return json.dumps(said | {"head": said["head"] | changes})


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "nothing": (lambda line: "", "witness_not_one"),
    "prose": (lambda line: "the ledger is fine", "witness_not_one"),
    "other JSON": (lambda line: '{"a": 1}', "witness_not_one"),
    "a bundle": (lambda line: _with(line, lianfang="bundle"), "witness_not_one"),
    "cut off": (lambda line: line[:-40], "witness_damaged"),
    "a part missing": (lambda line: json.dumps({k: v for k, v in json.loads(line).items() if k != "head"}),
                       "witness_damaged"),
    "a part more": (lambda line: _with(line, more=1), "witness_damaged"),
    "a number as text": (lambda line: _head_with(line, total="4"), "witness_damaged"),
    "a total that does not fit": (lambda line: _head_with(line, total=999), "witness_damaged"),
    "a moment beyond all calendars": (lambda line: _head_with(line, to_at=10**30), "witness_damaged"),
    "an open day that is none": (lambda line: _with(line, open={"lianfang": "x"}), "witness_damaged"),
    "a newer form": (lambda line: _with(line, form=2), "witness_too_new"),
    "a form that is none": (lambda line: _with(line, form="x"), "witness_damaged"),
    "a newer form on paper": (lambda line: "LIANFANG:2:A:B", "witness_too_new"),
    "paper cut off": (lambda line: "LIANFANG:1:0190", "witness_damaged"),
    "another signature": (
        lambda line: _head_with(line, signature="ab" * 64), "witness_forged",
    ),
    "another unit's seal": (
        lambda line: _with(line, units={"X": {"day": "2020-08-10", "seal": "00" * 32, "total": 1}}), "witness_forged",
    ),
    "another moment": (lambda line: _with(line, made_at=json.loads(line)["made_at"] - 1), "witness_forged"),
    "another's key": (lambda line: _with(line, key="0123456789abcdef"), "witness_key_unknown"),
}  # fmt: skip


def test_what_is_no_witness_is_said_to_be_none(kept: Witness) -> None:
    for bad, (spoil, problem) in BAD.items():
        assert refused(spoil(kept.line)) == problem, bad
    paper = witness.compact(kept.head, kept.installation)
    assert refused(f"{paper[:-1]}{'0' if paper[-1] != '0' else '1'}") == "witness_forged"


def test_whose_when_and_with_which_key(kept: Witness) -> None:
    """Of another installation, from the future, with an unknown key and with a revoked one: each by its name."""
    keys, line = signing.load(), kept.line
    assert refused(line, replace(keys, installation=uuid4())) == "witness_elsewhere"
    assert refused(line, now=LATER - timedelta(seconds=1)) == "witness_future"
    stranger = replace(keys, keys=(signing.new_key(None),))
    assert refused(line, stranger) == "witness_key_unknown"
    (key,) = keys.keys
    since = replace(keys, keys=(replace(key, revoked_at=LATER - timedelta(hours=1)),))
    assert refused(line, since) == "witness_key_revoked"
    later = replace(keys, keys=(replace(key, revoked_at=LATER + timedelta(hours=1)),))
    assert refused(line, later) == ""


CHANGES: dict[str, tuple[str, str]] = {
    "the day's head is gone": ("DELETE FROM ledger_head", "the head of this day is gone"),
    "another total": ("UPDATE ledger_head SET total = total + 1", "the total of entries differs"),
    "another root": ("UPDATE ledger_head SET root = sha256(root)", "the root differs"),
    "a unit's chain is shorter": ("DELETE FROM ledger_seal WHERE unit = 'T161-LOG'", "the unit's chain is shorter"),
    "a unit's seal is another": (
        "UPDATE ledger_seal SET digest = sha256(digest) WHERE unit = 'T161-LOG'", "the unit's seal differs",
    ),
    "a unit had fewer": ("UPDATE ledger_seal SET total = total - 1 WHERE unit = 'T161-LOG'", "the total differs"),
    "the open day is cut": (
        "DELETE FROM ledger_running r USING (SELECT writer, max(number) n FROM ledger_running GROUP BY 1) l "
        "WHERE r.writer = l.writer AND r.number = l.n", "recordings of the open day",
    ),
}  # fmt: skip


def test_what_differs_since_is_named(kept: Witness, lianfang: Any, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text(f"{kept.line}\n", encoding="utf-8")
    code, said = lianfang("verify", "--against", str(file))
    assert (code, said["found"], [each["from"] for each in said["witnesses"]]) == (0, [], [str(file)])
    with tampering.superuser() as owner:
        for change, (statement, named) in CHANGES.items():
            with tampering.undone(owner):
                with owner.cursor() as cursor:
                    cursor.execute(statement)
                    assert cursor.rowcount, change
                code, said = lianfang("verify", "--against", str(file))
            ours = [each["says"] for each in said["found"] if each["what"] == "witness"]
            assert (code, any(named in each for each in ours)) == (1, True), (change, ours)
    assert lianfang("verify", "--against", str(file))[0] == 0


def test_many_witnesses_of_many_places(kept: Witness, lianfang: Any, tmp_path: Path) -> None:
    """A file may hold several, a folder several files; all are compared, and one that is wrong is exit 2."""
    paper = witness.compact(kept.head, kept.installation)
    (tmp_path / "a.jsonl").write_text(f"{kept.line}\n\n{kept.line}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(paper, encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    code, said = lianfang("verify", "--against", str(tmp_path))
    assert (code, len(said["witnesses"])) == (0, 3)
    (tmp_path / "d.json").write_text("nonsense", encoding="utf-8")
    code, said = lianfang("verify", "--against", str(tmp_path), "--against", str(tmp_path / "a.jsonl"))
    assert (code, said["holds"], len(said["witnesses"])) == (2, False, 6)
    assert [each["problem"]["code"] for each in said["witnesses"] if "problem" in each] == ["witness_not_one"]
    for absent in (str(tmp_path / "no"), "http://127.0.0.1:9/x", "https://[::bad/"):
        code, said = lianfang("verify", "--against", absent)
        assert (code, said["witnesses"][0]["problem"]["code"]) == (2, "witness_unreachable"), absent


@contextmanager
def _served(body: bytes, status: int) -> Iterator[str]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/witness"
        finally:
            server.shutdown()
            thread.join()


def test_a_witness_is_fetched_from_an_address(kept: Witness, lianfang: Any) -> None:
    with _served(kept.line.encode(), 200) as url:
        assert lianfang("verify", "--against", url)[0] == 0
    with _served(b"gone", 404) as url:
        code, said = lianfang("verify", "--against", url)
        assert (code, said["witnesses"][0]["problem"]["code"]) == (2, "witness_unreachable")
        assert "404" in said["witnesses"][0]["problem"]["title"]


def test_the_command_gives_a_witness_and_adds_it_to_a_file(kept: Witness, lianfang: Any, tmp_path: Path) -> None:
    file = tmp_path / "w.jsonl"
    for count in (1, 2):
        code, said = lianfang("witness", "-o", str(file))
        assert (code, said["total"]) == (0, kept.head.total)
        assert len(file.read_text(encoding="utf-8").splitlines()) == count
    code, said = lianfang("witness")
    assert (code, said["lianfang"], said["head"]["digest"]) == (0, "witness", kept.head.digest.hex())
    assert lianfang("verify", "--against", str(file))[0] == 0
    assert lianfang("witness", "-o", str(tmp_path / "no" / "w"))[0] == 2


def test_who_asks_over_the_network_is_told_of_units_in_his_scope(
    kept: Witness, browser_of: Any, token_of: Any, client: Any, stage: Any
) -> None:
    answer = client.get("/api/v1/witness", headers=token_of("own"))
    assert answer.status_code == 200
    said = answer.json()
    assert said["head"]["digest"] == kept.head.digest.hex()
    assert set(said["units"]) < set(kept.units)
    assert "T161-LOG" in said["units"]
    assert refused(answer.content.decode(), now=datetime.now(UTC) + timedelta(days=1)) in ("", "witness_future")
    assert client.get("/api/v1/witness").status_code == 401
    page = browser_of("own").get("/ledger/seals/").content.decode()
    assert "/ledger/witness/" in page
    file = browser_of("own").get("/ledger/witness/")
    assert file["Content-Disposition"].startswith('attachment; filename="lianfang-witness-')
    assert witness_reading.parse(file.content.decode()).head == kept.head


def test_before_the_first_seal_there_is_no_witness(stage: Any, lianfang: Any, client: Any, token_of: Any) -> None:
    assert lianfang("witness")[0] == 2
    answer = client.get("/api/v1/witness", headers=token_of("own"))
    assert (answer.status_code, answer.json()["code"]) == (404, "witness_none")
    assert heads.newest(connections["owner"]) is None
    assert witness.newest_text() == ""
    assert isinstance(signing.load().installation, UUID)
