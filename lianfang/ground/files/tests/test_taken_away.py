"""files · tests: what is taken away from the disk is what nobody uses, whoever begins to use it meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from lianfang.ground.files import actions, store
from lianfang.ground.files.models import File
from lianfang.ground.files.tests import drawn
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from tests.support.at_once import at_once, until_it_waits

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
A_DAY_LATER = NOW + timedelta(hours=25)
PHOTO = drawn.from_a_phone()


@pytest.fixture(autouse=True)
def folder(stage: Cast, settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


def bring(actor: Actor, content: bytes = PHOTO, at: datetime = NOW) -> str:
    with scope.acting(actor):
        return actions.bring(actor, name="a.jpg", content=content, at=clock.FixedClock(at)).sha256


def record(actor: Actor, sha256: str, *, unit: str = "T161-LOG", person: UUID | None = None) -> None:
    at = NOW - timedelta(hours=1)
    data = {"seen": "x", "photo_sha256": sha256}
    draft = Draft(id=ids.mint(at), kind="trial.visit", unit=unit, occurred_at=at, person=person, data=data)
    with scope.acting(actor):
        journal.record_one(actor, draft, origin=Origin.API, at=clock.FixedClock(NOW), by_action=False)


def sweep(at: datetime = A_DAY_LATER) -> int:
    with scope.acting(scope.system_actor()):
        return actions.sweep(now=at)


def kept() -> list[File]:
    with scope.acting(scope.system_actor()):
        return list(File.objects.filter(entry__isnull=False))


def _whole(row: File) -> bool:
    return all(store.fits(name) for name in (row.stored, row.small) if name)


def test_an_entry_that_is_on_its_way_keeps_its_file(stage: Cast) -> None:
    """Its file had waited for a day when the sweep came by."""
    sha256 = bring(stage.own)
    with transaction.atomic():
        record(stage.own, sha256)
        swept = until_it_waits(sweep)
    assert swept() == 1, "what waited is given up; the entry has the content"
    assert [(row.sha256, _whole(row)) for row in kept()] == [(sha256, True)]


def test_what_is_brought_again_while_the_sweep_is_at_work_stays(stage: Cast) -> None:
    sha256 = bring(stage.own)
    with transaction.atomic():
        assert bring(stage.own, at=A_DAY_LATER) == sha256
        assert at_once(sweep) == [0]
    record(stage.own, sha256)
    assert [_whole(row) for row in kept()] == [True]


def test_what_another_unit_uses_stays_when_a_persons_copy_goes_under_a_key(stage: Cast, resident: UUID) -> None:
    """Whoever records for the person does not see that the other unit has the same photo."""
    sha256 = bring(stage.stranger)
    record(stage.stranger, sha256, unit="MANAN")
    assert bring(stage.own) == sha256
    record(stage.own, sha256, person=resident)
    found = {row.unit: row for row in kept()}
    assert found.keys() == {"MANAN", "T161-LOG"}
    assert all(_whole(row) for row in found.values())
    assert found["MANAN"].stored == sha256
    assert found["T161-LOG"].stored != sha256


def test_a_plain_copy_goes_with_the_commit_and_not_before(stage: Cast, resident: UUID) -> None:
    sha256 = bring(stage.own)
    with transaction.atomic():
        record(stage.own, sha256, person=resident)
        assert store.fits(sha256), "whatever fails from here on, it is still there"
    assert store.fits(sha256) is None
    assert [_whole(row) for row in kept()] == [True]


def test_what_never_came_to_have_a_row_is_swept_by_its_mark(stage: Cast, folder: Path) -> None:
    def torn() -> None:
        with transaction.atomic():
            bring(stage.own)
            raise RuntimeError

    (raised,) = at_once(torn)
    assert isinstance(raised, RuntimeError)
    marks = folder.parent / ".unsettled"
    names = {path.name for path in marks.iterdir()}
    assert names == {path.name for path in folder.rglob("*") if path.is_file()} != set()
    sweep()
    assert {path.name for path in marks.iterdir()} == names, "it may be on its way still"
    for path in marks.iterdir():
        os.utime(path, (1, 1))
    sweep()
    assert not [path for path in folder.parent.rglob("*") if path.is_file()]


def test_a_sweep_looks_at_nothing_of_what_is_kept(stage: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        record(stage.own, bring(stage.own, drawn.picture(mark=40 * number)))
    sweep()  # what waits is given up here
    looked: list[Path] = []

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *args: Any, **named: Any) -> Any:
            if not isinstance(path, int) and folder in (Path(path), *Path(path).parents):
                looked.append(Path(path))
            return real(path, *args, **named)

        return call

    for name in ("scandir", "listdir", "stat", "open", "unlink"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    assert sweep() == 0
    assert looked == []
    for row in kept():
        store._path(row.sha256).stat()
    assert len(looked) == 6, "the count counts"
