"""tests · house: a newcomer adds an area in the steps of docs/how-to/add-an-area.md, and it works.

The steps are done in a copy of the house, as somebody would do them, every gate is asked, and an entry is recorded.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.running import environment

pytestmark = [pytest.mark.processes, pytest.mark.timeout(600)]

MAKE = (
    ("area", "ventilation", "--zh", "通风", "--en", "rooms are aired"),
    (
        "kind", "ventilation.airing", "--zh", "通风", "--en", "airing",
        "--fields", "minutes:int=分钟/minutes", "how:window|fan=方式/how", "note:text?=备注/note",
    ),
)  # fmt: skip
# What the newcomer writes by hand: file, what the generator left there, what stands there instead.
HAND = (
    ("__init__.py", "Purpose: rooms are aired.", "Purpose: windows are opened, and one can show it."),
    ("__init__.py", "Answers: nothing yet.", "Answers: which room was aired when."),
    ("__init__.py", "Never: nothing yet.", "Never: says for how long air stays good."),
    ("kinds_airing.py", '"window": w("window", "window")', '"window": w("开窗", "windows open")'),
    ("kinds_airing.py", '"fan": w("fan", "fan")', '"fan": w("排风扇", "a fan")'),
    ("kinds_airing.py", 'fact("分钟", "minutes")', 'fact("分钟", "minutes", unit="min", le=600)'),
    ("kinds_airing.py", "通风：分钟 {minutes}，方式 {how}，备注 {note}", "通风 {minutes} 分钟（{how}）"),
    ("kinds_airing.py", "airing: minutes {minutes}, how {how}, note {note}", "aired for {minutes} min ({how})"),
    ("kinds_airing.py", "privacy=NO_PERSONAL_DATA,", "privacy=NO_PERSONAL_DATA,\n    place=Presence.REQUIRED,"),
    ("kinds_airing.py", "import NO_PERSONAL_DATA", "import NO_PERSONAL_DATA, Presence"),
    ("card.py", '"officer": _BOTH,', '"officer": _BOTH,\n        "property": _BOTH,'),
)
USE = """
from django.db import connection
from django.test import Client
from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.ground.places import actions as places
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, ids, journal, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
system, now = scope.system_actor("newcomer"), clock.current().now()
with scope.acting(system):
    units.open_units(system, [units.UnitSpec("NEW", "team", "新队", "New team")])
    places.open_places(system, [places.PlaceSpec("NEW-ROOM", "duty_room", "NEW", "值班室", "Duty room")])
    access.create_user(system, login="airer", unit="NEW")
    access.give_grant(system, login="airer", role="property", unit="NEW")
    receipt = journal.record_one(system, Draft(id=ids.mint(now), kind="ventilation.airing", unit="NEW",
        place="NEW-ROOM", occurred_at=now, data={"minutes": 30, "how": "window"}), origin=Origin.CONSOLE)
client = Client()
client.force_login(User.objects.get(username="airer"), backend="django.contrib.auth.backends.ModelBackend")
for address in ("/ventilation/airing/", "/ventilation/airing/new/", f"/ventilation/airing/{receipt.id}/"):
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, (address, answer.status_code)
    assert 'href="/ventilation/airing/"' in answer.content.decode(), "the card puts it into the navigation"
stranger = scope.Actor("stranger", 7, (scope.Held("property", frozenset({"ventilation.see"}), "APART", ("APART/",)),))
with scope.acting(stranger), connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM ventilation_airing")
    assert cursor.fetchone() == (0,), "nobody outside the scope reads it"
print("AIRED", receipt.status, b"30" in answer.content)
"""


def test_a_newcomer_adds_an_area(tmp_path: Path, initialised_data: Path, data_folder: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(settings.BASE_DIR / "lianfang", house / "lianfang", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("playbooks", "tests", "tools"):
        shutil.copytree(settings.BASE_DIR / name, house / name, ignore=shutil.ignore_patterns("__pycache__", "kept"))
    if (settings.BASE_DIR / ".mypy_cache").is_dir():  # what mypy knows of the house, so that it looks at what is new
        shutil.copytree(settings.BASE_DIR / ".mypy_cache", house / ".mypy_cache")
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy2(settings.BASE_DIR / name, house / name)
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    for words in MAKE:
        _lianfang(house, data_folder, "make", *words)
    area = house / "lianfang" / "areas" / "ventilation"
    for name, left, said in HAND:
        text = (area / name).read_text(encoding="utf-8")
        assert text.count(left) == 1, (name, left, text)
        (area / name).write_text(text.replace(left, said), encoding="utf-8")
    assert sum(said.count("\n") + 1 for _, _, said in HAND) <= 60
    _every_gate_is_green(house, data_folder)
    _lianfang(house, data_folder, "init")
    assert "AIRED accepted True" in _lianfang(house, data_folder, "manage", "shell", "-c", USE)
    assert "ventilation" not in _lianfang(house, data_folder, "rebuild", "--check")


def _lianfang(house: Path, data: Path, *words: str) -> str:
    """Runs a command of the copied house; gives what it said."""
    return _python(house, data, "-m", "lianfang", *words)


def _python(house: Path, data: Path, *words: str) -> str:
    given = {**environment(data), "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, *words], cwd=house, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def _every_gate_is_green(house: Path, data: Path) -> None:
    """What `make check` asks of new files: lint, layout, types, imports; and that nothing is left to migrate."""
    for words in (
        ("ruff", "check", "lianfang/areas/ventilation", "lianfang/config/areas.py"),
        ("ruff", "format", "--check", "lianfang/areas/ventilation", "lianfang/config/areas.py"),
        ("mypy", "--package", "lianfang.areas.ventilation"),
    ):
        _python(house, data, "-m", *words)
    _python(house, data, str(Path(sys.executable).with_name("lint-imports")))
    assert "nothing to migrate" in _lianfang(house, data, "make", "migration", "ventilation")
