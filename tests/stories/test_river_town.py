"""tests · the river town: an outbreak of invention, from an empty installation to a confirmed report, with no Python.

Its places, records, figures, duty and alerts stand in `tests/playbooks/river-town/` alone. A real `lianfang run` works
by it, and its people work in a real browser.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.river_town import PASSWORD
from tests.stories.telling import tell
from tests.support.copies import kept
from tests.support.declared import RIVER_TOWN
from tests.support.running import Running, eventually

pytestmark = [pytest.mark.processes, pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def town(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The town at seven in the morning."""
    with monkeypatch.context() as patched:
        patched.setenv("LIANFANG_PLAYBOOK", str(RIVER_TOWN))
        done = Running.call(data_folder, "init")
    assert done.returncode == 0, done.stderr
    with kept(data_folder):
        tell(data_folder, "river_town", "open_town()")
        tell(data_folder, "river_town", "set_clock(7)")
    with Running.ready(data_folder) as running:
        yield running


def test_from_an_empty_installation_to_a_confirmed_report(browser: Browser, town: Running, tmp_path: Path) -> None:
    assert not [*RIVER_TOWN.rglob("*.py")]

    # Who looks after the wells finds the list in the navigation and what is due at home.
    page = _signed_in(browser, town, "wells")
    page.wait_for_selector("nav a[href='/records/well-check/']")
    expect(page.locator("main")).to_contain_text("填报水井检查")
    page.goto(f"{town.address}records/well-check/new/")
    expect(page.locator("form.lf-form")).to_contain_text("升船机")
    expect(page.locator("[name='data.dose']"), "asked only where something was put in").to_be_hidden()
    page.check("input[name=place][value='WELL-1']")
    _choose(page, water="cloudy", dosed="yes")
    _fill(page, samples="3", positive="1", dose="20")
    assert "采样3份，阳性1份，水浑，投药：是" in _saved(page, "well-check")
    page.context.close()

    # The second kind is of a person, and the words that are his own stand under his key.
    page = _signed_in(browser, town, "doctor")
    page.goto(f"{town.address}records/diarrhoea-case/new/")
    page.locator("[name=person_q]").press_sequentially("张三")
    page.check("input[name=person]")
    _choose(page, vomiting="no", drank="well")
    page.click("form.lf-form details summary")
    _fill(page, stools="8", told="喝了井水")
    assert "腹泻每日8次，饮水：井水" in _saved(page, "diarrhoea-case")
    page.context.close()

    # Nobody went to the second well: after ten it is overdue, and an alert says so to whoever answers.
    tell(town.data, "river_town", "set_clock(10, 30)")
    page = _signed_in(browser, town, "wells")
    _until_it_says(page, f"{town.address}alerts/", "每日查井")
    page.context.close()

    # The day closes at noon. The clerk sees the index and the wells that were not seen, and confirms.
    tell(town.data, "river_town", "set_clock(12, 10)")
    page = _signed_in(browser, town, "clerk")
    _until_it_says(page, f"{town.address}reporting/RIVER-EAST/2020-08-10/", "签发并提交")
    said = page.inner_text("main")
    assert "水样阳性率" in said
    assert "33.3" in said
    page.fill("textarea[name=narrative]", "二号井上锁，已派人。")
    page.click("#confirm button.btn-primary")
    expect(page.locator("#confirm")).to_have_count(0)
    page.context.close()

    # The town reads the index of all its wells, and behind it the check; who only audits records nothing.
    page = _signed_in(browser, town, "mayor")
    page.goto(f"{town.address}reporting/rollup/RIVER/2020-08-10/")
    expect(page.locator("main")).to_contain_text("33.3")
    page.goto(f"{town.address}records/well-check/?unit=RIVER&day=2020-08-10")
    expect(page.locator("main .lf-table tbody tr")).to_have_count(1)
    page.context.close()
    page = _signed_in(browser, town, "watcher")
    page.goto(f"{town.address}records/well-check/")
    expect(page.locator("a[href='/records/well-check/new/']")).to_have_count(0)
    page.context.close()

    # Somebody has fallen ill. What runs is visited once a day: the visit is a step of it, and the day's duty is done.
    tell(town.data, "river_town", "begin_incident()")
    page = _signed_in(browser, town, "wells")
    page.goto(f"{town.address}records/follow-up-visit/new/")
    expect(page.locator("form.lf-form")).to_contain_text("E01 东码头")
    page.check("input[name=stream]")
    _fill(page, households="3", new_cases="1")
    assert "走访3户，新发1人" in _saved(page, "follow-up-visit")
    page.click("main .lf-table tbody a[href^='/incidents/']")
    page.wait_for_url("**/incidents/*/")
    page.context.close()
    assert [each["done"] for each in tell(town.data, "river_town", "say_visits()")["visits"]] == [True]

    for words in (("rebuild", "--check"), ("verify",)):
        _done(town, *words)
    _revised(town, tmp_path)


def _revised(town: Running, tmp_path: Path) -> None:
    """A counter more is added up for what stands already; what would lose an entry's field is refused."""
    folder = tmp_path / "revised"
    shutil.copytree(RIVER_TOWN, folder)
    kind = folder / "records" / "well_check.yaml"
    said = kind.read_text(encoding="utf-8")
    field = "code: samples, words: {zh: 采样份数, en: samples}, type"
    assert field in said
    gone = said.replace(field, field.replace("code: samples", "code: bottles")).replace("{samples}", "{bottles}")
    kind.write_text(gone.replace("sum: samples", "sum: bottles"), encoding="utf-8")
    town.stop()
    with kept(town.data):
        refused = town.command("playbook", "apply", str(folder))
        assert refused.returncode == 1, refused.stdout + refused.stderr
        assert "“samples”已有 1 条记录" in refused.stdout + refused.stderr
        more = "\n  - {code: cloudy, words: {zh: 浑水井次, en: cloudy}, where: {water: cloudy}}\n"
        kind.write_text(said.rstrip() + more, encoding="utf-8")
        _done(town, "playbook", "apply", str(folder))
        _done(town, "init")
        _done(town, "rebuild", "--check")
        assert [each["cloudy"] for each in tell(town.data, "river_town", "say_figures()")["figures"]] == [1]


def _fill(page: Page, **fields: str) -> None:
    for name, said in fields.items():
        page.fill(f"[name='data.{name}']", said)


def _choose(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.check(f"[name='data.{name}'][value={value}]")


def _saved(page: Page, kind: str) -> str:
    """The list to which a saved form leads."""
    page.click("form.lf-form button.btn-primary")
    page.wait_for_url(f"**/records/{kind}/")
    return page.inner_text("body")


def _done(town: Running, *words: str) -> str:
    done = town.command(*words)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def _until_it_says(page: Page, address: str, what: str) -> None:
    """The web and the worker have noticed what time it is, and done what is due then."""

    def says() -> bool:
        page.goto(address)
        return what in page.inner_text("main")

    eventually(says, f"{address} says {what}", seconds=120)


def _signed_in(browser: Browser, town: Running, who: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.goto(f"{town.address}accounts/login/")
    page.fill("input[name=login]", who)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.btn-primary, form button.btn-primary")
    page.wait_for_load_state()
    return page
