"""incidents · a plan is made from the playbook in one act, edited with its sources kept, approved, withdrawn."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.db import connections
from pypdf import PdfReader

from lianfang.areas.incidents import actions_plans, gaps, problems, queries_plans
from lianfang.areas.incidents.tests.town import NOW, as_role, at
from lianfang.ground.access.roles import Role
from lianfang.kernel import clock, ids, journal, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from tests.support import pages
from tests.support.refusals import refused

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
TODAY = date(2020, 8, 10)
_PLAN = "/incidents/plans/T161/contingency/"


@pytest.fixture(autouse=True)
def _stands(tree: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "current", lambda: at(0))


def approved(until: date = date(2020, 12, 31), number: int = 1) -> None:
    with as_role(Role.COMMANDER) as commander:
        actions_plans.approve(
            commander, unit="T161", plan="contingency", number=number, approver="队党委会议", effective_from=TODAY,
            effective_to=until, how=Recording(at(5)),
        )  # fmt: skip


def made() -> queries_plans.Version:
    with as_role(Role.OFFICER) as officer:
        return actions_plans.make_first(officer, unit="T161", plan="contingency", how=Recording(at(0)))


def plan_gaps(minutes: int = 30, *, days: int = 0) -> list[str]:
    with scope.acting(scope.system_actor()):
        moment = at(minutes).at + timedelta(days=days)
        return [each.words.zh for each in gaps.expired_plans(moment, NOW - timedelta(days=9))]


def test_the_first_version_is_the_playbooks_with_every_source() -> None:
    version = made()
    assert (version.number, version.state, version.standing(TODAY)) == (1, "draft", "draft")
    with scope.acting(scope.system_actor()):
        content = queries_plans.content(version.entry)
    marks = [line.mark for part in content.parts for line in part.lines]
    assert {"S", "F", "M", "H"} <= set(marks)
    assert all(line.source and line.en for part in content.parts for line in part.lines)
    with as_role(Role.OFFICER) as officer:
        with refused(problems.PLAN_EXISTS):
            actions_plans.make_first(officer, unit="T161", plan="contingency", how=Recording(at(1)))
        with refused(problems.NO_TEMPLATE):
            actions_plans.make_first(officer, unit="T161", plan="evacuation", how=Recording(at(1)))


def test_an_edited_line_is_the_units_own_and_the_others_keep_their_source() -> None:
    version = made()
    with as_role(Role.OFFICER) as officer:
        before = queries_plans.content(version.entry)
        first = before.parts[0]
        texts = {first.code: [first.lines[0].zh, "本队另行规定：周一例会通报", first.lines[1].en or ""]}
        second = actions_plans.revise(
            officer, unit="T161", plan="contingency", texts=texts, why="增加例会通报", how=Recording(at(2))
        )
        after = queries_plans.content(second.entry)
        with refused(problems.PLAN_UNCHANGED):
            actions_plans.revise(officer, unit="T161", plan="contingency", texts=texts, why="无", how=Recording(at(3)))
        with pytest.raises(Refused, match=r"^invalid:"):
            actions_plans.revise(
                officer,
                unit="T161",
                plan="contingency",
                texts={first.code: ["长" * 401]},
                why="太长",
                how=Recording(at(3)),
            )
    assert second.number == 2
    assert [line.mark for line in after.parts[0].lines] == [first.lines[0].mark, "U", first.lines[1].mark]
    assert after.parts[1:] == before.parts[1:]


def test_a_plan_not_approved_or_expired_is_a_gap() -> None:
    assert plan_gaps() == []
    made()
    assert plan_gaps() == ["方案未批准：突发情况预案"]
    approved(TODAY + timedelta(days=1))
    assert plan_gaps() == []
    assert plan_gaps(days=1) == []
    assert plan_gaps(days=2) == ["方案已过期：突发情况预案"]


def test_what_was_decided_is_not_decided_twice() -> None:
    made()
    with as_role(Role.COMMANDER) as commander, pytest.raises(Refused, match=r"^invalid:"):
        actions_plans.approve(
                commander, unit="T161", plan="contingency", number=1, approver="队党委", effective_from=TODAY,
                effective_to=TODAY - timedelta(days=1), how=Recording(at(6)),
            )  # fmt: skip
    approved()
    with refused(problems.PLAN_STATE):
        approved()
    with as_role(Role.COMMANDER) as commander:
        gone = actions_plans.withdraw(
            commander, unit="T161", plan="contingency", number=1, reason="合并到新预案", how=Recording(at(7))
        )
        assert gone.state == "withdrawn"
        with refused(problems.NO_TEMPLATE):
            actions_plans.withdraw(
                commander, unit="T161", plan="contingency", number=9, reason="没有", how=Recording(at(8))
            )
    assert plan_gaps() == [], "what was withdrawn on purpose is no gap"
    with as_role(Role.OFFICER) as officer, pytest.raises(Refused, match=r"^not_allowed:"):
        actions_plans.withdraw(officer, unit="T161", plan="contingency", number=1, reason="x", how=Recording(at(9)))


def test_the_library_over_http() -> None:
    officer = pages.browser(scope.system_actor(), Role.OFFICER, "T161")
    assert "起草第 1 版" in pages.text(officer.get("/incidents/plans/"))
    assert officer.get(_PLAN).status_code == 404
    assert officer.post(f"{_PLAN}make/").status_code == 302
    assert pages.title(officer.get(_PLAN)) == "突发情况预案：第 1 版，未批准"
    assert pages.title(officer.get("/incidents/plans/")) == "1 份方案没有现行版本"
    form = officer.get(f"{_PLAN}edit/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data["part-support"] += "\n储备帐篷 2 顶"
    assert "没有变化" in pages.text(
        officer.post(f"{_PLAN}edit/", {**data, "part-support": form["part-support"].value(), "why": "试"}), 422
    )
    assert officer.post(f"{_PLAN}edit/", {**data, "why": "补充帐篷"}).status_code == 302
    assert officer.get(f"{_PLAN}2/approve/").status_code == 403, "who writes it does not approve it"
    commander = pages.browser(scope.system_actor(), Role.COMMANDER, "T161")
    said = {"approver": "队党委会议", "effective_from": "2020-08-10", "effective_to": "2020-12-31"}
    assert commander.post(f"{_PLAN}2/approve/", said).status_code == 302
    page = commander.get(_PLAN)
    assert pages.title(page) == "突发情况预案：第 2 版，现行"
    assert "储备帐篷 2 顶" in pages.text(page)
    pdf = commander.get(f"{_PLAN}2/plan.pdf")
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf.content)).pages).replace("\n", "")
    for words in (
        "突发情况预案",
        "储备帐篷 2 顶",
        "〔U〕",
        "〔H〕",
        "队党委会议",
        "37.3 ℃",
        "来源标记",
        "组织体系与职责",
    ):
        assert words in text, words
    assert commander.get(f"{_PLAN}9/plan.pdf").status_code == 404
    english = pages.browser(scope.system_actor(), Role.COMMANDER, "T161", lang="en").get(f"{_PLAN}2/plan.pdf")
    assert "Contingency plan" in PdfReader(io.BytesIO(english.content)).pages[0].extract_text()
    stranger = pages.browser(scope.system_actor(), Role.OFFICER, "T161-LOG")
    assert stranger.get(_PLAN).status_code == 404


def test_procedures_are_read_with_their_sources() -> None:
    officer = pages.browser(scope.system_actor(), Role.OFFICER, "T161")
    assert pages.title(officer.get("/incidents/procedures/")) == "处置流程 15 个"
    page = pages.text(officer.get("/incidents/procedures/E01/"))
    for words in ("戴口罩并换仪器复测", "〔H〕", "F · 企事业单位复工复产", "未核实", "不能"):
        assert words in page, words
    assert officer.get("/incidents/procedures/E99/").status_code == 404


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference() -> None:
    made()
    approved()
    with as_role(Role.COMMANDER) as commander:
        actions_plans.withdraw(
            commander, unit="T161", plan="contingency", number=1, reason="停用", how=Recording(at(7))
        )
    assert rebuild.compare(connections["owner"]) == []


def test_the_contingency_plan_shows_the_units_own_mode_and_level() -> None:
    made()
    commander = pages.browser(scope.system_actor(), Role.COMMANDER, "T161")
    assert "最近一次设定" not in pages.text(commander.get(_PLAN))
    said = Draft(
        id=ids.mint(NOW), kind="duties.mode_set", unit="T161", occurred_at=NOW,
        data={"mode": "strengthened", "response_level": "II", "because": "社区通知", "from_day": "2020-08-11"},
    )  # fmt: skip
    with scope.acting(scope.system_actor()) as system:
        journal.record_one(system, said, origin=Origin.CONSOLE, at=at(0))
    page = pages.text(commander.get(_PLAN))
    assert "最近一次设定" in page
    assert str(said.id) in page
