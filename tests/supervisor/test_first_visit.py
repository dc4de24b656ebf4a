"""tests · first visit: an empty installation is opened in a browser with the code that was printed, or by `init`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lianfang.config.supervisor import first_visit
from tests.support.browser import opened
from tests.support.running import Running

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]
OPENING = ("init", "--unit", "T161", "--name", "161队", "--admin", "zhang")


def _fill(page: Page, **said: str) -> None:
    for name, value in said.items():
        page.fill(f"[name={name}]", value)
    page.click("button[type=submit].btn-primary")


def test_somebody_who_knows_only_the_address_and_the_code_gets_in(running: Running, chromium: str) -> None:
    (code,) = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}", running.said())
    with opened(chromium) as browser:
        page = browser.new_page()
        page.goto(running.address)
        assert page.url.endswith("/first/"), "there is nobody who could sign in"
        _fill(page, code="AAAA-BBBB")
        expect(page.locator("main")).to_contain_text("开通码不对")
        page.check("[name=playbook][value=influenza-school]")
        _fill(page, code=code.lower())
        page.wait_for_selector("[name=unit]", timeout=90_000)
        assert page.input_value("[name=kind]") == "school", "by the playbook that was chosen, without a hand's help"
        _fill(page, unit="第三中学", person="李明", login="liming", password="12345678", again="12345679")
        expect(page.locator("main")).to_contain_text("不一致")
        _fill(page, password="12345678", again="12345678")
        expect(page.locator("#id_password[aria-invalid=true]"), "too common").to_have_count(1)
        _fill(page, password="qiu-tian-kai-xue", again="qiu-tian-kai-xue")
        page.wait_for_url(running.address)
        expect(page.locator("body")).to_contain_text("已开通")
        expect(page.locator("body")).to_contain_text("第三中学")
        page.goto(f"{running.address}first/")
        assert "/first/" not in page.url
        other = browser.new_context().new_page()
        other.goto(f"{running.address}first/")
        assert "/accounts/login/" in other.url, "whoever comes later signs in"
    assert not first_visit.is_expected(running.data)
    again = running.command(*OPENING, "--json")
    assert (again.returncode, json.loads(again.stdout)["error"]["code"]) == (1, "installation_not_empty")


def test_init_opens_it_once_and_says_what_is_missing(data_folder: Path, chromium: str) -> None:
    lacking = Running.call(data_folder, "init", "--unit", "T161")
    assert lacking.returncode == 2
    assert "--name、--admin" in lacking.stderr
    done = Running.call(data_folder, *OPENING, "--person", "张建国", "--playbook", "covid-2020", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert (said["unit"], said["login"]) == ("T161", "zhang")
    again = Running.call(data_folder, *OPENING)
    assert again.returncode == 1
    assert "已经开通" in again.stderr
    with Running.ready(data_folder) as running, opened(chromium) as browser:
        assert "first/" not in running.said()
        page = browser.new_page()
        page.goto(running.address)
        _fill(page, login="zhang", password=said["password"])
        page.wait_for_url("**/accounts/password/change/**")
