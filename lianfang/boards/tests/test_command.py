"""boards · the command page: the numbers of board and roll-up, what is bare and missing by name, few questions."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianfang.areas.reporting import queries_below, queries_board
from lianfang.areas.reporting.queries_measures import own_measures, said
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.boards.command import Command
from lianfang.boards.tests.scene import DAY, NOW, Scene
from lianfang.ground.access.roles import Role
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.frame import CommandPart, CoursePart
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import w
from lianfang.shell.components.chart import ChartSpec, Series, day_label
from lianfang.shell.components.marks import SlotState
from lianfang.shell.components.section import Course, Section
from lianfang.shell.components.types import Link
from tests.support import pages

pytestmark = pytest.mark.django_db
MOST_QUERIES = 21  # one of them asks whose the logins are that recorded
WINDOW = clock.reporting_day(DAY)


def _command(scene: Scene, unit: str = "T161") -> Command:
    return Command(scene.system, units.unit(scene.system, unit, day=DAY), DAY, NOW)


def test_the_title_answers_and_every_standing_leads_to_the_board(told: Scene) -> None:
    answer = told.reader(Role.COMMANDER, "T161").get("/command/")
    assert pages.title(answer) == '<span id="command-title">8月10日应报6家，按时3，迟1，缺1，退1，待报1</span>'
    for narrowed in ("standing=on_time", "standing=late", "standing=missing", "handling=returned"):
        assert f"/reporting/board/?unit=T161&amp;day=2020-08-10&amp;{narrowed}" in pages.text(answer)
    english = told.reader(Role.COMMANDER, "T161", lang="en").get("/command/")
    assert "10 Aug: 6 due, 3 on time, 1 late, 1 missing, 1 returned, 1 still to come" in pages.title(english)


def test_every_number_is_the_one_of_reporting(told: Scene) -> None:
    with scope.acting(told.system):
        shown = _command(told)
        assert shown.counts == queries_board.counts(told.system, WINDOW, shown.top.path, now=NOW)
        whole = rolled_up(told.system, WINDOW, shown.top.path, now=NOW)[""]
        assert {code: said(m) for code, m in shown.figures.items()} == {code: said(m) for code, m in whole.items()}
        by_child = {child: sum(counted.values()) for child, counted in shown.reports.standings.items()}
    assert sum(by_child.values()) == shown.counts.due
    assert sum(counted.get("missing", 0) for counted in shown.reports.standings.values()) == shown.counts.missing


def test_a_superior_and_a_unit_see_the_same_page_of_their_own_tree(told: Scene) -> None:
    superior = pages.text(told.reader(Role.SUPERIOR, "XJCG").get("/command/"))
    assert "/command/?unit=T161&amp;day=2020-08-11" in superior, "the day that runs"
    below = told.reader(Role.SUPERIOR, "XJCG").get("/command/?unit=T161-PROP&day=2020-08-10")
    assert "应报1家，按时1" in pages.title(below)
    assert "一号电梯" in pages.text(below)  # a unit that does its rounds itself shows its places


def test_bare_zeros_are_named_with_what_they_rest_on(told: Scene) -> None:
    answer = pages.text(told.reader(Role.COMMANDER, "T161").get("/command/"))
    section = answer[answer.index('id="unverified"') :]
    assert "物业公司" in section[:2500]
    assert "1/2" in section[:2500]  # one of two people measured
    with scope.acting(told.system):
        shown = _command(told)
        assert len(shown.bare_zeros) == shown.counts.zeros_unverified


def test_missing_returned_and_changed_reports_come_by_name(told: Scene) -> None:
    answer = pages.text(told.reader(Role.COMMANDER, "T161").get("/command/"))
    for words in ("一号井队未报", "队机关：已退回，等更正", "物业公司：报送后有"):
        assert words in answer, words


def test_what_changed_after_filing_is_what_reporting_calls_pending(told: Scene) -> None:
    with scope.acting(told.system):
        found = queries_below.pending(told.system, WINDOW, "XJCG/", now=NOW)
        own = own_measures(told.system, WINDOW, "XJCG/", now=NOW)
    assert found == {unit: len(each.pending) for unit, each in own.items() if each.pending}
    assert found


def test_the_heat_adds_up_to_the_rounds_of_the_report(told: Scene) -> None:
    with scope.acting(told.system):
        shown = _command(told)
        (rounds_shown,) = shown.sections(wide=True)
        heat, property_company = rounds_shown.heat, shown.names["T161-PROP"].words
        live = {unit: each.live["E1"] for unit, each in own_measures(told.system, WINDOW, "XJCG/", now=NOW).items()
                if "E1" in each.live}  # fmt: skip
    assert heat is not None
    assert heat.groups == (("8月9日", 1), ("8月10日", 2)), "under the days of the calendar"
    done = sum(cell.done for cell in heat.total.cells if cell)
    due = sum(cell.due for cell in heat.total.cells if cell)
    assert (done, due) == (sum(m.checked or 0 for m in live.values()), sum(m.expected or 0 for m in live.values()))
    evening, morning, noon = heat.rows[0].cells[:3]
    assert heat.rows[0].label == property_company
    assert None not in (evening, morning, noon)
    assert (evening.state, morning.state, noon.state) == (SlotState.MISSED, SlotState.DONE, SlotState.MISSED)
    assert (evening.done, morning.done, noon.done) == (0, 3, 2)
    assert (heat.total.done, heat.total.due) == (done, due), "no round of another day is counted with it"


def test_stores_show_how_long_they_last_and_the_scarcest_comes_first(told: Scene) -> None:
    answer = pages.text(told.reader(Role.COMMANDER, "T161").get("/command/"))
    section = answer[answer.index('id="supplies"') :]
    assert section.index("护目镜") < section.index("口罩")
    assert "/supplies/stock/T161-LOG/goggles/" in section


def test_silent_sites_are_counted_and_named(told: Scene) -> None:
    reader = told.reader(Role.COMMANDER, "T161")
    assert "驻地 1 个：作业 0，限制 0，暂停 0，未报 1" in pages.text(reader.get("/command/?day=2020-08-10"))
    assert "驻地 1 个：作业 0，限制 0，暂停 0，未报 0，待报 1" in pages.text(reader.get("/command/")), "not yet silent"


def test_the_city_stands_beside_our_own_measures_and_a_gap_is_no_zero(told: Scene) -> None:
    with scope.acting(told.system):
        official, coverage, fever = _command(told).course
    assert official.labels == coverage.labels == fever.labels == ("8-8", "8-9", "8-10")
    assert official.series[0].values == (None, 15, None)
    assert fever.series[0].values == (None, None, 0)
    assert coverage.series[0].values[:2] == (None, None)


def test_the_page_asks_little_and_a_larger_tree_asks_no_more(told: Scene) -> None:
    reader = told.reader(Role.SUPERIOR, "XJCG")
    reader.get("/command/")
    counted = []
    for unit in ("XJCG", "T161", "T161-PROP"):
        with CaptureQueriesContext(connection) as asked:
            pages.text(reader.get(f"/command/?unit={unit}"))
        counted.append(len(asked))
    assert max(counted) <= MOST_QUERIES, counted


def test_asked_by_itself_the_page_sends_only_what_moves(told: Scene) -> None:
    reader = told.reader(Role.COMMANDER, "T161")
    whole = pages.text(reader.get("/command/"))
    part = pages.text(reader.get("/command/", headers={"HX-Request": "true"}))
    assert 'hx-trigger="every 30s"' in whole
    swapped = re.findall(r'<\w+[^>]* id="([\w-]+)"[^>]*hx-swap-oob="true"', part)
    assert swapped == ["command-title", "command-as-of", "command-figures", "command-below"]
    for part_id in swapped:
        assert f'id="{part_id}"' in whole
    assert "data-chart=" not in part
    assert "<html" not in part


def test_a_day_that_is_over_does_not_ask_again_and_one_to_come_is_not_shown(told: Scene) -> None:
    reader = told.reader(Role.COMMANDER, "T161")
    assert "every 30s" not in pages.text(reader.get("/command/?day=2020-08-09"))
    assert "8月9日应报" in pages.title(reader.get("/command/?day=2020-08-09"))
    assert reader.get("/command/?day=2021-01-01").status_code == 404
    assert reader.get("/command/?day=nonsense").status_code == 422


def test_a_day_that_runs_speaks_of_the_reports_of_the_one_that_closed_and_of_its_own_records(told: Scene) -> None:
    page = told.reader(Role.COMMANDER, "T161").get("/command/")
    said = pages.text(page)
    assert page.context["day_control"].words.zh == "8月10日 16:00 至次日 16:00"
    assert "8月10日应报6家" in pages.title(page)
    assert "日报是刚截止的 8月10日，其余为进行中的一天" in said
    assert "/sanitation/?unit=T161&amp;day=2020-08-11" in said
    assert "/reporting/T161-D01/2020-08-10/" in said
    closed = told.reader(Role.COMMANDER, "T161").get("/command/?day=2020-08-10")
    assert closed.context["day_control"].words.zh == "8月9日 16:00 至次日 16:00"
    assert pages.title(closed) == pages.title(page)


def test_nobody_looks_beyond_their_part_of_the_tree(told: Scene) -> None:
    own = told.reader(Role.REPORTER, "T161-LOG")
    pages.text(own.get("/command/"))
    for unit in ("T161", "T161-PROP", "MANAN", "NOWHERE", "\x00"):
        assert own.get("/command/", {"unit": unit}).status_code == 404, unit
    assert told.reader(Role.KEEPER, "T161-LOG").get("/command/").status_code == 403


def test_late_records_do_not_change_what_was_filed(told: Scene) -> None:
    with scope.acting(told.system):
        before = {code: said(m) for code, m in _command(told).by_child["T161-PROP"].items()}
    told.record("sanitation.disinfection", {"object": "surface", "agent": "84"}, "T161-PROP",
                NOW - timedelta(hours=2), place="WASTE1")  # fmt: skip
    with scope.acting(told.system):
        assert {code: said(m) for code, m in _command(told).by_child["T161-PROP"].items()} == before


def test_a_section_of_a_card_stands_on_the_page(told: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn(asked: Any, looked: Any) -> Section:
        return Section(
            "wards", w("病区 {n} 个", "{n} wards").fill(n=asked), None, Link(w("全部病区", "All wards"), "/w/")
        )

    parts = (CommandPart("wards", lambda actor, unit, day, now: 3, drawn, 99),
             CommandPart("beds", lambda actor, unit, day, now: None, drawn, 98))  # fmt: skip
    monkeypatch.setitem(REGISTRY.cards, "wards", Card("wards", command=parts))
    answer = pages.text(told.reader(Role.COMMANDER, "T161").get("/command/"))
    assert answer.count('id="wards"') == 1
    assert "病区 3 个" in answer
    assert 'href="/w/"' in answer


def test_a_chart_of_a_card_shares_the_days_of_the_others(told: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def beds(days: Any, now: Any) -> list[ChartSpec]:
        return [ChartSpec("空床", tuple(map(day_label, days)), (Series("空床", tuple(range(len(days)))),))]

    course = Course([DAY - timedelta(days=4)], beds, Link(w("全部病区", "All wards"), "/w/"))
    parts = (CoursePart("beds", lambda actor, unit, first, last: course, 5),
             CoursePart("none", lambda actor, unit, first, last: None, 6))  # fmt: skip
    monkeypatch.setitem(REGISTRY.cards, "wards", Card("wards", course=parts))
    with scope.acting(told.system):
        drawn = _command(told).course
    assert drawn[0].title == "空床"
    assert {chart.labels for chart in drawn} == {("8-6", "8-7", "8-8", "8-9", "8-10")}
    assert 'href="/w/"' in pages.text(told.reader(Role.COMMANDER, "T161").get("/command/"))
