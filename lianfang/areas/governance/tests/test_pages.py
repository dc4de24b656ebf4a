"""governance · pages: the register with its workbook, a directive with its life, the unit's measure; both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lianfang.areas.governance import queries
from lianfang.areas.governance.tests.office import acting, answered, at, in_hand, received
from lianfang.ground.access.models import User
from lianfang.ground.files.tests import drawn
from lianfang.kernel import clock
from lianfang.shell.documents.read import read_workbook
from tests.support import pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
_MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(at(16, 40)))


def browser(login: str, lang: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = lang
    return client


def test_a_document_is_registered_acknowledged_answered_and_closed_on_pages() -> None:
    chief, log = browser("chief"), browser("log")
    assert pages.title(chief.get("/governance/")) == "一六一队来文台账"
    assert "还没有登记来文" in pages.text(chief.get("/governance/"))
    sent = {"unit": "T161", "issuer": "（合成）上级单位", "title": "关于加强值守的通知", "wants_receipt": "on"}
    assert chief.post("/governance/directives/new/", {**sent, "title": ""}).status_code == 422
    late = {**sent, "wants_report": "on", "report_by": "2020-08-10T09:00"}
    assert "早于" in pages.text(chief.post("/governance/directives/new/", late), 422)
    href = chief.post("/governance/directives/new/", sent)["Location"]
    assert pages.title(chief.get(href)) == "关于加强值守的通知"
    assert "未注明" in pages.text(chief.get(href))
    assert chief.post(f"{href}acknowledge/", {}).status_code == 302
    assert "无需再次签收" in pages.text(chief.post(f"{href}acknowledge/", {}), 409)
    measure = {"text": "落实 24 小时值守", "unit": "T161-LOG", "role": "reporter", "due_at": "2020-08-11T18:00"}
    assert chief.post(f"{href}measure/", {**measure, "due_at": ""}).status_code == 422
    assert chief.post(f"{href}measure/", measure).status_code == 302
    assert "还有 1 项措施未销号" in pages.text(chief.post(f"{href}close/", {"conclusion": "完"}), 409)
    with acting("log") as actor:
        (mine,) = queries.mine(actor, at(16, 40))
    assert "落实 24 小时值守" in pages.text(log.get(mine.href))
    assert log.get(href).status_code == 404, "the unit sees its measure, not the document"
    assert log.post(f"{mine.href}acknowledge/", {}).status_code == 302
    assert log.post(f"{mine.href}answer/", {"text": ""}).status_code == 422
    assert log.post(f"{mine.href}answer/", {"text": "已排班"}).status_code == 302
    assert chief.post(f"{mine.href}return/", {"why": "缺值班表"}).status_code == 302
    assert log.post(f"{mine.href}answer/", {"text": "已补值班表"}).status_code == 302
    assert chief.post(f"{mine.href}close/", {}).status_code == 302
    assert chief.post(f"{href}close/", {"conclusion": "已落实"}).status_code == 302
    assert "已办结" in pages.text(chief.get(href))


def test_the_scan_of_a_letter_stands_with_it_and_what_is_no_paper_is_refused() -> None:
    chief, url = browser("chief"), "/governance/directives/new/"
    sent = {"unit": "T161", "issuer": "（合成）上级单位", "title": "关于加强值守的通知", "wants_receipt": "on"}
    drawing = SimpleUploadedFile("来文.pdf", drawn.SVG)
    assert "按内容是SVG 图形" in pages.text(chief.post(url, {**sent, "papers.new": drawing}), 422)
    scan, photo = SimpleUploadedFile("来文.jpg", drawn.PDF), SimpleUploadedFile("签字页.jpg", drawn.picture())
    href = chief.post(url, {**sent, "papers.new": [scan, photo]})["Location"]
    page = chief.get(href).content.decode()
    assert "来文.jpg <small>PDF 1 KB</small>" in page
    (paper,) = re.findall(r'class="lf-file" href="([^"]+)"', page)
    assert chief.get(paper).content == drawn.PDF
    assert 'data-view="签字页.jpg"' in page
    assert browser("stranger").get(paper).status_code == 404


def test_the_register_speaks_both_languages_and_is_narrowed() -> None:
    in_hand()
    received(title="复工通知", acknowledge_by=at(10))
    english = browser("bureau", "en")
    assert pages.title(english.get("/governance/?unit=T161")) == "Directives of Team 161"
    said = pages.text(english.get("/governance/?unit=T161&late=on"))
    assert "not acknowledged in time" in said
    assert "关于加强值守的通知" not in said
    assert "没有符合条件的记录" in pages.text(browser("chief").get("/governance/?q=nothing-like-it"))
    assert browser("stranger").get("/governance/?unit=T161").status_code == 404


def test_the_workbook_says_the_same_and_no_cell_is_a_formula() -> None:
    received(title="=HYPERLINK(1)", issuer="+甲")
    _, set_ = in_hand()
    answered(set_)
    answer = browser("chief").get("/governance/register.xlsx")
    directives, measures = read_workbook(answer.content)
    cells = [str(cell) for row in directives.rows for cell in row]
    assert "=HYPERLINK(1)" in cells
    assert "关于加强值守的通知" in cells
    assert any("落实 24 小时值守" in str(cell) for row in measures.rows for cell in row)
    assert b"<f>" not in answer.content


def test_who_may_not_is_told_so() -> None:
    stream, set_ = in_hand()
    href, measure = f"/governance/directives/{stream}/", f"/governance/measures/{set_}/"
    assert browser("auditor").get(href).status_code == 200
    assert browser("auditor").post(f"{href}close/", {"conclusion": "x"}).status_code == 403
    assert browser("auditor").post(f"{measure}answer/", {"text": "x"}).status_code == 403
    assert browser("log").get("/governance/directives/new/").status_code == 403
    assert browser("prop").get(measure).status_code == 404
    assert browser("chief").get(f"{href}dance/").status_code == 404
    assert browser("chief").get(f"{measure}dance/").status_code == 404
    assert "由 后勤 办理" in pages.text(browser("chief").post(f"{measure}answer/", {"text": "x"}), 403)
    assert Client().get("/governance/").status_code == 302


def test_the_pages_ask_few_questions(django_assert_max_num_queries: Any) -> None:
    stream, set_ = in_hand()
    for minute in range(6):
        received(at(9, minute))
    for login in ("chief", "bureau"):
        client = browser(login)
        for address in ("/governance/", f"/governance/directives/{stream}/", f"/governance/measures/{set_}/"):
            client.get(address)
            with django_assert_max_num_queries(_MOST_QUERIES):
                pages.text(client.get(address))
