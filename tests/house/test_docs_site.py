"""tests · house: pages made from the program hold all of it, and the site fetches nothing from elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps

pytestmark = pytest.mark.xdist_group("docs site")
ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools" / "docs"


@pytest.fixture(scope="module")
def hooks() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TOOLS))
        yield import_module("hooks")
    for path in TOOLS.glob("*.py"):
        sys.modules.pop(path.stem, None)


@pytest.fixture(scope="module")
def made(hooks: ModuleType) -> dict[str, str]:
    pages: dict[str, str] = hooks.made_pages()
    return pages


def test_the_list_of_decisions_has_every_decision_once(made: dict[str, str]) -> None:
    listed = re.findall(r"^\* \[\d{4} .+\]\((.+)\)$", made["decisions/index.md"], re.MULTILINE)
    assert listed == sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))


def test_a_decision_has_its_number_alone_and_bears_it_as_its_title() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [name[:4] for name in names]
    assert len(numbers) == len(set(numbers))
    for name in names:
        assert (ROOT / "docs" / "decisions" / name).read_text(encoding="utf-8").startswith(f"# {name[:4]} "), name


def test_every_folder_of_documents_has_a_first_page(made: dict[str, str]) -> None:
    folders = {path.parent.name for path in (ROOT / "docs").glob("*/*.md")}
    assert {f"{name}/index.md" for name in folders} <= set(made)


def test_the_interface_is_described_address_by_address(hooks: ModuleType, made: dict[str, str]) -> None:
    paths = hooks.loaded().schema["paths"]
    wanted = {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}
    assert wanted == set(re.findall(r"^## ([A-Z]+ /.+)$", made["reference/api.md"], re.MULTILINE))


def test_every_table_is_drawn_with_its_columns(made: dict[str, str]) -> None:
    drawn = dict(re.findall(r"^  (\w+) \{\n(.*?)\n  \}$", made["reference/tables.md"], re.MULTILINE | re.DOTALL))
    ours = [model for app in apps.get_app_configs() if app.name.startswith("lianfang.") for model in app.get_models()]
    assert set(drawn) == {model._meta.db_table for model in ours}
    for model in ours:
        columns = [line.split()[1] for line in drawn[model._meta.db_table].splitlines()]
        assert columns == [field.column for field in model._meta.concrete_fields]


def test_the_floors_are_drawn_and_no_arrow_points_up(made: dict[str, str]) -> None:
    picture = made["reference/architecture.md"]
    floors = re.findall(r"^  (\w+)\[\1\]$", picture, re.MULTILINE)
    arrows = re.findall(r"^  (\w+) -- \d+ --> (\w+)$", picture, re.MULTILINE)
    assert {"areas", "ground", "kernel"} <= set(floors)
    assert ("areas", "kernel") in arrows
    assert all(floors.index(upper) < floors.index(lower) for upper, lower in arrows)


def test_whoever_hears_a_record_is_drawn(hooks: ModuleType, made: dict[str, str]) -> None:
    heard = hooks.loaded().heard
    assert heard
    for kind, area in heard:
        source, _, noun = kind.partition(".")
        assert re.search(
            rf'^  {source} -- ".*{noun.replace("_", " ")}.*" --> {area}$',
            made["reference/architecture.md"],
            re.MULTILINE,
        )


def test_what_a_browser_would_fetch_from_elsewhere_is_seen(hooks: ModuleType) -> None:
    page = """<script src="https://a.example/x.js"></script><img src=//b.example/y.png>
    <a href="https://c.example/">c</a><link rel="stylesheet" href="https://d.example/z.css"><img src="x.png">
    <link rel="canonical" href="https://e.example/">"""
    assert hooks.fetched_from_elsewhere(page) == [
        "https://a.example/x.js",
        "//b.example/y.png",
        "https://d.example/z.css",
    ]
