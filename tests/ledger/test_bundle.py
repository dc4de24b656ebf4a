"""tests · a sealed day as a file: two verifiers that share nothing take it, and neither takes an altered one.

The first is handed to outsiders: plain Python, no package, no project, no database. The second is the tests' own.
"""

from __future__ import annotations

import ast
import copy
import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connections
from django.test import Client

from lianfang.kernel import bundle, clock, digest, scope, seals, signing
from lianfang.kernel.scope import Actor
from lianfang.shell.ledger.stream import ingest_lines
from lianfang.shell.testing import NOW, entry
from tests.support import second_verifier

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
VERIFIER = settings.BASE_DIR / "tools" / "verify_bundle.py"
UNIT = "T161-LOG"
DAY = clock.day_of(NOW).date
Bundle = dict[str, Any]


@pytest.fixture
def handed(stage: Any, system: Any) -> Bundle:
    """The bundle of a day with five entries of one unit, one of which corrects another."""
    first = entry({"n": 0})
    said = [
        first,
        *(entry({"n": n}) for n in range(1, 4)),
        entry({"n": 9}, corrects=first["id"], reason='数错了 "0"\n'),
    ]
    ingested(stage.own, said)
    with scope.acting(system):
        seals.seal_days_until(clock.day_of(NOW).to_at)
    made = bundle.make(connections["owner"], UNIT, DAY)
    assert len(made["entries"]) >= len(said)
    return made


def ingested(actor: Actor, said: list[dict[str, Any]]) -> None:
    """Records entries on the way that a file takes."""
    with scope.acting(actor):
        outcome = ingest_lines(actor, io.BytesIO("\n".join(json.dumps(one) for one in said).encode()))
    assert outcome.accepted == len(said), outcome.errors


def verified(made: Bundle, folder: Path, *words: str) -> tuple[int, str]:
    """What the outsiders' page says of a bundle: exit code and words. It runs alone, without packages or project."""
    file = folder / "bundle.json"
    file.write_text(bundle.as_text(made), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), str(file), *words], capture_output=True, text=True, check=False,
        env={"PYTHONIOENCODING": "utf-8"}, cwd=folder,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_a_sealed_day_verifies_twice_without_the_house(handed: Bundle, tmp_path: Path) -> None:
    code, said = verified(handed, tmp_path)
    assert code == 0, said
    assert handed["head"]["key"] in said
    assert second_verifier.holds(handed)
    assert verified(handed, tmp_path, "--public", handed["public"])[0] == 0
    assert second_verifier.holds(handed, handed["public"])


def test_a_day_without_entries_verifies_too(handed: Bundle, tmp_path: Path) -> None:
    made = bundle.make(connections["owner"], "T161", DAY)
    if made["entries"]:
        made = bundle.make(connections["owner"], "XJCG", DAY)
    assert verified(made, tmp_path)[0] == 0
    assert second_verifier.holds(made)


def _again(entries: list[Bundle], index: int = 1) -> list[Bundle]:
    """An entry once more under an id and moment of its own, digested as it should be."""
    more = copy.deepcopy(entries[index])
    more["id"] = more["id"][:-4] + "ffff"
    more["recorded_at"] += 1
    return sorted([*entries, _digested(more)], key=lambda one: (one["recorded_at"], one["id"]))


def _digested(one: Bundle) -> Bundle:
    return one | {"digest": _digest_of(one)}


def _digest_of(one: Bundle) -> str:
    return hashlib.sha256(second_verifier._entry(one)).hexdigest()


def _changed(made: Bundle, index: int, **columns: Any) -> None:
    made["entries"][index] = made["entries"][index] | columns


def _rewritten(made: Bundle, index: int, **columns: Any) -> None:
    made["entries"][index] = _digested(made["entries"][index] | columns)


