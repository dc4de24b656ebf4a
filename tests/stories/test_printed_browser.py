"""tests · stories · browser: a figure is put where the writer's cursor stands, on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.newspaper import queries_public
from tests.stories import printed
from tests.support.browser import signed_in

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def test_a_figure_is_put_where_one_writes(
    browser: Browser,
    live_server: Any,
    owner_conn: psycopg.Connection[Any],
    system: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed.open_week(owner_conn, monkeypatch, system)
    page = signed_in(browser, live_server.url, "editor", width=390)
    page.goto(f"{live_server.url}/newspaper/write/")
    body = page.get_by_label("正文")
    body.fill("全队消毒点次。")
    body.evaluate("area => area.setSelectionRange(4, 4)")
    page.get_by_role("link", name="插入日报数字").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("报告日").fill("2020-08-10")
    dialog.get_by_label("指标含").fill("E1")
    dialog.get_by_role("button", name="查看").click()
    expect(dialog.locator("tbody tr")).to_have_count(1)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    dialog.get_by_role("button", name="插入").click()
    expect(dialog).to_be_hidden()
    expect(body).to_have_value("全队消毒【E1 T161 2020-08-10】点次。")
    expect(page.locator("[data-picked]")).to_contain_text("28")
    queries_public.clear_kept()
