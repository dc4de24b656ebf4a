"""kernel · tests of the running digest: its chains are right whatever becomes of a transaction, and nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.kernel import open_day, running, scope, seals
from lianfang.kernel.tests.conftest import NOW, actor_over, draft, record, rows
from lianfang.kernel.verify import verify

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.usefixtures("small_tree"),
]


class _ChangedItsMind(Exception):
    """Something that is to be done after a commit fails."""


def _committed_but_not_told(work: Callable[[], Any]) -> None:
    """What is to be done after the commit ends before the chain hears of it."""

    def fails() -> None:
        raise _ChangedItsMind

    with suppress(_ChangedItsMind), transaction.atomic():
        transaction.on_commit(fails)
        work()


def chains() -> list[list[int]]:
    """The numbers of each writer's links, the longest chain first."""
    found = rows("SELECT array_agg(number ORDER BY number) FROM ledger_running GROUP BY writer")
    return sorted((row[0] for row in found), key=len, reverse=True)


def holds() -> None:
    outcome = verify(connections["owner"])
    assert outcome.found == []


def test_each_recording_is_one_link_of_its_connections_chain() -> None:
    actor = actor_over("")
    record(actor, draft(1))
    record(actor, draft(2), draft(3))
    record(actor, draft(4))
    assert chains() == [[1, 2, 3]]
    assert [row[0] for row in rows("SELECT cardinality(entries) FROM ledger_running ORDER BY number")] == [1, 2, 1]
    holds()


def test_what_was_there_already_is_held_once() -> None:
    actor, one, other = actor_over(""), draft(1), draft(2)
    record(actor, one)
    record(actor, one)
    record(actor, one, other)
    record(actor, one, other)
    assert [row[0] for row in rows("SELECT entries FROM ledger_running ORDER BY number")] == [[one.id], [other.id]]
    holds()


def test_after_a_rollback_the_chain_goes_on_where_it_was_committed() -> None:
    actor = actor_over("")
    record(actor, draft(1))
    with transaction.atomic():
        record(actor, draft(2))
        record(actor, draft(3))
        transaction.set_rollback(True)
    record(actor, draft(4))
    assert chains() == [[1, 2]]
    holds()


def test_several_recordings_in_one_transaction_of_which_one_is_taken_back() -> None:
    actor = actor_over("")
    with transaction.atomic():
        record(actor, draft(1))
        with transaction.atomic():
            record(actor, draft(2))
            record(actor, draft(3))
            transaction.set_rollback(True)
        record(actor, draft(4))
    record(actor, draft(5))
    assert chains() == [[1, 2, 3]]
    holds()


def test_a_lost_connection_begins_a_new_chain(superuser_conn: psycopg.Connection[Any]) -> None:
    actor = actor_over("")
    record(actor, draft(1))
    record(actor, draft(2))
    superuser_conn.execute("SELECT pg_terminate_backend(%s)", (connection.connection.info.backend_pid,))
    connection.close()
    record(actor, draft(3))
    assert chains() == [[1, 2], [1]]
    holds()


def test_a_commit_whose_outcome_was_not_learned_costs_no_entry() -> None:
    """Something else that was to be done after the commit fails before the chain hears of it."""
    actor = actor_over("")

    record(actor, draft(1))
    _committed_but_not_told(lambda: record(actor, draft(2)))
    for n in (3, 4):
        assert [receipt.status for receipt in record(actor, draft(n))] == ["accepted"]
    with transaction.atomic():
        record(actor, draft(5), draft(6))
    assert chains() == [[1, 2, 3], [1, 2]]
    holds()


def test_a_seal_ends_every_chain_and_clears_what_it_holds() -> None:
    actor = actor_over("")
    record(actor, draft(1))
    record(actor, draft(2), at=NOW + timedelta(minutes=1))
    with scope.acting(actor):
        assert seals.seal_days_until(NOW + timedelta(days=1)) > 0
    assert chains() == []
    record(actor, draft(3), at=NOW + timedelta(days=1))
    record(actor, draft(4), at=NOW + timedelta(days=1))
    assert chains() == [[1, 2]]
    holds()


def test_who_records_after_four_before_the_seal_is_made_stays_held() -> None:
    """The worker was late: a chain that reaches into the new day stays whole until that day is sealed too."""
    actor, closes = actor_over(""), datetime(2020, 8, 11, 8, 0, tzinfo=UTC)
    record(actor, draft(1), at=closes - timedelta(minutes=1))
    record(actor, draft(2), at=closes + timedelta(minutes=1))
    with scope.acting(actor):
        seals.seal_days_until(closes + timedelta(minutes=2))
    record(actor, draft(3), at=closes + timedelta(minutes=3))
    assert chains() == [[1, 2], [1]]
    holds()
    with scope.acting(actor):
        seals.seal_days_until(closes + timedelta(days=1, minutes=2))
    assert chains() == []
    holds()


