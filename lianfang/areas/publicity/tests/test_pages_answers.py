"""publicity · pages: the desk takes every step, anybody tells something without a cookie, sheets say their source."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from lianfang.areas.publicity import console_open, policy
from lianfang.areas.publicity import queries_rumour as rumours
from lianfang.areas.publicity import queries_tip as tips
from lianfang.areas.publicity.queries_tip import Standing
from lianfang.areas.publicity.sections import Sheet
from lianfang.areas.publicity.tests.town import acting, browser, desk, found, rumour, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]
TEXT = "（合成）三号楼门岗夜里没有人"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_rumour_goes_through_its_forms() -> None:
    scribe, officer = browser("scribe"), browser("officer")
    page = scribe.get("/publicity/rumours/new/")
    assert page.status_code == 200
    said = {"unit": "T161-LOG", "claim": "（合成）听说要停水三天", "channel": "wechat", "link": "不是网址"}
    assert scribe.post("/publicity/rumours/new/", said).status_code == 422
    here = scribe.post("/publicity/rumours/new/", said | {"link": ""}).headers["Location"]
    assert "向来源核实" not in text(scribe.get(here)), "a reporter registers and does not find out"
    assert scribe.get(f"{here}ask/").status_code == 403
    assert officer.post(f"{here}ask/", {"whom": "（合成）水务公司"}).status_code == 302
    finding = {"verdict": "false", "says": "（合成）没有停水计划"}
    refused = officer.post(f"{here}find/", finding)
    assert refused.status_code == 422
    assert "没有官方来源" in text(refused)
    source = {"issuer": "（合成）水务公司", "document": "（合成）公告", "dated": "2020-08-10"}
    assert officer.post(f"{here}find/", finding | source).status_code == 302
    rebuttal = text(officer.get(f"{here}rebut/"))
    assert "（合成）水务公司" in rebuttal, "a rebuttal begins with the source of the finding"
    told = {"text": "（合成）不停水", "channels": ["wechat", "paper"], **source}
    assert officer.post(f"{here}rebut/", told | {"issuer": ""}).status_code == 422
    assert officer.post(f"{here}rebut/", told).status_code == 302
    reach = {"channel": "wechat", "reached": "480", "counted": "about", "counted_by": "（合成）群成员数"}
    assert officer.post(f"{here}reach/", reach).status_code == 302
    assert officer.post(f"{here}close/", {"conclusion": "（合成）已澄清"}).status_code == 302
    shown = text(officer.get(here))
    for said_there in ("已办结", "480", "约数", "（合成）水务公司", "（合成）公告", "张贴、传单"):
        assert said_there in shown
    last = re.search(r'name="entry" value="([^"]+)"', text(officer.get(f"{here}take-back/")))
    assert last is not None
    assert officer.post(f"{here}take-back/", {"entry": last[1], "reason": "误录"}).status_code == 302
    with acting("officer") as one:
        assert not rumours.rumour(one, UUID(here.rstrip("/").rpartition("/")[2])).over


def test_the_register_says_what_waits_in_its_title() -> None:
    old = rumour("（合成）久未核实", hours=-30)
    found(rumour("（合成）已有结论", hours=-40), hours=-39)
    page = text(browser("auditor").get("/publicity/rumours/"))
    assert "待核实 1 条，待办结 1 条，已办结 0 条" in page
    assert page.index("（合成）久未核实") < page.index("（合成）已有结论")
    assert "超时未核实" in page
    en = text(browser("auditor", "en").get("/publicity/rumours/?state=unanswered"))
    assert str(old) in en
    assert "已有结论" not in en
    assert "nothing matches" in text(browser("auditor", "en").get("/publicity/rumours/?q=zzz")).lower()
    assert browser("stranger").get(f"/publicity/rumours/{old}/").status_code == 404


def _form(client: Client, query: str = "") -> str:
    found_there = re.search(r'name="form" value="([^"]+)"', text(client.get(f"/tip/{query}")))
    assert found_there is not None
    return found_there[1]


def _send(client: Client, **more: Any) -> HttpResponse:
    answer: Any = client.post("/tip/", {"topic": "danger", "text": TEXT, "name": "", "contact": "", **more})
    return answer


def test_anybody_tells_something_without_a_cookie_and_sees_how_far_it_is() -> None:
    desk()
    client = Client(enforce_csrf_checks=True)
    page = client.get("/tip/")
    assert page.headers["Cache-Control"] == "no-store"
    assert "90 天" in text(page)
    form = _form(client)
    sent = [_send(client, form=form) for _ in range(2)]
    assert {each.status_code for each in sent} == {302}
    assert len({each.headers["Location"] for each in sent}) == 1, "a double click is one tip"
    receipt = client.get(sent[0].headers["Location"])
    assert "没有留联系方式" in text(receipt)
    assert TEXT not in text(receipt)
    assert receipt.headers["Referrer-Policy"] == "no-referrer"
    assert not client.cookies
    (each,) = [each for _, each in _all()]
    taken(each)
    code = each.code
    assert "已有人在办理" in text(client.get(f"/tip/{code}/"))
    looked = client.get("/tip/look/", {"code": code.lower()})
    assert client.get(looked.headers["Location"]).status_code == 200
    assert "Somebody is following it" in text(client.get(f"/tip/{code}/?lang=en"))


def _all() -> Any:
    with acting("officer") as one:
        return tips.listed(one)


@pytest.mark.parametrize(
    ("more", "status", "says"),
    [
        ({"text": "", "topic": ""}, 422, "未填写|请填写|必填"),
        ({"text": "（合成）" + "字" * 10_000}, 422, "4000"),
        ({"form": "made up"}, 422, "打开得太久"),
        ({"form": ""}, 422, "打开得太久"),
        ({"topic": "no such"}, 422, "请选择"),
        ({"text": "（合成）\x00坏字"}, 422, ""),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(more: dict[str, str], status: int, says: str) -> None:
    desk()
    client = Client()
    answer = _send(client, **{"form": _form(client), **more})
    assert answer.status_code == status
    assert re.search(says, text(answer))
    assert _all() == []
    if "form" in more:
        assert TEXT in text(answer)
        again = re.search(r'name="form" value="([^"]+)"', text(answer))
        assert again is not None
        assert _send(client, form=again[1]).status_code == 302, "the next press sends it"


def test_another_site_cannot_send_it_and_nobody_sends_it_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    desk()
    client = Client()
    said = {"topic": "other", "text": TEXT, "form": _form(client)}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post("/tip/", said, headers=headers).status_code == 403
    monkeypatch.setattr(console_open, "SENDS", console_open.Limit("a-test", most=2, seconds=600))
    monkeypatch.setattr(console_open, "GUESSES", console_open.Limit("b-test", most=2, seconds=600))
    assert [_send(client, form=_form(client)).status_code for _ in range(3)] == [302, 302, 429]
    assert [client.get(f"/tip/{code}/").status_code for code in ("AAAA-BBBB-CCCC", "x", "A" * 12)] == [404, 404, 429]
    assert client.put("/tip/").status_code == 405


def test_where_there_is_no_desk_the_page_says_so() -> None:
    page = Client().get("/tip/")
    assert page.status_code == 200
    assert "这里现在不收线索" in text(page)
    assert _send(Client()).status_code == 409


def test_the_desk_follows_a_tip_and_sees_a_contact_only_for_a_purpose() -> None:
    desk()
    officer = browser("officer")
    form = re.search(r'name="form" value="([^"]+)"', text(officer.get("/publicity/tips/new/")))
    assert form is not None
    said = {"form": form[1], "unit": "T161", "via": "phone", "topic": "danger", "text": TEXT, "contact": "13900000000"}
    assert {officer.post("/publicity/tips/new/", said).status_code for _ in range(2)} == {302}
    ((_, each),) = _all()
    here = f"/publicity/tips/{each.stream}/"
    page = text(officer.get(here))
    assert TEXT in page
    assert "13900000000" not in page
    assert each.code in page
    assert officer.post(f"{here}take/", {"gist": "（合成）门岗空岗"}).status_code == 302
    assert officer.post(f"{here}contact/", {"purpose": "call_back"}).status_code == 302
    assert "13900000000" in text(officer.get(here))
    assert "13900000000" not in text(browser("editor").get(here))
    assert officer.post(f"{here}rumour/", {"claim": "（合成）听说撤岗", "channel": "word"}).status_code == 302
    assert officer.post(f"{here}close/", {"outcome": "settled", "answer": "（合成）已补岗"}).status_code == 302
    assert "（合成）已补岗" in text(Client().get(f"/tip/{each.code}/"))
    assert browser("auditor").get(here).status_code == 403
    assert browser("chief").get("/publicity/tips/desk/").status_code == 200
    with acting("officer") as one:
        assert tips.tip(one, each.stream).standing is Standing.CLOSED


def test_sheets_are_found_by_their_words_and_say_their_source() -> None:
    auditor = browser("auditor")
    every = text(auditor.get("/publicity/knowledge/"))
    assert every.count('href="/publicity/knowledge/') >= 8
    hits = text(auditor.get("/publicity/knowledge/?q=洁厕灵"))
    assert "chlorine_mixing" in hits
    assert "pooled_positive" not in hits
    sheet = text(auditor.get("/publicity/knowledge/chlorine_mixing/"))
    assert "消毒剂使用指南" in sheet
    assert "国卫办监督函〔2020〕147号" in sheet
    assert "未核实" in sheet
    printed = text(auditor.get("/publicity/knowledge/chlorine_mixing/?print=1"))
    assert "data-print" in printed
    assert "Disinfect" in text(browser("auditor", "en").get("/publicity/knowledge/?q=bleach"))
    assert auditor.get("/publicity/knowledge/no_such/").status_code == 404
    assert browser("auditor").get("/publicity/knowledge/?q=没有这种事").status_code == 200


def test_what_is_no_longer_in_force_says_since_when(monkeypatch: pytest.MonkeyPatch) -> None:
    version = {
        "answer": {"zh": "（合成）旧答案", "en": "an old answer"}, "source": "house", "mark": "H", "verified": False,
        "valid_from": date(2020, 3, 7), "valid_to": date(2020, 8, 1),
    }  # fmt: skip
    later = version | {
        "valid_from": date(2020, 9, 1),
        "valid_to": None,
        "answer": {"zh": "（合成）新答案", "en": "a new one"},
    }
    old, coming = (
        Sheet.model_validate(
            {"code": code, "words": {"zh": "问", "en": "ask"}, "topic": {"zh": "题", "en": "topic"}, "versions": said}
        )
        for code, said in (("old", (version,)), ("coming", (later,)))
    )
    monkeypatch.setattr(policy, "sheets", lambda: (old, coming))
    auditor = browser("auditor")
    assert "2020年8月1日 之后已不适用" in text(auditor.get("/publicity/knowledge/old/"))
    assert "2020年9月1日 起有效" in text(auditor.get("/publicity/knowledge/coming/"))
