"""reporting · tests of the roll-up's files: however many subtrees stand directly below, none is left out in silence."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import openpyxl
import pytest

from lianfang.areas.reporting import console_rollup
from lianfang.areas.reporting.tests.town import DAY, WINDOW_CLOSED, client, confirm, say
from lianfang.kernel import clock

pytestmark = pytest.mark.usefixtures("tree")


def test_a_roll_up_leaves_no_subtree_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Subtrees are asked for page by page; a file that cannot hold all of them is refused, a CSV holds any number."""
    now = WINDOW_CLOSED + timedelta(hours=1)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(now))
    for unit in ("T161-LOG", "T161-D01", "C161"):
        say(unit, "H1", 10, 10, 10)
        confirm(unit)
    say("T161", "H1", 5, 5, 5)
    browser = client("superior", "XJCG")
    address = f"/reporting/rollup/T161/{DAY}/rollup"
    monkeypatch.setattr(console_rollup, "PAGE", 1)
    answer = browser.get(f"{address}.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    said = b"".join(answer).decode()
    assert said.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(said[1:])))
    at = rows[1].index("H1")
    assert [(row[0], row[at]) for row in rows[2:]] == [
        ("T161", "5"), ("C161", "10"), ("T161-D01", "10"), ("T161-LOG", "10"), ("T161", "35"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"{address}.xlsx").content))
    codes = {row[0] for row in book.worksheets[1].iter_rows(values_only=True)}
    assert {"C161", "T161-D01", "T161-LOG"} <= codes
    monkeypatch.setattr(console_rollup, "MOST", {"pdf": 3, "xlsx": 3})
    for kind in ("pdf", "xlsx"):
        refused = browser.get(f"{address}.{kind}")
        assert refused.status_code == 422
        assert "请下载 CSV" in refused.content.decode()
    monkeypatch.setattr(console_rollup, "MOST", {"pdf": 4, "xlsx": 4})
    assert browser.get(f"{address}.xlsx").status_code == 200
