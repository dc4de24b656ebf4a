"""reporting · tests of proof: two at once, moved units, clocks that go back, and a byte changed behind our back."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql as pg

from lianfang.areas.reporting import actions, problems, queries
from lianfang.areas.reporting.queries_acts import acts
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.areas.reporting.tests.town import (
    DAY,
    PATHS,
    WINDOW_CLOSED,
    ZONE,
    as_role,
    confirm,
    open_tree,
    say,
    stand_in,
)
from lianfang.areas.reporting.verify import contradictions, discrepancies
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, heads, ids, journal, rebuild, scope, seals, signing, witness_reading
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.problems import CLOCK_WENT_BACK, KIND_HAS_OWN_DOOR, Refused
from lianfang.kernel.recording import Recording
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.playbook import current
from tests.support.at_once import at_once
from tests.support.refusals import refused


@pytest.fixture
def committed(committed_db: None, owner_conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """The town in a database in which everything is really committed."""
    stand_in(owner_conn, monkeypatch)
    open_tree()


@pytest.mark.usefixtures("committed")
def test_two_confirmations_at_once_cannot_both_win() -> None:
    for unit in ("T161-LOG", "T161-D01", "C161"):
        out = at_once(*[lambda unit=unit: confirm(unit, narrative="甲乙")] * 4)
        refusals = [each for each in out if isinstance(each, Refused)]
        assert len(refusals) == 3, out
        assert {each.problem for each in refusals} == {problems.ALREADY_CONFIRMED}
        with as_role("superior", "XJCG"):
            assert [act.number for act in acts(unit, DAY)] == [1]


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.usefixtures("committed")
def test_neighbours_who_confirm_at_once_are_all_in_the_sum() -> None:
    named = ("T161-LOG", "T161-D01", "C161", "T161")
    for unit in named:
        say(unit, "H2", 0, 40, 40)
    out = at_once(*[lambda unit=unit: confirm(unit) for unit in named])
    assert not [each for each in out if isinstance(each, Refused)]
    with as_role("superior", "XJCG") as actor:
        whole = rolled_up(actor, clock.reporting_day(DAY), PATHS["T161"], now=WINDOW_CLOSED)[""]
    assert (whole["H2"].expected, whole["H2"].state) == (160, MeasureState.ZERO_CONFIRMED)
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.usefixtures("tree")
def test_a_unit_moved_while_its_report_is_open_is_told_and_counts_where_it_stood() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    at = WINDOW_CLOSED
    with as_role("reporter", "T161-LOG") as actor:
        seen = queries.report(actor, "T161-LOG", DAY, now=at).token
    system = scope.system_actor()
    with scope.acting(system):
        units.move_unit(system, code="T161-LOG", parent="T200", from_day=date(2020, 8, 12), at=clock.FixedClock(at))
    late = datetime(2020, 8, 11, 16, 30, tzinfo=ZONE)
    both = (PATHS["T161-LOG"], "XJCG/T200/T161-LOG/")
    with as_role("reporter", "T161-LOG", *both) as actor:
        with refused(problems.UNIT_MOVED):
            actions.confirm_report(
                actor, unit="T161-LOG", day=DAY, late_reason="搬迁", seen=seen, how=Recording(clock.FixedClock(late))
            )
        again = queries.report(actor, "T161-LOG", DAY, now=late)
        assert again.path_now != again.unit.path
        actions.confirm_report(
            actor, unit="T161-LOG", day=DAY, late_reason="搬迁", seen=again.token, how=Recording(clock.FixedClock(late))
        )
    with as_role("superior", "XJCG") as actor:
        window = clock.reporting_day(DAY)
        old, new = (rolled_up(actor, window, PATHS[team], now=late)[""]["H2"] for team in ("T161", "T200"))
        assert (old.expected, new.expected) == (40, None)
    with as_role("officer", "T200") as actor, pytest.raises(Refused):
        queries.report(actor, "T161-LOG", DAY, now=late)
    with as_role("officer", "XJCG") as actor:
        later = clock.FixedClock(late + timedelta(minutes=1))
        actions.receive_report(actor, unit="T161-LOG", day=DAY, how=Recording(later))
        received = queries.report(actor, "T161-LOG", DAY, now=later.now())
        assert received.filing.handled_by == "officer-xjcg"


@pytest.mark.usefixtures("tree")
def test_a_clock_that_goes_back_files_nothing() -> None:
    confirm("T161-LOG", at=WINDOW_CLOSED + timedelta(minutes=5))
    with as_role("reporter", "T161-LOG") as actor, refused(CLOCK_WENT_BACK):
        actions.amend_report(actor, unit="T161-LOG", day=DAY, why="改", how=Recording(clock.FixedClock(WINDOW_CLOSED)))
    with scope.acting(scope.system_actor()):
        seals.seal_days_until(WINDOW_CLOSED + timedelta(days=1))
    with refused(CLOCK_WENT_BACK):
        confirm("T161-D01", at=WINDOW_CLOSED)


@pytest.mark.usefixtures("tree")
def test_a_playbook_that_names_an_unknown_indicator_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = dict(REGISTRY.cards)
    probe = cards["probe"]
    kept = tuple(each for each in probe.indicators if each.code != "H2")
    cards["probe"] = Card("probe", indicators=kept, sources=probe.sources)
    monkeypatch.setattr(REGISTRY, "cards", cards)
    with pytest.raises(Refused) as raised:
        confirm("T161-LOG")
    assert (raised.value.problem, raised.value.data["code"]) == (problems.UNKNOWN_INDICATOR, "H2")
    assert current().form("daily")


@pytest.mark.usefixtures("tree")
def test_a_confirmation_is_not_withdrawn_past_its_own_action() -> None:
    filed = confirm("T161-LOG")
    assert filed.version is not None
    with as_role("reporter", "T161-LOG") as actor:
        draft = Draft(
            id=ids.mint(WINDOW_CLOSED), kind="ledger.withdrawal", unit="T161-LOG", occurred_at=WINDOW_CLOSED, data={},
            corrects=filed.version.entry, reason="不要了",
        )  # fmt: skip
        (receipt,) = journal.record(actor, [draft], origin=Origin.API, at=clock.FixedClock(WINDOW_CLOSED))
        assert receipt.problem is not None
        assert receipt.problem.problem is KIND_HAS_OWN_DOOR
        assert queries.report(actor, "T161-LOG", DAY, now=WINDOW_CLOSED).filing.number == 1


@pytest.mark.usefixtures("tree")
def test_the_seal_of_the_day_goes_up_with_the_report() -> None:
    with scope.acting(scope.system_actor()):
        seals.seal_days_until(WINDOW_CLOSED)
    filed = confirm("T161-LOG")
    assert filed.version is not None
    assert len(filed.version.seal) == 64
    assert filed.version.seal == filed.seal


@pytest.mark.usefixtures("committed")
def test_the_witness_of_all_seals_goes_up_with_the_report(superuser_conn: psycopg.Connection[Any]) -> None:
    """It is the head as it was signed, and one that no longer stands is named with the report that states it."""
    with scope.acting(scope.system_actor()):
        seals.seal_days_until(WINDOW_CLOSED)
    filed = confirm("T161-LOG")
    assert filed.version is not None
    kept = witness_reading.parse(filed.version.head)
    witness_reading.check(kept, signing.load(), now=WINDOW_CLOSED + timedelta(hours=1))
    assert kept.head == heads.newest(connection)
    with scope.acting(scope.system_actor()):
        assert list(contradictions(connection)) == []
        superuser_conn.execute("SET session_replication_role = replica")
        superuser_conn.execute("UPDATE ledger_head SET root = sha256(root)")
        found = [each for each in contradictions(connection) if each.what == "stated head"]
    assert [(each.unit, each.entry) for each in found] == [("T161-LOG", str(filed.version.entry))]


CHANGES = (
    ("reporting_step", "figures", "figures - 0", "report version"),
    ("reporting_step", "narrative", "narrative || ' '", "report version"),
    ("reporting_report", "number", "number + 1", "report"),
    ("reporting_report", "filed_by", "filed_by || 'x'", "report"),
    ("reporting_report", "due_at", "due_at + interval '1 microsecond'", "report"),
    ("reporting_figure", "value", "coalesce(value, 0) + 1", "report figure"),
    ("reporting_figure", "bits", "4", "report figure"),
    ("reporting_sum", "checked", "coalesce(checked, 0) + 1", "report sum"),
)


@pytest.mark.parametrize(("table", "column", "value", "what"), CHANGES)
@pytest.mark.usefixtures("committed")
def test_any_changed_byte_of_a_report_is_named(
    superuser_conn: psycopg.Connection[Any], table: str, column: str, value: str, what: str
) -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG", narrative="正常")
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []
        superuser_conn.execute(
            pg.SQL("UPDATE {} SET {} = " + value).format(pg.Identifier(table), pg.Identifier(column))
        )
        found = list(discrepancies(connection))
    assert what in {each.what for each in found}
    first = next(each for each in found if each.what == what)
    assert first.day == "2020-08-10"
    assert first.unit in ("T161-LOG", PATHS["T161"])


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.usefixtures("committed")
def test_reports_follow_from_the_ledger_alone() -> None:
    say("T161-LOG", "H2", 0, 40, 40)
    confirm("T161-LOG")
    at = clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=5))
    with as_role("officer", "T161") as actor:
        actions.return_report(actor, unit="T161-LOG", day=DAY, why="请补", how=Recording(at))
        actions.remind_unit(actor, unit="T161-D01", day=DAY, how=Recording(at))
    with as_role("reporter", "T161-LOG") as actor:
        actions.amend_report(
            actor,
            unit="T161-LOG",
            day=DAY,
            why="已补",
            how=Recording(clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=9))),
        )
    assert rebuild.compare(connections["owner"]) == []


@pytest.mark.django_db(databases=["default", "owner"], transaction=True)
@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happens_to_reports_they_equal_a_rebuild(seed: int) -> None:
    """Sixty acts in any order by anybody, allowed or not; what stands afterwards follows from the ledger alone."""
    chance, at = random.Random(seed), WINDOW_CLOSED
    acts: dict[Any, dict[str, str]] = {
        actions.confirm_report: {"late_reason": "迟"},
        actions.amend_report: {"why": "改"},
        actions.receive_report: {},
        actions.return_report: {"why": "退"},
        actions.remind_unit: {},
    }
    done = 0
    for _ in range(60):
        at += timedelta(minutes=chance.randint(1, 20))
        unit, act = chance.choice(list(PATHS)), chance.choice(list(acts))
        say(unit, "H2", chance.choice([None, 0, 1]), chance.randint(0, 40), 40, at=at)
        own = act in (actions.confirm_report, actions.amend_report)
        above = PATHS[unit].split("/")[-3] if unit != "XJCG" else unit
        with as_role("reporter", unit) if own else as_role("officer", above) as actor:
            try:
                act(actor, unit=unit, day=DAY, how=Recording(clock.FixedClock(at)), **acts[act])
                done += 1
            except Refused:
                continue
    assert done > 10
    with scope.acting(scope.system_actor()):
        assert list(discrepancies(connection)) == []
    assert rebuild.compare(connections["owner"]) == []
