"""shell · tests · sources: a row that another system sends again is known by its id, shown and found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.sheets.models import SheetSource
from lianfang.kernel import clock, ids, journal, retention, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin
from lianfang.shell.kinds.grid import columns_kept
from lianfang.shell.ledger import queries
from lianfang.shell.testing import NOW, TALLY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
AT = "/trial/tally/"
HEAD = "来源编号,单位,时间,人数\n"


def row(ref: str, n: int, hour: int = 8) -> str:
    return f"{ref},T161-LOG,2020-08-10 0{hour}:00,{n}\n"


def sent(browser: Any, body: str, **more: str) -> tuple[int, int, int, list[str]]:
    sheet = SimpleUploadedFile("a.csv", body.encode())
    report = browser.post(f"{AT}import/", {"sheet": sheet, **more}).context["report"]
    return report.accepted, report.changed, report.duplicate, [each.says.zh for each in report.bad]


def standing(actor: Any, **asked: Any) -> dict[int, queries.Entry]:
    with scope.acting(actor):
        found = queries.entries(actor, queries.Asked(kinds=("trial.tally",), standing=True, **asked))
    return {each.facts["n"]: each for each in found}


def test_a_row_that_comes_again_is_known_or_asked_about(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    assert sent(browser, HEAD + row("R-1", 3) + row("R-2", 4)) == (2, 0, 0, [])
    assert sent(browser, HEAD + row("R-2", 4) + row("R-3", 5)) == (1, 0, 1, [])
    changed = HEAD + row("R-1", 30, hour=7)
    assert sent(browser, changed) == (0, 0, 0, ["来源编号“R-1”已有记录，内容与这一行不同"])
    assert sent(browser, changed, reason="来源更正") == (0, 1, 0, [])
    assert sent(browser, changed) == (0, 0, 1, []), "the same sheet again"
    assert sorted(standing(stage.own)) == [4, 5, 30]
    assert sent(browser, HEAD + row("R-1", 31), reason="x")[3] == [
        "来源编号“R-1”的记录已在本系统更正或撤回，与这一行不同"
    ]  # fmt: skip


def test_two_rows_alike_are_two_by_their_ids(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    assert sent(browser, HEAD + row("A", 3)) == (1, 0, 0, [])
    assert sent(browser, HEAD + row("B", 3)) == (1, 0, 0, []), "the same content of another id is another entry"
    assert sent(browser, HEAD + row("B", 3) + row("A", 3)) == (0, 0, 2, [])
    assert sent(browser, HEAD + row("C", 9) + row("C", 8)) == (1, 0, 0, ["来源编号“C”在第 2 行已出现"])


def test_what_was_recorded_without_its_id_is_given_it(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    assert sent(browser, "单位,时间,人数\nT161-LOG,2020-08-10 08:00,3\n") == (1, 0, 0, [])
    assert sent(browser, HEAD + row("R-1", 3)) == (0, 0, 1, [])
    assert sent(browser, HEAD + row("R-1", 4))[3] == ["来源编号“R-1”已有记录，内容与这一行不同"]


def test_the_id_is_shown_exported_and_found_also_of_a_correction(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    sent(browser, HEAD + row("R-1", 3) + row("R-2", 4))
    first = standing(stage.own)[3]
    said = Draft(ids.mint(NOW), "trial.tally", "T161-LOG", NOW, {"n": 5}, corrects=first.id, reason="数错")
    with scope.acting(stage.own):
        journal.record_one(stage.own, said, origin=Origin.CONSOLE)
    for entry in (first.id, said.id):
        assert "R-1" in browser.get(f"{AT}{entry}/").content.decode()
    assert list(standing(stage.own, source="R-1")) == [5]
    listed = browser.get(f"{AT}?source=R-1")
    assert len(listed.context["table"].rows) == 1
    export = b"".join(browser.get(f"{AT}export.csv?source=R-1").streaming_content).decode()
    assert export.count("R-1") == 1
    assert "R-2" not in export
    assert sent(browser, export) == (0, 0, 1, []), "an own export comes back with them"
    assert sent(browser, export.replace("R-1", "R-9"))[3] == ["来源编号“R-9”与已保存的不符"]


def test_a_column_is_said_to_be_the_id(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    body = HEAD.replace("来源编号", "编号") + row("7", 3)
    sheet = SimpleUploadedFile("a.csv", body.encode())
    assert browser.post(f"{AT}import/", {"sheet": sheet}).status_code == 422, "编号 may be anything's number"
    assert sent(browser, body, heads_said="1", **{"head.source_ref": "编号"}) == (1, 0, 0, [])
    assert sent(browser, body.replace(",3", ",4"))[3] == ["来源编号“7”已有记录，内容与这一行不同"]


def test_a_withdrawn_row_stays_withdrawn(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    sent(browser, HEAD + row("R-1", 3))
    gone = Draft(ids.mint(NOW), WITHDRAWAL, "T161-LOG", NOW, {}, corrects=standing(stage.own)[3].id, reason="误录")
    with scope.acting(stage.own):
        journal.record_one(stage.own, gone, origin=Origin.CONSOLE, by_action=False)
    assert sent(browser, HEAD + row("R-1", 3)) == (0, 0, 1, [])
    assert sent(browser, HEAD + row("R-1", 4), reason="x")[0] == 0
    assert not standing(stage.own)


def test_an_id_that_is_none_is_a_fault(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    assert sent(browser, HEAD + row("x" * 81, 3))[3] == ["最多 80 个字"]
    assert sent(browser, HEAD + row("a\u200bb", 3))[0] == 0


def test_another_unit_has_ids_of_its_own(browser_of: Any, stage: Any) -> None:
    sent(browser_of("own"), HEAD + row("R-1", 3))
    admin = browser_of("admin")
    assert sent(admin, HEAD + row("R-1", 4).replace("T161-LOG", "T161-PROP")) == (1, 0, 0, [])
    with scope.acting(stage.sister):
        assert [each.unit for each in SheetSource.objects.all()] == ["T161-PROP"], "and sees no other's"


def test_the_id_goes_with_the_link_to_the_person(browser_of: Any, stage: Any, resident: UUID) -> None:
    browser = browser_of("own")
    body = f"来源编号,单位,时间,人员,原话\nP-1,T161-LOG,2020-08-10 08:00,{resident},夜里发烧\n"
    sheet = SimpleUploadedFile("a.csv", body.encode())
    assert browser.post("/trial/told/import/", {"sheet": sheet}).context["report"].accepted == 1
    later = clock.FixedClock(NOW + timedelta(days=70))
    with scope.acting(scope.system_actor()) as system:
        assert [each.ref for each in SheetSource.objects.all()] == ["P-1"]
        assert "trial.told" in [each.kind.code for each in retention.end_links(system, at=later)]
        assert not SheetSource.objects.exists()
    sheet = SimpleUploadedFile("a.csv", body.encode())
    browser.post("/trial/told/import/", {"sheet": sheet})
    with scope.acting(scope.system_actor()):
        assert not SheetSource.objects.exists(), "and does not come back"


def test_a_kind_with_a_field_of_its_own_keeps_to_it() -> None:
    assert [each.code for each in columns_kept(TALLY)].count("source_ref") == 1
