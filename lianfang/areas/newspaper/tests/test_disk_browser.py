"""newspaper · a copy on a disk in a real browser: opened as a file, read, searched, with nobody answering."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from lianfang.areas.newspaper.tests.newsroom import Copy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("paper")]


def test_a_copy_on_a_disk_is_read_and_searched(browser: Browser, two_issues: Copy) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.goto(f"file://{two_issues.folder}/index.html")
    page.wait_for_url("**/paper/index.html")
    expect(page.locator("h1")).to_contain_text("2020年8月24日")
    page.get_by_role("link", name="上一期").click()
    expect(page.locator("h1")).to_contain_text("2020年8月17日")
    page.locator(".np-picture svg a").first.click()
    expect(page.locator("h1")).to_have_text("三轮消毒一轮不少")
    page.get_by_role("button", name="放大").click()
    page.get_by_role("link", name="检索").click()
    page.get_by_label("字词").fill("电梯")
    page.get_by_role("button", name="检索").click()
    expect(page.get_by_text("共 5 篇")).to_be_visible()
    expect(page.locator("mark").first).to_have_text("电梯")
    for asked, count in (
        ("q=只有副题里的词", 1),
        ("q=轮&page=2&to=2020-08-18", 2),
        ("q=轮&author=张影", 1),
        ("q=三轮+一轮不少", 5),
    ):
        page.goto(f"file://{two_issues.folder}/paper/search/index.html?{asked}")
        expect(page.get_by_text(f"共 {count} 篇")).to_be_visible()
    expect(page.locator(".np-hits a").first).to_have_text("三轮消毒一轮不少")
    for asked in ("q=梯电", "q=夜里的电话"):
        page.goto(f"file://{two_issues.folder}/paper/search/index.html?{asked}")
        expect(page.get_by_text("没有找到")).to_be_visible()
    page.locator("#np-day").fill("2020-08-19")
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_text("2020-08-19 没有出报")).to_be_visible()
    expect(page.locator("[data-nearest] a").first).to_have_text("2020-08-17")
    page.locator("#np-day").fill("2020-08-24")
    page.get_by_role("button", name="查看").click()
    page.wait_for_url("**/2020-08-24/01/index.html")
    assert wrong == []
