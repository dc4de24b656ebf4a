"""tests · house: what is installed is what the project asks for, and each file of it by its hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
ENTRY = re.compile(r"^([a-z0-9.-]+)==([^ ;\n]+)([^\n]*)\n((?:    --hash=.*\n)*)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = {
    "run": [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]],
    "dev": PROJECT["project"]["optional-dependencies"]["dev"],
    "node": PROJECT["project"]["optional-dependencies"]["node"],
}
HINT = "run: python tools/lock.py"


def locked(name: str) -> dict[str, set[str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {
        canonicalize_name(one[0]): {each[1] for each in ENTRY.findall(text) if each[0] == one[0]}
        for one in ENTRY.findall(text)
    }


@pytest.mark.parametrize("name", ["run", "dev", "node"])
def test_the_lock_holds_what_the_project_asks_for(name: str) -> None:
    held = locked(name)
    for one in [*ASKED[name], *(ASKED["run"] if name == "dev" else [])]:
        wanted = Requirement(one)
        versions = held.get(canonicalize_name(wanted.name), set())
        assert versions, f"{one}: {HINT}"
        assert all(wanted.specifier.contains(version) for version in versions), f"{one}: {HINT}"


def test_locks_and_pins_say_the_same() -> None:
    pins: dict[str, set[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        name, version = line.split(" ;")[0].split("==")
        pins.setdefault(canonicalize_name(name), set()).add(version)
    assert {**locked("dev"), **locked("node")} == pins, HINT
    assert locked("run").items() <= locked("dev").items(), HINT


@pytest.mark.parametrize("name", ["run", "dev", "node"])
def test_every_entry_of_a_lock_has_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = ENTRY.findall(text)
    assert len(entries) == len(re.findall("^[^ #\n]", text, re.MULTILINE))
    for package, _, _, hashes in entries:
        assert re.fullmatch(r"(    --hash=sha256:[0-9a-f]{64}( \\)?\n)+", hashes), package
