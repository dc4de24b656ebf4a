"""tests · house: rows are read through one door, and whoever is handed an actor asks for that one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import lianfang

HOUSE = Path(lianfang.__file__).parent
FLOORS = ("areas", "boards", "ground", "shell")


def _modules(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    for floor in floors:
        for file in sorted((HOUSE / floor).rglob("*.py")):
            name = file.relative_to(HOUSE).as_posix()
            if "/tests/" not in name and "/migrations/" not in name:
                yield name, ast.parse(file.read_text(encoding="utf-8"))


def _opens_a_cursor(node: ast.AST) -> bool:
    """`connection.cursor()`, whatever the connection is called, and `prepared_cursor()`."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id == "prepared_cursor"
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in ("cursor", "prepared_cursor"):
        return False
    return not (isinstance(node.func.value, ast.Name) and node.func.value.id == "reading")


def test_no_query_of_an_area_opens_a_cursor_of_its_own() -> None:
    opened = [
        f"{name}:{node.lineno}"  # type: ignore[attr-defined]
        for name, module in _modules("areas")
        if name.rpartition("/")[2].endswith("queries.py")
        for node in ast.walk(module)
        if _opens_a_cursor(node)
    ]
    assert opened == []


@pytest.mark.parametrize(
    ("code", "opens"),
    [
        ("connection.cursor()", True), ("cursors.prepared_cursor()", True), ("prepared_cursor()", True),
        ("reading.cursor(actor)", False), ("reading.rows(actor, sql)", False),
    ],
)  # fmt: skip
def test_a_planted_cursor_is_found(code: str, opens: bool) -> None:
    assert any(_opens_a_cursor(node) for node in ast.walk(ast.parse(code))) is opens


def _model_of_a_kind(node: ast.AST) -> bool:
    """`ROLL_CALL.model`: what a declared kind's table is to Django."""
    return isinstance(node, ast.Attribute) and node.attr == "model" and isinstance(node.value, ast.Name) and (
        node.value.id.isupper()
    )  # fmt: skip


def test_the_models_of_kinds_are_used_by_actions_and_queries_only() -> None:
    uses = {
        name for name, module in _modules("areas", "boards") if any(_model_of_a_kind(node) for node in ast.walk(module))
    }
    assert "areas/screening/queries.py" in uses
    assert [each for each in uses if not each.rpartition("/")[2].startswith(("actions", "queries"))] == []


def _unused(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions that take an `actor` and never name it."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef):
            taken = {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
            named = {each.id for part in node.body for each in ast.walk(part) if isinstance(each, ast.Name)}
            if "actor" in taken - named:
                yield node


def test_whoever_is_handed_an_actor_uses_it() -> None:
    found = [f"{name}:{node.lineno} {node.name}" for name, module in _modules(*FLOORS) for node in _unused(module)]
    assert found == []


def test_a_planted_actor_without_use_is_found() -> None:
    planted = ast.parse("def stock(actor, unit):\n    return acting_actor()\ndef lots(actor):\n    return f(actor)")
    assert [node.name for node in _unused(planted)] == ["stock"]
