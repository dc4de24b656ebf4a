"""boards · timelines: what the ledger holds of a place or a person, within the reader's scope and verbs."""

from __future__ import annotations

import pytest

from lianfang.boards.tests.scene import Scene
from lianfang.ground.access.roles import Role
from lianfang.kernel.frame import PlaceWay
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import w
from tests.support import pages

pytestmark = pytest.mark.django_db


def test_a_place_tells_its_day_newest_first(told: Scene) -> None:
    answer = told.reader(Role.COMMANDER, "T161").get("/timeline/place/LIFT1/")
    assert pages.title(answer).startswith("一号电梯：共")
    said = pages.text(answer)
    assert said.index("12:00</time>") < said.index("08:00</time>")
    english = told.reader(Role.COMMANDER, "T161", lang="en").get("/timeline/place/LIFT1/")
    assert pages.title(english).startswith("Lift 1:")


def test_from_a_place_one_goes_on_to_the_areas_that_say_so(told: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = (PlaceWay(w("病区", "Its ward"), "sanitation:rounds"),)
    monkeypatch.setitem(REGISTRY.cards, "wards", Card("wards", of_place=ways))
    said = pages.text(told.reader(Role.COMMANDER, "T161", lang="en").get("/timeline/place/LIFT1/"))
    assert 'href="/sanitation/disinfection/?place=LIFT1"' in said
    assert 'href="/sanitation/?place=LIFT1"' in said
    assert "Its ward" in said


def test_a_corrected_entry_stays_and_is_struck(told: Scene) -> None:
    said = {"object": "lift", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}
    draft = told.record("sanitation.disinfection", said, "T161-PROP", place="LIFT2")
    told.record("sanitation.disinfection", {**said, "contact_minutes": 20}, "T161-PROP", place="LIFT2",
                corrects=draft.id, reason="抄错")  # fmt: skip
    answer = pages.text(told.reader(Role.COMMANDER, "T161").get("/timeline/place/LIFT2/"))
    assert "is-struck" in answer
    assert "原因：抄错" in answer


def test_a_place_of_another_unit_is_not_there(told: Scene) -> None:
    own = told.reader(Role.REPORTER, "T161-LOG")
    assert own.get("/timeline/place/LIFT1/").status_code == 404
    assert own.get("/timeline/place/NOWHERE/").status_code == 404


def test_a_person_is_told_only_to_those_who_may_see_the_entries(told: Scene) -> None:
    person = told.persons["T161-LOG"][0]
    mine = told.reader(Role.REPORTER, "T161-LOG").get(f"/timeline/person/{person}/")
    assert "36.4" in pages.text(mine)
    assert told.reader(Role.REPORTER, "T161-PROP").get(f"/timeline/person/{person}/").status_code == 404
    inspector = told.reader(Role.INSPECTOR, "T161").get(f"/timeline/person/{person}/")
    assert "36.4" not in pages.text(inspector)
