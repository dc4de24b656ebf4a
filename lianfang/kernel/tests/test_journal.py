"""kernel · tests of the journal: what enters, what is refused, and that neither is ever lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from lianfang.kernel import clock, ids, keyring, problems, scope, sql_batch
from lianfang.kernel.entries import WITHDRAWAL, Recorded, revealed
from lianfang.kernel.problems import Refused
from lianfang.kernel.tests.conftest import NOW, TOLD, actor_over, draft, record, rows, uuid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_tree")]


def statuses(receipts: list) -> list[str]:
    return [receipt.problem.problem.code if receipt.problem else receipt.status for receipt in receipts]


def test_an_entry_is_recorded_and_summed() -> None:
    actor = actor_over("X/")
    receipts = record(actor, draft(3), draft(4), draft(9, unit="B"))
    assert statuses(receipts) == ["accepted"] * 3
    with scope.acting(actor):
        assert rows("SELECT unit, total, times FROM test_day ORDER BY unit") == [("A", 7, 2), ("B", 9, 1)]


def test_sent_twice_is_recorded_once_alone_and_in_a_batch() -> None:
    actor, one, other = actor_over("X/"), draft(3), draft(4)
    first = record(actor, one)[0]
    again = record(actor, one, other, one, other)
    assert statuses(again) == ["duplicate", "accepted", "duplicate", "duplicate"]
    assert again[0].digest == first.digest
    assert again[0].recorded_at == first.recorded_at
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(7, 2)]


def test_same_id_with_other_content_is_a_conflict_and_both_are_kept() -> None:
    actor, one = actor_over("X/"), draft(3)
    record(actor, one)
    assert statuses(record(actor, replace(one, data={"n": 5}))) == ["conflict"]
    assert statuses(record(actor, draft(1), replace(one, data={"n": 6}))) == ["accepted", "conflict"]
    with scope.acting(actor):
        assert rows("SELECT problem, body::json->'data'->>'n' FROM ledger_set_aside ORDER BY 2") == [
            ("conflict", "5"),
            ("conflict", "6"),
        ]
        assert rows("SELECT data->>'n' FROM ledger_entry WHERE id = %s", one.id) == [("3",)]


def test_a_bad_neighbour_costs_nothing() -> None:
    actor = actor_over("X/A/")
    receipts = record(
        actor,
        draft(1),
        draft(1, unit="B"),
        draft(1, unit="NOWHERE"),
        draft(-1),
        draft(1, data={"n": "three"}),
        draft(1, kind="no.such"),
        draft(1, at=NOW + timedelta(minutes=6)),
        draft(1, at=NOW - timedelta(days=900)),
        draft(1, id=uuid(5)),
        draft(1, evidence="hearsay"),
        draft(1, data=b'{"n": NaN}'),
        draft(2),
    )
    assert statuses(receipts) == [
        "accepted", "not_found", "not_found", "invalid", "invalid", "unknown_kind", "from_the_future",
        "before_campaign", "bad_id", "invalid", "invalid", "accepted",
    ]  # fmt: skip
    assert receipts[3].problem.faults[0].path == "data.n"


def test_a_correction_takes_the_place_of_what_it_corrects_in_any_order() -> None:
    actor, original = actor_over("X/"), draft(3)
    correction = draft(5, corrects=original.id, reason="读错")
    record(actor, correction)
    record(actor, original)
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(5, 1)]
    rival = draft(7, corrects=original.id, reason="又读错")
    assert statuses(record(actor, rival)) == ["already_corrected"]
    assert statuses(record(actor, draft(8, corrects=correction.id, reason="再更正"))) == ["accepted"]
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(8, 1)]
        assert rows("SELECT problem FROM ledger_set_aside") == [("already_corrected",)]


def test_a_withdrawal_leaves_not_reported_and_never_a_zero() -> None:
    actor, original = actor_over("X/"), draft(3)
    record(actor, original)
    back = draft(kind=WITHDRAWAL, data={}, corrects=original.id, reason="误点")
    assert statuses(record(actor, back)) == ["accepted"]
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(None, None)]


def test_corrections_keep_kind_unit_and_reason() -> None:
    actor, original = actor_over("X/"), draft(3)
    record(actor, original)
    assert statuses(record(actor, draft(1, unit="B", corrects=original.id, reason="x"))) == ["corrects_other"]
    assert statuses(record(actor, draft(1, corrects=original.id))) == ["reason_missing"]
    assert statuses(record(actor, draft(1, corrects=original.id, reason="x", exercise=True))) == ["exercise_mix"]


def test_an_exercise_is_kept_and_never_summed() -> None:
    actor = actor_over("X/")
    record(actor, draft(3), draft(50, exercise=True))
    with scope.acting(actor):
        assert rows("SELECT total FROM test_day") == [(3,)]


def test_a_role_without_the_verb_is_told_so() -> None:
    assert statuses(record(actor_over("X/", verbs=frozenset({"test.see"})), draft())) == ["not_allowed"]


def test_a_person_s_words_are_concealed_and_gone_with_the_key() -> None:
    actor, person = actor_over("X/"), uuid(99)
    with scope.acting(actor):
        keyring.make_keys([(person, "X/A/")])
    told = draft(kind="test.told", data={"words": "喉咙痛"}, person=person)
    assert statuses(record(actor, told)) == ["accepted"]
    assert statuses(record(actor, told)) == ["duplicate"]
    with scope.acting(actor):
        ((data,),) = rows("SELECT data FROM ledger_entry")
        assert "喉咙痛" not in str(data)
        key, salt = keyring.keys_of([person])[person], keyring.salts_of([told.id])[told.id]
        assert revealed(told.id, TOLD, data, key, salt) == {"words": "喉咙痛"}
        assert revealed(told.id, TOLD, data, None, salt) == revealed(told.id, TOLD, data, key, None) == {"words": None}


def test_the_clock_may_not_go_back_behind_a_seal() -> None:
    from lianfang.kernel import seals

    actor = actor_over("")
    record(actor, draft(1))
    with scope.acting(actor):
        assert seals.seal_days_until(NOW + timedelta(days=1)) > 0
    early = draft(1, at=NOW - timedelta(hours=2))
    assert statuses(record(actor, early, at=NOW - timedelta(hours=1))) == ["clock_went_back"]


def test_one_entry_costs_few_queries(django_assert_num_queries) -> None:
    actor = actor_over("X/")
    record(actor, draft(1))
    with scope.acting(actor), django_assert_num_queries(5):
        from lianfang.kernel import clock, journal
        from lianfang.kernel.kinds import Origin

        journal.record(actor, [draft(1)], origin=Origin.API, at=clock.FixedClock(NOW))


def test_who_opens_a_month_shuts_nobody_out_while_it_waits(owner_conn: psycopg.Connection[Any]) -> None:
    actor, month = actor_over("X/"), datetime(2031, 2, 10, tzinfo=UTC)
    stands = "SELECT ledger_month_stands(%s)", (month.date(),)
    assert owner_conn.execute(*stands).fetchone() == (False,)
    record(actor, draft(1))  # our transaction holds the ledger from here on, and must see what is opened later
    assert statuses(record(actor, draft(2, at=month), draft(3, at=month), at=month)) == ["accepted", "accepted"]
    # Ours is not over; the owner can read the ledger, and take the turn of those who open months.
    owner_conn.execute("SET lock_timeout = '2s'")
    assert owner_conn.execute(*stands).fetchone() == (True,)
    owner_conn.execute("SELECT count(*) FROM ledger_entry")
    owner_conn.execute("SELECT ledger_open_month(%s)", (month.date(),))
    with scope.acting(actor):
        assert rows("SELECT sum(total), sum(times) FROM test_day") == [(6, 3)]


def test_the_application_cannot_change_the_ledger() -> None:
    from django.db import InternalError, ProgrammingError, transaction

    actor = actor_over("X/")
    record(actor, draft(1))
    with scope.acting(actor):
        for statement in ("UPDATE ledger_entry SET unit = 'B'", "DELETE FROM ledger_entry", "TRUNCATE ledger_entry"):
            with pytest.raises((ProgrammingError, InternalError)), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_nobody_takes_back_or_replaces_what_he_may_not_record_or_see() -> None:
    recorder, original = actor_over("X/"), draft(3)
    record(recorder, original)
    back = draft(kind=WITHDRAWAL, data={}, corrects=original.id, reason="误点")
    blind = other("sweeper", "X/", "ledger.correct", "ledger.see")
    assert statuses(record(blind, back)) == ["not_found"]
    reader = other("reader", "X/", "ledger.correct", "ledger.see", "test.see")
    assert statuses(record(reader, back)) == ["not_allowed"]
    with scope.acting(recorder):
        assert rows("SELECT total, times FROM test_day") == [(3, 1)]
    officer = other("officer", "X/", "ledger.correct", "test.see", "test.record")
    assert statuses(record(officer, back)) == ["accepted"]


def test_who_records_without_seeing_may_put_right_what_is_his_own() -> None:
    guard = actor_over("X/", verbs=frozenset({"test.record", "ledger.correct"}))
    original = draft(3)
    record(guard, original)
    assert statuses(record(guard, draft(4, corrects=original.id, reason="读错"))) == ["accepted"]
    theirs = draft(5)
    record(other("gate", "X/", "test.record", "test.see"), theirs)
    assert statuses(record(guard, draft(6, corrects=theirs.id, reason="读错"))) == ["not_found"]


def test_a_stranger_s_entry_is_not_found_and_its_own_correction_stays_possible() -> None:
    inside, original = actor_over("X/A/"), draft(3)
    record(inside, original)
    stranger = other("stranger", "X/B/", "test.record", "test.see", "ledger.correct")
    for kind, data in (("test.count", {"n": 9}), (WITHDRAWAL, {})):
        said = draft(unit="B", kind=kind, data=data, corrects=original.id, reason="x")
        assert statuses(record(stranger, said)) == ["not_found"]
    assert statuses(record(inside, draft(4, corrects=original.id, reason="读错"))) == ["accepted"]


def test_no_entry_corrects_itself_and_no_entries_each_other() -> None:
    actor = actor_over("X/")
    alone = ids.mint(NOW - timedelta(hours=1))
    assert statuses(record(actor, draft(1, id=alone, corrects=alone, reason="x"))) == ["corrects_itself"]
    one, two, three = (ids.mint(NOW - timedelta(hours=1)) for _ in range(3))
    pair = (draft(1, id=one, corrects=two, reason="x"), draft(2, id=two, corrects=one, reason="x"))
    assert statuses(record(actor, *pair)) == ["corrects_itself", "corrects_itself"]
    # In batches of their own the circle is closed by whoever comes last.
    assert statuses(record(actor, draft(1, id=one, corrects=two, reason="x"))) == ["accepted"]
    assert statuses(record(actor, draft(2, id=two, corrects=three, reason="x"))) == ["accepted"]
    assert statuses(record(actor, draft(3, id=three, corrects=one, reason="x"))) == ["corrects_itself"]
    assert statuses(record(actor, draft(3, id=three))) == ["accepted"]
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(1, 1)]


def test_a_withdrawal_that_came_before_its_original_counts_only_from_the_same_hand() -> None:
    actor, early, later = actor_over("X/"), NOW, NOW + timedelta(minutes=1)
    his, hers = draft(3), draft(4)
    meddler = other("meddler", "X/", "ledger.correct", "ledger.see")
    record(meddler, draft(kind=WITHDRAWAL, data={}, corrects=his.id, reason="x"), at=early)
    record(actor, draft(kind=WITHDRAWAL, data={}, corrects=hers.id, reason="误点"), at=early)
    assert statuses(record(actor, his, hers, at=later)) == ["accepted", "accepted"]
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(3, 1)]
        assert [row[0] for row in rows("SELECT corrects FROM ledger_correction")] == [hers.id]
    single = draft(5)
    record(meddler, draft(kind=WITHDRAWAL, data={}, corrects=single.id, reason="x"), at=early)
    record(actor, single, at=later)
    with scope.acting(actor):
        assert rows("SELECT total, times FROM test_day") == [(8, 2)]


def other(login: str, prefix: str, *verbs: str) -> scope.Actor:
    return scope.Actor(login, 8, (scope.Held("other", frozenset(verbs), "", (prefix,)),))


def test_clocks_an_hour_apart_are_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "of_the_house", lambda at: True)  # the database then goes by its own clock
    with pytest.raises(Refused) as refused:
        record(actor_over("X/"), draft(1))
    assert refused.value.problem is problems.CLOCKS_APART


def test_an_entry_has_the_columns_of_the_ledger_by_name() -> None:
    assert tuple(Recorded._fields) == tuple(name for name, _ in sql_batch.COLUMNS)
