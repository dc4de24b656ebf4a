"""shell · tests: the pages of a kind, from its declaration alone."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.people import queries as people
from lianfang.kernel import ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.kinds import sheet_pages
from lianfang.shell.ledger import queries
from lianfang.shell.testing import NOW
from lianfang.shell.tests.naughty import NAUGHTY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
TALLY, ROUND = "/trial/tally/", "/trial/round/"


def form_of(page: Any) -> dict[str, str]:
    """What the page's form would send if it were sent as it stands."""
    form = page.context["form"]
    return {
        name: str(value)
        for name in form.fields
        if (value := form[name].value()) not in (None, "") and not isinstance(value, list | bool)
    }


def record(actor: Any, kind: str, data: Any, **more: Any) -> UUID:
    draft = Draft(id=ids.mint(NOW), kind=kind, unit="T161-LOG", occurred_at=NOW, data=data, **more)
    with scope.acting(actor):
        return journal.record_one(actor, draft, origin=Origin.CONSOLE).id


def standing(actor: Any, kind: str) -> list[queries.Entry]:
    with scope.acting(actor):
        return queries.entries(actor, queries.Asked(kinds=(kind,), standing=True))


def test_three_answers_and_it_is_recorded(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    page = browser.get(f"{TALLY}new/")
    assert page.status_code == 200
    sent = {**form_of(page), "data.n": "12"}
    done = browser.post(f"{TALLY}new/", sent)
    assert (done.status_code, done.headers["Location"]) == (302, TALLY)
    again = browser.post(f"{TALLY}new/", sent)
    assert again.status_code == 302, "sent twice, it is recorded once"
    (entry,) = standing(stage.own, "trial.tally")
    assert entry.facts == {"n": 12}
    listed = browser.get(TALLY)
    assert "1" in str(listed.context["title"])
    assert "<td" in listed.content.decode()


def test_what_does_not_hold_stands_at_its_field(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    sent = {**form_of(browser.get(f"{TALLY}new/")), "data.n": "-1"}
    refused = browser.post(f"{TALLY}new/", sent)
    assert refused.status_code == 422
    assert "不能小于 0" in refused.content.decode()
    for nonsense in ("", "abc", "NaN", "1e400", "9" * 40, "1.5"):
        assert browser.post(f"{TALLY}new/", {**sent, "data.n": nonsense}).status_code == 422
    late = browser.post(f"{TALLY}new/", {**sent, "data.n": "1", "occurred_at": "2020-08-12T00:00"})
    assert "5 分钟" in late.content.decode()
    assert not standing(stage.own, "trial.tally")
    assert browser.post(f"{TALLY}new/", {**sent, "data.n": "１２"}).status_code == 302


def test_every_shape_of_field_goes_in_and_comes_out(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    page = browser.get(f"{ROUND}new/?place=L1")
    said = {
        **form_of(page), "place": "L1", "data.object": "lift", "data.found": ["dirt", "leak"], "data.done": "yes",
        "data.ppm": "500", "data.litres": "12.50", "data.warmth": "36.6", "data.turn": "2", "data.due_on": "2020-08-12",
        "data.lot": "=1+1", "data.note": "甲\n乙",
    }  # fmt: skip
    assert browser.post(f"{ROUND}new/", said).status_code == 302
    (entry,) = standing(stage.own, "trial.round")
    assert entry.place == "L1"
    assert entry.facts == {
        "object": "lift", "found": ["dirt", "leak"], "done": True, "ppm": 500, "litres": "12.50", "warmth": 36.6,
        "turn": 2, "due_on": "2020-08-12", "lot": "=1+1", "note": "甲\n乙",
    }  # fmt: skip
    detail = browser.get(f"{ROUND}{entry.id}/").content.decode()
    for words in ("巡查电梯", "污渍、渗漏", "500 mg/L", "第二轮", "一号电梯", entry.digest.hex()):
        assert words in detail
    none = {**said, "entry_id": str(ids.mint(NOW)), "data.found": ["none_of_them"]}
    assert browser.post(f"{ROUND}new/", none).status_code == 302
    assert [] in [each.facts["found"] for each in standing(stage.own, "trial.round")]
    untouched = {key: value for key, value in none.items() if key != "data.found"}
    assert browser.post(f"{ROUND}new/", untouched).status_code == 422, "an untouched list is not a statement"


def test_the_place_says_which_unit_answers(browser_of: Any, stage: Any) -> None:
    browser = browser_of("admin")
    said = {
        **form_of(browser.get(f"{ROUND}new/")),
        "place_q": "https://lf.example/p/p1", "data.object": "lift", "data.found": ["none_of_them"], "data.done": "no",
    }  # fmt: skip
    assert said.get("unit") is None
    assert browser.post(f"{ROUND}new/", said).status_code == 302
    with scope.acting(stage.admin):
        (entry,) = queries.entries(stage.admin, queries.Asked(kinds=("trial.round",)))
    assert (entry.place, entry.unit) == ("P1", "T161-PROP")
    unknown = browser.post(f"{ROUND}new/", {**said, "entry_id": str(ids.mint(NOW)), "place_q": "NOPE"})
    assert "没有找到这个地点" in unknown.content.decode()


def test_places_and_people_are_found_while_typing(browser_of: Any, stage: Any, resident: UUID) -> None:
    browser = browser_of("own")
    found = browser.get(f"{ROUND}choose/?field=place&place_q=二号").content.decode()
    assert 'value="L2"' in found
    assert 'value="L1"' not in found
    assert "没有找到" in browser.get(f"{ROUND}choose/?field=place&place_q=物业").content.decode(), "outside the scope"
    assert browser.get(f"{ROUND}choose/?field=nothing").status_code == 404
    for who in ("own", "commander", "admin"):
        assert browser_of(who).get("/trial/told/choose/?field=person&person_q=张").status_code in (200, 403)


def test_a_correction_shows_what_it_changes(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    page = browser.get(f"{TALLY}{entry}/correct/")
    same = {**form_of(page), "reason": "看错"}
    assert browser.post(f"{TALLY}{entry}/correct/", same).status_code == 422
    shown = browser.post(f"{TALLY}{entry}/correct/", {**same, "data.n": "13"})
    assert shown.status_code == 200
    assert [str(words) for words, *_ in shown.context["changes"]] == ["人数"]
    done = browser.post(f"{TALLY}{entry}/correct/", {**same, "data.n": "13", "confirmed": "1"})
    assert done.status_code == 302
    (stands,) = standing(stage.own, "trial.tally")
    assert (stands.facts, stands.corrects, stands.reason) == ({"n": 13}, entry, "看错")
    history = browser.get(f"{TALLY}{stands.id}/").content.decode()
    assert "12 人 → 13 人" in history
    assert browser.get(f"{TALLY}{entry}/correct/").status_code == 409


def test_totals_stand_under_what_a_filter_leaves(browser_of: Any, stage: Any) -> None:
    for n, more in ((12, {}), (30, {}), (99, {"exercise": True})):
        record(stage.own, "trial.tally", {"n": n}, **more)
    browser = browser_of("own")
    assert browser.get(TALLY).context["table"].totals is None
    day = browser.get(f"{TALLY}?day=2020-08-11").context["table"]
    assert 42 in day.totals, "an exercise is listed and never summed"
    assert len(day.rows) == 3
    assert browser.get(f"{TALLY}?day=2020-08-09").context["table"].totals is None


def test_a_withdrawal_needs_a_reason(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    page = browser.get(f"{TALLY}{entry}/withdraw/")
    assert page.status_code == 200, page.content.decode()[-500:]
    sent = form_of(page)
    assert browser.post(f"{TALLY}{entry}/withdraw/", sent).status_code == 422
    assert browser.post(f"{TALLY}{entry}/withdraw/", {**sent, "reason": "误录"}).status_code == 302
    assert not standing(stage.own, "trial.tally")
    assert "已撤回" in browser.get(f"{TALLY}{entry}/").content.decode()


@pytest.mark.parametrize(
    ("name", "reads", "writes"),
    [("own", 200, 200), ("superior", 200, 403), ("sister", 404, 404), ("stranger", 404, 404)],
)
def test_who_may_what(browser_of: Any, stage: Any, name: str, reads: int, writes: int) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of(name)
    assert browser.get(f"{TALLY}{entry}/").status_code == reads
    assert browser.get(f"{TALLY}{entry}/proof/").status_code == reads
    assert browser.get(f"{TALLY}{entry}/correct/").status_code == writes


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_an_export_is_imported_as_it_is(browser_of: Any, stage: Any, ending: str) -> None:
    data = {
        "object": "stair",
        "found": [],
        "done": False,
        "litres": "12.50",
        "warmth": 36.6,
        "turn": 1,
        "lot": "=1+1",
        "note": "-甲",
    }
    record(stage.own, "trial.round", data, place="L1")
    record(
        stage.own,
        "trial.round",
        {"object": "lift", "found": ["leak"], "done": True, "due_on": "2020-08-11"},
        place="L2",
    )
    browser = browser_of("own")
    answer = browser.get(f"{ROUND}export.{ending}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    page = browser.post(f"{ROUND}import/", {"sheet": SimpleUploadedFile(f"x.{ending}", body)})
    report = page.context["report"]
    assert (report.rows, report.accepted, report.duplicate, report.bad) == (2, 0, 2, [])


def test_an_export_that_was_edited_comes_back_as_corrections(browser_of: Any, stage: Any) -> None:
    first = record(stage.own, "trial.round", {"object": "stair", "found": [], "done": False, "note": "甲"}, place="L1")
    record(stage.own, "trial.round", {"object": "lift", "found": ["leak"], "done": True}, place="L2")
    browser = browser_of("own")
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{ROUND}export.xlsx").content))
    sheet = book.worksheets[0]
    codes = next(row for row in sheet.iter_rows() if "data.done" in [cell.value for cell in row])
    at = {cell.value: cell.column for cell in codes}
    row = next(r for r in range(codes[0].row + 1, sheet.max_row + 1) if sheet.cell(r, at["id"]).value == str(first))
    sheet.cell(row, at["data.done"]).value = "是"
    sheet.delete_cols(at["data.note"])  # a column that was left out changes nothing
    held = io.BytesIO()
    book.save(held)

    def back(**more: str) -> Any:
        file = SimpleUploadedFile("回.xlsx", held.getvalue())
        return browser.post(f"{ROUND}import/", {"sheet": file, **more}).context["report"]

    asked = back()
    assert (asked.rows, asked.accepted, asked.changed, asked.duplicate) == (2, 0, 0, 1)
    assert [each.says.zh for each in asked.bad] == ["这一行改过，须写更正原因"]
    for report in (back(reason="现场核对"), back(reason="又来一次")):
        assert (report.accepted, report.changed + report.duplicate, report.bad) == (0, 2, [])
    with scope.acting(stage.own):
        done = [each for each in queries.entries(stage.own, queries.Asked(kinds=("trial.round",))) if each.corrects]
        assert [(each.corrects, each.reason, each.facts["done"], each.facts["note"]) for each in done] == [
            (first, "现场核对", True, "甲")
        ]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_naughty_texts_survive_page_sheet_and_import(browser_of: Any, stage: Any, ending: str) -> None:
    drafts = [
        Draft(id=ids.mint(NOW), kind="trial.tally", unit="T161-LOG", occurred_at=NOW, data={"n": 1, "note": text})
        for text in (*NAUGHTY, "'=1", "''", "'", "无", "是", "1", "1.0", "2020-08-10")
    ]
    with scope.acting(stage.own):
        kept = [one.id for one in journal.record(stage.own, drafts, origin=Origin.API) if one.holds]
    assert len(kept) > len(drafts) / 2
    browser = browser_of("own")
    for entry in kept[:12]:
        assert browser.get(f"{TALLY}{entry}/").status_code == 200
    assert browser.get(TALLY).status_code == 200
    answer = browser.get(f"{TALLY}export.{ending}")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    report = browser.post(f"{TALLY}import/", {"sheet": SimpleUploadedFile(f"x.{ending}", body)}).context["report"]
    assert report.bad == []
    assert (report.rows, report.accepted, report.duplicate) == (len(kept), 0, len(kept))


def test_naughty_texts_in_forms_are_no_fault(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    sent = form_of(browser.get(f"{TALLY}new/"))
    for text in (*NAUGHTY, "\0", "\ud800", "9" * 5000):
        for name in ("data.n", "data.note", "unit", "place_q", "occurred_at", "entry_id", "exercise"):
            said = {
                **sent,
                "data.n": "1",
                "entry_id": str(ids.mint(NOW)),
                name: text.encode("utf-8", "replace").decode(),
            }
            assert browser.post(f"{TALLY}new/", said).status_code in (302, 404, 422), (name, text)


def filled(browser: Any, rows: list[dict[str, Any]], at: str = ROUND) -> bytes:
    """The template, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{at}template.xlsx").content))
    sheet = book.worksheets[0]
    head = next(i for i, row in enumerate(sheet.iter_rows(values_only=True), 1) if "unit" in row)
    codes = [cell.value for cell in sheet[head]]
    for i, row in enumerate(rows):
        for code, value in row.items():
            sheet.cell(head + 1 + i, codes.index(code) + 1, value)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_good_rows_are_kept_and_bad_ones_named(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    good = {
        "unit": "T161-LOG",
        "occurred_at": "2020-08-10 08:00",
        "place": "L1",
        "data.object": "电梯",
        "data.found": "无",
        "data.done": "是",
    }
    rows = [
        good,
        good,
        {**good, "data.object": "屋顶"},
        {**good, "place": "NOPE"},
        {**good, "data.ppm": -5},
        {**good, "data.found": "dirt；渗漏"},
    ]
    body = filled(browser, rows)
    first = browser.post(f"{ROUND}import/", {"sheet": SimpleUploadedFile("a.xlsx", body)}).context["report"]
    assert (first.accepted, first.duplicate) == (3, 0), "two rows alike are two entries"
    assert [(each.number - first.bad[0].number, str(each.column)) for each in first.bad] == [
        (0, "对象"),
        (1, "地点"),
        (2, "有效氯（mg/L）"),
    ]
    again = browser.post(f"{ROUND}import/", {"sheet": SimpleUploadedFile("b.xlsx", body)}).context["report"]
    assert (again.accepted, again.duplicate, len(again.bad)) == (0, 3, 3)


def test_a_sheet_with_formulas_or_another_kinds_columns_is_refused(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    good = {
        "unit": "T161-LOG",
        "occurred_at": "2020-08-10 08:00",
        "place": "L1",
        "data.object": "电梯",
        "data.found": "无",
        "data.done": "是",
    }
    body = filled(browser, [{**good, "data.ppm": "=1+1"}])
    for name, sheet in (
        ("f.xlsx", body),
        ("t.xlsx", filled(browser, [], TALLY)),
        ("x.xlsx", b"PK"),
        ("x.csv", b"a,b\n1,2"),
        ("x.pdf", b"%PDF"),
    ):
        answer = browser.post(f"{ROUND}import/", {"sheet": SimpleUploadedFile(name, sheet)})
        if name != "t.xlsx":
            assert answer.status_code == (415 if name == "x.pdf" else 422), name
        assert not standing(stage.own, "trial.round")


def test_a_sheet_that_is_too_large_has_the_problems_own_status(
    browser_of: Any, stage: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_pages, "FILE_LIMIT", 2)
    answer = browser_of("own").post(f"{ROUND}import/", {"sheet": SimpleUploadedFile("a.csv", b"a,b\n1,2")})
    assert answer.status_code == 413
    assert answer.context["form"].errors["sheet"] == ["内容超过 16 MiB。请分批发送"]


def test_personal_words_are_for_those_who_may(browser_of: Any, stage: Any, resident: UUID) -> None:
    entry = record(stage.own, "trial.told", {"words": "夜里发烧", "feverish": True}, person=resident)
    assert "夜里发烧" in browser_of("own").get(f"/trial/told/{entry}/").content.decode(), "who wrote it may read it"
    commander, page = browser_of("commander"), f"/trial/told/{entry}/"
    assert "夜里发烧" not in commander.get(page).content.decode(), "who may know it says first what for"
    commander.post("/preferences/names/", {"purpose": "handle", "next": page})
    assert "夜里发烧" in commander.get(page).content.decode()
    with scope.acting(scope.system_actor()) as system:
        assert [(seen.login, seen.purpose) for seen in people.views(system)][:1] == [("commander", "handle")]
    concealed = browser_of("superior").get(f"/trial/told/{entry}/").content.decode()
    assert "夜里发烧" not in concealed
    assert "enc:" not in concealed
    assert "已遮蔽" in concealed


def test_pages_speak_english_too(browser_of: Any, stage: Any) -> None:
    entry = record(stage.own, "trial.tally", {"n": 12})
    browser = browser_of("own")
    for address in (
        TALLY,
        f"{TALLY}new/",
        f"{TALLY}{entry}/",
        f"{TALLY}{entry}/correct/",
        f"{TALLY}{entry}/withdraw/",
        f"{TALLY}import/",
    ):
        page = browser.get(address, headers={"Accept-Language": "en"})
        assert page.status_code == 200
        main = page.content.decode().split("<main")[1].split("</main>")[0]
        chinese = [char for char in main if "\u4e00" <= char <= "\u9fff"]
        assert set("".join(chinese)) <= set("后勤一六队人"), (address, "".join(chinese))
