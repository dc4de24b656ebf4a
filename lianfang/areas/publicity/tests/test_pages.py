"""publicity · pages: from a text to a place where it hangs, as its people press it."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianfang.areas.publicity import actions, gaps, queries_posting
from lianfang.areas.publicity.queries_lacking import lacking
from lianfang.areas.publicity.tests.office import (
    BODY,
    DAY,
    HOUR,
    NOW,
    acting,
    browser,
    how,
    planned,
    put_up,
    signed,
)
from lianfang.ground.files.tests import drawn
from lianfang.ground.places import queries as places
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, coverage, scope
from lianfang.kernel.coverage import Asked
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.registry import REGISTRY
from lianfang.shell.labels.sources import jobs_at
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
WRITTEN = {"unit": "T161", "sort": "notice", "title": "进出小区的通知", "body": BODY, "number": "队防控〔2020〕8号"}


def sent(client: Client, address: str, data: dict[str, Any]) -> str:
    """Where a form that was taken leads."""
    answer = client.post(address, data)
    assert answer.status_code == 302, pages.text(answer, answer.status_code)
    return str(answer["Location"])


def at(monkeypatch: pytest.MonkeyPatch, moment: Any) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(moment))


def test_from_a_text_to_the_wall_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    editor, second, chief, hand = browser("editor"), browser("second"), browser("chief"), browser("hand")
    href = sent(editor, "/publicity/write/", WRITTEN)
    assert "待审核" in pages.text(second.get("/"))
    assert sent(second, f"{href}review/", {"version": "1"}) == href
    assert "待签发" in pages.text(chief.get("/"))
    assert "进出小区的通知" in pages.text(chief.get("/publicity/?standing=proofed&q=小区"))
    assert sent(chief, f"{href}sign/", {"version": "1"}) == href
    assert "队防控〔2020〕8号" in pages.text(editor.get(href))
    plan = {
        "unit": "T161", "channel": "notice_board", "places": ["BOARD-1", "BOARD-2"], "from_at": "2020-08-17T12:00",
        "until_at": "2020-08-20T12:00",
    }  # fmt: skip
    posting = sent(editor, f"{href}plan/", plan)
    assert "1号公告栏" in pages.text(editor.get(posting))
    assert "待发布：公告栏 2 处" in pages.text(hand.get("/"))
    assert "进出小区" in pages.text(hand.get(href))  # who hangs it up reads what is signed
    slot = f"{posting}out/?at=BOARD-1"
    assert "现场照片" in pages.text(hand.post(slot, {"version": "1"}), 422)
    camera = SimpleUploadedFile("here.jpg", drawn.picture(), "image/jpeg")
    assert sent(hand, slot, {"version": "1", "photo.new": camera}) == f"{posting}out/?at=BOARD-2"  # on to the next one
    undo = re.search(r"/publicity/entries/[0-9a-f-]+/take-back/", hand.get(posting).content.decode())
    assert undo is not None
    assert sent(hand, undo[0], {"because": "贴错了地方"}) == "/publicity/postings/"
    assert "待发布：公告栏 2 处" in pages.text(hand.get("/"))
    camera = SimpleUploadedFile("again.jpg", drawn.picture(mark=3), "image/jpeg")
    sent(hand, slot, {"version": "1", "photo.new": camera})
    page = pages.text(chief.get("/publicity/postings/"))
    assert "宣传发布：已发布 1 处，未覆盖 1 处" in page
    assert "未覆盖和待撤下 1 处" in pages.text(chief.get("/command/?unit=T161"))
    assert "2号公告栏" in pages.text(chief.get("/missing/T161/2020-08-17/P1/"))
    assert "待发布" in pages.text(hand.get("/publicity/at/?place=BOARD-2"))
    at(monkeypatch, NOW + 4 * DAY)
    assert "待撤下 1 处" in pages.text(chief.get("/publicity/postings/"))
    assert "待撤下：公告栏 1 处" in pages.text(hand.get("/"))
    camera = SimpleUploadedFile("down.jpg", drawn.picture(mark=2), "image/jpeg")
    sent(hand, f"{posting}down/?at=BOARD-1", {"photo.new": camera})
    assert "待撤下" not in pages.text(hand.get("/"))


def test_changes_of_words_are_shown() -> None:
    text = signed()
    editor = browser("editor")
    href = f"/publicity/texts/{text}/"
    form = editor.get(f"{href}edit/").context["form"]
    said = {name: form[name].value() or "" for name in form.fields if name != "photos"}
    assert sent(editor, f"{href}edit/", said | {"body": BODY.replace("一米", "两米")}) == href
    page = editor.get(href).content.decode()
    assert "第 1 稿到第 4 稿的改动" in page
    assert ">一</del>" in page.replace("删：</span>", ">")
    assert ">两</ins>" in page.replace("增：</span>", ">")


def test_a_group_is_told_by_hand_or_by_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    posting = planned(channel="wechat", groups=["一号群", "二号群"])
    editor, chief = browser("editor"), browser("chief")
    assert "待发布：微信群 2 处" in pages.text(editor.get("/"))
    slot = f"/publicity/postings/{posting}/out/?at=一号群"
    page = pages.text(editor.get(slot))
    assert "请提前打开手机" in page
    assert "由系统发送" not in page
    sent(editor, slot, {"version": "1", "sent": "通知", "reach": "120", "counted_by": "群主"})
    group = {"unit": "T161", "name": "二号群", "url": "json://hooks.example.org/room"}
    sent(chief, "/publicity/groups/", group)
    assert "hooks.example.org" not in chief.get("/publicity/groups/").content.decode()
    told: list[str] = []
    monkeypatch.setattr("lianfang.shell.sending.send", lambda url, title, body: told.append(body))
    sent(editor, slot.replace("一", "二"), {"version": "1", "sent": "通知全文", "send": "1"})
    assert told == ["通知全文"]
    assert "已发布 2 处" in pages.text(editor.get("/publicity/postings/"))


def test_what_is_due_at_a_place_is_told_to_whoever_reads_its_label() -> None:
    posting = planned()
    with acting("hand") as hand:
        (due,) = jobs_at(hand, places.place(hand, "BOARD-1"), NOW).due
    assert due.href == f"/publicity/postings/{posting}/out/?at=BOARD-1"
    with acting("auditor") as auditor:
        assert jobs_at(auditor, places.place(auditor, "BOARD-1"), NOW).due == ()


def test_p1_is_a_set_against_a_set(monkeypatch: pytest.MonkeyPatch) -> None:
    text, at_noon = signed(), NOW + 3 * HOUR
    posting = planned(text)
    planned(text, channel="screen", places=["HALL-1"])
    put_up(posting)
    day = clock.day_of(NOW)
    with acting("chief") as chief:
        top = units.unit(chief, "T161")
        figure = queries_posting.figure(chief, top.path, day, at_noon)
        asked = Asked(top.path, day, at_noon)
        declared = REGISTRY.coverages()["P1"]
        (counted,) = coverage.counted(chief, asked, [("P1", declared)])
        missing = coverage.missing(chief, asked, "P1", declared, after=None, size=10)
        names = declared.names and declared.names(chief, missing, day)
        assert (figure.value, figure.checked, figure.expected, figure.state) == (1, 1, 3, MeasureState.PARTIAL)
        assert (counted.checked, counted.expected, len(missing)) == (1, 3, 2)
        assert names is not None
        assert {each.zh for each in names.values()} == {
            "公告栏·2号公告栏：《进出小区的通知》", "电子屏·后勤楼：《进出小区的通知》",
        }  # fmt: skip
        assert lacking(chief, top.path, day, NOW) == []  # not late yet
        late = {each.words.zh: [*map(str, each.names)] for each in lacking(chief, top.path, day, at_noon)}
        assert [*late] == ["《进出小区的通知》公告栏：1 处未发布", "《进出小区的通知》电子屏：1 处未发布"]
        before = queries_posting.figure(chief, top.path, clock.reporting_day((NOW - DAY).date()), at_noon)
        assert before.state is MeasureState.NOT_APPLICABLE
        logistics = queries_posting.figure(chief, units.unit(chief, "T161-LOG").path, day, at_noon)
        assert (logistics.value, logistics.expected) == (None, 1)  # nothing out is not reported, never 0


def test_what_is_late_is_a_gap_for_each_posting_and_unit(system: Any) -> None:
    posting = planned()
    put_up(posting)
    late = NOW + 2 * HOUR
    with scope.acting(system):
        found = {source.code: [*source.standing(late, OPENED_AT)] for source in gaps.GAPS}
    (overdue,) = found["publicity.overdue"]
    assert (overdue.unit, overdue.count, overdue.since) == ("T161-PROP", 1, NOW + HOUR)
    assert found["publicity.still_up"] == found["publicity.recalled"] == []
    with acting("chief") as chief:
        text = queries_posting.posting(chief, posting).plan.text
        actions.withdraw_text(chief, text=UUID(str(text)), why="措施调整", how=how(late))
    with scope.acting(system):
        found = {source.code: [*source.standing(late, OPENED_AT)] for source in gaps.GAPS}
    assert [each.since for each in found["publicity.recalled"]] == [late]
    assert found["publicity.overdue"] == []
