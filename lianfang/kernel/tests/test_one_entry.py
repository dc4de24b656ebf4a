"""kernel · tests of an entry that comes alone: its row and its day come with it, and are what a rebuild gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from lianfang.kernel import clock, ids, journal, kinds, rebuild, scope, sql_batch
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.tests.conftest import COUNT, NOW, actor_over, draft, record, rows
from lianfang.kernel.tests.test_journal import other, statuses

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
ACTOR = actor_over("X/")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def asked(small_tree: None) -> Iterator[list[str]]:
    """What was asked of the database, so that a test can tell that a row came with its entry; at its end, what stands
    is what a rebuild gives."""
    heard: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield heard
    assert [each for each in rebuild.compare(connections["owner"]) if each.table.startswith(("test_", "ledger_"))] == []


def alone(one: Draft, *, actor: scope.Actor = ACTOR, at: Any = LATER) -> str:
    (status,) = statuses(record(actor, one, at=at))
    return str(status)


def be(kind: kinds.Kind) -> None:
    """The kind of counts is this one until the test ends: `test_kinds` takes it away."""
    kinds.KINDS._kinds[kind.code] = kind


def counted(n: int, **more: Any) -> Draft:
    """A count of `n`, the later the more it is."""
    return draft(n, at=NOW - timedelta(hours=1) + timedelta(minutes=n), **more)


def withdrawal(of: Draft) -> Draft:
    return draft(kind=WITHDRAWAL, data={}, corrects=of.id, reason="误点")


def stands() -> tuple[list[Any], list[Any]]:
    with scope.acting(ACTOR):
        return (
            rows("SELECT n, superseded_at IS NULL, exercise FROM test_count ORDER BY n"),
            rows("SELECT total, times, last FROM test_day"),
        )


def entered_by_itself(asked: list[str]) -> bool:
    """Whether some row was put into the kind's table by a statement other than the entry's own."""
    return any("INTO test_count" in sql and "INTO ledger_entry" not in sql for sql in asked)


def test_its_row_and_its_day_come_with_it(asked: list[str]) -> None:
    assert [alone(counted(n)) for n in (3, 9)] == ["accepted", "accepted"]
    assert stands() == ([(3, True, False), (9, True, False)], [(12, 2, 9)])
    assert not entered_by_itself(asked)


def test_sent_twice_nothing_is_entered_again_and_other_content_is_a_conflict(asked: list[str]) -> None:
    one = counted(3)
    assert [alone(one), alone(one), alone(replace(one, data={"n": 4}))] == ["accepted", "duplicate", "conflict"]
    assert stands() == ([(3, True, False)], [(3, 1, 3)])
    assert not entered_by_itself(asked)


def test_a_withdrawal_of_the_same_login_that_came_first_takes_it_back(asked: list[str]) -> None:
    one, after = counted(3), counted(4)
    assert [alone(withdrawal(one), at=NOW), alone(one), alone(after)] == ["accepted"] * 3
    assert stands() == ([(3, False, False), (4, True, False)], [(4, 1, 4)])
    assert entered_by_itself(asked)  # what may have to be voided first is looked at apart


def test_a_withdrawal_of_another_login_that_came_first_is_void() -> None:
    one, meddler = counted(3), other("meddler", "X/", "ledger.correct", "ledger.see")
    assert [alone(withdrawal(one), actor=meddler, at=NOW), alone(one)] == ["accepted", "accepted"]
    assert stands() == ([(3, True, False)], [(3, 1, 3)])
    assert alone(withdrawal(one)) == "accepted"  # the place is free for one that counts
    assert stands() == ([(3, False, False)], [(None, None, None)])


def test_a_correction_that_came_first_has_taken_its_place(asked: list[str]) -> None:
    one = counted(3)
    assert [alone(counted(5, corrects=one.id, reason="读错"), at=NOW), alone(one)] == ["accepted", "accepted"]
    assert stands()[0] == [(3, False, False), (5, True, False)]
    assert stands()[1][0][:2] == (5, 1)


def test_a_drill_is_no_figure_and_has_no_row(asked: list[str]) -> None:
    assert alone(counted(3, exercise=True)) == "accepted"
    assert stands() == ([], [])


def test_a_drill_has_its_row_in_a_kind_that_takes_drills_and_is_no_figure(asked: list[str]) -> None:
    be(replace(COUNT, exercises=True))
    assert alone(counted(4, exercise=True)) == "accepted"
    assert stands()[0] == [(4, True, True)]
    assert [row[:2] for row in stands()[1]] == [(None, None)]


def test_the_second_of_two_first_versions_of_a_stream_leaves_no_row(asked: list[str]) -> None:
    be(replace(COUNT, streams=True))
    stream = ids.mint(NOW)
    first, second = (counted(n, stream=stream, version=1) for n in (3, 4))
    assert [alone(first), alone(second), alone(first)] == ["accepted", "stream_moved", "duplicate"]
    assert alone(replace(second, version=2)) == "accepted"
    assert stands()[0] == [(3, True, False), (4, True, False)]


def test_a_kind_without_tables_is_written_alike(asked: list[str]) -> None:
    be(replace(COUNT, projection=None))
    assert alone(counted(3)) == "accepted"
    assert any(sql == sql_batch.enter_one() for sql in asked)
    assert stands() == ([], [])


def test_it_is_three_journeys_to_the_database_and_none_is_for_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked first and the beginning go together, then the entry with all that comes with it, then the end."""
    for n in range(8):  # by then the server keeps the plans
        alone(counted(n))
    server = connection.connection.pgconn
    one = counted(9)
    with scope.acting(ACTOR), clock.standing_at(NOW), (tmp_path / "trace").open("w+") as trace:
        monkeypatch.setattr(connection, "execute_wrappers", [])
        server.trace(trace.fileno())
        journal.record_one(ACTOR, one, origin=kinds.Origin.API, at=clock.SystemClock())
        server.untrace()
        monkeypatch.undo()
        trace.seek(0)
        journeys = [*_journeys(trace)]
    assert journeys == [["BEGIN", "SELECT 1"], ["SELECT 1", "UPDATE 1"], ["COMMIT"]]


def _journeys(trace: Iterable[str]) -> Iterator[list[str]]:
    """What was done by each journey, by what the server answered."""
    done: list[str] = []
    for line in trace:
        said = line.split("\t")
        if said[1] == "B" and said[3].startswith("CommandComplete"):
            done.append(said[-1].strip().strip('"'))
        elif said[1] == "B" and said[3].startswith("ReadyForQuery"):
            yield done
            done = []
