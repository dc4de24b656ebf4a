"""tests · house: no code of the playbook `covid-2020` stands in the areas, the boards or the shell.

How it decides. The playbook's codes are those that its YAML declares: of duties, kinds of places, agents, objects,
items, symptoms, classes of cases and cut-offs. Python: each string constant of the syntax tree that *is* such a code,
whole, and each quoted word inside one (SQL in a string); words in a sentence are not codes. SQL: each quoted literal
that is one.
Tests, migrations and what tests alone import (`testing.py`) are left aside. Codes that belong to the house are taken
out first: roles, the nouns of kinds of records (`sanitation.disinfection`), and the few of `MEANT_OTHERWISE`, each with
what it means where it stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import lianfang
from lianfang.ground.access.roles import Role
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY
from lianfang.playbook import Playbook, load

ROOT = Path(lianfang.__file__).parent
FLOORS = ("areas", "boards", "shell")
MEANT_OTHERWISE = {
    "unit": "a field of every entry, and the unit of a figure",
    "vehicle": "a category of those who pass a gate",
    "building": "a field of a household's address",
    "floor": "a field of a household's address",
    "thermometer": "the English label of a field",
    "mask": "whether who passes a gate wears one",
    "confirmed": "a column of an area's published figures, and a button that was pressed twice",
    "fever": "what a reading is, and what starts a procedure",
}


def codes(playbook: Playbook) -> set[str]:
    """Every code of the playbook that no other outbreak need have."""
    rules = (
        playbook.duties, playbook.place_kinds, playbook.agents, playbook.doses, playbook.items, playbook.symptoms,
        playbook.case_classes,
    )  # fmt: skip
    return {each.code for listed in rules for each in listed} | {each.code for each in playbook.cutoffs}


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a file, each with its line."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        for number, line in enumerate(text.splitlines(), 1):
            yield from ((number, found) for found in re.findall(r"'([^']*)'", line.partition("--")[0]))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value
            yield from ((node.lineno, found) for found in re.findall(r"'([a-z0-9_-]+)'", node.value))


def files() -> Iterator[Path]:
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*")):
            aside = {"tests", "migrations"} & set(path.parts) or path.name == "testing.py"
            if path.suffix in (".py", ".sql") and not aside:
                yield path


def test_no_code_of_an_outbreak_stands_in_the_program() -> None:
    house = set(Role) | {kind.code.partition(".")[2] for kind in KINDS} | MEANT_OTHERWISE.keys()
    outbreak = codes(load(ROOT.parent / "playbooks" / "covid-2020")) - house
    found = [
        f"{path.relative_to(ROOT.parent)}:{line} {value!r}"
        for path in files()
        for line, value in literals(path)
        if value in outbreak
    ]
    assert not found, "\n".join(found)


def said_in(path: Path) -> Iterator[tuple[int, str]]:
    """The string constants of a file that are no docstrings, each with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node.lineno, node.value


def test_a_figures_code_stands_with_whoever_gives_it_alone() -> None:
    """Whatever else a page says of figures it takes from the form, which another playbook has otherwise."""
    owners: dict[str, set[str]] = {}
    for area, card in REGISTRY.cards.items():
        for code in (
            *(each.code for each in card.indicators),
            *(code for source in card.sources for code in source.codes),
        ):
            owners.setdefault(code, set()).add(area)
    found = [
        f"{path.relative_to(ROOT.parent)}:{line} {value[:60]!r}"
        for path in files()
        for line, value in (said_in(path) if path.suffix == ".py" and path.name != "styleguide.py" else ())
        for code in re.findall(r"(?<![A-Za-z0-9_-])[A-Z]\d(?![A-Za-z0-9_-])", value)
        if code in owners and path.parent.name not in owners[code]
    ]
    assert not found, "\n".join(found)


def test_what_is_meant_otherwise_stands_somewhere() -> None:
    """The list does not outlive its reasons."""
    said = {value for path in files() for _, value in literals(path)}
    assert MEANT_OTHERWISE.keys() <= said & codes(load(ROOT.parent / "playbooks" / "covid-2020"))
