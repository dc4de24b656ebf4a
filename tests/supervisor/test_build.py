"""tests · build: the environment and the browser are found or brought, and nothing is built twice."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(path: str) -> ModuleType:
    """A script of `tools/` as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[Path(path).stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def prepare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build script over a small front end of its own; what it would run is recorded."""
    module = load("tools/prepare.py")
    web, dist = tmp_path / "web", tmp_path / "dist"
    (web / "node_modules").mkdir(parents=True)
    dist.mkdir()
    (web / "package.json").write_text("{}")
    (web / "main.ts").write_text("1")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "WEB", web)
    monkeypatch.setattr(module, "DIST", dist)
    module.ran, module.words = [], []

    def ran(command: list[str], *_: object) -> None:
        module.ran.append(command[1])
        module.words.append(command)

    monkeypatch.setattr(module, "run", ran)
    monkeypatch.setattr(module, "node_and_npm", lambda: (Path("/usr/bin/node"), ["npm"]))
    return module


def test_the_front_end_is_built_once_and_again_only_when_its_sources_change(prepare: ModuleType) -> None:
    prepare.front_end()
    prepare.front_end()
    assert prepare.ran == ["ci", "run"]
    (prepare.WEB / "main.ts").write_text("2")
    prepare.front_end()
    assert prepare.ran == ["ci", "run", "run"]
    (prepare.WEB / "package.json").write_text('{"dependencies": {}}')
    prepare.front_end()
    assert prepare.ran == ["ci", "run", "run", "ci", "run"]


def test_to_run_takes_fewer_packages_and_what_checks_need_is_added_once(prepare: ModuleType) -> None:
    prepare.front_end(to_run=True)
    assert prepare.ran == ["ci", "run"]
    assert "--omit=dev" in prepare.words[0]
    prepare.front_end(to_run=True)
    assert prepare.ran == ["ci", "run"]
    prepare.front_end()
    assert prepare.ran == ["ci", "run", "ci"]  # the same build, and now everything beside it
    assert "--omit=dev" not in prepare.words[-1]
    prepare.front_end(to_run=True)
    prepare.front_end()
    assert prepare.ran == ["ci", "run", "ci"]


def test_a_front_end_that_is_built_runs_without_its_packages(prepare: ModuleType) -> None:
    prepare.front_end(to_run=True)
    (prepare.WEB / "node_modules" / ".prepared").unlink()
    prepare.front_end(to_run=True)
    assert prepare.ran == ["ci", "run"]


def test_a_node_that_does_not_start_counts_as_none() -> None:
    module = load("tools/prepare.py")
    assert module.node_version("/nonexistent/node") == (0, 0)
    assert module.node_version("/bin/echo") == (0, 0)


def test_a_browser_that_does_not_start_is_not_believed(tmp_path: Path) -> None:
    find = load("tools/browser/find.py")
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 0\n")
    fake.chmod(0o755)
    assert not find.starts(str(fake))
    assert not find.starts(str(tmp_path / "nothing"))


@pytest.mark.browser
def test_a_real_browser_is_there(chromium: str) -> None:
    assert load("tools/browser/find.py").starts(chromium)
