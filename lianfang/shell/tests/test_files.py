"""shell · tests: photos and papers on pages and through the API: taken, refused by name, shown, scoped and exported."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from lianfang.ground.files import actions
from lianfang.ground.files.models import File
from lianfang.ground.files.tests import drawn
from lianfang.ground.people import actions as people
from lianfang.ground.people import queries as looks
from lianfang.ground.testing import Cast
from lianfang.kernel import clock, ids, scope
from lianfang.shell.files import zipped
from lianfang.shell.testing import NOW, entry

NEW, LIST = "/trial/visit/new/", "/trial/visit/"
Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _folder(trial_pages: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_: call())


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def form(**more: Any) -> dict[str, Any]:
    said = {"entry_id": str(ids.mint(NOW)), "unit": "T161-LOG", "occurred_at": "2020-08-10T15:40", "data.seen": "x"}
    return said | more


def bring(who: Client, content: bytes, name: str = "a.jpg", **more: Any) -> Any:
    return who.post("/files/", {"file": sent(name, content), **more})


def test_ten_at_once_of_which_one_is_torn(browser_of: Browser) -> None:
    own = browser_of("own")
    ten = [sent(f"IMG_{n}.jpg", drawn.picture(mark=n * 20)) for n in range(9)]
    ten.insert(4, sent("IMG_torn.jpg", drawn.picture()[:-300]))
    page = own.post(NEW, form(**{"data.papers.new": ten}))
    assert page.status_code == 422
    text = page.content.decode()
    assert "文件“IMG_torn.jpg”不完整或已损坏，读不到末尾。请在原设备上打开确认后重新选取" in text
    kept = page.context["form"].fields["data.papers"].widget.brought
    assert len(kept) == 9
    assert text.count('name="data.papers" value="') == 9, "the nine stay on the form"
    done = own.post(NEW, form(**{"data.papers": kept}))
    assert done.status_code == 302
    text = own.get(LIST).content.decode()
    assert text.count('class="lf-thumb"') == 9
    (row, *_) = _rows()
    assert row.unit == "T161-LOG"


def _rows() -> list[File]:
    with scope.acting(scope.system_actor()):
        return list(File.objects.filter(entry__isnull=False))


@pytest.mark.parametrize(
    ("content", "name", "status", "code", "says"),
    [
        (
            drawn.picture(8000, 5000),
            "big.jpg",
            422,
            "photo_too_many_pixels",
            "照片“big.jpg”有 40 百万像素，超过 32 百万",
        ),
        (drawn.PDF, "really.jpg", 422, "file_not_a_photo", "“really.jpg”按内容是PDF 文件，不是照片"),
        (drawn.SVG, "x.jpg", 422, "file_not_a_photo", "“x.jpg”按内容是SVG 图形（可夹带程序），不是照片"),
        (bytes(11 << 20), "huge.jpg", 413, "file_too_large", "文件“huge.jpg”超过 10 MiB"),
    ],
    ids=["40 million pixels", "a PDF called .jpg", "an SVG with a script", "too large"],
)
def test_what_is_no_photo_is_refused_by_name(
    browser_of: Browser, tmp_path: Path, content: bytes, name: str, status: int, code: str, says: str
) -> None:
    own = browser_of("own")
    answer = bring(own, content, name, photos_only="1")
    assert (answer.status_code, answer.json()["code"], answer.json()["title"]) == (status, code, says)
    page = own.post(NEW, form(**{"data.photo_sha256.new": sent(name, content)}))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()], "nothing of it stays"


def test_a_photo_is_seen_by_whoever_may_read_the_entry_and_nobody_else(browser_of: Browser) -> None:
    own = browser_of("own")
    brought = bring(own, drawn.from_a_phone(), "IMG_1.jpg", photos_only="1").json()
    sha256 = brought["sha256"]
    assert own.get(brought["href"] + "?small").status_code == 200
    assert browser_of("commander").get(brought["href"]).status_code == 404, "it is nobody else's until an entry has it"
    said = form(
        **{"data.photo_sha256": sha256, "data.papers": bring(own, drawn.PDF_WITH_SCRIPT, "批复.pdf").json()["sha256"]}
    )
    assert own.post(NEW, said).status_code == 302
    (at,) = {row.entry for row in _rows()}
    photo, paper = f"/files/{at}/{sha256}/", f"/files/{at}/{said['data.papers']}/"
    text = own.get(f"{LIST}{at}/").content.decode()
    assert f'href="{photo}" data-view="IMG_1.jpg"' in text
    assert f'href="{paper}" download>批复.pdf' in text
    assert "附照片" in text, "what was brought counts as evidence"
    for who, status in (("own", 200), ("commander", 200), ("sister", 404), ("stranger", 404)):
        assert browser_of(who).get(photo).status_code == status, who
    answer = own.get(photo)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    answer = own.get(paper)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment"), "a paper is saved, and never run in the page"
    assert own.get(f"/files/{at}/{'0' * 64}/").status_code == 404
    assert Client().get(photo).status_code == 302


def test_a_hash_alone_is_shown_as_not_brought(browser_of: Browser, token_of: Any) -> None:
    said = entry({"seen": "x", "photo_sha256": "ab" * 32}, "trial.visit", evidence="photo")
    assert (
        Client().post("/api/v1/entries", said, content_type="application/json", headers=token_of("own")).status_code
        == 201
    )
    text = browser_of("own").get(f"{LIST}{said['id']}/").content.decode()
    assert "未上传 <code>abababababab</code>" in text
    assert "附照片（仅有指纹，照片未上传）" in text
    assert "lf-thumb" not in browser_of("own").get(LIST).content.decode()


def test_a_persons_photo_is_opened_by_whoever_may_know_him(browser_of: Browser, resident: Any, stage: Cast) -> None:
    own = browser_of("own")
    sha256 = bring(own, drawn.picture(), "张三.jpg").json()["sha256"]
    assert own.post(NEW, form(person=str(resident), **{"data.photo_sha256": sha256})).status_code == 302
    (row,) = _rows()
    address = f"/files/{row.entry}/{sha256}/"
    answer = own.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert browser_of("superior").get(f"{LIST}{row.entry}/").status_code == 200
    assert browser_of("superior").get(address).status_code == 404
    assert _looks() == [], "whoever recorded it knows whom it shows"
    assert browser_of("commander").get(address).status_code == 200
    assert _looks() == [("commander", [resident])]
    with scope.acting(scope.system_actor()) as system:
        people.erase_person(system, person=resident, at=clock.FixedClock(NOW))
        actions.sweep(now=NOW)
    assert own.get(address).status_code == 410
    assert "已按规定销毁" in own.get(f"{LIST}{row.entry}/").content.decode()


def _looks() -> list[tuple[str, list[Any]]]:
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("SELECT login, persons FROM people_identity_view ORDER BY at")
        return cursor.fetchall()


def test_a_device_brings_a_file_and_then_the_entry_that_names_it(token_of: Any, browser_of: Browser) -> None:
    own, sister, device = token_of("own"), token_of("sister"), Client()
    url = "/api/v1/files?name=IMG_2.jpg"
    made = device.post(url, drawn.from_a_phone(), content_type="image/jpeg", headers=own)
    assert made.status_code == 201
    sha256 = made.json()["sha256"]
    assert (made.json()["width"], made.json()["height"]) == (1365, 2048)
    said = entry({"seen": "x", "photo_sha256": sha256}, "trial.visit", evidence="photo")
    assert device.post("/api/v1/entries", said, content_type="application/json", headers=own).status_code == 201
    listed = device.get(f"/api/v1/entries/{said['id']}/files", headers=own).json()
    assert [(each["sha256"], each["state"]) for each in listed] == [(sha256, "here")]
    at = f"/api/v1/entries/{said['id']}/files/{sha256}"
    content = device.get(at, headers=own)
    assert content.content.startswith(b"\xff\xd8\xff")
    assert len(device.get(f"{at}?small=true", headers=own).content) < len(content.content)
    assert device.get(at, headers=sister).status_code == 404
    refused = device.post(url, drawn.SVG, content_type="image/svg+xml", headers=own)
    assert (refused.status_code, refused.json()["code"]) == (422, "file_of_no_use")
    assert device.post(url, bytes(11 << 20), content_type="image/jpeg", headers=own).status_code == 413
    assert device.post(url, drawn.picture(), content_type="image/jpeg").status_code == 401


def test_an_export_carries_the_files_and_says_of_each_what_it_is(browser_of: Browser, token_of: Any) -> None:
    own = browser_of("own")
    photo, paper = bring(own, drawn.picture()).json()["sha256"], bring(own, drawn.PDF, "纪要.pdf").json()["sha256"]
    assert own.post(NEW, form(**{"data.photo_sha256": photo, "data.papers": paper})).status_code == 302
    said = entry({"seen": "y", "photo_sha256": "ab" * 32}, "trial.visit")
    Client().post("/api/v1/entries", said, content_type="application/json", headers=token_of("own"))
    assert "含照片 zip" in own.get(LIST).content.decode()
    answer = own.get(f"{LIST}export.zip")
    with ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[arg-type]
        names = set(archive.namelist())
        assert {f"files/{photo}.jpg", f"files/{paper}.pdf", "files.csv"} < names
        assert archive.read(f"files/{paper}.pdf") == drawn.PDF
        rows = list(csv.reader(io.StringIO(archive.read("files.csv").decode("utf-8-sig"))))
        (sheet,) = (name for name in names if name.startswith("trial-visit"))
        assert photo in archive.read(sheet).decode()
    assert sorted(row[3] for row in rows[1:]) == ["here", "here", "not_brought"]
    assert own.get("/trial/tally/export.zip").status_code == 404


def test_an_export_with_photos_of_a_person_is_noted(browser_of: Browser, resident: UUID) -> None:
    own = browser_of("own")
    photo = bring(own, drawn.picture()).json()["sha256"]
    assert own.post(NEW, form(**{"data.photo_sha256": photo, "person": str(resident)})).status_code == 302
    assert own.post(NEW, form(**{"data.seen": "z"})).status_code == 302
    assert b"".join(browser_of("commander").get(f"{LIST}export.zip").streaming_content)  # type: ignore[arg-type]
    with scope.acting(scope.system_actor()) as system:
        noted = [(seen.login, seen.purpose, seen.persons) for seen in looks.views(system, person=resident)]
    assert ("commander", "export", 1) in noted


def test_an_export_of_too_many_files_is_refused(browser_of: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    own = browser_of("own")
    photo = bring(own, drawn.picture()).json()["sha256"]
    assert own.post(NEW, form(**{"data.photo_sha256": photo})).status_code == 302
    monkeypatch.setattr(zipped, "SIZE_LIMIT", 10)
    assert own.get(f"{LIST}export.zip").status_code == 422


def test_a_correction_shows_the_photo_and_keeps_it_with_its_evidence(browser_of: Browser) -> None:
    own = browser_of("own")
    sha256 = bring(own, drawn.picture()).json()["sha256"]
    first = form(**{"data.photo_sha256": sha256})
    assert own.post(NEW, first).status_code == 302
    address = f"{LIST}{first['entry_id']}/correct/"
    text = own.get(address).content.decode()
    assert f'<img src="/files/{first["entry_id"]}/{sha256}/?small"' in text
    said = form(**{"data.photo_sha256": sha256, "data.seen": "y", "reason": "read again", "confirmed": "1"})
    assert own.post(address, said).status_code == 302
    text = own.get(f"{LIST}{said['entry_id']}/").content.decode()
    assert f'href="/files/{said["entry_id"]}/{sha256}/"' in text
    assert "附照片" in text


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (drawn.picture()[:-300], "torn.jpg", 422, "file_torn"),
        (drawn.PDF[:-8], "torn.pdf", 422, "file_torn"),
        (drawn.picture(8000, 5000), "big.jpg", 422, "photo_too_many_pixels"),
        (drawn.SVG, "x.jpg", 422, "file_of_no_use"),
        (b"", "empty.jpg", 422, "file_empty"),
        (drawn.PDF, "really.jpg", 201, "application/pdf"),
    ],
    ids=["a torn photo", "a torn paper", "40 million pixels", "an SVG with a script", "nothing", "a PDF called .jpg"],
)
def test_a_device_is_told_what_is_wrong_with_what_it_brings(
    token_of: Any, tmp_path: Path, content: bytes, name: str, status: int, code: str
) -> None:
    """And by its content what a file is that calls itself otherwise."""
    answer = _by_device(token_of("own"), content, name)
    said = answer.json()
    assert (answer.status_code, said.get("code", said.get("media"))) == (status, code)
    if status == 422:
        assert name in said["title"]
        assert said["detail"]
        assert not [path for path in tmp_path.rglob("*") if path.is_file()], "nothing of it stays"


def test_of_a_form_that_breaks_off_nothing_is_kept(browser_of: Browser, tmp_path: Path) -> None:
    own, mark = browser_of("own"), "-----------------------------1"
    head = (
        f'{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    body = f"--{head}".encode() + drawn.picture()[:3000]
    answer = own.generic("POST", "/files/", body, f"multipart/form-data; boundary={mark}")
    assert answer.status_code == 422
    assert answer.json()["code"] in ("file_torn", "file_empty")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def _by_device(headers: dict[str, str], content: bytes, name: str, **more: Any) -> Any:
    return Client().generic(
        "POST", f"/api/v1/files?name={name}", content, "application/octet-stream", headers=headers, **more
    )
