"""shell · tests · browser: photos chosen, pasted, dropped and viewed in a real browser, on a desk and on a phone."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from lianfang.ground.files import queries
from lianfang.ground.files.models import File
from lianfang.ground.files.tests import drawn
from lianfang.kernel import scope
from tests.support.browser import signed_in

AXE = Path(__file__).parents[3] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
# What a hand does with the clipboard or the mouse, as the page hears of it.
HANDED = """([what, names, contents]) => {
  const held = new DataTransfer();
  names.forEach((name, at) => {
    const bytes = Uint8Array.from(atob(contents[at]), (each) => each.charCodeAt(0));
    held.items.add(new File([bytes], name, {type: name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg'}));
  });
  const box = document.querySelector('[data-files="data.papers"]');
  const event = what === 'paste' ? new ClipboardEvent('paste', {clipboardData: held, bubbles: true, cancelable: true})
    : new DragEvent('drop', {dataTransfer: held, bubbles: true, cancelable: true});
  if (what === 'paste') { box.querySelector('input[type=file]').focus(); }
  box.dispatchEvent(event);
}"""


def handed(page: Page, what: str, **files: bytes) -> None:
    contents = [base64.b64encode(each).decode() for each in files.values()]
    page.evaluate(HANDED, [what, [name.replace("_", ".") for name in files], contents])


def test_photos_on_a_desk_and_on_a_phone(
    browser: Browser, live_server: Any, trial_pages: None, stage: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    page = signed_in(browser, live_server.url, "own", width=390)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/trial/visit/new/")
    page.get_by_label("所见").fill("积水")
    # A picture of 40 million pixels: the page makes it smaller before it is sent.
    big = tmp_path / "big.jpg"
    big.write_bytes(drawn.picture(8000, 5000))
    photo, papers = (page.locator(f'[data-files="data.{name}"]') for name in ("photo_sha256", "papers"))
    photo.locator("input[type=file]:not([capture])").set_input_files(big)
    expect(photo.locator("img")).to_have_count(1)
    handed(page, "paste", first_jpg=drawn.picture(mark=40))
    handed(page, "drop", second_jpg=drawn.picture(mark=90), torn_jpg=drawn.picture()[:-300], notice_pdf=drawn.PDF)
    expect(papers.locator("li:not(.is-wrong) input[type=hidden]")).to_have_count(3)
    expect(papers.locator(".lf-error")).to_contain_text("文件“torn.jpg”不完整或已损坏")
    expect(papers.get_by_role("button", name="重试")).to_have_count(1)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RULES)
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    papers.locator("li.is-wrong").get_by_role("button", name="去掉").click()
    handed(page, "drop", first_jpg=drawn.picture(mark=40))
    expect(papers.locator("progress")).to_have_count(0)
    expect(papers.locator("li"), "the same content is there once").to_have_count(3)
    with page.expect_navigation():
        page.get_by_role("button", name="记录", exact=True).click()
    with scope.acting(scope.system_actor()) as system:
        kept = list(File.objects.filter(entry__isnull=False))
        (large,) = (row for row in kept if row.width == 2048)
        assert (len(kept), large.height) == (4, 1280)
        own = queries.files_of(system, [("T161-LOG", None, large.sha256)])["T161-LOG", None, large.sha256]
        assert not dict(drawn.opened(queries.content_of(own)).getexif())
    page.context.close()
    _viewed(signed_in(browser, live_server.url, "commander"), f"{live_server.url}/trial/visit/")
    assert complaints == []


def _viewed(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("td .lf-thumb img")).to_have_count(3)
    first = page.locator(".lf-thumb").first
    first.click()
    viewer = page.locator("#lf-viewer")
    expect(viewer).to_be_visible()
    expect(viewer.locator("figcaption")).to_contain_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("figcaption")).to_contain_text("2 / 3")
    expect(viewer.locator("img")).to_have_js_property("complete", True)
    assert viewer.locator("img").evaluate("image => image.naturalWidth") > 0
    page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "lf-thumb"
    page.locator(".lf-table tbody a[href*='/trial/visit/']").first.click()
    expect(page.locator("dd .lf-thumb")).to_have_count(3)
    page.context.close()


def test_without_scripts_the_files_come_with_the_form(
    browser: Browser, live_server: Any, trial_pages: None, stage: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    tab = signed_in(browser, live_server.url, "own")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(tab.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/trial/visit/new/")
    page.get_by_label("所见").fill("积水")
    good, torn = tmp_path / "good.jpg", tmp_path / "torn.jpg"
    good.write_bytes(drawn.from_a_phone())
    torn.write_bytes(drawn.picture()[:-300])
    page.locator('input[name="data.papers.new"]').set_input_files([good, torn])
    page.get_by_role("button", name="记录", exact=True).click()
    expect(page.get_by_text("文件“torn.jpg”不完整或已损坏").first).to_be_visible()
    expect(page.get_by_label("good.jpg")).to_be_checked()
    page.get_by_role("button", name="记录", exact=True).click()
    expect(page.locator("td .lf-thumb img")).to_have_count(1)
    context.close()
    tab.context.close()
