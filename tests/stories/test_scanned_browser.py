"""tests · stories: a phone in the hand of somebody at a lift: two taps from the label to the record."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from lianfang.ground.access.roles import Role
from lianfang.ground.testing import PASSWORD, Cast
from tests.stories.at_the_lift import LIFT, LIFT2, UNIT, grades, stand, token
from tests.support import thumb
from tests.support.browser import signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
# A camera before which a label is held. The detector of the browser is taken away, so that the reader we ship reads.
CAMERA = """([picture]) => {
  delete window.BarcodeDetector;
  const image = new Image();
  image.src = picture;
  const canvas = Object.assign(document.createElement('canvas'), {width: 640, height: 480});
  const drawing = canvas.getContext('2d');
  setInterval(() => {
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, 640, 480);
    if (image.complete) drawing.drawImage(image, 200, 120, 240, 240);
  }, 40);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(25);
}"""
REFUSED = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); };
}"""


@pytest.fixture(autouse=True)
def estate(cast: Cast, system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(system, monkeypatch)


def shown(text: str) -> str:
    """A QR code as the address of a picture."""
    made = io.BytesIO()
    segno.make(text, error="q").save(made, kind="png", scale=6, border=4)
    return "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()


def record(page: Page) -> None:
    """The second tap."""
    page.get_by_role("button", name="已做，记录").click()


def test_from_the_label_over_the_sign_in_to_the_record_and_on_by_the_camera_of_the_page(
    browser: Browser, live_server: Any, system: Any
) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/at/{LIFT}?k={token(system)}")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/at/{LIFT}")
    page.locator("input[name=login]").fill("sister")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("一号电梯：今天 11:00—15:00 消毒")
    expect(page).to_have_url(f"{live_server.url}/sanitation/places/{LIFT}/")
    record(page)
    expect(page.get_by_text("已记录：一号电梯")).to_be_visible()
    assert grades(system) == ["scanned"]

    page.goto(f"{live_server.url}/scan/")
    page.evaluate(CAMERA, [shown(f"{live_server.url}/at/{LIFT2}?k={token(system, LIFT2)}")])
    page.get_by_role("button", name="打开相机").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("二号电梯：今天 11:00—15:00 消毒")
    record(page)
    expect(page).to_have_url(f"{live_server.url}/scan/")
    expect(page.get_by_text("已记录：二号电梯")).to_be_visible()
    assert grades(system, LIFT2) == ["scanned"]
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize(
    ("lang", "opens", "done", "back"),
    [
        ("zh-hans", "打开相机", "已做，记录", "已记录：一号电梯"),
        ("en", "Open the camera", "Done: record it", "Recorded: Lift 1"),
    ],
)
def test_a_place_is_scanned_and_done_by_two_taps(
    browser: Browser, live_server: Any, system: Any, lang: str, opens: str, done: str, back: str
) -> None:
    page = thumb.phone(browser, live_server.url, system, Role.PROPERTY, UNIT, lang=lang)
    page.goto(f"{live_server.url}/scan/")
    page.evaluate(CAMERA, [shown(f"{live_server.url}/at/{LIFT}?k={token(system)}")])
    page.get_by_role("button", name=opens).click()
    page.get_by_role("button", name=done).click()
    expect(page.get_by_text(back)).to_be_visible()
    assert thumb.taps(page) <= 2
    assert not thumb.keys(page)
    assert grades(system) == ["scanned"]
    page.context.close()


def test_a_camera_that_is_refused_says_what_to_do_and_a_hand_scanner_types_anywhere(
    browser: Browser, live_server: Any, system: Any
) -> None:
    page = signed_in(browser, live_server.url, "sister", width=390)
    page.goto(f"{live_server.url}/scan/")
    page.evaluate(REFUSED)
    page.get_by_role("button", name="打开相机").click()
    expect(page.locator("[data-scan-says]")).to_contain_text("相机未获允许")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})")
    assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("h1").click()
    page.keyboard.type(f"{live_server.url}/at/{LIFT}?k={token(system)}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("一号电梯：今天 11:00—15:00 消毒")
    record(page)
    expect(page.get_by_text("已记录：一号电梯")).to_be_visible()
    assert grades(system) == ["scanned"]
    page.context.close()