def _resealed(made: Bundle) -> None:
    """A day with one entry fewer, sealed again by somebody without the key."""
    seal = made["seal"]
    made["entries"].pop()
    seal["entries"] = len(made["entries"])
    seal["root"] = digest.merkle_root([bytes.fromhex(one["digest"]) for one in made["entries"]]).hex()
    seal["digest"] = digest.of_text(second_verifier._seal(seal)).hex()


def _resigned(made: Bundle) -> None:
    """The head over it signed with a key of the forger's own."""
    _resealed(made)
    private, head = Ed25519PrivateKey.generate(), made["head"]
    made["steps"], head["units"] = [], 1
    head["root"] = digest.merkle_root([bytes.fromhex(made["seal"]["digest"])]).hex()
    text = second_verifier._head(made["installation"], head)
    head["digest"], head["signature"] = digest.of_text(text).hex(), private.sign(text).hex()
    made["public"] = private.public_key().public_bytes_raw().hex()
    head["key"] = signing.fingerprint_of(bytes.fromhex(made["public"]))


ALTERED: dict[str, tuple[Callable[[Bundle], object], str]] = {
    "one entry too few": (lambda b: b["entries"].pop(2), "1 too few"),
    "one entry too many": (lambda b: b.update(entries=_again(b["entries"])), "1 too many"),
    "one entry twice": (lambda b: b["entries"].insert(2, b["entries"][1]), "stands twice or out of order"),
    "two out of order": (lambda b: b["entries"].insert(0, b["entries"].pop(2)), "out of order"),
    "one byte of the data": (
        lambda b: _changed(b, 1, data=b["entries"][1]["data"].replace("n", "m", 1)), "does not fit the digest",
    ),
    "data and its digest": (lambda b: _rewritten(b, 1, data='{"n":7}'), "the root of the day differs"),
    "one microsecond": (lambda b: _changed(b, 1, occurred_at=b["entries"][1]["occurred_at"] + 1), "does not fit"),
    "an empty place for none": (lambda b: _changed(b, 1, place=""), "place is empty where it must be absent"),
    "an empty reason for none": (lambda b: _rewritten(b, 1, reason=""), "reason is empty"),
    "another unit's entry": (lambda b: _rewritten(b, 1, unit="T161-PROP"), "belongs to another unit"),
    "an entry of another day": (
        lambda b: _rewritten(b, -1, recorded_at=b["seal"]["to_at"]), "was not recorded on this day",
    ),
    "the seal's path": (lambda b: b["seal"].update(path="XJCG/"), "the seal does not fit its digest"),
    "the seal's total": (lambda b: b["seal"].update(total=b["seal"]["total"] + 1), "the seal does not fit its digest"),
    "the seal before": (lambda b: b["seal"].update(previous="00" * 32), "the seal does not fit its digest"),
    "sealed again without the key": (_resealed, "the head does not contain this seal"),
    "a step left out": (lambda b: b["steps"].pop(0), "the head does not contain this seal"),
    "the head's total": (lambda b: b["head"].update(total=1), "the head's signature does not hold"),
    "another installation": (
        lambda b: b.update(installation=str(UUID(int=7))), "the head's signature does not hold",
    ),
    "one bit of the signature": (
        lambda b: b["head"].update(signature=b["head"]["signature"][:-1] + "0"), "signature does not hold",
    ),
}  # fmt: skip


def test_an_altered_day_is_named_by_both(handed: Bundle, tmp_path: Path) -> None:
    for change, (alter, named) in ALTERED.items():
        made = copy.deepcopy(handed)
        alter(made)
        if made == handed:  # the bit was that one already
            made["head"]["signature"] = made["head"]["signature"][:-1] + "1"
        code, said = verified(made, tmp_path)
        assert code == 1, (change, said)
        assert named in said, change
        assert not second_verifier.holds(made), change


