"""tests · house: no area and no board writes a tag: what a page is made of stands in templates and in components."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

FLOORS = ("areas", "boards")
# What makes HTML of text in Python, or says that a text is HTML already.
MAKES_HTML = {"format_html", "format_html_join", "mark_safe", "SafeString", "SafeText", "conditional_escape"}
# An opening or closing tag; `<uuid:entry>` of an address and `a < b` are none.
TAG = re.compile(r"</?[a-z][a-z0-9-]*(\s[^<>]*)?/?>|<[a-z]+\s+[a-z-]+=")
MARKUP = ("lf-empty", "lf-section")


def test_no_area_and_no_board_makes_html() -> None:
    assert not [f"{file}:{line} {name}" for file, line, name in _names() if name in MAKES_HTML]


def test_no_area_and_no_board_writes_a_tag() -> None:
    assert not [f"{file}:{line} {text[:60]}" for file, line, text in _texts() if TAG.search(text)]


def test_sections_and_empty_states_are_parts() -> None:
    found = [
        f"{file}: {each}" for file in _files("*.html") for each in MARKUP if each in file.read_text(encoding="utf-8")
    ]
    assert not found, "use {% section %} and {% nothing %}"


def test_the_rule_finds_a_tag() -> None:
    for text in ('<a href="{}">{}</a>', "<br>", "</div>", '<p class="x">', "<form method=post>"):
        assert TAG.search(text), text
    for text in ("<uuid:entry>/", "a < b", "x <= y > z", "<int:number>/", "1 <2>"):
        assert not TAG.search(text), text


def _files(pattern: str) -> Iterator[Path]:
    for floor in FLOORS:
        for file in sorted(Path(settings.BASE_DIR, "lianfang", floor).rglob(pattern)):
            if "tests" not in file.parts:
                yield file


def _names() -> Iterator[tuple[Path, int, str]]:
    for file in _files("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                yield file, node.lineno, node.id
            elif isinstance(node, ast.Attribute):
                yield file, node.lineno, node.attr
            elif isinstance(node, ast.alias):
                yield file, node.lineno, node.name.rpartition(".")[2]


def _texts() -> Iterator[tuple[Path, int, str]]:
    """Every string that is no docstring."""
    for file in _files("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
                yield file, node.lineno, node.value
