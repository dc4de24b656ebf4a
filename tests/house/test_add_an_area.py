"""tests · house: a newcomer adds an area in the steps of docs/how-to/add-an-area.md, and it works.

The steps are done in a copy of the house, as somebody would do them, and an entry of the new kind is recorded.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.family import environment

pytestmark = [pytest.mark.family, pytest.mark.timeout(600)]

# Steps 1 to 3: what the newcomer writes.
FILES = {
    "__init__.py": '"""ventilation: rooms are aired.\n\nPurpose: windows are opened, and one can show it.\n'
    "Owns: ventilation.airing.\nAnswers: which room was aired when.\nHears: nothing.\n"
    'Never: says for how long air stays good.\n"""\n',
    "facts.py": '''"""ventilation · facts: what is said of an airing."""

from lianfang.kernel.facts import Payload, fact


class Airing(Payload):
    """Windows were open for so long (domain B9: 30 min)."""

    minutes: int = fact("分钟", "minutes", unit="min", ge=1, le=600)
''',
    "models.py": '''"""ventilation · models: one row for each airing."""

from django.db import models

from lianfang.kernel.models import FactRow


class AiringRow(FactRow):
    minutes = models.IntegerField()

    class Meta(FactRow.Meta):
        db_table = "ventilation_airing"
''',
    "card.py": '''"""ventilation · card: what this area registers."""

from lianfang.areas.ventilation.facts import Airing
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.kinds import NO_PERSONAL_DATA, Kind, Needs
from lianfang.kernel.projections import Projection, Rows
from lianfang.kernel.registry import Card
from lianfang.kernel.words import w

AIRING = Kind(
    code="ventilation.airing",
    words=w("通风", "airing"),
    payload=Airing,
    sentence=lambda data: w("通风 {minutes} 分钟", "aired for {minutes} min").fill(**data),
    privacy=NO_PERSONAL_DATA,
    record="ventilation.record",
    see="ventilation.see",
    place=Needs.ALWAYS,
    projection=Projection(rows=Rows("ventilation_airing", {"minutes": "(e.data->>'minutes')::int"})),
)
CARD = Card(
    area="ventilation",
    kinds=(AIRING,),
    verbs={"property": frozenset({"ventilation.record", "ventilation.see"})},
    nav=(NavItem(w("通风", "Airing"), "ventilation:airing-list", "spray", NavSection.WORK, order=31),),
)
''',
    "urls.py": '''"""ventilation · urls: the pages of its kind."""

from django.urls import include, path

from lianfang.shell.kinds.urls import kind_urls

app_name = "ventilation"
urlpatterns = [path("ventilation/", include(kind_urls("ventilation.airing", slug="airing")))]
''',
    "migrations/__init__.py": "",
}
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
        place="NEW-ROOM", occurred_at=now, data={"minutes": 30}), origin=Origin.CONSOLE)
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
    shutil.copytree(settings.BASE_DIR / "playbooks", house / "playbooks")
    subprocess.run(["cp", "-a", str(initialised_data), str(data_folder)], check=True)
    area = house / "lianfang" / "areas" / "ventilation"
    for name, text in FILES.items():
        (area / name).parent.mkdir(parents=True, exist_ok=True)
        (area / name).write_text(text, encoding="utf-8")
    # Step 4: the one list of areas.
    listed = house / "lianfang" / "config" / "areas.py"
    said = listed.read_text(encoding="utf-8")
    listed.write_text(said.replace("AREAS = [\n", 'AREAS = [\n    "ventilation",\n', 1), encoding="utf-8")
    assert "ventilation" in listed.read_text(encoding="utf-8")
    _lianfang(house, data_folder, "manage", "makemigrations", "ventilation")
    _lianfang(house, data_folder, "init")
    assert "AIRED accepted True" in _lianfang(house, data_folder, "manage", "shell", "-c", USE)
    assert "ventilation" not in _lianfang(house, data_folder, "rebuild", "--check")


def _lianfang(house: Path, data: Path, *words: str) -> str:
    """Runs a command of the copied house; gives what it said."""
    given = {**environment(data), "PYTHONPATH": str(house), "PYTHONDONTWRITEBYTECODE": "1"}
    given.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-m", "lianfang", *words], cwd=house, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr
