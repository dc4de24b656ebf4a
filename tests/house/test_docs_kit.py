"""tests · house: the files for contributors and for public hosting name only what is there."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MATRIX = ROOT / ".github" / "workflows" / "ci.yml"
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)\s]+)\)")


def tracked(*patterns: str) -> list[Path]:
    said = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / line for line in said.splitlines() if (ROOT / line).exists()]


def targets_of_make() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def anchors(page: Path) -> set[str]:
    """Headings as code hosts and the docs site turn them into addresses."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", head.lower())).strip("-") for head in heads}


def broken_links(page: Path) -> list[str]:
    broken = []
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        name, _, anchor = unquote(link).partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    return broken


def steps_of(workflow: dict[str, Any]) -> list[str]:
    return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]


def test_every_link_of_every_document_leads_somewhere() -> None:
    broken = {str(page.relative_to(ROOT)): broken_links(page) for page in tracked("*.md")}
    assert not {page: links for page, links in broken.items() if links}


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# What it is, and why\n")
    page = tmp_path / "a.md"
    page.write_text("[x](b.md) [x](b.md#what-it-is-and-why) [x](c.md) [x](b.md#who) [x](https://example.org/nothing)\n")
    assert broken_links(page) == ["c.md", "b.md#who"]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_both_readmes_begin_with_the_two_commands(page: str) -> None:
    said = (ROOT / page).read_text(encoding="utf-8")
    assert re.findall(r"^make (\w+)", said, re.MULTILINE) == ["run", "test"]


def test_both_readmes_lead_to_the_same_pages() -> None:
    english, chinese = (set(LINK.findall((ROOT / name).read_text())) for name in ("README.md", "README.zh.md"))
    pictures = {each for each in english if each.endswith(".en.png")}  # of the same page in the other language
    same = {each.replace(".en.png", ".png") for each in pictures}
    assert (english - pictures | same) - {"README.zh.md"} == chinese - {"README.md"}


def test_every_yaml_of_the_kit_can_be_read() -> None:
    pages = [ROOT / ".pre-commit-config.yaml", *tracked(".github/*.yml", ".github/**/*.yml")]
    for page in pages:
        assert isinstance(yaml.safe_load(page.read_text(encoding="utf-8")), dict), page


def test_hosted_ci_runs_commands_that_are_there() -> None:
    steps = steps_of(yaml.safe_load(MATRIX.read_text(encoding="utf-8")))
    assert {".ci/run", "make test"} <= set(steps)
    for step in steps:
        program, *words = step.split()
        if program == "make":
            assert set(words) <= targets_of_make(), step
        else:
            assert (ROOT / program).stat().st_mode & 0o100, step


def test_hosted_ci_tries_every_version_that_is_supported() -> None:
    matrix = yaml.safe_load(MATRIX.read_text(encoding="utf-8"))["jobs"]["outside"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ">=" + matrix["python"][0] == project["requires-python"]
    from lianfang.config.supervisor import binaries, outside

    assert [int(one) for one in matrix["postgres"]] == list(range(outside.OLDEST, binaries.NEWEST + 1))


def test_hooks_before_a_commit_run_what_make_check_runs() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    checked = set(re.findall(r"\$\(HERE\)/([\w-]+)", (ROOT / "Makefile").read_text(encoding="utf-8")))
    for hook in hooks:
        program = hook["entry"].split()[0]
        assert program.startswith(".venv/bin/")
        assert Path(program).name in checked, hook["id"]