def test_a_day_signed_with_another_key_shows_against_the_right_one(handed: Bundle, tmp_path: Path) -> None:
    made = copy.deepcopy(handed)
    _resigned(made)
    code, said = verified(made, tmp_path)
    assert code == 0
    assert "the key came with the file" in said
    code, said = verified(made, tmp_path, "--public", handed["public"])
    assert code == 1
    assert "the key is not the one that you gave" in said
    assert not second_verifier.holds(made, handed["public"])


DAMAGED: dict[str, tuple[Callable[[str], str], str]] = {
    "cut off": (lambda text: text[: len(text) // 2], "damaged"),
    "empty": (lambda text: "", "damaged"),
    "something else": (lambda text: "[]", "lianfang"),
    "a newer form": (lambda text: text.replace('"form": 1', '"form": 2', 1), "form 2 is unknown here"),
    "a key twice": (lambda text: text.replace('"form": 1', '"form": 1, "form": 1', 1), "stands twice"),
    "no entries": (lambda text: text.replace('"entries": [', '"entrees": [', 1), "entries"),
    "a number as text": (lambda text: text.replace('"units": ', '"units": "1", "x": ', 1), "head.units"),
    "half a character": (lambda text: text.replace('"kind": "', '"kind": "\\ud800', 1), "damaged"),
    "a line within a field": (lambda text: text.replace('"kind": "', '"kind": "a\\nb', 1), "kind"),
    "deeply nested": (lambda text: "[" * 100_000, "damaged"),
}


def test_what_is_no_bundle_is_said_to_be_none(handed: Bundle, tmp_path: Path) -> None:
    file = tmp_path / "bundle.json"
    for damage, (spoil, named) in DAMAGED.items():
        file.write_text(spoil(bundle.as_text(handed)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(VERIFIER), str(file)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stdout) == (2, ""), damage
        assert named in done.stderr, damage
        assert "Traceback" not in done.stderr, damage


def test_a_wrong_key_or_no_file_is_a_wrong_call(tmp_path: Path, handed: Bundle) -> None:
    assert verified(handed, tmp_path, "--public", "12")[0] == 2
    done = subprocess.run([sys.executable, str(VERIFIER), "no/such/file"], capture_output=True, check=False)
    assert done.returncode == 2


def test_it_needs_nothing_but_python_of_eight_years() -> None:
    """Nothing but the standard library is imported, and no syntax is younger than Python 3.8."""
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"), feature_version=(3, 8))
    named = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert named <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_the_command_writes_it(handed: Bundle, tmp_path: Path, lianfang: Any) -> None:
    file = tmp_path / "day.json"
    code, said = lianfang("bundle", "--unit", UNIT, "--day", str(DAY), "-o", str(file))
    assert (code, said["entries"], said["key"]) == (0, len(handed["entries"]), handed["head"]["key"])
    assert json.loads(file.read_text(encoding="utf-8")) == handed
    assert lianfang("bundle", "--unit", UNIT, "--day", str(DAY + timedelta(days=1)), "-o", str(file))[0] == 2
    assert lianfang("bundle", "--unit", "NOPE", "--day", str(DAY), "-o", str(file))[0] == 2
    assert lianfang("bundle", "--unit", UNIT, "--day", str(DAY), "-o", str(tmp_path / "no" / "x"))[0] == 2
    assert [each.name for each in tmp_path.iterdir()] == ["day.json"]


def test_the_page_hands_it_to_those_who_may_read_all_of_it(handed: Bundle, browser_of: Any) -> None:
    page = f"/verify/{UNIT}/{DAY}/"
    own: Client = browser_of("own")
    assert f"{page}bundle/" in own.get(page).content.decode()
    answer = own.get(f"{page}bundle/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="lianfang-{UNIT}-{DAY}.json"'
    assert json.loads(answer.content) == handed
    assert browser_of("stranger").get(f"{page}bundle/").status_code == 404
    assert own.get(f"/verify/{UNIT}/{DAY + timedelta(days=1)}/bundle/").status_code == 404
    assert own.get(f"/verify/{UNIT}/tomorrow/bundle/").status_code == 404
