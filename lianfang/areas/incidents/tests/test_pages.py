"""incidents · a fever from the gate reading to the close over HTTP, in real mode and as a drill; who sees what."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from lianfang.areas.incidents import actions_drills, queries, queries_drills
from lianfang.areas.incidents.tests import town
from lianfang.areas.incidents.tests.desk import Wall, browser, local, sent
from lianfang.areas.incidents.tests.town import NOW, UNIT, as_role, at, listed, only, reading, say
from lianfang.areas.incidents.waiting import waiting
from lianfang.ground.access.roles import Role
from lianfang.kernel.recording import Recording
from tests.support import pages

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 20
_CALLED = "发热或症状 · 一六一队小区 张**"


def run_steps(client: Client, wall: Wall, here: str, start: int, *, told: bool = False) -> None:
    """Everything after the second reading but the review, a minute apart."""
    for number, step in enumerate(("isolate",) if told else ("isolate", "report"), start=start):
        wall.to(number)
        sent(client, f"{here}steps/{step}/done/")
    wall.to(start + 3)
    page = client.post(f"{here}steps/transfer/done/")
    assert page["Location"].endswith("/steps/transfer/"), "what needs an answer is asked for"
    sent(client, f"{here}steps/transfer/", choice="ambulance", text="120 到场", at=local(start + 3))
    sent(client, f"{here}steps/contacts/", text="同住 2 人", at=local(start + 3))
    sent(client, f"{here}steps/disinfect/skip/", reason="只在门岗外停留")
    wall.to(start + 300)
    sent(client, f"{here}steps/result/", choice="negative", at=local(start + 300))


def test_a_fever_from_the_gate_to_the_close(person: UUID, wall: Wall) -> None:
    officer = browser(Role.OFFICER)
    assert pages.title(officer.get("/incidents/")) == "现在没有处置中的突发情况"
    say(reading(person, 38.2))
    listing = officer.get("/incidents/")
    assert pages.title(listing) == "待受理 1 件，处置中 0 件"
    which = only().id
    here = f"/incidents/{which}/"
    assert here in pages.text(listing)
    page = officer.get(here)
    assert pages.title(page) == f"待受理：{_CALLED}"
    for words in ("一号门岗", "额温 38.2 ℃", "受理", "不受理…", "一六一队小区"):
        assert words in pages.text(page)
    wall.to(2)
    page = sent(officer, f"{here}accept/")
    assert pages.title(page) == f"处置中：{_CALLED}，9 步已办 1"
    wall.to(7)
    say(reading(person, 38.0, minutes=7, remeasure=True), minutes=7)
    sent(officer, f"{here}tell/", to="duty_leader", at=local(7))
    sent(officer, f"{here}tell/", to="community", whom="社区值班室", at=local(7), received_at=local(7))
    wall.to(16)
    assert "超 1 分钟" in pages.text(officer.get(here))
    assert "剩 44 分钟" in pages.text(officer.get(here))
    run_steps(officer, wall, here, 17, told=True)
    assert "复测" in pages.text(officer.get(here))
    wall.to(320)
    report = sent(officer, f"{here}report/", sort="progress", to="局防控办", note="已送诊")
    assert "突发情况进程报" in pages.title(report)
    assert "从知悉到现在 5 小时 20 分钟" in pages.text(officer.get(here)), "the review is drafted from the record"
    page = sent(officer, f"{here}steps/review/", text="各步在时限内", at=local(320))
    assert pages.title(page) == f"已办结：{_CALLED}，用时 5 小时 20 分钟"
    final = sent(officer, f"{here}report/", sort="final", to="局防控办")
    assert "已跳过" in pages.text(final)
    pdf = officer.get(f"{here}reports/2/report.pdf")
    said = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.content)).pages)
    for words in ("突发情况结案报", "局防控办", "只在门岗外停留", "120 到场", "发热或症状", "1 / 1"):
        assert words in said, said
    assert "张合成" not in said
    assert "演练" not in said
    assert pages.title(sent(officer, f"{here}reopen/", reason="次日再发热")).startswith("处置中")


def test_the_same_as_a_drill_is_marked_on_every_page(person: UUID, wall: Wall) -> None:
    officer = browser(Role.OFFICER)
    page = sent(
        officer, "/incidents/drills/new/", code="E01", title="门岗发热演练", unit=UNIT, place=town.GATE,
        scenario="一人进门测温 38.5 ℃", participants="门岗、值班员",
    )  # fmt: skip
    assert "演练 EXERCISE" in pages.text(page)
    drill = page.context["drill"].id
    wall.to(1)
    sent(officer, f"/incidents/drills/{drill}/inject/", sort="reading", celsius="38.5", person=str(person),
         place=town.GATE, what="扮演者测温 38.5 ℃")  # fmt: skip
    assert listed() == [], "no real incident"
    which = only(exercise=True).id
    assert only(exercise=True).brief.drill == drill
    here = f"/incidents/{which}/"
    wall.to(2)
    sent(officer, f"{here}accept/")
    wall.to(8)
    sent(officer, f"/incidents/drills/{drill}/inject/", sort="reading", celsius="38.1", person=str(person),
         remeasure="on", what="复测 38.1 ℃")  # fmt: skip
    refused = officer.post(f"/incidents/drills/{drill}/end/", {"summary": "完成"})
    assert "演练中还有 1 件事没有办结" in pages.text(refused, 409)
    run_steps(officer, wall, here, 9)
    sent(officer, f"{here}steps/review/", text="已复盘", why="演练不出书面报告", at=local(310))
    sent(officer, f"/incidents/drills/{drill}/finding/", what="复测仪器不在门岗", owner="gate", due_on="2020-08-17")
    debrief = sent(officer, f"/incidents/drills/{drill}/end/", summary="流程熟练\n仪器须备在门岗")
    assert "步在时限内" in pages.title(debrief)
    assert "仪器须备在门岗" in pages.text(debrief)
    assert "未告知 1 方" in pages.title(debrief)
    assert "演练不出书面报告" in pages.text(debrief), "what was left undone, and why"
    for address in (
        here, f"/incidents/drills/{drill}/", f"/incidents/drills/{drill}/debrief/", "/incidents/exercises/",
        f"{here}steps/isolate/", f"{here}report/", f"{here}tell/", f"/incidents/drills/{drill}/finding/",
    ):  # fmt: skip
        assert "data-exercise" in pages.text(officer.get(address)), address
        assert "【演练】" in pages.title(officer.get(address)), address
    assert "门岗发热演练" in pages.text(officer.get("/incidents/drills/"))
    assert str(which) not in pages.text(officer.get("/incidents/"))
    pdf = officer.get(f"/incidents/drills/{drill}/debrief/debrief.pdf")
    assert pdf["Content-Disposition"].startswith('attachment; filename="EXERCISE-')
    said = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "演练" in said
    assert "复测仪器不在门岗" in said


def test_a_finding_is_mended_by_whom_it_was_handed_to(person: UUID, wall: Wall) -> None:
    with as_role(Role.OFFICER) as officer:
        drill = actions_drills.start_drill(
            officer,
            unit=UNIT,
            code="E10",
            title="空岗演练",
            scenario="门岗无人",
            participants="门岗",
            how=Recording(at(0)),
        )
        one = actions_drills.hand_on(
            officer,
            drill=drill.id,
            unit=UNIT,
            what="替班名单过期",
            owner="gate",
            due_on=NOW.date(),
            how=Recording(at(1)),
        )
    gate = browser(Role.GATE, UNIT)
    with as_role(Role.GATE, UNIT) as actor:
        (mended,) = waiting(actor, NOW)
        assert mended.exercise
        assert mended.href == f"/incidents/findings/{one.id}/"
    page = sent(gate, f"/incidents/findings/{one.id}/", how="名单已更新")
    assert "已整改" in pages.text(page)
    assert gate.post(f"/incidents/findings/{one.id}/", {"how": "再来"}).status_code == 200, (
        "it is shown, not asked again"
    )
    with as_role(Role.GATE, UNIT) as actor:
        assert [*waiting(actor, NOW)] == []
        assert queries_drills.finding(actor, one.id).how == "名单已更新"


def test_an_incident_is_proposed_by_hand(person: UUID, wall: Wall) -> None:
    gate = browser(Role.GATE, UNIT)
    form = gate.get("/incidents/new/").context["form"]
    data = {"entry": form["entry"].value(), "code": "E12", "unit": UNIT, "place": town.GATE, "note": "消毒剂混用",
            "known_at": local(0), "occurred_at": local(-5)}  # fmt: skip
    page = sent(gate, "/incidents/new/", **data)
    assert pages.title(page).startswith("待受理：消毒剂中毒")
    assert "消毒剂混用" in pages.text(page)
    assert "不受理…" not in pages.text(page), "a guard does not answer"
    sent(gate, "/incidents/new/", **data)
    assert len(listed()) == 1, "sent twice, proposed once"
    late = gate.post("/incidents/new/", {**data, "entry": "", "code": "", "known_at": "soon"})
    assert late.status_code == 422
    with as_role(Role.OFFICER):
        assert only().brief.occurred_at < only().brief.known_at


def test_a_step_before_it_was_known_is_refused_on_its_page(person: UUID, wall: Wall) -> None:
    say(reading(person, 38.2))
    officer, here = browser(Role.OFFICER), f"/incidents/{only().id}/"
    sent(officer, f"{here}accept/")
    refused = officer.post(f"{here}steps/isolate/", {"at": local(-1), "text": ""})
    assert "早于知悉时间" in pages.text(refused, 422)
    twice = officer.post(f"{here}steps/detect/done/")
    assert twice.status_code == 409
    assert officer.get(f"{here}steps/dance/").status_code == 404
    assert "不能跳过" in pages.text(officer.post(f"{here}steps/report/skip/", {"reason": "忙"}), 422)
    assert "尚未办：" in pages.text(officer.post(f"{here}close/", {"result": "negative"}), 422)
    refused = officer.post(f"{here}close/", {"result": "negative", "why": "忙"})
    assert "必办步骤没有办理" in pages.text(refused, 409)


def test_names_are_shown_to_those_who_may_see_them(person: UUID, wall: Wall) -> None:
    say(reading(person, 38.2))
    here = f"/incidents/{only().id}/"
    assert "张合成" not in pages.text(browser(Role.GATE, UNIT).get(here))
    gate = pages.text(browser(Role.PROPERTY, UNIT).get(here))
    assert "38.2" not in gate, "whoever may not see persons' readings sees that there is one"
    assert "测温" in gate
    assert browser(Role.OFFICER, "T161-LOG").get(here).status_code == 404
    assert browser(Role.EDITOR).get(here).status_code == 403
    assert browser(Role.EDITOR).get("/incidents/").status_code == 403
    assert Client().get("/incidents/").status_code == 302


def test_lists_are_narrowed_and_paged(person: UUID, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    officer = browser(Role.OFFICER)
    for number, code in enumerate(("E10", "E12", "E12", "E14")):
        with as_role(Role.OFFICER) as actor:
            from lianfang.areas.incidents import actions

            actions.propose(
                actor,
                unit=UNIT,
                code=code,
                occurred_at=at(number).at,
                known_at=at(number).at,
                how=Recording(at(number)),
            )
    wall.to(5)
    first = officer.get("/incidents/")
    assert len(first.context["table"].rows) == 2
    more = officer.get(f"/incidents/?cursor={first.context['page'].next}".replace("+", "%2B"))
    assert len(more.context["table"].rows) == 2
    assert more.context["page"].next is None
    assert len(officer.get("/incidents/?code=E12").context["table"].rows) == 2
    assert "没有符合条件的记录" in pages.text(officer.get("/incidents/?state=closed"))
    assert officer.get("/incidents/?cursor=nonsense").status_code == 422


def test_every_page_in_english_and_with_few_questions(
    person: UUID, wall: Wall, django_assert_max_num_queries: Any
) -> None:
    say(reading(person, 38.2), reading(person, 38.4, minutes=1, remeasure=True), minutes=1)
    wall.to(3)
    commander = browser(Role.COMMANDER, lang="en")
    which = only().id
    sent(commander, f"/incidents/{which}/accept/")
    sent(commander, f"/incidents/{which}/report/", sort="initial", to="bureau")
    sent(commander, "/incidents/plans/T161/contingency/make/")
    with as_role(Role.COMMANDER) as actor:
        drill = actions_drills.start_drill(
            actor,
            unit=UNIT,
            code="E12",
            title="Spill",
            scenario="a spill",
            participants="property",
            how=Recording(at(2)),
        )
        actions_drills.inject_event(actor, drill=drill.id, what="smell of gas", how=Recording(at(3)))
    addresses = [
        "/incidents/", "/incidents/exercises/", "/incidents/new/", f"/incidents/{which}/", f"/incidents/{which}/tell/",
        f"/incidents/{which}/link/", f"/incidents/{which}/reports/1/", "/incidents/drills/", "/incidents/drills/new/",
        f"/incidents/drills/{drill.id}/", f"/incidents/drills/{drill.id}/inject/",
        f"/incidents/drills/{drill.id}/debrief/", "/incidents/plans/", "/incidents/plans/T161/contingency/",
        "/incidents/plans/T161/contingency/edit/", "/incidents/procedures/", "/incidents/procedures/E01/",
    ]  # fmt: skip
    for address in addresses:
        commander.get(address)
        with django_assert_max_num_queries(_MOST_QUERIES):
            said = pages.text(commander.get(address))
        heading = re.search(r"<h1>(.*?)</h1>", said, re.DOTALL)
        assert heading, address
        assert not re.search("[\u4e00-\u9fff]", heading[1].replace("演练", "").replace("张**", "")), (
            address,
            heading[1],
        )
