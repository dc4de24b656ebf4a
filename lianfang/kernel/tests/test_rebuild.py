"""kernel · properties of projections: whatever the order of arrival, they equal a rebuild from nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.kernel import ids, rebuild, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.tests.conftest import NOW, actor_over, draft, record, rows

pytestmark = [pytest.mark.django_db(databases=["default", "owner"]), pytest.mark.usefixtures("small_tree")]

_COLUMNS = ("total", "times", "low", "nines", "differing", "low_differing", "high", "last")
_mint = ids.seeded_mint(161)


@st.composite
def histories(pick: Any) -> list[Draft]:
    """A few entries, some corrected or withdrawn (also twice over), in any order and repeated at will."""
    made: list[Draft] = []
    for _ in range(pick(st.integers(1, 8))):
        at = NOW - timedelta(minutes=pick(st.integers(0, 3000)))
        unit, n = pick(st.sampled_from(["A", "A1", "B"])), pick(st.integers(0, 9))
        one = draft(n, unit=unit, at=at, id=_mint(at), exercise=pick(st.integers(0, 9)) == 0)
        made.append(one)
        for _ in range(pick(st.integers(0, 2))):
            back = pick(st.booleans())
            fields: dict[str, Any] = (
                {"kind": WITHDRAWAL, "data": {}} if back else {"data": {"n": pick(st.integers(0, 9))}}
            )
            one = draft(unit=unit, at=at, id=_mint(at), corrects=one.id, reason="更正", exercise=one.exercise, **fields)
            made.append(one)
            if back:
                break
    return pick(st.permutations(made + pick(st.lists(st.sampled_from(made), max_size=4))))


def _naive(history: list[Draft]) -> list[tuple[Any, ...]]:
    """What the day's sums should be, calculated in the plainest way."""
    from lianfang.kernel import clock

    unique: dict[UUID, Draft] = {one.id: one for one in history}
    gone = {one.corrects for one in unique.values()}
    sums: dict[tuple[str, Any], list[Draft]] = {}
    for one in unique.values():
        if one.kind == "test.count" and not one.exercise:  # a drill leaves no row at all
            day = sums.setdefault((one.unit, clock.day_of(one.occurred_at).date), [])
            if one.id not in gone:
                day.append(one)
    return sorted((unit, day, *_reckoned(standing)) for (unit, day), standing in sums.items())


def _reckoned(standing: list[Draft]) -> tuple[Any, ...]:
    if not standing:
        return (None,) * 8
    figures = sorted(_n(one) for one in standing)
    last = max(standing, key=lambda one: (one.occurred_at, one.id))
    low, high = [n for n in figures if n < 5], [n for n in figures if n >= 8]
    counted = (len(low), figures.count(9) or None, len(set(figures)), len(set(low)))
    return (sum(figures), len(figures), *counted, high or None, _n(last))


def _n(one: Draft) -> int:
    figure: int = one.data["n"]  # type: ignore[index, call-overload]
    return figure


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), cuts=st.lists(st.sampled_from([1, 1, 1, 2, 5]), max_size=20))
def test_sums_are_a_function_of_the_set_of_entries(history: list[Draft], cuts: list[int]) -> None:
    actor = actor_over("")
    with transaction.atomic():
        rest = list(history)
        for cut in [*cuts, len(rest)]:
            batch, rest = rest[:cut], rest[cut:]
            if batch:
                assert all(receipt.holds for receipt in record(actor, *batch))
        with scope.acting(actor):
            found = rows(f"SELECT unit, day, {', '.join(_COLUMNS)} FROM test_day ORDER BY unit, day")
        assert found == _naive(history)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference_and_mends_one(superuser_conn: Any) -> None:
    actor = actor_over("")
    first = draft(3)
    record(actor, first, draft(4), draft(5, unit="B"), draft(9, exercise=True))
    record(actor, draft(6, corrects=first.id, reason="更正"))
    assert rebuild.compare(connections["owner"]) == []
    superuser_conn.execute("UPDATE test_day SET total = 99 WHERE unit = 'B'")
    assert [each.table for each in rebuild.compare(connections["owner"])] == ["test_day"]
    rebuild.rebuild(connections["owner"])
    assert rebuild.compare(connections["owner"]) == []
    with scope.acting(actor):
        assert rows("SELECT unit, total FROM test_day ORDER BY unit") == [("A", 10), ("B", 5)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_voids_the_same_forestalling_withdrawals() -> None:
    his, hers = draft(3), draft(4)
    meddler = scope.Actor("meddler", 8, actor_over("X/").held)
    for actor, named in ((meddler, his), (actor_over("X/"), hers)):
        record(actor, draft(kind=WITHDRAWAL, data={}, corrects=named.id, reason="误点"))
    record(actor_over("X/"), his, hers, at=NOW + timedelta(minutes=1))
    assert rebuild.compare(connections["owner"]) == []
    with scope.acting(actor_over("X/")):
        assert [row[0] for row in rows("SELECT corrects FROM ledger_correction")] == [hers.id]


def test_a_forged_scope_sees_nothing() -> None:
    record(actor_over("X/"), draft(3))
    with connection.cursor() as cursor:
        for token in ("", "0" * 64 + '1|99999999999|1|{["",~]}|{}', "nonsense"):
            cursor.execute("SELECT set_config('lianfang.scope', %s, false)", (token,))
            cursor.execute("SELECT count(*) FROM ledger_entry")
            assert cursor.fetchone() == (0,)
