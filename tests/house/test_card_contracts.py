"""tests · house: what the import contracts promise of areas and boards: each violation is planted and found.

All of them are planted in one copy of the house, because a run reads the whole of it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

# What is written into which file of an area, and what the linter says to it.
PLANTED = {
    "supplies/queries.py": (
        "from lianfang.ground.people.models import Person",
        "lianfang.areas.supplies.queries -> lianfang.ground.people.models",
    ),
    "duties/console_acts.py": (
        "from lianfang.ground.units.models import Unit",
        "lianfang.areas.duties.console_acts -> lianfang.ground.units.models",
    ),
    "resumption/queries.py": (
        "from lianfang.areas.supplies.models import FactRow",
        "lianfang.areas.resumption is not allowed to import lianfang.areas.supplies",
    ),
    "supplies/presenters.py": (
        "from lianfang.areas.supplies import models",
        "lianfang.areas.supplies.presenters -> lianfang.areas.supplies.models: models are used by",
    ),
    "supplies/utils.py": ("", "lianfang.areas.supplies.utils: areas have no part of this name"),
    "supplies/rules_more.py": ("", "lianfang.areas.supplies.rules_more: areas have no part of this name"),
    "../boards/links.py": (
        "from lianfang.areas.alerts import queries",
        "lianfang.boards is not allowed to import lianfang.areas",
    ),
    "../campaigns/jobs.py": (
        "from lianfang.areas.watch import actions",
        "lianfang.campaigns is not allowed to import lianfang.areas",
    ),
    "watch/console_log.py": (
        "from lianfang.kernel import journal",
        "lianfang.areas.watch.console_log -> lianfang.kernel.journal",
    ),
    "supplies/rules.py": (
        "from django.db import connection",
        "lianfang.areas.supplies.rules is not allowed to import django",
    ),
    "watch/console_roster.py": (
        "import psycopg",
        "lianfang.areas.watch.console_roster -> psycopg: console files are thin",
    ),
    "watch/payloads.py": (
        "from lianfang.areas.watch import queries",
        "lianfang.areas.watch.payloads -> lianfang.areas.watch.queries: queries is a layer above payloads",
    ),
    "incidents/queries.py": (
        "from lianfang.areas.incidents import queries_drills",
        "lianfang.areas.incidents.queries -> lianfang.areas.incidents.queries_drills: the second leads back",
    ),
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the linter reads."""
    copy = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "static", "tests")
    shutil.copytree(settings.BASE_DIR / "lianfang", copy / "lianfang", ignore=ignored)
    (copy / "tools").mkdir()
    shutil.copy(settings.BASE_DIR / "tools" / "contracts.py", copy / "tools")
    shutil.copy(settings.BASE_DIR / "pyproject.toml", copy)
    return copy


@pytest.fixture(scope="module")
def said(house: Path) -> str:
    """What the linter says of the copy with everything planted, in words without line breaks."""
    for name, (line, _) in PLANTED.items():
        file = house / "lianfang" / "areas" / name
        file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + f"\n{line}\n", encoding="utf-8")
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=house, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    return " ".join(done.stdout.split())


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_violation_breaks_the_build(name: str, said: str) -> None:
    assert PLANTED[name][1] in said
