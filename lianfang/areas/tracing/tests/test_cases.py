"""tracing · cases hold: a case is what a notice says, and a zero needs the day's look at the official channel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.tracing.indicators import cases_sql, classes_of
from lianfang.areas.tracing.tests.conftest import NOW, STRANGER, SUPERIOR, TEAM, TODAY, figures, look, notice, record
from lianfang.kernel import clock, rebuild, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, prefix_range
from lianfang.playbook import current

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("tree")]

_TEAM, _CREW = "XJCG/T161/", "XJCG/T161/T161-P01/T161-D01/"


def _parameters(path: str) -> dict[str, Any]:
    low, high = prefix_range(path)
    window = clock.reporting_day(TODAY)
    return {"day": TODAY, "from_at": window.from_at, "to_at": window.to_at, "low": low, "high": high}


def _cases(actor: Actor, path: str = _TEAM) -> dict[str, list[tuple[Any, Any]]]:
    """By unit: (value, checked) of H5, H6, H7."""
    with scope.acting(actor), connection.cursor() as cursor:
        cursor.execute(cases_sql(classes_of(current())), _parameters(path))
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert all(row[f"{code}_expected"] == 1 for row in rows for code in ("h5", "h6", "h7"))
    return {row["unit"]: [(row[f"{c}_value"], row[f"{c}_checked"]) for c in ("h5", "h6", "h7")] for row in rows}


def test_without_a_look_nothing_is_known() -> None:
    assert _cases(TEAM) == {"T161": [(None, 0)] * 3}


def test_a_look_that_found_nothing_makes_a_zero_for_what_it_looked_for(system: Actor) -> None:
    record(system, look(subjects=["confirmed", "asymptomatic"]))
    assert _cases(TEAM) == {"T161": [(0, 1), (None, 0), (0, 1)]}


def test_a_look_of_yesterday_says_nothing_of_today(system: Actor) -> None:
    record(system, look(at=NOW - timedelta(days=1)))
    assert _cases(TEAM) == {"T161": [(None, 0)] * 3}


def test_a_look_of_the_superior_covers_the_team_and_one_of_a_branch_does_not(system: Actor) -> None:
    record(system, look(unit="T161-LOG"))
    assert _cases(TEAM) == {"T161": [(None, 0)] * 3}
    record(system, look(unit="XJCG"))
    assert _cases(SUPERIOR) == {"T161": [(0, 1)] * 3}


def test_the_nearest_look_counts(system: Actor) -> None:
    record(system, look(unit="XJCG"), look("notice", unit="T161"))
    assert _cases(SUPERIOR) == {"T161": [(None, 1)] * 3}


def test_a_notice_found_but_not_recorded_is_never_a_zero(system: Actor) -> None:
    record(system, look("notice"))
    assert _cases(TEAM) == {"T161": [(None, 1)] * 3}
    record(system, notice(2, "suspected"))
    assert _cases(TEAM) == {"T161": [(0, 1), (2, 1), (0, 1)]}


def test_a_notice_for_a_unit_below_is_the_teams_and_counted_once(system: Actor) -> None:
    record(system, look(), notice(1, unit="T161-D01"), notice(2))
    assert _cases(TEAM) == {"T161": [(3, 1), (0, 1), (0, 1)]}
    assert _cases(TEAM, _CREW) == {}
    alone = {**_parameters(_TEAM), "high": _TEAM + "\x01"}
    with scope.acting(TEAM), connection.cursor() as cursor:
        cursor.execute(cases_sql(classes_of(current())), alone)
        assert [row[:1] + row[3:4] for row in cursor.fetchall()] == [("T161", 3)]


def test_a_notice_outside_every_team_stays_with_its_unit(system: Actor) -> None:
    record(system, notice(1, unit="MANAN"))
    assert _cases(STRANGER, "MANAN/") == {"MANAN": [(1, 0), (None, 0), (None, 0)]}
    assert _cases(TEAM) == {"T161": [(None, 0)] * 3}


def test_exercises_and_withdrawn_notices_are_no_cases(system: Actor) -> None:
    first = notice(1)
    record(system, look(), notice(5, exercise=True), first)
    record(system, notice(2, corrects=first.id, reason="人数有误"))
    assert _cases(TEAM)["T161"] == [(2, 1), (0, 1), (0, 1)]
    record(system, look(exercise=True, at=NOW - timedelta(days=1)))
    assert _cases(TEAM)["T161"] == [(2, 1), (0, 1), (0, 1)]


@pytest.mark.parametrize("range_high", ["subtree", "alone"])
def test_the_entries_behind_a_figure(system: Actor, range_high: str) -> None:
    seen, case = look(), notice(1, unit="T161-D01")
    parameters = _parameters(_TEAM)
    if range_high == "alone":
        parameters["high"] = _TEAM + "\x01"
    record(system, seen, case)
    found = []
    with scope.acting(TEAM), connection.cursor() as cursor:
        for indicator in REGISTRY.cards["tracing"].indicators:
            cursor.execute(indicator.evidence_sql, parameters)
            found.append([row[0] for row in cursor.fetchall()])
    assert found == [[case.id], [seen.id], [seen.id]]


@st.composite
def histories(pick: Any) -> list[Draft]:
    """Looks, notices and figures of two days, some of them corrected, in any order."""
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 8))):
        common = {
            "at": NOW - timedelta(hours=pick(st.integers(1, 40))),
            "unit": pick(st.sampled_from(["T161", "T161-LOG"])),
            "exercise": pick(st.booleans()),
        }
        made.append(one := _any(pick, pick(st.integers(0, 2)), **common))
        if pick(st.booleans()):
            which = ("channel_check", "official_notice", "official_figures").index(one.kind.partition(".")[2])
            made.append(_any(pick, which, **common, corrects=one.id, reason="更正"))
    return pick(st.permutations(made))


def _any(pick: Any, which: int, **common: Any) -> Draft:
    """An entry of one of the three kinds, saying anything."""
    subject, n = pick(st.sampled_from(["confirmed", "suspected"])), pick(st.integers(1, 9))
    if which == 0:
        return look(pick(st.sampled_from(["none", "notice"])), subjects=[subject], **common)
    return notice(n, subject, **common) if which == 1 else figures(n, cured=0, **common)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), size=st.integers(1, 4))
def test_the_days_are_a_function_of_the_set_of_entries(system: Actor, history: list[Draft], size: int) -> None:
    def after(order: list[Draft], size: int) -> list[Any]:
        with transaction.atomic():
            for at in range(0, len(order), size):
                assert all(receipt.holds for receipt in record(system, *order[at : at + size]))
            with scope.acting(system), connection.cursor() as cursor:
                cursor.execute("SELECT * FROM tracing_day ORDER BY unit, day")
                rows = [row[1:] for row in cursor.fetchall()]
            transaction.set_rollback(True)
        return rows

    assert after(history, size) == after(sorted(history, key=lambda one: one.id), len(history))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference(system: Actor, superuser_conn: Any) -> None:
    first = notice(1)
    record(system, look(), look("notice", unit="T161-LOG"), first, figures(850))
    record(system, notice(3, corrects=first.id, reason="更正"), figures(851, exercise=True))
    assert rebuild.compare(connections["owner"]) == []
    superuser_conn.execute("UPDATE tracing_day SET notices = 0")
    assert [each.table for each in rebuild.compare(connections["owner"])] == ["tracing_day"]
