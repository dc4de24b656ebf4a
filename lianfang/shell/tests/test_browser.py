"""shell · tests · browser: the styleguide in a real browser: accessible, reached by keys, quiet under the policy."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    # Files are served straight from their folders; the collected ones do not exist.
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def address(live_server: Any, settings: Any) -> str:
    settings.DEMO = True
    return f"{live_server.url}/styleguide/"


def opened(browser: Browser, address: str, *, width: int, theme: str, lang: str) -> tuple[Page, list[str]]:
    """The page, and what it complained of."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    names = {"lianfang_theme": theme, "lianfang_language": lang}
    page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in names.items()])
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address, wait_until="networkidle")
    return page, complaints


@pytest.mark.parametrize(("width", "theme", "lang"), [(1440, "light", "zh-hans"), (390, "dark", "en")])
def test_the_styleguide_is_accessible(browser: Browser, address: str, width: int, theme: str, lang: str) -> None:
    page, complaints = opened(browser, address, width=width, theme=theme, lang=lang)
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.locator(".lf-chart-canvas:has(canvas)")).to_have_count(3)
    # Run through the debugger's own door: the page's policy rightly lets no foreign script in.
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    page.context.close()


def test_a_figure_is_heard_as_one_sentence_and_once(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, width=1440, theme="light", lang="zh-hans")
    figure = page.locator("a.lf-m.is-partial").first
    expect(figure).to_have_accessible_name(re.compile(r"\d+，部分，已查 \d+ / 应查 \d+"))
    page.context.close()


def test_the_grid_is_walked_with_the_arrow_keys(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, width=1440, theme="light", lang="zh-hans")
    page.locator('a.lf-c[href="#slot-3-2"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#slot-3-3"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#slot-4-3"
    expect(page.locator(".lf-tip")).to_contain_text("现场扫码")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#slot-4-10"
    expect(page.locator(".lf-grid").first.locator("tbody a.lf-c[tabindex='0']")).to_have_count(1)
    page.context.close()


def test_what_is_folded_is_printed_and_stays_folded(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, width=1440, theme="light", lang="zh-hans")
    inside = page.locator("details.lf-fold", has_text="其余 27 家已按时报送").locator(":scope > p")
    table = page.locator(".lf-chart:has(canvas) table").first
    expect(inside).to_be_hidden()
    expect(table).to_be_hidden()
    days = [cell.strip() for cell in table.locator("tbody th").all_text_contents()]
    assert len(days) > 20
    printed = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(page.pdf())).pages).split()
    assert "06:41" in "".join(printed), "what is folded is printed"
    assert not set(days) <= set(printed), "of a chart that is drawn the picture is printed, not its table"
    expect(inside).to_be_hidden()
    page.context.close()


def test_rows_help_and_confirmation_by_keyboard(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, width=1440, theme="light", lang="zh-hans")
    page.locator("body").press("j")
    page.keyboard.press("j")
    expect(page.locator("tr.is-here")).to_contain_text("洁倍佳")
    page.keyboard.press("?")
    expect(page.locator("#lf-help")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="提交记录").click()
    expect(page.locator("#lf-confirm")).to_be_visible()
    assert page.evaluate("document.activeElement.value") == "no"
    page.keyboard.press("Enter")
    expect(page.locator("#lf-confirm")).to_be_hidden()
    page.context.close()


def test_without_scripts_the_page_still_reads(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".lf-grid tbody a.lf-c").nth(100)).to_be_visible()
    page.locator(".lf-chart summary").first.click()
    expect(page.locator(".lf-chart table").first).to_be_visible()
    if page.locator(".lf-bottom").count():
        page.locator(".lf-bottom a").last.click()
        expect(page.locator("#lf-nav")).to_be_visible()
    context.close()
