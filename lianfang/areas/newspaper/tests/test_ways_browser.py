"""newspaper · the ways to an article in a real browser: on a small screen, enlarged, by keys alone, without scripts,
and without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lianfang.areas.newspaper.tests.newsroom import Copy
from tests.support.gone import way_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("paper")]
Goes = Callable[[Locator], None]
_OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_HERE = "element => element === document.activeElement"
_DRAWN = "image => image.naturalWidth"
_SEEN = "element => getComputedStyle(element).outlineStyle !== 'none'"


def walk(page: Page, url: str, goes: Goes, write: Callable[[Locator, str], None]) -> None:
    """From the front page by date, by page, by a zone and by search to an article; nothing is wider than the screen."""

    def at(heading: str) -> None:
        expect(page.locator("h1")).to_contain_text(heading)
        assert page.evaluate(_OVER) <= 0, f"{heading} is wider than the screen"

    page.goto(f"{url}/paper/")
    at("2020年8月24日")
    write(page.locator("#np-day"), "2020-08-17")
    goes(page.get_by_role("button", name="查看"))
    at("2020年8月17日 星期一 第 01 版")
    goes(page.locator("#pageList a").nth(1))
    at("第 02 版")
    goes(page.locator(".np-picture svg a").last)
    at("门岗换班写在一张纸上")
    goes(page.get_by_role("link", name="检索"))
    at("检索")
    write(page.get_by_label("字词"), "只有副题里的词")
    goes(page.get_by_role("button", name="检索"))
    expect(page.get_by_text("共 1 篇")).to_be_visible()
    goes(page.locator(".np-hits a").first)
    at("三轮消毒一轮不少")


def fill(field: Locator, text: str) -> None:
    field.fill(text)


@pytest.mark.parametrize(
    "screen",
    [
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
        {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
    ],
    ids=["320 px", "400 %", "no scripts"],
)
def test_an_article_is_reached_by_every_way(
    browser: Browser, live_server: Any, two_issues: Copy, screen: dict[str, Any]
) -> None:
    page = browser.new_context(**screen).new_page()
    walk(page, live_server.url, lambda link: link.click(), fill)


def test_an_article_is_reached_by_keys_alone(browser: Browser, live_server: Any, two_issues: Copy) -> None:
    page = browser.new_page()

    def reach(target: Locator) -> None:
        for _ in range(60):
            if target.evaluate(_HERE):
                break
            page.keyboard.press("Tab")
        assert target.evaluate(_HERE), f"{target} is not reached"
        assert target.evaluate(_SEEN), f"nobody sees that {target} is reached"

    def goes(target: Locator) -> None:
        reach(target)
        page.keyboard.press("Enter")

    def write(field: Locator, text: str) -> None:
        reach(field)
        day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
        page.keyboard.type(f"{day[2]}{day[3]}{day[1]}" if day else text)

    walk(page, live_server.url, goes, write)


def test_an_issue_that_was_kept_is_read_when_the_server_is_gone(
    browser: Browser, live_server: Any, two_issues: Copy
) -> None:  # fmt: skip
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    with way_to(live_server.url) as way:
        old = f"{way.url}/paper/{two_issues.old}"
        page.goto(f"{old}/")
        expect(page.get_by_text("没有网络")).to_be_hidden()
        page.get_by_role("button", name="离线阅读").click()
        expect(page.get_by_text("已存下")).to_be_visible(timeout=20_000)
        assert context.cookies() == []
        way.cut()
        context.set_offline(True)
        page.goto(f"{old}/02/")
        expect(page.get_by_text("没有网络，这是先前存下的（20")).to_be_visible()
        expect(page.locator(".np-picture img")).to_have_js_property("complete", True)
        assert page.locator(".np-picture img").evaluate(_DRAWN) > 0
        page.locator("#titleList a").first.click()
        expect(page.locator("h1")).to_have_text("两次数得不一样不发车")
        photo = page.locator("figure img")
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("complete", True)
        assert photo.evaluate(_DRAWN) > 0
        page.goto(f"{old}/01/a2/")
        expect(page.get_by_text("事实有误")).to_be_visible()
        page.goto(f"{way.url}/paper/{two_issues.new}/")
        expect(page.get_by_text("这一页没有存下")).to_be_visible()
        page.goto(f"{old}/")
        page.get_by_role("button", name="移除").click()
        expect(page.get_by_role("button", name="离线阅读")).to_be_visible()
