"""shell · tests · languages: a page, a document and the API in a third language, from a catalogue that is made up."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser

from lianfang.kernel.catalogues import _sayings
from lianfang.kernel.problems import NOT_FOUND, Refused
from lianfang.kernel.words import w
from lianfang.shell.components.text import moment, pick
from lianfang.shell.documents.paper import Paper, Section, paper_pdf
from lianfang.shell.styleguide import NOW

MADE_UP = {"跳到正文": "ئابج دەۋ", "台账": "ھۇج", "没有找到，或不在您的范围内": "تاپ يوق"}


@pytest.fixture
def uyghur(tmp_path: Path, settings: Any) -> Any:
    entries = "".join(f'msgid "{zh}"\nmsgstr "{said}"\n\n' for zh, said in MADE_UP.items())
    (tmp_path / "ug.po").write_text(f'msgid ""\nmsgstr "Language: ug\\n"\n\n{entries}', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, ("ug", "ئۇيغۇرچە")]
    _sayings.cache_clear()
    yield
    _sayings.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
def test_a_page_reads_from_right_to_left_and_says_what_the_catalogue_has(uyghur: None) -> None:
    client = Client()
    assert 'value="ug"' in client.get("/accounts/login/").content.decode()
    client.post("/preferences/language/", {"language": "ug", "next": "/accounts/login/"})
    page = client.get("/accounts/login/").content.decode()
    assert '<html lang="ug" dir="rtl"' in page
    assert "ئابج دەۋ" in page
    assert "跳到正文" not in page
    assert 'value="zh-hans" lang="zh-Hans"' in page
    assert 'value="en" lang="en"' in page
    assert 'value="ug"' not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
def test_chinese_and_english_are_as_they_were() -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert '<html lang="zh-Hans" data-theme' in page
    assert page.count('name="language"') == 1
    assert "EN</button>" in page
    assert "ئۇيغۇرچە" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
def test_a_request_leaves_its_language_to_nobody() -> None:
    page = Client().get("/accounts/login/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert w("台账", "Ledger").say() == "台账"


@pytest.mark.django_db
def test_the_api_follows_accept_language(uyghur: None) -> None:
    said = {
        lang: Client().get("/api/v1/nothing", headers={"accept-language": lang}).json()["title"]
        for lang in ("ug", "ug-CN,zh;q=0.5", "kk", "en")
    }
    assert said["ug"] == said["ug-CN,zh;q=0.5"]
    assert said["kk"] != said["en"]
    assert Refused(NOT_FOUND).as_json("ug")["title"] == "تاپ يوق"


def test_days_stand_in_figures_and_what_is_not_translated_in_chinese(uyghur: None) -> None:
    with translation.override("ug"):
        assert moment(NOW).split()[0] == f"{NOW:%m-%d}"
        assert moment(date(2020, 8, 9), "year") == "2020-08-09"
        assert pick("台账", "Ledger") == "ھۇج"
        assert pick("没译", "not translated") == "没译"


@pytest.mark.case(25)
def test_a_document_is_set_in_the_shipped_typeface(uyghur: None) -> None:
    paper = Paper(w("台账", "Ledger"), "T161", "T161", NOW, sections=(Section(w("台账", "Ledger"), words="ئۇيغۇر"),))
    page = pypdf.PdfReader(io.BytesIO(paper_pdf(paper, "ug"))).pages[0]
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert any("NotoSansArabic" in name for name in fonts)
    assert "台账" not in page.extract_text()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:No directory at")
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_runs_over_the_edge_from_right_to_left(
    uyghur: None, browser: Browser, live_server: Any, settings: Any, width: int
) -> None:
    settings.DEMO = True
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.context.add_cookies([{"name": "lianfang_language", "value": "ug", "url": live_server.url}])
    page.goto(f"{live_server.url}/styleguide/", wait_until="networkidle")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.lf-brand').getBoundingClientRect().right") > width / 2
    page.context.close()
