"""tests · stories: the data folder of a module's story, and what its day and its pages said, once for the module."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.stories.telling import Told, tell
from tests.support.copies import kept, new_folder
from tests.support.running import Running


@pytest.fixture(scope="module")
def told(initialised_data: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Told]]:
    """`told("play()")` of the module's STORY, once for the module: under its PLAYBOOK, each part after those before."""
    with new_folder() as data, ExitStack() as open_for:
        subprocess.run(["cp", "-a", str(initialised_data), str(data)], check=True)
        open_for.enter_context(kept(data))
        applied = Running.call(data, "playbook", "apply", request.module.PLAYBOOK)
        assert applied.returncode == 0, applied.stderr
        yield lambda part: tell(data, request.module.STORY, part)


@pytest.fixture(scope="module")
def played(told: Callable[[str], Told]) -> Told:
    """What the story's day said of itself."""
    return told("play()")


@pytest.fixture(scope="module")
def walked(played: Told, told: Callable[[str], Told]) -> Told:
    """What the pages said to its readers afterwards."""
    return told("walk()")