def test_a_worker_that_was_down_for_days_seals_them_all_at_once() -> None:
    actor = actor_over("")
    for day in range(4):
        record(actor, draft(day, at=NOW + timedelta(days=day)), at=NOW + timedelta(days=day))
    with scope.acting(actor):
        assert seals.seal_days_until(NOW + timedelta(days=6)) == 6 * 5
    assert verify(connections["owner"]).heads == 6
    assert [row[0] for row in rows("SELECT unheld + missing FROM ledger_head")] == [0] * 6
    holds()


@pytest.fixture
def aside() -> Callable[[Callable[[], Any]], Any]:
    """Does something on another thread, so on another connection; gives what it gave, or raises what it raised."""

    def do(work: Callable[[], Any]) -> Any:
        outcome: list[Any] = []

        def run() -> None:
            try:
                outcome.append(work())
            except Exception as error:
                outcome.append(error)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(60)
        assert outcome, "it waits"
        if isinstance(outcome[0], Exception):
            raise outcome[0]
        return outcome[0]

    return do


def test_two_who_record_at_once_do_not_wait_for_each_other(aside: Any) -> None:
    actor = actor_over("")
    record(actor, draft(1, unit="B"))

    def other() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1ms'")
        return [receipt.status for n in range(3) for receipt in record(actor, draft(n, unit="A1"))]

    with transaction.atomic():
        record(actor, draft(2, unit="B"))
        assert aside(other) == ["accepted"] * 3
        record(actor, draft(3, unit="B"))
    assert chains() == [[1, 2, 3], [1, 2, 3]]
    holds()


def test_a_checkpoint_tells_how_far_each_writer_came(aside: Any) -> None:
    actor = actor_over("")
    record(actor, draft(1))
    aside(lambda: record(actor, draft(2)))
    with scope.acting(actor):
        one = open_day.note(NOW)
        assert open_day.note(NOW + timedelta(minutes=1)) == one, "nothing has changed, so nothing is written"
    assert (one.entries, sorted(number for number, _ in one.writers.values())) == (2, [1, 1])
    assert open_day.newest() == one
    assert open_day.from_said(open_day.said(one)) == one


def test_a_torn_or_forged_line_is_no_checkpoint(settings: Any) -> None:
    actor = actor_over("")
    record(actor, draft(1))
    with scope.acting(actor):
        one = open_day.note(NOW)
    (path,) = settings.WITNESS_FOLDER.glob("*.jsonl")
    forged = path.read_text().strip().replace('"entries": 1', '"entries": 0')
    path.write_text(path.read_text() + forged + "\n" + forged[:50])
    assert open_day.newest() == one


STEPS = st.lists(
    st.sampled_from(
        ["one", "several", "again", "roll back", "part", "seal", "lose the connection", "lose the commit", "checkpoint"]
    ),
    min_size=1,
    max_size=12,
)


class _Days:
    """A history in which time passes; each step does something that happens to a process."""

    def __init__(self) -> None:
        self.actor, self.now, self.known = actor_over(""), NOW, draft(0)

    def do(self, step: str) -> None:
        self.now += timedelta(minutes=1)
        getattr(self, "_" + step.replace(" ", "_"))()

    def _record(self, *drafts: Any) -> None:
        assert all(receipt.holds for receipt in record(self.actor, *drafts, at=self.now))

    def _one(self) -> None:
        self.known = draft(1, at=self.now)
        self._record(self.known)

    def _several(self) -> None:
        self._record(draft(1, at=self.now), draft(2, unit="B", at=self.now), draft(3, unit="A1", at=self.now))

    def _again(self) -> None:
        self._record(self.known)
        self._record(self.known, draft(5, at=self.now))

    def _roll_back(self) -> None:
        with transaction.atomic():
            self._record(draft(1, at=self.now))
            self._record(draft(2, at=self.now), draft(3, at=self.now))
            transaction.set_rollback(True)

    def _part(self) -> None:
        with transaction.atomic():
            self._record(draft(1, at=self.now))
            with transaction.atomic():
                self._record(draft(2, at=self.now))
                transaction.set_rollback(True)
            self._record(draft(3, at=self.now))

    def _seal(self) -> None:
        self.now += timedelta(days=1)
        with scope.acting(self.actor):
            seals.seal_days_until(self.now)

    def _lose_the_connection(self) -> None:
        connection.close()

    def _lose_the_commit(self) -> None:
        _committed_but_not_told(lambda: self._record(draft(1, at=self.now)))

    def _checkpoint(self) -> None:
        with scope.acting(self.actor):
            open_day.note(self.now)


def test_whatever_happens_to_a_process_the_ledger_verifies() -> None:
    history = _Days()

    @settings(max_examples=15, deadline=None)
    @given(STEPS)
    def follow(steps: list[str]) -> None:
        for step in steps:
            history.do(step)
        holds()
        assert all(chain == list(range(1, len(chain) + 1)) for chain in chains())

    follow()
    assert rows("SELECT coalesce(sum(unheld + missing), 0) FROM ledger_head") == [(0,)]


def test_the_state_of_a_chain_lies_on_the_connection_alone() -> None:
    record(actor_over(""), draft(1))
    before = running._last(connection)
    assert before is not None
    assert before.backend is connection.connection
