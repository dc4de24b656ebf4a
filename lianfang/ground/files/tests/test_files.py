"""files · tests: a file is brought, named by an entry and then the unit's; scoped, verified, swept and erased."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from lianfang.ground.files import actions, queries, store, verify
from lianfang.ground.files.models import File
from lianfang.ground.files.tests import drawn
from lianfang.ground.people import actions as people
from lianfang.ground.testing import NOW, Cast
from lianfang.kernel import clock, ids, journal, retention, scope
from lianfang.kernel.entries import Draft, Receipt
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.scope import Actor

AT = clock.FixedClock(NOW)
PHOTO = drawn.from_a_phone()


@pytest.fixture(autouse=True)
def _folder(stage: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows at once: these tests never commit."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_: call())


def bring(actor: Actor, content: bytes = PHOTO, name: str = "IMG_0001.jpg", **more: Any) -> str:
    with scope.acting(actor):
        return actions.bring(actor, name=name, content=content, at=AT, **more).sha256


def record(
    actor: Actor, *, unit: str = "T161-LOG", person: UUID | None = None, at: datetime = NOW, **data: Any
) -> Receipt:
    now, at = clock.FixedClock(at), at - timedelta(hours=1)
    draft = Draft(
        id=data.pop("entry", None) or ids.mint(at), kind="trial.visit", unit=unit, occurred_at=at, person=person,
        data={"seen": "x", **data},
    )  # fmt: skip
    with scope.acting(actor):
        return journal.record_one(actor, draft, origin=Origin.API, at=now, by_action=False)


def rows() -> list[File]:
    with scope.acting(scope.system_actor()):
        return list(File.objects.order_by("brought_at", "id"))


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def found() -> list[str]:
    with scope.acting(scope.system_actor()):
        return [f"{each.entry} {each.says}" for each in verify.discrepancies(connection)]


def _another(row: File) -> File:
    """A row as somebody would put in who has no key."""
    row.pk, row.sha256 = ids.mint(NOW), "0" * 64
    return row


@pytest.fixture
def opened(stage: Cast) -> Callable[..., bytes]:
    """What somebody reads of a file, by the unit and person of the entry that names it."""

    def read(actor: Actor, sha256: str, unit: str = "T161-LOG", person: UUID | None = None) -> bytes:
        with scope.acting(actor):
            one = queries.files_of(actor, [(unit, person, sha256)])[unit, person, sha256]
            return queries.content_of(one)

    return read


def test_what_is_brought_is_ones_own_until_an_entry_names_it(stage: Cast, tmp_path: Path, opened: Any) -> None:
    sha256 = bring(stage.own)
    assert bring(stage.own) == sha256
    assert len(rows()) == 1, "brought twice it waits once"
    with scope.acting(stage.commander):
        assert not queries.waiting(stage.commander, [sha256])
    assert len(on_disk(tmp_path)) == 2, "the photo and its small picture"
    entry = record(stage.own, photo_sha256=sha256).id
    (kept,) = [row for row in rows() if row.entry is not None]
    assert (kept.entry, kept.unit, kept.sha256, kept.media) == (entry, "T161-LOG", sha256, "image/jpeg")
    assert hashlib.sha256(opened(stage.commander, sha256)).hexdigest() == sha256
    for other in (stage.sister, stage.stranger):
        with pytest.raises(KeyError):
            opened(other, sha256)
    record(stage.own, photo_sha256=sha256)
    assert len([row for row in rows() if row.entry is not None]) == 1, "the same photo again is the same file"
    assert not found()


def test_two_units_with_one_photo_keep_its_content_once(stage: Cast, tmp_path: Path, opened: Any) -> None:
    sha256 = bring(stage.own)
    assert bring(stage.sister) == sha256
    record(stage.own, photo_sha256=sha256)
    record(stage.sister, unit="T161-PROP", photo_sha256=sha256)
    assert len([row for row in rows() if row.entry is not None]) == 2
    assert len(on_disk(tmp_path)) == 2
    assert opened(stage.sister, sha256, "T161-PROP") == opened(stage.own, sha256)


def test_a_hash_alone_is_no_file_until_it_is_brought_and_the_entry_sent_again(stage: Cast, opened: Any) -> None:
    photo = drawn.picture()
    sha256 = hashlib.sha256(bring(stage.sister, photo).encode()).hexdigest()
    first = record(stage.own, photo_sha256=sha256)
    assert not [row for row in rows() if row.entry is not None]
    made_on_the_device = bring(stage.sister, photo)
    with scope.acting(stage.sister):
        content = queries.content_of(queries.own(stage.sister, made_on_the_device))
    entry = record(stage.own, photo_sha256=made_on_the_device).id
    assert [row.entry for row in rows()] == [None], "somebody else's is not taken by its hash"
    assert bring(stage.own, content) == made_on_the_device, "what is bare already keeps its hash"
    assert record(stage.own, entry=entry, photo_sha256=made_on_the_device).status == "duplicate"
    assert opened(stage.own, made_on_the_device) == content
    assert first.holds


def test_a_field_for_photos_takes_no_paper_and_no_position(stage: Cast) -> None:
    paper, placed = bring(stage.own, drawn.PDF, "纪要.pdf"), bring(stage.own, position=True)
    record(stage.own, photo_sha256=paper)
    record(stage.own, photo_sha256=placed)
    assert all(row.entry is None for row in rows())
    record(stage.own, papers=[paper])
    (kept,) = [row for row in rows() if row.entry is not None]
    assert (kept.name, kept.media, kept.small) == ("纪要.pdf", "application/pdf", None)


def test_a_persons_photo_is_under_his_key_and_goes_with_it(
    stage: Cast, resident: UUID, tmp_path: Path, opened: Any
) -> None:
    assert actions.plain_name("C:\\照片\\一 二\u202e\x00.jpg") == "一 二.jpg"
    sha256 = bring(stage.own, name="张三.jpg")
    record(stage.own, person=resident, photo_sha256=sha256)
    (kept,) = rows()
    assert (kept.person, kept.name) == (resident, "")
    assert sha256 not in on_disk(tmp_path), "no copy stays that anybody could open"
    assert on_disk(tmp_path) == {kept.stored, kept.small}
    assert hashlib.sha256(opened(stage.own, sha256, person=resident)).hexdigest() == sha256
    assert not found()
    with scope.acting(scope.system_actor()) as system:
        people.erase_person(system, person=resident, at=AT)
    with pytest.raises(Refused) as refused:
        opened(stage.own, sha256, person=resident)
    assert refused.value.problem.code == "file_erased"
    assert [says.split()[1] for says in found()] == ["当事人已删除，文件仍登记在册"]
    with scope.acting(scope.system_actor()):
        actions.sweep(now=NOW)
    assert not on_disk(tmp_path)
    (kept,) = rows()
    assert (kept.stored, kept.gone_at is not None, kept.sha256) == (None, True, sha256), "that it was stays"
    with pytest.raises(Refused) as refused:
        opened(stage.own, sha256, person=resident)
    assert refused.value.problem.code == "file_erased"
    assert not found()


def test_a_photo_goes_once_no_entry_is_tied_to_its_person_by_it(
    stage: Cast, resident: UUID, tmp_path: Path, opened: Any
) -> None:
    sha256 = bring(stage.own)
    record(stage.own, person=resident, photo_sha256=sha256)
    record(stage.own, person=resident, photo_sha256=sha256, at=NOW + timedelta(days=50))
    with scope.acting(scope.system_actor()) as system:
        for days, stays in ((75, True), (150, False)):
            later = NOW + timedelta(days=days)
            assert retention.end_links(system, at=clock.FixedClock(later))
            actions.sweep(now=later)
            assert bool(on_disk(tmp_path)) is stays
    with pytest.raises(Refused) as refused:
        opened(stage.own, sha256, person=resident)
    assert refused.value.problem.code == "file_erased"
    assert not found()


def test_what_no_entry_named_within_a_day_is_swept_and_what_one_named_never(stage: Cast, tmp_path: Path) -> None:
    kept, left = bring(stage.own), bring(stage.own, drawn.picture(), "b.jpg")
    record(stage.own, photo_sha256=kept)
    stray, half = store.put(b"nobody's"), tmp_path / ".incoming" / "half"
    half.write_bytes(b"torn")
    for path in (store._beside(".unsettled") / stray, half):
        os.utime(path, (1, 1))
    system = scope.system_actor()
    with scope.acting(system):
        actions.sweep(now=NOW + timedelta(hours=23))
        assert left in on_disk(tmp_path)
        actions.sweep(now=NOW + timedelta(hours=24))
    names = on_disk(tmp_path)
    assert kept in names
    assert not {left, stray, "half"} & names
    assert [row.sha256 for row in rows()] == [kept]
    assert not found()


@pytest.mark.parametrize(
    ("code", "problem"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only")], ids=["full", "read only"]
)
def test_a_disk_that_takes_no_more_leaves_nothing_half(
    stage: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, problem: str
) -> None:
    def fails(_: int) -> None:
        raise OSError(code, "as the disk says")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        with pytest.raises(Refused) as refused:
            bring(stage.own)
    assert refused.value.problem.code == problem
    assert not on_disk(tmp_path)
    assert not rows()
    assert record(stage.own, photo_sha256=bring(stage.own)).holds


def test_verify_names_each_file_that_is_missing_or_changed(stage: Cast, opened: Any) -> None:
    hashes = [bring(stage.own, drawn.picture(mark=mark * 40), f"{mark}.jpg") for mark in range(4)]
    entries = [record(stage.own, photo_sha256=each).id for each in hashes]
    store.drop(hashes[0])
    store._path(hashes[1]).write_bytes(b"another picture")
    small = next(row.small for row in rows() if row.sha256 == hashes[2] and row.entry)
    assert small is not None
    store._path(small).write_bytes(b"")
    with scope.acting(scope.system_actor()):
        forged = File.objects.get(sha256=hashes[3], entry__isnull=False)
        File.objects.bulk_create([_another(forged)])
    said = found()
    assert [one for one in said if one.startswith(f"{entries[0]} 文件缺失 {hashes[0]}")]
    assert [one for one in said if one.startswith(f"{entries[1]} 文件内容与其指纹不符")]
    assert [one for one in said if one.startswith(f"{entries[2]} 文件内容与其指纹不符")]
    assert [one for one in said if "登记被改动" in one]
    assert len(said) == 4
    with pytest.raises(Refused) as refused:
        opened(stage.own, hashes[1])
    assert refused.value.problem.code == "file_lost"


def test_the_application_itself_cannot_take_or_change_what_an_entry_names(stage: Cast) -> None:
    record(stage.own, photo_sha256=bring(stage.own))
    for statement in (
        "DELETE FROM files_file WHERE entry IS NOT NULL",
        "UPDATE files_file SET entry = NULL",
        "UPDATE files_file SET name = 'other.jpg' WHERE entry IS NOT NULL",
        "UPDATE files_file SET stored = small WHERE entry IS NOT NULL",
        "TRUNCATE files_file",
    ):
        refused = pytest.raises(Exception, match=r"stays as it is|permission denied")
        with scope.acting(stage.own), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_nobody_fills_the_disk_with_what_waits(stage: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "WAITING_MOST", 2)
    for mark in range(2):
        bring(stage.own, drawn.picture(mark=mark))
    with pytest.raises(Refused) as refused:
        bring(stage.own, drawn.picture(mark=3))
    assert refused.value.problem.code == "too_many_files_wait"
    assert json.dumps(refused.value.as_json())
