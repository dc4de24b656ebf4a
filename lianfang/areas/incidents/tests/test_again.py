"""incidents · tests of the same made again: by a rebuild of its tables, and by several at once."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.areas.incidents import actions, problems, queries
from lianfang.areas.incidents.card import CARD
from lianfang.areas.incidents.tests import town
from lianfang.areas.incidents.tests.town import as_role, at, finish, only, reading, say
from lianfang.ground.access.roles import Role
from lianfang.kernel import rebuild, scope
from lianfang.kernel.problems import Refused
from lianfang.kernel.projections import Batch
from lianfang.kernel.recording import Recording
from tests.support import entries

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@settings(max_examples=25, deadline=None, suppress_health_check=entries.SLOW)
@given(moves=st.lists(st.integers(0, 9), min_size=1, max_size=14), exercise=st.booleans())
def test_whatever_was_done_the_tables_are_what_a_rebuild_gives(person: UUID, moves: list[int], exercise: bool) -> None:
    with transaction.atomic():
        say(reading(person, 38.2, exercise=exercise))
        which = only(exercise=exercise).id
        with as_role(Role.OFFICER) as officer:
            for minute, move in enumerate(moves, start=1):
                try:
                    _move(officer, which, move, Recording(at(minute)))
                except Refused:
                    continue
        with scope.acting(scope.system_actor()):
            tables = ["incidents_act", *("incidents_incident", "incidents_drill", "incidents_finding")]
            stood = entries.contents(tables)
            assert _made_again(tables) == stood
        transaction.set_rollback(True)


def _made_again(tables: list[str]) -> dict[str, list[tuple[Any, ...]]]:
    """The acts from the ledger, kind by kind in chunks, and what the database retraces of them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tests_empty('incidents_act')")
        for kind in sorted(CARD.kinds, key=lambda kind: kind.code):
            cursor.execute("SELECT id FROM ledger_entry WHERE kind = %s ORDER BY id", [kind.code])
            found = [row[0] for row in cursor.fetchall()]
            for start in range(0, len(found), 2):
                assert kind.projection is not None
                kind.projection.apply(cursor, Batch(kind.code, found[start : start + 2], exercises=True))
    return entries.contents(tables)


def _move(officer: Any, which: UUID, move: int, how: Recording) -> None:
    acts = queries.incident(officer, which, now=how.now).standing
    many: list[Any] = [
        lambda: actions.open_incident(officer, incident=which, how=how),
        lambda: actions.dismiss(officer, incident=which, reason="不是", how=how),
        lambda: actions.do_step(officer, incident=which, step="isolate", how=how),
        lambda: actions.skip_step(officer, incident=which, step="disinfect", reason="未停留", how=how),
        lambda: actions.tell(officer, incident=which, to="community", whom="社区", by="phone", how=how),
        lambda: actions.report(officer, incident=which, sort="progress", to="局", how=how),
        lambda: actions.take_back(officer, incident=which, entry=acts[-1].entry, reason="误录", how=how),
        lambda: actions.reopen(officer, incident=which, reason="又来", how=how),
        lambda: actions.close(officer, incident=which, result="negative", how=how),
        lambda: actions.link(officer, incident=which, role="place", place=town.GATE, how=how),
    ]
    many[move]()


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_officers_cannot_both_accept(person: UUID) -> None:
    say(reading(person, 38.2))
    which, officer = only().id, town.actor(Role.OFFICER)
    out: list[Any] = []

    def accept() -> None:
        try:
            with scope.acting(officer):
                out.append(actions.open_incident(officer, incident=which, how=Recording(at(2))))
        except Refused as refused:
            out.append(refused.problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert out.count(problems.NOT_PROPOSED) == 3, out
    assert [act.kind for act in only().acts].count("incidents.opened") == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_rebuild_finds_no_difference(opened: UUID) -> None:
    finish(opened)
    assert rebuild.compare(connections["owner"]) == []
