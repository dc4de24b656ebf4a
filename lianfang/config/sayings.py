"""config · sayings: every saying of the source, found where it stands: Python, templates, playbooks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import yaml
from django.utils.text import smart_split

HOUSE = Path(__file__).resolve().parents[1]
PLAYBOOKS = HOUSE.parent / "playbooks"
# Here two strings side by side are a saying, whoever is called with them; elsewhere only what these names take.
_FLOORS = ("kernel", "playbook", "ground", "shell", "areas", "boards")
_NAMES = frozenset({"w", "Words", "pick", "later", "fact"})
_NOT_SHOWN = ("tests", "migrations", "testing.py", "demo.py", "styleguide.py")
_HAN = re.compile(r"[\u3400-\u9fff]")
_TAG = re.compile(r"\{%(.+?)%\}", re.DOTALL)
_SLOT = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, order=True, slots=True)
class Saying:
    """One saying in both languages, and the file it stands in."""

    zh: str
    en: str
    file: str


def all_sayings() -> list[Saying]:
    """Every saying that somebody may read in a further language, in the order of the Chinese."""
    return sorted({*_of_python(), *_of_templates(), *_of_playbooks()})


def _of_python() -> Iterator[Saying]:
    for file in _files(HOUSE, "*.py"):
        anywhere = file.relative_to(HOUSE).parts[0] in _FLOORS
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = _called(node.func) in _NAMES
                said = {each.arg: each.value for each in node.keywords if each.arg in ("zh", "en")}
                parts: list[ast.expr] = [said["zh"], said["en"]] if len(said) == 2 else node.args
            elif isinstance(node, ast.Tuple | ast.List):
                named, parts = False, node.elts
            else:
                continue
            if named or anywhere:
                yield from _pairs([_text(part) for part in parts], file, only_han=not named)


def _of_templates() -> Iterator[Saying]:
    for file in _files(HOUSE, "*.html"):
        for tag in _TAG.finditer(file.read_text(encoding="utf-8")):
            name, *parts = (part.rpartition("=")[2] for part in smart_split(tag[1]))
            texts = [part[1:-1] if part[:1] in ('"', "'") else None for part in parts]
            yield from _pairs(texts, file, only_han=name not in _NAMES)


def _of_playbooks() -> Iterator[Saying]:
    for file in _files(PLAYBOOKS, "*.yaml"):
        yield from _of_data(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader), file)


def _of_data(value: object, file: Path) -> Iterator[Saying]:
    if isinstance(value, dict):
        yield from _pairs([value.get("zh"), value.get("en")], file, only_han=True)
        for each in value.values():
            yield from _of_data(each, file)
    elif isinstance(value, list):
        for each in value:
            yield from _of_data(each, file)


def _files(folder: Path, pattern: str) -> Iterable[Path]:
    return (file for file in sorted(folder.rglob(pattern)) if not set(file.relative_to(folder).parts) & {*_NOT_SHOWN})


def _called(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _pairs(texts: list[str | None], file: Path, *, only_han: bool) -> Iterator[Saying]:
    """Chinese and English side by side. What is nothing but slots has no words to say in another language."""
    for zh, en in pairwise(texts):
        if zh and en and not _HAN.search(en) and (_HAN.search(zh) or not only_han) and _SLOT.sub("", zh).strip():
            yield Saying(zh, en, str(file.relative_to(HOUSE.parent)))
