"""reporting · tests of roll-ups: the database and the algebra agree, and nothing becomes 0 by not being there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.reporting import actions, queries, queries_live
from lianfang.areas.reporting.queries_measures import Question, own_measures, said
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.tests.town import (
    DAY,
    PATHS,
    SPECS,
    WINDOW_CLOSED,
    as_role,
    confirm,
    open_tree,
    say,
)
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock
from lianfang.kernel.indicators import added
from lianfang.kernel.measures import NOT_APPLICABLE, Measure, MeasureState
from lianfang.kernel.recording import Recording

WINDOW = clock.reporting_day(DAY)
KINDS = ("branch", "logistics", "drill_crew", "estate", "office")
CODES = ("H1", "H2", "H4", "H5", "E1", "E2", "W1", "W2")


def calculated(root: str, now: Any = WINDOW_CLOSED) -> Mapping[str, Measure]:
    """The roll-up as plain algebra over the leaves."""
    with as_role("superior", "XJCG") as actor:
        ask = Question("daily", WINDOW, now)
        leaves = own_measures(actor, WINDOW, PATHS.get(root, root), now=now)
        return {
            code: added(indicator, [own.figures.get(code, NOT_APPLICABLE) for own in leaves.values()])
            for code, indicator in ask.indicators.items()
        }


def in_database(root: str, **more: Any) -> Mapping[str, Mapping[str, Measure]]:
    with as_role("superior", "XJCG") as actor:
        return rolled_up(actor, WINDOW, PATHS.get(root, root), now=WINDOW_CLOSED, **more)


def same(one: Mapping[str, Measure], other: Mapping[str, Measure]) -> bool:
    return {code: said(m) for code, m in one.items()} == {code: said(m) for code, m in other.items()}


@pytest.mark.usefixtures("tree")
def test_a_unit_that_has_not_filed_makes_every_sum_above_it_partial() -> None:
    for unit in ("T161-LOG", "T161-D01"):
        say(unit, "H2", 0, 40, 40)
    say("C161", "H2", 0, 1900, 1950)
    for unit in ("T161-LOG", "T161-D01", "T161"):
        confirm(unit)
    before = in_database("T161")[""]["H2"]
    assert said(before) == (0, 1980, 2030, MeasureState.PARTIAL)
    confirm("C161")
    assert said(in_database("T161")[""]["H2"]) == (0, 1980, 2030, MeasureState.ZERO_CONFIRMED)


@pytest.mark.usefixtures("tree")
def test_nothing_recorded_anywhere_is_not_reported_and_never_zero() -> None:
    figure = in_database("T161")[""]["H2"]
    assert (figure.value, figure.state) == (None, MeasureState.NOT_REPORTED)


@pytest.mark.usefixtures("tree")
def test_a_silent_unit_files_a_report_that_says_not_reported() -> None:
    say("T161-LOG", "H2", None, 0, 40)
    filed = confirm("T161-LOG")
    line = next(line for line in filed.lines if line.code == "H2")
    assert said(line.stated) == (None, 0, 40, MeasureState.NOT_REPORTED)


@pytest.mark.usefixtures("tree")
def test_an_unverified_zero_makes_the_whole_unverified() -> None:
    say("T161-LOG", "H2", 0, 30, 40)
    say("T161-D01", "H2", 0, 40, 40)
    say("C161", "H2", 0, 1950, 1950)
    for unit in ("T161-LOG", "T161-D01", "C161", "T161"):
        confirm(unit)
    assert in_database("T161")[""]["H2"].state is MeasureState.ZERO_UNVERIFIED


@pytest.mark.usefixtures("tree")
def test_an_official_zero_needs_the_days_look_at_the_channel() -> None:
    say("T161", "H5", 0)
    line = next(line for line in confirm("T161").lines if line.code == "H5")
    assert line.stated.state is MeasureState.ZERO_UNVERIFIED
    say("T200", "H5", 0, 1, 1)
    line = next(line for line in confirm("T200").lines if line.code == "H5")
    assert line.stated.state is MeasureState.ZERO_CONFIRMED


@pytest.mark.usefixtures("tree")
def test_days_of_cover_are_the_least_of_all_and_never_a_sum() -> None:
    say("T161-LOG", "W1", Decimal("12.5"), 5, 5)
    say("T200-LOG", "W1", 30, 5, 5)
    for unit in ("T161-LOG", "T200-LOG"):
        confirm(unit)
    assert said(in_database("XJCG")[""]["W1"]) == (Decimal("12.5"), 10, 10, MeasureState.OK)


@pytest.mark.usefixtures("tree")
def test_an_index_is_of_all_units_together_and_no_mean_of_their_figures() -> None:
    """1 of 2 and 1 of 8 are 2 of 10, filed or not; who found nothing to divide by counts nothing."""
    say("T161-LOG", "E2", Decimal("50.0"), 2, 10)
    say("T200-LOG", "E2", Decimal("12.5"), 8, 8)
    say("T161-D01", "E2", None, 0, 5)
    for filed in ((), ("T161-LOG",), ("T200-LOG", "T161-D01")):
        for unit in filed:
            confirm(unit)
        together = in_database("XJCG")[""]
        assert said(together["E2"])[:3] == (20, 10, 23), filed
        assert same(together, calculated("XJCG"))
        children = in_database("XJCG", by_child=True)
        assert [children[unit]["E2"].value for unit in ("T161", "T200")] == [50, Decimal("12.5")]


@pytest.mark.usefixtures("tree")
def test_a_line_that_a_kind_of_unit_does_not_state_is_not_counted() -> None:
    say("T161-LOG", "H5", 7, 1, 1)
    assert in_database("T161-LOG")[""]["H5"].state is MeasureState.NOT_APPLICABLE


@pytest.mark.case(18)
@pytest.mark.usefixtures("tree")
def test_a_late_entry_changes_nothing_that_was_filed_and_shows_beside_it() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG")
    say("T161-LOG", "H2", 2, 40, 40, at=WINDOW_CLOSED + timedelta(hours=1))
    assert in_database("T161-LOG")[""]["H2"].value == 0
    with as_role("commander", "T161") as actor:
        now = WINDOW_CLOSED + timedelta(hours=2)
        report = queries.report(actor, "T161-LOG", DAY, now=now)
        line = next(line for line in report.pending if line.code == "H2")
        assert (line.stated.value, line.live.value) == (0, 2)
    with as_role("reporter", "T161-LOG") as actor:
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="补报", how=Recording(clock.FixedClock(now)))
    assert in_database("T161-LOG")[""]["H2"].value == 2


@pytest.mark.usefixtures("tree")
def test_a_report_of_the_team_freezes_the_roll_up_and_names_the_reports_below() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    below = confirm("T161-LOG")
    team = confirm("T161")
    assert team.version is not None
    assert [(child["unit"], child["version"]) for child in team.version.children] == [("T161-LOG", 1)]
    assert team.version.children[0]["digest"] == (below.version.digest if below.version else "")
    assert team.version.lines["H2"].state is MeasureState.PARTIAL
    assert team.version.figures["H2"].state is MeasureState.NOT_APPLICABLE, "the team has no such people itself"
    for unit in ("T161-D01", "C161"):
        confirm(unit)
    with as_role("commander", "T161") as actor:
        report = queries.report(actor, "T161", DAY, now=WINDOW_CLOSED)
        assert "I1" in {line.code for line in report.pending}, "what came in later waits for an amendment"


@pytest.mark.usefixtures("tree")
def test_i1_counts_each_due_report_once_at_every_level() -> None:
    confirm("T161-LOG")
    assert said(in_database("T161")[""]["I1"])[:3] == (1, 1, 3)
    assert said(in_database("XJCG")[""]["I1"])[:3] == (1, 1, 4)


units_strategy = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 3), st.booleans(), st.integers(0, 10**6)), min_size=1, max_size=9
)
fact = st.tuples(
    st.sampled_from(CODES),
    st.one_of(st.none(), st.integers(0, 3), st.decimals(0, 50, places=1)),
    st.one_of(st.none(), st.integers(0, 12)),
    st.one_of(st.none(), st.integers(0, 10)),
    st.integers(0, 1),
)


@pytest.mark.usefixtures("probe")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), shape=units_strategy)
def test_any_tree_adds_up_to_its_leaves_in_the_database_as_in_the_algebra(
    data: st.DataObject, shape: list[Any]
) -> None:
    """Roll-up of any tree = sum over its leaves; by child or at once; no rate above 100 %; no zero from nothing."""
    with transaction.atomic():
        specs, paths = _random_tree(shape)
        open_tree(specs)
        for spec in specs[1:]:
            for code, value, checked, expected, unsettled in data.draw(st.lists(fact, max_size=6)):
                say(spec.code, code, value, checked, expected, unsettled=unsettled, path=paths[spec.code])
        for spec, (_, _, files, _) in zip(specs[2:], shape, strict=True):
            if files:
                with as_role("reporter", spec.code, paths[spec.code]) as actor:
                    actions.confirm_report(
                        actor, unit=spec.code, day=DAY, how=Recording(clock.FixedClock(WINDOW_CLOSED))
                    )
        for root in paths.values():
            whole = in_database(root)[""]
            assert same(whole, calculated(root))
            with as_role("superior", "XJCG") as actor:
                ask = Question("daily", WINDOW, WINDOW_CLOSED)
                parts = list(rolled_up(actor, WINDOW, root, now=WINDOW_CLOSED, by_child=True).values())
            assert same(
                whole, {code: added(each, [part[code] for part in parts]) for code, each in ask.indicators.items()}
            )
            _holds(whole, root)
        transaction.set_rollback(True)


def _holds(whole: Mapping[str, Measure], root: str) -> None:
    for code, m in whole.items():
        assert m.coverage is None or m.coverage <= 1, "a rate never exceeds 100 %"
        if m.value is not None and code != "I1":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(value) + (SELECT count(value) FROM reporting_figure WHERE code = %(code)s) "
                    "FROM reporting_probe WHERE code = %(code)s AND path >= %(root)s",
                    {"code": code, "root": root},
                )
                assert cursor.fetchone()[0] > 0, "a value comes from a record"


def _random_tree(shape: list[Any]) -> tuple[list[UnitSpec], dict[str, str]]:
    specs = [SPECS[0], SPECS[1]]
    paths = {"XJCG": "XJCG/", "T161": "XJCG/T161/"}
    for at, (kind, up, _, _) in enumerate(shape):
        parent = specs[max(1, len(specs) - 1 - up)].code
        code = f"U{at}"
        specs.append(UnitSpec(code, kind, f"单位{at}", f"Unit {at}", parent))
        paths[code] = f"{paths[parent]}{code}/"
    return specs, paths


@pytest.mark.usefixtures("tree")
def test_a_tree_is_rolled_up_with_one_statement(django_assert_num_queries: Callable[..., Any]) -> None:
    with as_role("superior", "XJCG") as actor, django_assert_num_queries(1):
        rolled_up(actor, WINDOW, PATHS["XJCG"], now=WINDOW_CLOSED)


@pytest.mark.usefixtures("tree")
def test_a_live_index_of_a_branch_is_of_its_units_together_and_counts_what_was_filed_as_filed() -> None:
    say("T161-LOG", "E2", Decimal("50.0"), 2, 10)
    say("T161-D01", "E2", Decimal("12.5"), 8, 8)
    for unit in ("T161-LOG", "T161-D01"):
        confirm(unit)
        with as_role("superior", "XJCG") as actor:
            found = queries_live.live(actor, ["E2"], PATHS["XJCG"], DAY, WINDOW_CLOSED, True)
        assert said(found["T161"].measures["E2"])[:3] == (20, 10, 18)
    assert said(found["T161"].measures["E2"])[3] is MeasureState.PARTIAL, "one of the two has not looked at enough"


@pytest.mark.usefixtures("tree")
def test_an_index_half_way_between_two_figures_is_the_same_live_and_filed() -> None:
    say("T161-LOG", "E2", Decimal("10.0"), 8, 8)
    say("T161-D01", "E2", Decimal("10.1"), 8, 8)
    for unit in ("T161-LOG", "T161-D01"):
        confirm(unit)
    with as_role("superior", "XJCG") as actor:
        live = queries_live.live(actor, ["E2"], PATHS["XJCG"], DAY, WINDOW_CLOSED, True)["T161"].measures["E2"]
    assert live.value == in_database("T161")[""]["E2"].value == calculated("T161")["E2"].value == Decimal("10.1")
    assert live.state is not MeasureState.PARTIAL, "what was filed is what the records say"
