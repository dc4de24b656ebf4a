"""shell · tests · NUL: what no text of the database holds is refused at every address and field of a kind's pages."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.kernel import ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.ledger import queries
from lianfang.shell.testing import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
TALLY, ROUND, TOLD, VISIT = "/trial/tally/", "/trial/round/", "/trial/told/", "/trial/visit/"
HEAD = "unit,occurred_at,data.n\n"
GOOD = "T161-LOG,2020-08-10 08:00,3\n"
CLEAN = range(200, 500)


@pytest.mark.parametrize("name", ["unit", "place", "person", "day", "standing", "after", "stream", "field", "place_q"])
def test_no_filter_and_no_link_takes_it(browser_of: Any, stage: Any, name: str) -> None:
    browser = browser_of("own")
    pages = ("", "new/", "import/", "template.xlsx", "export.csv", "export.xlsx", "choose/", "choose/?field=place&")
    for at in (TALLY, ROUND, TOLD, VISIT):
        for page in (*pages, "export.zip", "choose/?field=person&"):
            mark = "" if page.endswith("&") else "?"
            answer = browser.get(f"{at}{page}{mark}{name}=%00x")
            assert answer.status_code in CLEAN, (at, page)
            if answer.streaming:
                b"".join(answer.streaming_content)


def test_no_address_of_a_file_takes_it(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    said = Draft(ids.mint(NOW), "trial.visit", "T161-LOG", NOW, {"seen": "x", "photo_sha256": "ab" * 32})
    with scope.acting(stage.own):
        entry = journal.record_one(stage.own, said, origin=Origin.CONSOLE).id
    for address in (
        "/files/%00/",
        f"/files/{'a' * 63}%00/",
        f"/files/{entry}/%00/",
        f"/api/v1/entries/{entry}/files/%00",
    ):
        assert browser.get(address).status_code in (401, 404), address
    for name in ("a\0.pdf", "\0"):
        sent = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
        sent._name = name
        assert browser.post("/files/", {"file": sent}).status_code in CLEAN


def test_no_field_of_a_form_takes_it(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    for at in (ROUND, TOLD, VISIT):
        form = browser.get(f"{at}new/").context["form"]
        sent = {name: str(form[name].value()) for name in ("entry_id", "occurred_at")}
        for name in (*form.fields, "place_q", "person_q", "label", "stream", "again", "data.photo_sha256.new"):
            answer = browser.post(f"{at}new/", {**sent, "unit": "T161-LOG", name: "\0"})
            assert answer.status_code in CLEAN, (at, name)
    page = browser.post(f"{VISIT}new/", {**sent, "unit": "T161-LOG", "data.seen": "x", "data.photo_sha256": "\0"})
    assert (page.status_code, "文件上传失败" in page.content.decode()) == (422, True)


def sent(browser: Any, name: str, body: bytes, **more: str) -> Any:
    return browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile(name, body), **more})


def test_what_is_said_of_a_sheet_takes_it_nowhere(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    for name in ("all.unit", "all.occurred_at", "all.data.n", "all.data.note", "head.unit", "head.data.note", "reason"):
        answer = sent(browser, "a.csv", (HEAD + GOOD).encode(), heads_said="1", **{name: "\0"})
        assert answer.status_code in (200, 422), name
    fixed = sent(browser, "a.csv", b"occurred_at,data.n\n2020-08-10 08:00,3\n", heads_said="1", **{"all.unit": "T\0"})
    assert [each.code for each in fixed.context["report"].bad] == ["unit"]


def with_nul(**cells: str) -> bytes:
    """A workbook in which some cells say NUL as workbooks do."""
    book = openpyxl.Workbook()
    for row in (HEAD + GOOD).splitlines():
        book.worksheets[0].append(row.split(","))
    for at, value in cells.items():
        book.worksheets[0][at] = value.replace("\0", "NULHERE")
    held, out = io.BytesIO(), io.BytesIO()
    book.save(held)
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(out, "w") as packed:
        for each in made.namelist():
            packed.writestr(each, made.read(each).replace(b"NULHERE", b"_x0000_"))
    return out.getvalue()


@pytest.mark.parametrize(
    "said", [{"A2": "T\0"}, {"B2": "\0"}, {"C2": "\0"}, {"D1": "\0x"}, {"D1": "data.note", "D2": "\0"}]
)
def test_no_cell_takes_it(browser_of: Any, stage: Any, said: dict[str, str]) -> None:
    browser = browser_of("own")
    wide = HEAD + GOOD
    if "A2" in said:
        wide = wide.replace("T161-LOG", "T\0")
    for name, body in (("a.xlsx", with_nul(**said)), ("a.csv", wide.encode("utf-16"))):
        for more in ({}, {"heads_said": "1"}, {"marked": "1"}):
            assert sent(browser, name, body, **more).status_code in (200, 422)
    with scope.acting(stage.own):
        found = queries.entries(stage.own, queries.Asked(kinds=("trial.tally",)))
    assert all("\0" not in each.data for each in found)
