"""tests · stories: a part of a story, played in a process that works by the playbook it belongs to."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.family import RunningFamily

Tell = Callable[[str, str, str], dict[str, Any]]


@pytest.fixture
def told(initialised_data: Path, data_folder: Path) -> Tell:
    """`told(playbook, story, "play()")`: what that part of the story said of itself."""

    def tell(playbook: str, story: str, part: str) -> dict[str, Any]:
        subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
        applied = RunningFamily.call(data_folder, "playbook", "apply", playbook)
        assert applied.returncode == 0, applied.stderr
        code = f"from tests.stories import {story}; {story}.{part}"
        done = RunningFamily.call(data_folder, "manage", "shell", "-v0", "-c", code)
        assert done.returncode == 0, done.stderr
        line = [line for line in done.stdout.splitlines() if line.startswith("SAID ")][-1]
        found: dict[str, Any] = json.loads(line.removeprefix("SAID "))
        return found

    return tell
