"""tests · telling: a part of a story, played in a process of its own, and what it said of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.stories.walking import Readers
from tests.support.running import Running

Told = dict[str, Any]


def tell(data: Path, story: str, part: str) -> Told:
    """What `tests.stories.<story>.<part>` said over that data folder, by the playbook in force there."""
    code = f"from tests.stories import {story}; {story}.{part}"
    done = Running.call(data, "manage", "shell", "-v0", "-c", code)
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if line.startswith("SAID ")]
    found: Told = json.loads(said[-1].removeprefix("SAID ")) if said else {}
    return found


def assert_every_page_answered(walked: Told, readers: Readers) -> None:
    """Every page answered each of the readers, all said the same of a figure, and behind each of them what is missing
    and what is there are what was expected."""
    assert walked["pages"] > 100
    assert walked["walked"] == [role for role, _ in readers]
    assert walked["broken"] == []
    assert not walked["figures_differ"], "\n".join(walked["figures_differ"])
    assert walked["lacking"] == []
    assert walked["figures_met"] > 10
