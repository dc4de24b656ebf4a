"""newspaper · the reader: from the front page to an article by date, page list, zone, search; feeds; errata; proofs."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.newspaper import actions, actions_issue, verify
from lianfang.areas.newspaper.models import PublicArticle, PublicIssue
from lianfang.areas.newspaper.tests.newsroom import DAY, NOW, acting, approved, browser, how, planned, published
from lianfang.kernel import clock, scope
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]
_LINK = re.compile(r'href="(/paper/[^"?#]*)"')


@pytest.fixture
def reader() -> Client:
    return Client()


def test_before_the_first_issue_the_paper_says_so(reader: Client) -> None:
    for address in (
        "/paper/",
        "/paper/issues/",
        "/paper/search/",
        "/paper/errata/",
        "/paper/about/",
        "/paper/feed.atom",
    ):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        assert not answer.cookies
    assert "还没有出版" in reader.get("/paper/").content.decode()
    assert reader.get("/paper/2020-08-17/").status_code == 404


def test_an_article_is_reached_by_every_way(reader: Client) -> None:
    article = approved("三轮消毒一轮不少", kicker="后勤：", deck="一处一记")
    slug, _ = published([[approved("头条"), article], [approved("第二版的稿件")]])
    href = f"/paper/{slug}/01/a2/"
    front = reader.get("/paper/").content.decode()
    assert re.search(rf'<li><a href="{href}">', front), "in the list of titles"
    assert re.search(rf'<a href="{href}" aria-label="三轮消毒一轮不少"><title>', front), "as a zone on the picture"
    assert reader.get("/paper/issues/?day=2020-08-17")["Location"] == f"/paper/{slug}/01/"
    assert href in reader.get("/paper/search/?q=电梯").content.decode()
    assert f'href="/paper/{slug}/02/"' in front
    shown = reader.get(href).content.decode()
    for words in ("后勤：", "<h1>三轮消毒一轮不少</h1>", "一处一记", "通讯员 秦通讯", "<h2>三轮消毒 一轮不少</h2>"):
        assert words in shown
    assert 'rel="prev" href="/paper/2020-08-17/01/a1/"' in shown
    assert 'rel="next" href="/paper/2020-08-17/02/a1/"' in shown
    assert "已是最后一篇" in reader.get(f"/paper/{slug}/02/a1/").content.decode()


def test_an_old_issue_keeps_its_masthead(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """And stands in front until the day of the next has come, though that is out already."""
    slug, _ = published()
    with acting("editor") as editor:
        actions.set_paper(editor, unit="T161", data={"name": "改名后的报"}, how=how())
    published([[approved("乙")]], day=DAY + timedelta(days=7), number=2)
    assert f"/paper/{slug}/01/a1/" in reader.get("/paper/").content.decode()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW + timedelta(days=7)))
    assert "改名后的报" in reader.get("/paper/").content.decode()
    for address in ("", "01/a1/", "proof/"):
        text = reader.get(f"/paper/{slug}/{address}").content.decode()
        assert "一六一队报" in text
        assert "改名后的报" not in text, address


def test_every_link_of_the_paper_leads_somewhere(reader: Client) -> None:
    published([[approved("甲")], [approved("乙")]])
    published([[approved("丙")]], day=DAY + timedelta(days=7), number=2)
    seen, ahead = set[str](), {"/paper/"}
    while ahead:
        address = ahead.pop()
        seen.add(address)
        answer = reader.get(address)
        assert answer.status_code in (200, 302), address
        assert not answer.cookies, address
        if answer.get("Content-Type", "").startswith("text/html"):
            ahead |= set(_LINK.findall(answer.content.decode())) - seen
    assert {"/paper/2020-08-17/01/a1/", "/paper/2020-08-24/01/", "/paper/2020-08-17/issue.epub"} <= seen


def test_a_day_without_an_issue_offers_the_nearest(reader: Client) -> None:
    published()
    published([[approved("乙")]], day=DAY + timedelta(days=7), number=2)
    answer = reader.get("/paper/issues/?day=2020-08-19")
    text = answer.content.decode()
    assert answer.status_code == 404
    assert text.index("/paper/2020-08-17/01/") < text.index("/paper/2020-08-24/01/"), "the nearer one first"
    assert reader.get("/paper/issues/?day=2020-02-30").status_code == 422


def test_search_finds_any_word_and_refuses_what_says_nothing(reader: Client) -> None:
    published([[approved("甲")], [approved("关于 ABC 与䶮字", authors=[{"name": "马某"}])]])
    for word in ("䶮", "abc", "箱一箱点", "秦通讯", "轮"):
        text = reader.get("/paper/search/", {"q": word}).content.decode()
        assert "共 " in text, word
    assert "<mark>电梯</mark>" in reader.get("/paper/search/?q=电梯").content.decode()
    assert "没有找到" in reader.get("/paper/search/?q=梯电").content.decode()
    assert "共 1 篇" in reader.get("/paper/search/", {"q": "轮", "author": "马"}).content.decode()
    assert "共 1 篇" in reader.get("/paper/search/", {"q": "轮", "page": "2"}).content.decode()
    assert "没有找到" in reader.get("/paper/search/", {"q": "轮", "from": "2020-08-18"}).content.decode()
    for wrong in ("，。！", "字" * 10_000):
        assert reader.get("/paper/search/", {"q": wrong}).status_code == 422
    assert reader.get("/paper/search/", {"q": "轮", "from": "2020-13-01"}).status_code == 422


def test_old_addresses_lead_to_the_new_ones(reader: Client) -> None:
    slug, _ = published([[approved("甲")], [approved("乙")]])
    serial = PublicArticle.objects.get(title="乙").pk
    assert reader.get("/html/2020-08/17/node_2.htm")["Location"] == f"/paper/{slug}/02/"
    assert reader.get(f"/html/2020-08/17/content_{serial}.htm")["Location"] == f"/paper/{slug}/02/a1/"
    assert reader.get("/html/2020-08/18/node_2.htm").status_code == 404
    assert reader.get(f"/html/2020-08/17/content_{serial + 1000}.htm").status_code == 404


def test_a_draft_is_nowhere(reader: Client) -> None:
    planned([[approved("草稿")]])
    assert reader.get("/paper/2020-08-17/").status_code == 404
    assert reader.get("/paper/2020-08-17/01/a1/").status_code == 404
    assert "草稿" not in reader.get("/paper/search/?q=草稿").content.decode().replace('value="草稿"', "")


def test_feeds_sitemap_and_manifest_name_every_article(reader: Client) -> None:
    slug, _ = published([[approved("甲", summary="摘要")], [approved("乙")]])
    for address in ("/paper/feed.atom", "/paper/feed.rss"):
        feed = ElementTree.fromstring(reader.get(address).content)
        titles = {each.text for each in feed.iter() if each.tag.rpartition("}")[2] == "title"}
        assert {"甲", "乙"} <= titles
    only = reader.get("/paper/feeds/02.atom").content.decode()
    assert "乙" in only
    assert "甲" not in only
    said = json.loads(reader.get("/paper/feed.json").content)
    assert [(each["title"], each["content_text"]) for each in said["items"]] == [("甲", "摘要"), ("乙", "乙")]
    assert f"/paper/{slug}/02/a1/" in reader.get("/paper/sitemap.xml").content.decode()
    manifest = json.loads(reader.get(f"/paper/{slug}/manifest.json").content)
    assert [each["label"]["zh"] for each in manifest["structures"]] == [["甲"], ["乙"]]
    assert all(each["items"] for each in manifest["structures"])
    linked = re.search(
        r'<script type="application/ld\+json">(.+?)</script>', reader.get(f"/paper/{slug}/01/a1/").content.decode()
    )
    assert linked is not None
    assert json.loads(linked[1])["headline"] == "甲"


def test_files_are_those_that_were_fingerprinted(reader: Client) -> None:
    from PIL import Image

    slug, _ = published()
    pdf = reader.get(f"/paper/{slug}/issue.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert "immutable" in pdf["Cache-Control"]
    assert reader.get(f"/paper/{slug}/issue.pdf", headers={"If-None-Match": pdf["ETag"]}).status_code == 304
    page = reader.get(f"/paper/{slug}/").content.decode()
    picture = re.search(rf'src="(/paper/{slug}/01-\d+\.(?:webp|png))"', page)
    assert picture is not None
    with Image.open(io.BytesIO(reader.get(picture[1]).content)) as image:
        assert image.width >= 480
    assert reader.get(f"/paper/{slug}/02.pdf").status_code == 404


def test_what_is_corrected_or_withdrawn_is_said_where_it_stood(reader: Client) -> None:
    first, second = approved("甲"), approved("乙")
    slug, _ = published([[first, second]])
    with acting("chief") as chief:
        actions_issue.correct_article(chief, article=first, wrong="三轮", right="四轮", how=how())
        actions_issue.withdraw_article(chief, article=second, why="事实有误", how=how())
    text = reader.get(f"/paper/{slug}/01/a1/").content.decode()
    assert "三轮" in text
    assert "四轮" in text
    gone = reader.get(f"/paper/{slug}/01/a2/")
    assert gone.status_code == 410
    assert "事实有误" in gone.content.decode()
    assert "值班室的灯" not in gone.content.decode(), "its text is shown no more"
    listed = reader.get("/paper/errata/").content.decode()
    assert "四轮" in listed
    assert "事实有误" in listed
    assert "乙" not in reader.get("/paper/feed.atom").content.decode()
    assert "共 1 篇" in reader.get("/paper/search/?q=值班室").content.decode()


def test_a_reader_can_verify_an_issue_(reader: Client) -> None:
    slug, _ = published()
    issue = PublicIssue.objects.get()
    assert "核验通过" in reader.get(f"/paper/{slug}/proof/").content.decode()
    assert reader.get(f"/paper/{slug}/content.json").content.decode() == issue.content
    with scope.acting(scope.system_actor()):
        assert list(verify.discrepancies(connection)) == []


def test_readers_only_read(reader: Client) -> None:
    published()
    assert reader.post("/paper/", {}).status_code in (403, 405)
    answer = reader.get("/paper/2020-08-17/01/a1/")
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]


def test_a_signed_in_editor_reads_the_same_paper() -> None:
    published()
    assert pages.text(browser("editor").get("/paper/2020-08-17/")) == pages.text(Client().get("/paper/2020-08-17/"))


@pytest.mark.parametrize("month", ["2020-08", "1999-01", "2020-13", "x"])
def test_the_calendar_marks_the_days_with_an_issue(reader: Client, month: str) -> None:
    published()
    text = reader.get(f"/paper/issues/?month={month}").content.decode()
    assert '<a href="/paper/2020-08-17/">17</a>' in text
    assert date(2020, 8, 17).strftime("%Y") in text
