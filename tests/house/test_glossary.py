"""tests · glossary: each of its codes is one that the program or a playbook uses."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from lianfang.kernel.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| [^|]+ \| [^|]+ \| `([^`]+)` \|$", re.MULTILINE)
# The machinery has words of its own, that nobody meets as a code.
FLOORS = ("kernel", "playbook", "ground", "shell", "areas", "boards", "campaigns")


def codes_in_python(folder: Path) -> Iterator[str]:
    """What stands there as a text, or as a field of a class: a payload's, a table's."""
    for file in folder.rglob("*.py"):
        if {"tests", "migrations"}.isdisjoint(file.parts):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value
                elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                    yield node.target.id


def codes_in_playbooks(data: object) -> Iterator[str]:
    """Every key and every text of a playbook's data."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key)
            yield from codes_in_playbooks(value)
    elif isinstance(data, list):
        for each in data:
            yield from codes_in_playbooks(each)
    elif isinstance(data, str):
        yield data


def test_each_code_stands_in_the_program_or_in_a_playbook() -> None:
    used = {code for floor in FLOORS for code in codes_in_python(ROOT / "lianfang" / floor)}
    for file in (ROOT / "playbooks").rglob("*.yaml"):
        used |= {*codes_in_playbooks(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))}
    codes = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert len(codes) > 100
    kinds = {code for code in codes if "." in code}
    assert kinds - {kind.code for kind in KINDS} == set(), "no kind of record has this code"
    assert {*codes} - kinds - used == set(), "nothing in the program or in a playbook has this code"


def test_no_code_has_two_rows() -> None:
    codes = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
    assert sorted({code for code in codes if codes.count(code) > 1}) == []
