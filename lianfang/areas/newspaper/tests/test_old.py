"""newspaper · old papers: a printed page comes in, its text is corrected, its zones are said, and it goes out."""

from __future__ import annotations

import io
import json
import re
import zlib
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from PIL import Image

from lianfang.areas.newspaper import actions, actions_issue, actions_old, queries_public, verify
from lianfang.areas.newspaper.models import PublicIssue, PublicPage
from lianfang.areas.newspaper.tests import oldpapers as old
from lianfang.areas.newspaper.tests.newsroom import acting, approved, browser, how, plan, planned
from lianfang.areas.newspaper.tests.test_pages import sent
from lianfang.kernel.problems import Refused
from lianfang.shell.documents import leaves
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]
UPPER, LOWER = "5,5 95,5 95,45 5,45", "5,50 95,50 95,95 5,95"


def refusal(act: Any, **said: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        act(**said, how=how())
    return refused.value


def test_from_a_scan_to_the_reader() -> None:
    editor, second, chief = browser("editor"), browser("second"), browser("chief")
    shown = old.ISSUE | old.PAGE | {"sheet.new": old.sent(old.located())}
    answer = editor.post("/newspaper/old/", shown, follow=True)
    text = pages.text(answer)
    issue = answer.redirect_chain[-1][0]
    assert "GPS）已去除" in text, "that where it was taken was removed is said"
    assert "还没有文字" in text
    read = pages.text(editor.post(f"{issue}01/texts/", {"text": old.PASTED}))
    form_said = dict(re.findall(r'name="((?:kicker|title|deck|authors|source)_1)" value="([^"]*)"', read))
    assert form_said == {
        "kicker_1": "钻探三班：", "title_1": "把井场收拾得 像家一样", "authors_1": "孟守成（作者）",
        "source_1": "本队资料室合订本",
    }  # fmt: skip
    assert "## 先扫地后开钻" in read
    assert "放大 缩小 默认" in read.partition("行</summary>")[2], "what was taken off is listed"
    assert not PublicIssue.objects.exists()
    assert "还没有稿件" in pages.text(editor.get("/newspaper/")), "nothing is saved before it is corrected"
    kept = {"count": "1", "keep_1": "on", "sort_1": "story", "licence_1": "本单位所有", **form_said}
    body = "天刚亮，三班的人就把井场扫了一遍。\n\n## 先扫地后开钻\n\n东西放在哪儿一眼就看得见。"
    assert sent(editor, f"{issue}01/texts/", kept | {"body_1": body, "title_1": "把井场收拾得 像家一样"}) == issue
    home = pages.text(editor.get(issue))
    assert "没有区域" in home
    (article,) = re.findall(r"/newspaper/articles/([0-9a-f-]{36})/", home)
    numbers = {"left_1": "6", "top_1": "10", "width_1": "41", "height_1": "80"}
    assert sent(editor, f"{issue}01/zones/", {"rows": "4", "article_1": article, **numbers}) == issue
    desk = f"/newspaper/articles/{article}/"
    assert sent(second, f"{desk}proof/", {"version": "1"}) == desk
    assert sent(chief, f"{desk}approve/", {"version": "1"}) == desk
    planned_at = issue.replace("/old/", "/issues/")
    assert editor.get(f"{planned_at}plan/")["Location"] == issue, "an old issue is planned on its own page"
    assert sent(chief, f"{planned_at}sign/", {"note": ""}) == planned_at
    assert sent(chief, f"{planned_at}publish/", {}) == planned_at
    as_it_is_read()


def as_it_is_read() -> None:
    reader, href = Client(), "/paper/2012-05-14/01/a1/"
    page = reader.get("/paper/2012-05-14/").content.decode()
    assert "旧报补录" in page
    assert "本队资料室合订本" in page
    assert re.search(rf'<a href="{href}"[^>]*><title>[^<]*</title><polygon points="6,10 47,10 47,90 6,90"/>', page)
    text = reader.get(href).content.decode()
    for words in (
        "钻探三班：",
        "<h1>把井场收拾得 像家一样</h1>",
        "作者 孟守成",
        "<h2>先扫地后开钻</h2>",
        "旧报补录",
        "本单位所有",
    ):
        assert words in text
    assert href in reader.get("/paper/search/?q=一眼就看得见").content.decode()
    assert href in reader.get("/paper/feed.atom").content.decode()
    assert "核验通过" in reader.get("/paper/2012-05-14/proof/").content.decode()
    said = json.loads(reader.get("/paper/2012-05-14/content.json").content)["pages"][0]["scan"]
    assert said["zones"] == [{"article": "a1", "points": [[6, 10], [47, 10], [47, 90], [6, 90]]}]
    found = queries_public.pages("2012-05-14")[0]
    assert sorted(map(int, found.pictures)) == [480, 1200, 1400], "a picture is never enlarged"
    with Image.open(io.BytesIO(reader.get("/paper/2012-05-14/01-1400.webp").content)) as image:
        assert image.size == (1400, 2000)
        assert not image.getexif()
    pdf = reader.get("/paper/2012-05-14/01.pdf").content
    assert "一眼就看得见" in "".join(leaves.text_of(pdf, "01.pdf").split()), "the PDF can be read and searched"
    assert reader.get("/paper/2012-05-14/issue.epub").content[:2] == b"PK"


def test_a_page_of_a_pdf_comes_in_with_its_text() -> None:
    editor, pdf = browser("editor"), old.pdf("印在纸上的话，也在文件里。")
    shown = old.ISSUE | old.PAGE | {"sheet.new": old.sent(pdf, "旧报.pdf"), "sheet.leaf": "2"}
    assert "共 1 页，没有第 2 页" in pages.text(editor.post("/newspaper/old/", shown), 422)
    again = shown | {"sheet.leaf": "1", "sheet.new": old.sent(pdf, "旧报.pdf")}
    at = sent(editor, "/newspaper/old/", again)
    assert "印在纸上的话" in "".join(pages.text(editor.get(f"{at}01/texts/")).split())
    found = old.plan_of(at.rstrip("/").rpartition("/")[2])
    assert found.pages[0].scan.original in found.originals
    damaged = old.ISSUE | old.PAGE | {"number": "2", "sheet.new": old.sent(b"%PDF-1.7\nnothing\n%%EOF", "坏.pdf")}
    assert "打不开" in pages.text(editor.post("/newspaper/old/", damaged), 422)


def huge() -> bytes:
    """A picture that claims 100 million pixels; no pixel of it is ever made."""
    made = io.BytesIO()
    Image.new("1", (8, 8)).save(made, "PNG")
    content = bytearray(made.getvalue())
    content[16:24] = (10_000).to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(bytes(content[12:29])).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("sheet", "status", "says"),
    [
        (huge(), 422, "有 100 百万像素，超过 32 百万"),
        (None, 422, "没有选版面图"),
        (b"", 422, "空的"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", 422, "SVG"),
        (old.picture(300, 400), 422, "看不清字"),
        (b"\xff\xd8\xff\xe0 torn", 422, "损坏"),
    ],
    ids=["100 MP", "none", "empty", "svg", "small", "torn"],
)
def test_what_is_no_page_is_refused_and_what_was_typed_stays(sheet: bytes | None, status: int, says: str) -> None:
    given = {} if sheet is None else {"sheet.new": old.sent(sheet)}
    text = pages.text(browser("editor").post("/newspaper/old/", old.ISSUE | old.PAGE | given), status)
    assert says in text
    assert 'value="井场·生活"' in text


def test_pages_of_an_old_issue_stand_once_each_and_by_themselves() -> None:
    issue = old.old_page(1)
    assert old.old_page(3, name="副刊") == issue
    with acting("editor") as editor:
        twice = old.PAGE | {"number": 1, "picture": old.plan_of(issue).pages[0].scan.picture, "editor": None}
        of = {"dated": old.plan_of(issue).dated, "issue_no": 12}
        assert refusal(actions_old.add_page, actor=editor, unit="T161", issue=of, page=twice).problem.code == (
            "newspaper_old_page_twice"
        )
        none = twice | {"number": 2, "picture": "0" * 64}
        assert refusal(actions_old.add_page, actor=editor, unit="T161", issue=of, page=none).problem.code == (
            "newspaper_scan_missing"
        )
        assert refusal(actions_old.drop_page, actor=editor, issue=issue, page=2).problem.code == (
            "newspaper_old_page_gone"
        )
        other = {"dated": plan([])["dated"], "issue_no": 1}
        planned([[approved()]])
        assert refusal(actions_old.add_page, actor=editor, unit="T161", issue=other, page=twice).problem.code == (
            "newspaper_old_mixed"
        )
    assert "版次不连续" in pages.text(browser("editor").get(f"/newspaper/old/{issue}/")), "page 2 is missing, and said"


@pytest.mark.parametrize(
    ("zones", "code", "says"),
    [
        ([(0, "5,5 40,5")], "newspaper_zone_shape", "区域 1"),
        ([(0, UPPER), (1, "")], "newspaper_zone_shape", "区域 2"),
        ([(0, "5,5 40,40 40,5 5,40")], "newspaper_zone_shape", "区域 1"),
        ([(0, "5,5 105,5 105,40 5,40")], "newspaper_zone_outside", "区域 1"),
        ([(0, "-5,5 40,5 40,40 -5,40")], "newspaper_zone_outside", "区域 1"),
        ([(0, "5,5 5.2,5 5.2,5.1 5,5.1")], "newspaper_zone_small", "区域 1"),
        ([(0, UPPER), (None, LOWER)], "newspaper_zone_no_article", "区域 2"),
        ([(0, UPPER), (2, LOWER)], "newspaper_zone_no_article", "区域 2"),
    ],
)
def test_what_is_no_zone_is_refused_by_its_number(zones: list[tuple[int | None, str]], code: str, says: str) -> None:
    issue = old.old_page()
    known = [*old.texts(issue, "上面一篇", "下面一篇"), uuid4()]
    with acting("editor") as editor:
        drawn = [(n, None if at is None else known[at], corners) for n, (at, corners) in enumerate(zones, start=1)]
        refused = refusal(actions_old.draw_zones, actor=editor, issue=issue, page=1, zones=drawn)
    assert refused.problem.code == code
    assert says in refused.says.zh


@pytest.mark.parametrize(
    ("zones", "code"),
    [
        ([(0, UPPER)], "newspaper_zone_missing"),
        ([(0, UPPER), (1, "5,40 95,40 95,95 5,95")], "newspaper_zones_overlap"),
        ([(0, UPPER), (0, "5,40 95,40 95,95 5,95"), (1, "5,96 95,96 95,99 5,99")], None),
        ([(0, UPPER), (1, "5,45 95,45 95,95 5,95")], None),
    ],
    ids=["an article without zone", "overlapping", "parts of one article", "side by side"],
)
def test_an_article_without_its_own_place_stops_the_signature(zones: list[tuple[int, str]], code: str | None) -> None:
    issue = old.old_page()
    known = old.texts(issue, "上面一篇", "下面一篇")
    old.zoned(issue, *((known[at], corners) for at, corners in zones))
    for each in known:
        with acting("second") as second:
            actions.proof_article(second, article=each, version=1, how=how())
        with acting("chief") as chief:
            actions.approve_article(chief, article=each, version=1, how=how())
    with acting("chief") as chief:
        if code is None:
            actions_issue.sign_issue(chief, issue=issue, how=how())
        else:
            assert refusal(actions_issue.sign_issue, actor=chief, issue=issue).problem.code == code


def test_what_somebody_can_be_recognised_by_is_told_before_and_stops_the_signature() -> None:
    issue = old.old_page()
    editor = browser("editor")
    said = "□ 作者 孟守成\n\n门卫换人\n\n有事请找门卫，电话13912345678，白天晚上都有人接。"
    read = pages.text(editor.post(f"/newspaper/old/{issue}/01/texts/", {"text": said}))
    assert "签发时会被拦下" in read
    assert "13912345678" in read
    (article,) = old.texts(issue, "门卫换人", body="有事请找门卫，电话13912345678，白天晚上都有人接。")
    old.zoned(issue, (article, UPPER))
    with acting("second") as second:
        actions.proof_article(second, article=article, version=1, how=how())
    with acting("chief") as chief:
        actions.approve_article(chief, article=article, version=1, how=how())
        assert refusal(actions_issue.sign_issue, actor=chief, issue=issue).problem.code == "text_personal"


def test_a_text_in_which_nothing_is_recognised_says_so() -> None:
    issue = old.old_page()
    read = pages.text(browser("editor").post(f"/newspaper/old/{issue}/01/texts/", {"text": "就这么一句话，说完了。"}))
    assert "没有认出标题" in read
    assert "就这么一句话，说完了。</textarea>" in read
    kept = {"count": "1", "keep_1": "on", "sort_1": "story"}
    answer = browser("editor").post(f"/newspaper/old/{issue}/01/texts/", kept | {"body_1": "话"})
    assert answer.context["form"].errors.keys() == {"title_1"}, "it is not saved without a headline"


def test_mending_an_old_page_keeps_its_texts_and_zones() -> None:
    issue = old.old_page()
    first, second = old.texts(issue, "甲", "乙")
    old.zoned(issue, (first, UPPER), (second, LOWER))
    editor, at = browser("editor"), f"/newspaper/old/{issue}/"
    picture = old.plan_of(issue).pages[0].scan.picture
    mended = old.PAGE | {"number": "2", "name": "改过的版名", "sheet": picture, "sheet.leaf": "1"}
    assert sent(editor, f"{at}01/", mended) == at
    found = old.plan_of(issue).pages[0]
    assert (found.number, found.name, len(found.articles), len(found.scan.zones)) == (2, "改过的版名", 2, 2)
    assert sent(editor, f"{at}02/off/{second}/", {}) == at
    assert [each.article for each in old.plan_of(issue).pages[0].scan.zones] == [first]
    assert sent(editor, f"{at}02/drop/", {}) == at
    assert old.plan_of(issue).pages == []


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_zone_that_was_moved_behind_the_application_is_found() -> None:
    issue = old.old_page()
    (article,) = old.texts(issue, "甲")
    old.zoned(issue, (article, UPPER))
    with acting("second") as second:
        actions.proof_article(second, article=article, version=1, how=how())
    with acting("chief") as chief:
        actions.approve_article(chief, article=article, version=1, how=how())
        actions_issue.sign_issue(chief, issue=issue, how=how())
        actions_issue.publish_issue(chief, issue=issue, how=how())
        assert refusal(actions_old.drop_page, actor=chief, issue=issue, page=1).problem.code == "newspaper_issue_out"
    assert list(verify.discrepancies(connections["owner"])) == []
    assert PublicPage.objects.get().zones[0]["points"][0] == [5, 5]
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE newspaper_public_page SET zones = jsonb_set(zones::jsonb, '{0,points,0,0}', '6')")
    assert len(list(verify.discrepancies(connections["owner"]))) == 1
