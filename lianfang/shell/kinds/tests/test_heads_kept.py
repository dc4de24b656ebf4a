"""shell · tests · heads kept: what a unit said of its heads counts for the next sheet, and never more than it meant."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lianfang.ground.sheets import actions
from lianfang.ground.sheets.models import SheetHeads
from lianfang.kernel import scope
from lianfang.shell.ledger import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
TALLY, ROUND = "/trial/tally/", "/trial/round/"
OWN = "数到几个,哪天\n3,2020-08-10 08:00\n"


def sent(browser: Any, body: str, at: str = TALLY, **more: str) -> Any:
    return browser.post(f"{at}import/", {"sheet": SimpleUploadedFile("a.csv", body.encode()), **more})


@pytest.fixture
def kept(stage: Any) -> Any:
    """Keeps what is said of heads, past the page, as an earlier version of the kind did."""

    def keep(heads: list[str], said: dict[str, str], fixed: dict[str, str] | None = None) -> None:
        with scope.acting(stage.own):
            actions.keep_heads(
                stage.own, verb="trial.record", unit="T161-LOG", sort="trial.tally", heads=heads, said=said,
                fixed=fixed or {},
            )  # fmt: skip

    return keep


def test_a_saved_head_of_a_field_that_is_gone_counts_no_more(browser_of: Any, stage: Any, kept: Any) -> None:
    said = {"data.n": "数到几个", "occurred_at": "哪天", "data.dropped": "备注", "~digest": "摘要", "~gone": "旧列"}
    kept(["数到几个", "哪天", "备注", "摘要", "旧列"], said, {"unit": "T161-LOG", "data.other": "1"})
    report = sent(browser_of("own"), "数到几个,哪天,备注,摘要,旧列\n3,2020-08-10 08:00,x,y,z\n").context["report"]
    assert (report.accepted, report.bad) == (1, [])
    assert set(report.unread) <= {"备注", "摘要", "旧列"}


def test_of_an_export_only_what_can_be_mapped_is_kept(browser_of: Any, stage: Any) -> None:
    browser = browser_of("own")
    assert sent(browser, "unit,occurred_at,data.n\nT161-LOG,2020-08-10 08:00,3\n").context["report"].accepted == 1
    export = b"".join(browser.get(f"{TALLY}export.csv").streaming_content).decode()
    assert sent(browser, export, heads_said="1", **{"head.data.n": "data.n"}).context["report"].duplicate == 1
    with scope.acting(stage.own):
        (saved,) = SheetHeads.objects.all()
    assert not [code for code in saved.said if code.startswith("~") or code in ("id", "reason")]


def test_a_day_said_for_all_rows_counts_once(browser_of: Any, stage: Any, kept: Any) -> None:
    browser = browser_of("own")
    said = {"heads_said": "1", "head.data.n": "数到几个", "all.unit": "T161-LOG", "all.occurred_at": "2020-08-09 08:00"}
    assert sent(browser, "数到几个\n3\n", **said).context["report"].accepted == 1
    with scope.acting(stage.own):
        (saved,) = SheetHeads.objects.all()
    assert saved.fixed == {"unit": "T161-LOG"}
    kept(["数到几个"], {"data.n": "数到几个"}, {"unit": "T161-LOG", "occurred_at": "2020-08-09 08:00"})
    next_day = sent(browser, "数到几个\n4\n")
    assert (next_day.status_code, next_day.context["report"]) == (422, None)
    assert "没有找到表头（须有：发生时间）" in next_day.content.decode()
    with scope.acting(stage.own):
        assert len(queries.entries(stage.own, queries.Asked(kinds=("trial.tally",)))) == 1


def test_a_day_of_a_field_counts_once_too(browser_of: Any, stage: Any) -> None:
    body = "时间,地点,对象,发现,已完成\n2020-08-10 08:00,L1,电梯,无,是\n"
    said = {"heads_said": "1", "all.unit": "T161-LOG", "all.data.due_on": "2020-08-12", "all.data.lot": "A1"}
    assert sent(browser_of("own"), body, ROUND, **said).context["report"].accepted == 1
    with scope.acting(stage.own):
        (saved,) = SheetHeads.objects.all()
    assert saved.fixed == {"unit": "T161-LOG", "data.lot": "A1"}
