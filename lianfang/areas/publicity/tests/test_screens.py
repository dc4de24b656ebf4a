"""publicity · screens: an address that is not guessed, what it shows to anybody, and which screens are dead."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from lianfang.areas.publicity import actions, actions_screen, queries_screen
from lianfang.areas.publicity.presenters_screen import SIZES, packed, size_of
from lianfang.areas.publicity.tests.office import (
    BODY,
    DAY,
    HOUR,
    NOW,
    acting,
    browser,
    how,
    photo,
    planned,
    refusal,
    sign,
    signed,
    written,
)
from lianfang.kernel import clock
from lianfang.shell import assets
from lianfang.shell.texts.blocks import Part
from lianfang.shell.texts.told import Run, ToldBlock
from tests.support import pages

SHOWN = NOW + 2 * HOUR


def set_up(place: str = "GATE-1", by: str = "editor") -> str:
    """A screen's address."""
    with acting(by) as editor:
        actions_screen.set_screen(editor, place=place, how=how())
        return f"/screen/{queries_screen.screen(editor, place).code}/"


def on_screen(title: str = "进出小区的通知", **more: Any) -> Any:
    text = signed(title, **more)
    planned(text, channel="screen", places=["GATE-1"])
    return text


@pytest.fixture
def shown(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is late enough for what is planned."""
    cache.clear()
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(SHOWN))


def page_of(*lengths: int, part: Part = Part.PARAGRAPH) -> list[ToldBlock]:
    return [ToldBlock(part, (Run("字" * (length - 1) + "。"),)) for length in lengths]


def test_a_page_holds_as_much_as_can_be_read_and_no_word_is_lost() -> None:
    few, many = packed(page_of(12)), packed(page_of(60, 300, 80, 80))
    assert size_of(few[0]) == SIZES[0]
    assert len(many) > 2
    said = "".join(run.words for page in many for piece in page for run in piece.runs)
    assert said == "".join(block.words for block in page_of(60, 300, 80, 80))
    assert all(size_of(page) >= SIZES[-1] for page in many)
    heads = packed([*page_of(60), *page_of(100), *page_of(6, part=Part.SUBHEAD), *page_of(100)])
    assert all(page[-1].part is not Part.SUBHEAD for page in heads), "no subhead is left alone at the foot"


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_a_screen_shows_what_is_signed_off_and_planned_for_it_to_anybody(
    django_assert_max_num_queries: Any,
) -> None:
    address, reader = set_up(), Client()
    empty = reader.get(address)
    assert "现在没有要显示的内容" in pages.text(empty)
    text = on_screen()
    written("草稿")
    planned(signed("挂在公告栏的"), places=["BOARD-1"])
    answer = reader.get(address)
    page = pages.text(answer)
    assert '<h1 class="t1">进出小区的通知</h1>' in page
    assert "即日起进出小区请测温" in page
    assert "内容更新于 8月16日 10:00" in page
    assert "草稿" not in page
    assert "挂在公告栏的" not in page
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    until = re.search(r'data-until="(\d+)"', page)
    assert until is not None
    assert int(until[1]) == int((NOW + 7 * DAY).timestamp() * 1000)
    with django_assert_max_num_queries(12):
        part = pages.text(reader.get(f"{address}now/"))
    assert part.startswith('<div id="slides"')
    assert reader.post(address).status_code == 405
    with acting("editor") as editor:
        actions.rewrite_text(editor, text=text, data={"sort": "notice", "title": "还没签发", "body": BODY}, how=how())
    assert "还没签发" not in pages.text(reader.get(address)), "what was signed off, while a newer one is a draft"
    sign(text, NOW)
    assert "还没签发" in pages.text(reader.get(address))
    with acting("chief") as chief:
        actions.withdraw_text(chief, text=text, why="措施已调整", how=how())
    assert "现在没有要显示的内容" in pages.text(reader.get(address))


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_without_a_script_one_page_follows_the_other() -> None:
    address, reader = set_up(), Client()
    on_screen(body=f"{BODY}\n\n{'这是很长的一段。' * 60}")
    count = pages.text(reader.get(address)).count("<section")
    assert count > 1
    seen, at = [], "?n=0"
    for _ in range(count):
        page = pages.text(reader.get(address + at))
        assert page.count("slide red on") == 1
        at = re.search(r'http-equiv="refresh" content="\d+;url=(\?n=\d+)"', page)[1]  # type: ignore[index]
        seen.append(at)
    assert seen == [*(f"?n={n}" for n in range(1, count)), "?n=0"]
    assert reader.get(f"{address}?n=999999999999").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_a_picture_is_shown_where_its_text_is_and_nowhere_else() -> None:
    with acting("editor") as editor:
        sha256, other = photo(editor, 3), photo(editor, 70)
    address, reader = set_up(), Client()
    on_screen(body=f"{BODY}\n\n【图1】", photos=[sha256], captions=[{"photo": sha256, "caption": "门岗测温"}])
    unplanned = signed("没排的", body="【图1】", photos=[other], captions=[{"photo": other, "caption": "别处"}])
    assert unplanned
    page = pages.text(reader.get(address))
    found = re.search(r'<img src="([^"]+)" alt="门岗测温">', page)
    assert found is not None
    picture = reader.get(found[1])
    assert picture["Content-Type"] == "image/jpeg"
    assert not picture.cookies
    assert reader.get(found[1].replace(sha256, other)).status_code == 404, "of a text that it does not show"


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_a_screen_says_the_figures_that_were_signed_off_and_none_that_were_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = {
        "code": "H1", "unit": "T161", "day": date(2020, 8, 10), "value": "412", "state": "ok", "says": "412",
        "unit_name": "一六一队", "indicator": "在岗",
    }  # fmt: skip
    monkeypatch.setattr(actions, "told", lambda *_: [kept])
    address, reader = set_up(), Client()
    on_screen(body="今天在岗 【H1 T161 2020-08-10】 人。")
    page = pages.text(reader.get(address))
    assert "今天在岗 412<sup>1</sup> 人。" in page
    assert "1　一六一队在岗：412（2020-08-10 日报）" in page
    monkeypatch.setattr(actions, "told", lambda *_: [])
    on_screen("另一条", body="今天在岗的有 【H1 T161 2020-08-10】 人。")
    assert "今天在岗的有" not in pages.text(reader.get(address))
    assert "有数字还不能对外发布" in pages.text(browser("editor").get("/publicity/screens/GATE-1/"))


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_an_address_cannot_be_tried_out_and_a_new_one_ends_the_old() -> None:
    old = set_up()
    assert re.fullmatch(r"/screen/[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{5}/", old)
    reader = Client()
    assert reader.get(old.upper().replace("/SCREEN/", "/screen/").replace("-", "")).status_code == 200, "typed anyhow"
    assert "没有这块屏" in pages.text(reader.get("/screen/GATE-1/"), 404)
    new = set_up()
    assert new != old
    assert "已停用" in pages.text(reader.get(old), 410)
    assert "已停用" in pages.text(reader.get(f"{old}now/"), 410)
    assert reader.get(new).status_code == 200
    with acting("editor") as editor:
        actions_screen.end_screen(editor, place="GATE-1", why="屏已拆除", how=how())
        assert refusal(actions_screen.end_screen, editor, place="GATE-1", why="再停") == "not_found"
    assert reader.get(new).status_code == 410
    answers = [reader.get(f"/screen/0000-0000-{n:05}/").status_code for n in range(61)]
    assert answers[0] == 404
    assert answers[-1] == 429
    assert reader.get(new).status_code == 410, "whoever has an address is never slowed down"


@pytest.mark.django_db
@pytest.mark.usefixtures("shown")
def test_the_desk_sees_which_screens_are_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, _ = set_up(), set_up("HALL-1")
    on_screen()
    editor, below, stranger = browser("editor"), browser("scribe"), browser("stranger")
    assert "电子屏 2 块，2 块没有应答" in pages.text(editor.get("/publicity/screens/"))
    editor.get(gate)
    assert "2 块没有应答" in pages.text(editor.get("/publicity/screens/")), "whoever looks from the desk is no screen"
    Client().get(f"{gate}now/")
    page = pages.text(editor.get("/publicity/screens/"))
    assert "电子屏 2 块，1 块没有应答" in page
    assert "还没有连上过" in page
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(SHOWN + timedelta(minutes=6)))
    assert "没有应答" in pages.text(editor.get("/publicity/screens/GATE-1/"))
    desk = pages.text(editor.get("/publicity/screens/GATE-1/"))
    assert gate in desk
    assert "进出小区的通知" in desk
    assert "GATE-1" not in pages.text(below.get("/publicity/screens/")), "of one's own units"
    assert stranger.get("/publicity/screens/GATE-1/").status_code == 404
    assert below.get("/publicity/screens/new/").status_code == 403
    form = {"place": "BOARD-1", "note": "门岗管"}
    assert editor.post("/publicity/screens/new/", form)["Location"] == "/publicity/screens/BOARD-1/"
    assert editor.post("/publicity/screens/BOARD-1/again/", {"note": ""}).status_code == 302
    assert editor.post("/publicity/screens/BOARD-1/end/", {"why": "拆除"}).status_code == 302
    assert "已停用" in pages.text(editor.get("/publicity/screens/BOARD-1/"))


def test_the_script_of_a_screen_is_for_old_browsers() -> None:
    for name in ("screen.js", "screen-worker.js"):
        script = re.sub(r"/\*.*?\*/|//[^\n]*|'[^'\n]*'", "", assets.content(name).decode(), flags=re.DOTALL)
        assert not re.search(r"=>|\b(?:const|let|class|async|await|import|export)\b|`|\?\.|\.\.\.", script), name
    styles = assets.content("screen.css").decode()
    assert not re.search(r"var\(|display:\s*grid|inset:|:is\(|:has\(|clamp\(|@layer", styles)
