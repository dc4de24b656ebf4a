"""resumption · pages and figures hold: silent sites first, R1 over the ground's sites, nothing invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.resumption.indicators import INDICATORS, SOURCES
from lianfang.areas.resumption.tests.test_status import status
from lianfang.ground.access.roles import Role
from lianfang.ground.people.actions import PersonSpec, register_people
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, scope
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.kinds import Origin
from tests.support import entries, pages, slots
from tests.support.entries import NOW, TODAY, window

pytestmark = pytest.mark.django_db
_MOST_QUERIES = 20
_SITES = (
    ("T161-P02", "project_dept", "二号项目部"),
    ("T161-P03", "project_dept", "三号项目部"),
    ("T161-D02", "drill_crew", "二号井队"),
)


@pytest.fixture(autouse=True)
def sites(tree: dict[str, str], system: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two projects and a crew with three people; it is 15:40 on 10 August."""
    at = clock.FixedClock(OPENED_AT)
    specs = [UnitSpec(code, kind, zh, code, "T161") for code, kind, zh in _SITES]
    with scope.acting(system):
        units.open_units(system, specs, at=at, origin=Origin.REPLAY)
        register_people(system, [PersonSpec("T161-D02", f"王{n}") for n in range(3)], at=at, origin=Origin.REPLAY)
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW))


def _measures(system: Any) -> dict[str, Any]:
    with scope.acting(system):
        found = entries.measured(SOURCES[0].sql, TODAY)
    return {unit: tuple(row[name] for name in row if name[0] == "r") for unit, row in found.items()}


def test_every_site_is_expected_and_a_silent_one_has_no_value(system: Any) -> None:
    entries.accepted(system, status("working", 2, 3, unit="T161-D02"), status("paused", 0, 5, unit="T161-P02"))
    assert _measures(system) == {
        "T161-D02": (1, 1, 1),
        "T161-P02": (0, 1, 1),
        "T161-P03": (None, 0, 1),
    }


def test_a_site_that_was_excused_is_expected_only_once_it_has_spoken(system: Any) -> None:
    slots.derived(TODAY)
    slots.excused("T161-P03", "site_status", TODAY)
    assert {unit: row[2] for unit, row in _measures(system).items()} == {"T161-D02": 1, "T161-P02": 1, "T161-P03": 0}
    entries.accepted(system, status("paused", 0, 5, unit="T161-P03"))
    assert _measures(system)["T161-P03"][:3] == (0, 1, 1)


def test_the_home_page_of_a_site_names_the_hour_that_its_duty_names(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots.derived(TODAY)
    crew = pages.browser(system, Role.SITE, "T161-D02")
    needs = crew.get("/").context["mine"].needs
    (said,) = [each for each in needs if "驻地状态未报" in each.words.zh and each.chip is SlotState.DUE]
    assert f"{clock.local(said.due_at):%d %H:%M}" == "10 15:45"


def test_a_site_that_was_closed_is_expected_no_more(system: Any) -> None:
    with scope.acting(system):
        units.close_unit(
            system, code="T161-P03", from_day=TODAY, at=clock.FixedClock(NOW - timedelta(days=2)), origin=Origin.REPLAY
        )
    assert set(_measures(system)) == {"T161-D02", "T161-P02"}


def test_the_evidence_is_the_newest_word_of_each_site(system: Any) -> None:
    old, new = (
        status("working", 3, 3, unit="T161-D02", at=NOW - timedelta(hours=3)),
        status("limited", 2, 3, unit="T161-D02"),
    )
    still = status("paused", 0, 5, unit="T161-P02")
    entries.accepted(system, old, new, still)
    with scope.acting(system):
        found = {each.code: {row[0] for row in entries.rows(each.evidence_sql, window(TODAY))} for each in INDICATORS}
    assert found == {"R1": {new.id}}


def test_the_day_is_found_through_its_indexes(system: Any) -> None:
    with scope.acting(system), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + SOURCES[0].sql, window(TODAY, low="XJCG/T161/", high="XJCG/T1610"))
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan, plan


