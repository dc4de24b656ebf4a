"""newspaper · zones in a real browser: drawn with the mouse and with the keys, and what is told meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.newspaper.tests import oldpapers as old
from lianfang.shell.composition import drawn
from lianfang.shell.tests.test_files_browser import AXE, RULES
from tests.support.browser import signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("newsroom"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


def test_zones_are_drawn_by_mouse_and_by_keyboard(
    browser: Browser, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    issue = old.old_page()
    upper, lower, small = old.texts(issue, "上面一篇", "下面一篇", "简讯")
    page = signed_in(browser, live_server.url, "editor")
    page.set_viewport_size({"width": 1440, "height": 1600})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/newspaper/old/{issue}/01/zones/")
    notes = page.locator("[data-zone-notes]")
    expect(notes).to_contain_text("《上面一篇》还没有区域")
    image = page.locator("[data-zone-picture] svg").bounding_box()
    assert image

    def at(x: float, y: float) -> tuple[float, float]:
        return image["x"] + image["width"] * x / 100, image["y"] + image["height"] * y / 100

    page.mouse.move(*at(5, 5))
    page.mouse.down()
    page.mouse.move(*at(30, 10))
    page.mouse.move(*at(95, 25))
    page.mouse.up()
    zone = page.locator("svg [data-of='1']")
    expect(zone).to_be_focused()
    expect(page.get_by_label("左 %").first).to_have_value("5")
    expect(notes).not_to_contain_text("上面一篇")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+ArrowLeft")
    expect(page.get_by_label("左 %").first).to_have_value("5.8")
    page.keyboard.press("Shift+ArrowLeft")
    expect(zone).to_have_attribute("aria-label", "区域 1 上面一篇：左 5.8、上 5、宽 89、高 20")
    box = page.locator(".lf-zone-corner").nth(2).bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*at(90, 25))
    page.mouse.move(*at(95, 25))
    page.mouse.up()
    expect(zone).to_have_attribute("aria-label", "区域 1 上面一篇：左 5.8、上 5、宽 89.2、高 20")
    # By the keys alone: a new zone, moved and made larger until it lies over the first, then away from it.
    page.get_by_role("button", name="新区域").focus()
    page.keyboard.press("Enter")
    second = page.locator("svg [data-of='2']")
    expect(second).to_be_focused()
    for _ in range(12):
        page.keyboard.press("ArrowUp")
    expect(notes).to_contain_text("区域 1 与 2 重叠")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(notes).not_to_contain_text("重叠")
    page.keyboard.press("Shift+Tab")
    expect(zone).to_be_focused()
    # A polygon by clicks; then one zone too many, which is deleted.
    page.get_by_label("点多边形").check()
    for corner in ((5, 60), (40, 60), (40, 75)):
        page.mouse.click(*at(*corner))
    page.keyboard.press("Enter")
    expect(page.locator("svg [data-of='3']")).to_be_focused()
    expect(notes).to_be_empty()
    page.get_by_role("button", name="新区域").click()
    expect(notes).to_contain_text("区域 4 没有稿件")
    page.keyboard.press("Delete")
    expect(notes).to_be_empty()
    page.evaluate(AXE.read_text())
    found = page.evaluate(RULES)
    assert [each["id"] for each in found["violations"]] == []
    page.get_by_role("button", name="保存区域").click()
    expect(page.get_by_text("区域已保存")).to_be_visible()
    assert complaints == []
    zones = old.plan_of(issue).pages[0].scan.zones
    assert [each.article for each in zones] == [upper, lower, small]
    assert drawn.box(drawn.points_of(zones[0].points)) == (5.8, 5.0, 89.2, 20.0)
    assert drawn.box(drawn.points_of(zones[1].points)) == (35.0, 27.0, 30.0, 30.0)
    assert len(drawn.points_of(zones[2].points)) == 3
    page.context.close()
