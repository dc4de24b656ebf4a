"""shell · directory · tests: a person's copy holds all that is kept: lists that name them, their photos, every look."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.db import transaction

from lianfang.ground.files import actions as files
from lianfang.ground.files.tests import drawn
from lianfang.ground.people import actions as people
from lianfang.ground.people import identities
from lianfang.ground.people.masking import Purpose
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.directory.person_copy import copy_of, packed
from lianfang.shell.directory.tests.test_pages import at
from lianfang.shell.testing import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_: call())


@pytest.fixture
def other(resident: UUID) -> UUID:
    """A second person of the unit."""
    with scope.acting(scope.system_actor()) as system:
        return people.register_person(system, unit="T161-LOG", name="李四", at=clock.FixedClock(OPENED_AT))


def record(actor: Any, kind: str, data: Any, **more: Any) -> UUID:
    draft = Draft(ids.mint(NOW), kind, "T161-LOG", NOW, data, **more)
    with scope.acting(actor):
        return journal.record_one(actor, draft, origin=Origin.CONSOLE).id


def taken(browser: Any, person: UUID) -> zipfile.ZipFile:
    answer = browser.post(at("person-copy", person), {"purpose": "request"})
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_copy_holds_the_lists_that_name_the_person(browser_of: Any, stage: Any, resident: UUID, other: UUID) -> None:
    said = {"listed": 9, "present": 7, "excused": 0, "unexplained": 2}
    named = record(stage.own, "screening.roll_call", said | {"unexplained_persons": [str(resident), str(other)]})
    record(stage.own, "screening.roll_call", said | {"unexplained_persons": [str(other)]})
    told = json.loads(taken(browser_of("admin"), resident).read("person.json"))
    (listing,) = (each for each in told["entries"] if each["kind"] == "screening.roll_call")
    assert (listing["id"], listing["data"]["unexplained_persons"]) == (str(named), [str(resident)])
    assert str(other) not in json.dumps(told), "nobody else is told of"
    assert told["entries_elsewhere"] == 0


def test_a_copy_holds_the_photos_of_the_person(browser_of: Any, stage: Any, resident: UUID) -> None:
    with scope.acting(stage.own):
        sha256 = files.bring(stage.own, name="a.jpg", content=drawn.picture()).sha256
    visit = record(stage.own, "trial.visit", {"seen": "x", "photo_sha256": sha256}, person=resident)
    told = {"entry": str(visit), "sha256": sha256}
    with taken(browser_of("admin"), resident) as archive:  # who may not know people by name sees no photo of them
        assert json.loads(archive.read("person.json"))["files"] == [told | {"file": "", "state": "concealed"}]
    with scope.acting(scope.system_actor()) as system:
        body = packed(copy_of(system, resident, purpose=Purpose.REQUEST, at=NOW))
    with body, zipfile.ZipFile(body) as archive:
        listed = json.loads(archive.read("person.json"))["files"]
        assert listed == [told | {"file": f"files/{sha256}.jpg", "state": "here"}]
        assert archive.read(f"files/{sha256}.jpg").startswith(b"\xff\xd8\xff")


def test_a_copy_holds_every_look(browser_of: Any, stage: Any, resident: UUID) -> None:
    with scope.acting(stage.own):
        for _ in range(520):
            identities.note(stage.own, [(resident, "T161-LOG", "XJCG/T161/T161-LOG/")], Purpose.EXPORT)
    with taken(browser_of("admin"), resident) as archive:
        told = json.loads(archive.read("person.json"))
        looks = openpyxl.load_workbook(io.BytesIO(archive.read("person.xlsx"))).worksheets[2]
    assert sum(each["purpose"] == "export" for each in told["looked_at"]) == 520
    assert "导出" in {row[2] for row in looks.iter_rows(values_only=True)}
