"""newspaper · pages of the desk: from a text to an issue that is out, as its people press it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianfang.areas.newspaper import actions_issue, jobs, queries_public
from lianfang.areas.newspaper.models import PublicIssue
from lianfang.areas.newspaper.tests.newsroom import BODY, NOW, acting, approved, browser, how, planned
from lianfang.ground.files.tests import drawn
from lianfang.kernel import clock
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("newsroom")]
WRITTEN = {
    "unit": "T161-LOG", "sort": "story", "title": "三轮消毒一轮不少", "kicker": "后勤：", "deck": "", "source": "",
    "authors": "秦通讯（通讯员）、张影（摄影）", "keywords": "消毒、后勤", "body": BODY,
}  # fmt: skip


def sent(client: Client, address: str, data: dict[str, Any]) -> str:
    """Where a form that was taken leads."""
    answer = client.post(address, data)
    assert answer.status_code == 302, pages.text(answer, answer.status_code)
    return str(answer["Location"])


def test_from_a_text_to_the_paper_by_pages() -> None:
    scribe, editor, chief = browser("scribe"), browser("editor"), browser("chief")
    href = sent(scribe, "/newspaper/write/", WRITTEN)
    assert "秦通讯（通讯员）、张影（摄影）" in pages.text(scribe.get(href))
    assert "三轮消毒一轮不少" in pages.text(editor.get("/newspaper/?q=消毒"))
    assert "没有符合条件" in pages.text(editor.get("/newspaper/?q=没有这个"))
    assert "待校对" in pages.text(editor.get("/"))
    assert sent(editor, f"{href}proof/", {"version": "1"}) == href
    assert "待审签" in pages.text(chief.get("/"))
    assert sent(chief, f"{href}approve/", {"version": "1"}) == href
    form = editor.get("/newspaper/issues/new/").context["form"]
    key = form.articles[0].stream.hex
    plan = {
        "dated": "2020-08-17", "issue_no": "1", "edition": "0", "name_1": "要闻", "template_1": "front",
        f"page_{key}": "1", f"order_{key}": "1", f"size_{key}": "lead",
    }  # fmt: skip
    issue = sent(editor, "/newspaper/issues/new/?pages=1", plan)
    assert "三轮消毒一轮不少" in pages.text(editor.get(issue))
    assert editor.get(f"{issue}proof.pdf").content.startswith(b"%PDF-")
    assert sent(chief, f"{issue}sign/", {"note": ""}) == issue
    assert sent(chief, f"{issue}publish/", {}) == issue
    assert "三轮消毒一轮不少" in Client().get("/paper/").content.decode()
    assert "已见报" in pages.text(editor.get(href))
    assert sent(chief, f"{href}correct/", {"wrong": "三轮", "right": "四轮"}) == href
    assert "四轮" in Client().get("/paper/errata/").content.decode()


def test_a_text_is_mended_and_keeps_what_was_not_changed() -> None:
    scribe, editor = browser("scribe"), browser("editor")
    href = sent(scribe, "/newspaper/write/", WRITTEN)
    assert sent(editor, f"{href}return/", {"why": "请补时间"}) == href
    assert "退回修改" in pages.text(scribe.get("/"))
    form = scribe.get(f"{href}edit/").context["form"]
    said = {name: form[name].value() or "" for name in form.fields if name != "photos"}
    assert said["authors"] == WRITTEN["authors"]
    assert said["keywords"] == WRITTEN["keywords"]
    assert sent(scribe, f"{href}edit/", said | {"title": "改过的题"}) == href
    text = pages.text(scribe.get(href))
    assert "改过的题" in text
    assert "待校对" in text


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed() -> None:
    scribe, editor = browser("scribe"), browser("editor")
    answer = scribe.post("/newspaper/write/", WRITTEN | {"body": "消毒【E1 T161 2020-02-30】处"})
    assert "找不到" in pages.text(answer, 422)
    assert "三轮消毒一轮不少" in answer.content.decode()
    answer = scribe.post("/newspaper/write/", WRITTEN | {"title": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"title"}
    planned([[approved()]])
    plan = {"dated": "2020-08-17", "issue_no": "5", "name_1": "要闻", "template_1": "front"}
    assert "已经有一期" in pages.text(editor.post("/newspaper/issues/new/?pages=1", plan), 409)


def test_another_page_leaves_what_was_typed() -> None:
    editor = browser("editor")
    key = approved().hex
    typed = {"dated": "2020-08-17", "issue_no": "7", "supplement": "防疫专刊", "name_1": "头版的名", f"page_{key}": "1"}
    answer = editor.post("/newspaper/issues/new/?pages=2", typed | {"resize": "1"})
    form = answer.context["form"]
    assert answer.status_code == 200
    assert form.pages == 2
    assert {name: str(form[name].value()) for name in typed} == typed
    assert not form.errors


def test_a_photo_goes_into_print_and_is_what_was_fingerprinted() -> None:
    scribe, editor, chief = browser("scribe"), browser("editor"), browser("chief")
    photo = SimpleUploadedFile("门岗.jpg", drawn.from_a_phone(), content_type="image/jpeg")
    more = {"body": f"{BODY}\n\n【图1】", "photos.new": photo, "captions": "门岗测温｜小区门岗｜张影"}
    href = sent(scribe, "/newspaper/write/", WRITTEN | more)
    article = href.rstrip("/").rpartition("/")[2]
    sent(editor, f"{href}proof/", {"version": "1"})
    sent(chief, f"{href}approve/", {"version": "1"})
    issue = planned([[UUID(article)]])
    with acting("chief") as actor:
        actions_issue.sign_issue(actor, issue=issue, how=how())
        slug = actions_issue.publish_issue(actor, issue=issue, how=how())
    shown = Client().get(f"/paper/{slug}/01/a1/").content.decode()
    assert 'alt="门岗测温"' in shown
    found = next(each for each in shown.split('"') if each.startswith(f"/paper/{slug}/photo-"))
    with Image.open(io.BytesIO(Client().get(found).content)) as image:
        assert image.format == "JPEG"
        assert not image.getexif(), "where it was taken is nobody's to read"


def test_what_was_signed_goes_out_at_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    at = NOW + timedelta(hours=2)
    issue = planned([[approved()]], publish_at=at)
    with acting("chief") as chief:
        actions_issue.sign_issue(chief, issue=issue, how=how())
    for moment, out in ((at - timedelta(minutes=1), 0), (at, 1), (at + timedelta(minutes=1), 1)):
        monkeypatch.setattr(clock, "fresh", lambda moment=moment: clock.FixedClock(moment))
        jobs.publish_due(0)
        assert PublicIssue.objects.count() == out
    found = queries_public.latest()
    assert found is not None
    assert found.published_at == at
