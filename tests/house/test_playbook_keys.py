"""tests · house: what a shipped playbook says is read by somebody: by another of its parts, or by the program.

Held against it: numbers, cut-offs, sources and roles. A number is read where a form's coverage, a figure's line or the
windows of duties go by it, or where its code stands in the program.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import lianfang
from lianfang.playbook import Playbook, load

FLOORS = ("areas", "boards", "shell", "ground", "playbook", "kernel")
SHIPPED = sorted(path.parent for path in Path(lianfang.__file__).parents[1].glob("playbooks/*/playbook.yaml"))

# Installations have them, and no rule is taken from the past: the shipped edition could not be applied over theirs.
KEPT = {"covid-2020": ["thresholds: risk_level_age_hours"]}


@cache
def _literals() -> frozenset[str]:
    """Every string constant of the program, tests aside."""
    top = Path(lianfang.__file__).parent
    files = (path for floor in FLOORS for path in (top / floor).rglob("*.py") if "tests" not in path.parts)
    nodes = (node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def unread(playbook: Playbook) -> Iterator[str]:
    lines = [line for form in playbook.forms for line in form.fields]
    read = {code for line in lines for code in (line.coverage, *line.coverage_by_kind.values())}
    read |= {figure.alert.reaches for figure in playbook.indicators if figure.alert}
    for rule in playbook.thresholds:
        if not (rule.windows_of or rule.code in read or rule.code in _literals()):
            yield f"thresholds: {rule.code}"
    levels = {level for kind in playbook.unit_kinds for level in (kind.level, kind.reviews)}
    yield from (f"cutoffs: {rule.code}" for rule in playbook.cutoffs if rule.code not in levels)
    cited = {*_cited(playbook.model_dump(mode="json")), *playbook.meta.governed_by}
    yield from (f"sources: {each.code}" for each in playbook.sources if each.code not in cited)
    yield from (f"roles: {each.code}" for each in playbook.roles if each.words is None and not each.may_not)


def _cited(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (value for key, value in data.items() if key == "source" and isinstance(value, str))
        for value in data.values():
            yield from _cited(value)
    elif isinstance(data, list):
        for value in data:
            yield from _cited(value)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_what_a_shipped_playbook_says_is_read(folder: Path) -> None:
    assert list(unread(load(folder))) == KEPT.get(folder.name, [])


def test_a_number_that_nobody_reads_is_named() -> None:
    playbook = load(SHIPPED[0])
    idle = playbook.thresholds[0].model_copy(update={"code": "idle_line", "windows_of": ()})
    kinds = tuple(kind.model_copy(update={"level": None, "reviews": None}) for kind in playbook.unit_kinds)
    assert "cutoffs: site" in unread(playbook.model_copy(update={"unit_kinds": kinds}))
    assert "thresholds: idle_line" in unread(playbook.model_copy(update={"thresholds": (*playbook.thresholds, idle)}))