def test_silent_sites_come_first_and_silence_is_not_a_pause(system: Any) -> None:
    entries.accepted(system, status("working", 2, 3, unit="T161-D02"))
    officer = pages.browser(system, Role.OFFICER, "T161")
    answer = officer.get("/resumption/")
    assert pages.title(answer) == "项目部井队3个：作业1，限制0，暂停0，未报2"
    said = pages.text(answer)
    assert said.index("二号项目部") < said.index("二号井队")
    assert "/resumption/sites/T161-P02/" in said
    english = pages.browser(system, Role.OFFICER, "T161", lang="en")
    assert pages.title(english.get("/resumption/")) == "3 sites: 1 working, 0 limited, 0 paused, 2 not reported"


def test_work_where_the_risk_is_high_is_pointed_out(system: Any) -> None:
    entries.accepted(system, status("working", 2, 3, unit="T161-D02", risk_level="high"))
    commander = pages.browser(system, Role.COMMANDER, "T161")
    said = pages.text(commander.get("/resumption/"))
    assert "二号井队在高风险地区仍在作业" in said
    assert "/resumption/sites/" not in said, "a commander reads, the site speaks"


def test_once_the_day_has_closed_the_sites_still_have_time_to_report_of_the_next(
    system: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries.accepted(system, status("working", 2, 3, unit="T161-D02"))
    monkeypatch.setattr(clock, "current", lambda: clock.FixedClock(NOW + timedelta(hours=1)))
    officer = pages.browser(system, Role.OFFICER, "T161")
    assert pages.title(officer.get("/resumption/")).startswith("项目部井队3个：作业0")
    assert pages.title(officer.get("/resumption/?day=2020-08-10")).startswith("项目部井队3个：作业1")


def test_a_site_says_its_status_as_the_last_time_but_counts_its_people_anew(system: Any) -> None:
    yesterday = NOW - timedelta(days=1)
    entries.accepted(system, status("limited", 3, 3, unit="T161-D02", risk_level="low", at=yesterday))
    crew = pages.browser(system, Role.SITE, "T161-D02")
    page = crew.get("/resumption/sites/T161-D02/")
    assert "上次 8月9日 15:40：限制作业，在岗 3/3 人" in pages.text(page)
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert {name: sent.get(name) for name in ("mode", "crew_listed", "crew_present")} == {
        "mode": "limited", "crew_listed": 3, "crew_present": None,
    }  # fmt: skip
    assert "请填写" in pages.text(crew.post("/resumption/sites/T161-D02/", sent), 422)
    assert "在岗 9 人多于在册 3 人" in pages.text(
        crew.post("/resumption/sites/T161-D02/", {**sent, "crew_present": "9"}), 422
    )
    assert pages.title(crew.get("/resumption/")) == "二号井队：还没有报状态"
    assert crew.post("/resumption/sites/T161-D02/", {**sent, "crew_present": "2"}).status_code == 302
    assert pages.title(crew.get("/resumption/")) == "二号井队：限制作业，在岗 2/3"
    assert _measures(system)["T161-D02"] == (1, 1, 1)


def test_a_unit_that_is_no_site_has_no_status(system: Any) -> None:
    reporter = pages.browser(system, Role.REPORTER, "T161-LOG")
    form = reporter.get("/resumption/sites/T161-LOG/").context["form"]
    sent = {"entry": form["entry"].value(), "mode": "working", "crew_present": "1", "crew_listed": "1"}
    assert "后勤不是野外项目部或施工井队" in pages.text(reporter.post("/resumption/sites/T161-LOG/", sent), 422)
    assert reporter.get("/resumption/sites/T161-D02/").status_code == 404


def test_who_has_no_business_here_is_told_so(system: Any) -> None:
    assert Client().get("/resumption/").status_code == 302
    assert pages.browser(system, Role.KEEPER, "T161-LOG").get("/resumption/").status_code == 403
    assert pages.browser(system, Role.REPORTER, "MANAN").get("/resumption/?unit=T161").status_code == 404
    assert pages.title(pages.browser(system, Role.REPORTER, "T161-LOG").get("/resumption/")) == "没有项目部或井队"


def test_the_page_asks_few_questions(system: Any, django_assert_max_num_queries: Any) -> None:
    officer = pages.browser(system, Role.OFFICER, "T161")
    officer.get("/resumption/")
    with django_assert_max_num_queries(_MOST_QUERIES):
        pages.text(officer.get("/resumption/"))
