"""shell · tests · many rows: a long sheet asks the database no more often than a short one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import PersonSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope
from lianfang.shell.kinds import sheet_pages
from lianfang.shell.testing import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_pages")]
SHORT, LONG = 50, 500
HEADS = {
    "tally": "unit,occurred_at,data.n",
    "round": "unit,occurred_at,place,data.object,data.found,data.done,data.lot",
    "told": "unit,occurred_at,person,data.words",
}


def name(i: int) -> str:
    return f"王{chr(0x4E00 + i // 50)}{chr(0x5000 + i % 50)}"


def number(i: int) -> str:
    return f"1380000{i:04}"


def row(kind: str, i: int, who: str) -> str:
    at = f"{clock.local(NOW - timedelta(minutes=1 + i)):%Y-%m-%d %H:%M}"
    unit = "" if kind == "round" else "T161-LOG"  # the place says whose it is
    said = {"tally": str(i), "round": f"L{1 + i % 2},电梯,无,是,{i}", "told": f"{who},夜里发烧"}[kind]
    return f"{unit},{at},{said}\n"


def asked(browser: Any, kind: str, body: str) -> tuple[int, Any]:
    """How often the database was asked, and the report."""
    sheet = SimpleUploadedFile("a.csv", body.encode())
    with CaptureQueriesContext(connection) as queries:
        answer = browser.post(f"/trial/{kind}/import/", {"sheet": sheet})
    said = [each["sql"] or "" for each in queries.captured_queries]
    return sum("SAVEPOINT" not in each for each in said), answer.context["report"]


@pytest.mark.parametrize(
    ("kind", "who", "reader"),
    [("tally", "", "own"), ("round", "", "own"), ("told", "name", "own"), ("told", "number", "own"),
     ("told", "name", "admin"), ("told", "number", "admin")],
)  # fmt: skip
def test_a_long_sheet_asks_no_more_often_than_a_short_one(
    browser_of: Any, stage: Any, kind: str, who: str, reader: str
) -> None:
    if who:
        with scope.acting(scope.system_actor()) as system:
            listed = [PersonSpec("T161-LOG", name(i), phone=number(i)) for i in range(LONG)]
            people.register_people(system, listed, at=clock.FixedClock(OPENED_AT))
    call = {"": lambda _: "", "name": name, "number": number}[who]
    browser = browser_of(reader)
    asked(browser, kind, f"{HEADS[kind]}\n{row(kind, 900, call(0))}")  # fills what a process keeps

    def sheet(n: int, since: int) -> str:
        return f"{HEADS[kind]}\n" + "".join(row(kind, since + i, call(i)) for i in range(n))

    short, of_short = asked(browser, kind, sheet(SHORT, 1_000))
    long, of_long = asked(browser, kind, sheet(LONG, 2_000))
    assert (of_short.accepted, of_long.accepted, of_long.bad) == (SHORT, LONG, [])
    assert long <= short + 1, "the keys of many may be read in two goes"
    export = b"".join(browser.get(f"/trial/{kind}/export.csv").streaming_content).decode().split("\r\n")
    short, of_short = asked(browser, kind, "\r\n".join(export[: SHORT + 2]))
    long, of_long = asked(browser, kind, "\r\n".join(export[: LONG + 2]))
    assert (of_short.duplicate, of_long.duplicate, of_long.bad) == (SHORT, LONG, [])
    assert long <= short + 2


def test_of_many_faults_the_report_comes_first(browser_of: Any, stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_pages, "MARKED_LIMIT", 2)
    body = "unit,occurred_at,data.n\n" + "".join(f"T161-LOG,2020-08-10 08:0{i},-1\n" for i in range(3))
    sheet = SimpleUploadedFile("a.csv", body.encode())
    answer = browser_of("own").post("/trial/tally/import/", {"sheet": sheet})
    assert (len(answer.context["report"].bad), answer.context["marked"]) == (3, None)
    assert "要在表里标出问题" in answer.content.decode()
