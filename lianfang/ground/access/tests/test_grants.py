"""access · tests: grants are given, end, reach as far as the tree, and nobody helps himself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from lianfang.ground.access import actions, queries
from lianfang.ground.access.roles import ROLE_WORDS, Role, verbs_of, words_of
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import rebuild, scope
from lianfang.kernel.clock import FixedClock, day_of
from lianfang.kernel.problems import Refused, existing
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.scope import Actor, acting

AT = FixedClock(NOW)
LATER = FixedClock(NOW + timedelta(hours=1))


def refused(problem: str, act: object, *args: object, **named: object) -> Refused:
    """What stood against an act; it must be this problem."""
    with pytest.raises(Refused) as raised:
        act(*args, **named)  # type: ignore[operator]
    assert raised.value.problem.code == problem
    return raised.value


def test_every_role_has_words_and_only_roles_have_verbs() -> None:
    assert set(ROLE_WORDS) == set(Role)
    named = {role for card in REGISTRY.cards.values() for role in card.verbs}
    assert named <= set(Role)
    assert words_of("gone").zh == "gone"
    assert verbs_of("gone") == frozenset()


def test_every_verb_that_a_kind_asks_for_is_held_by_some_role() -> None:
    held = frozenset().union(*(verbs_of(role) for role in Role))
    asked = {verb for card in REGISTRY.cards.values() for kind in card.kinds for verb in (kind.record, kind.see)}
    # What only the product's own hand records: no role holds it, and nobody can be given it.
    assert asked - held == {"ledger.seal_key", "ledger.end_links"}


def test_an_actor_reaches_as_far_as_its_grants(cast: Cast) -> None:
    own = cast.own
    assert (own.login, own.user_id, own.home) == ("own", cast.users["own"].pk, "T161-LOG")
    assert own.roles == {"reporter"}
    assert own.may("people.register", "XJCG/T161/T161-LOG/")
    assert not own.sees("XJCG/T161/")
    assert cast.superior.prefixes() == ("XJCG/",)


def test_a_grant_begins_and_ends(cast: Cast) -> None:
    user = cast.users["own"]
    with acting(cast.admin) as admin:
        grant = actions.give_grant(admin, login="own", role="keeper", unit="T161-PROP", at=AT)
        assert queries.actor_of(user).roles == {"reporter", "keeper"}
        shown = queries.grants(admin, login="own")
        assert next((each.unit, each.role, each.words.en) for each in shown) == (
            "T161-PROP", "keeper", "warehouse keeper",
        )  # fmt: skip
        refused("already_held", actions.give_grant, admin, login="own", role="keeper", unit="T161-PROP", at=LATER)
        actions.end_grant(admin, grant=grant, note="调离", at=LATER)
        assert queries.actor_of(user).roles == {"reporter"}
        refused("grant_over", actions.end_grant, admin, grant=grant, at=LATER)
        assert len(queries.grants(admin, login="own")) == 1
        assert len(queries.grants(admin, login="own", ended=True)) == 2
        again = actions.give_grant(admin, login="own", role="keeper", unit="T161-PROP", at=LATER)
        assert again != grant


def test_a_grant_ends_by_itself(cast: Cast) -> None:
    with acting(cast.admin) as admin:
        until = NOW + timedelta(days=1)
        actions.give_grant(admin, login="own", role="keeper", unit="T161-PROP", until=until, at=AT)
        with connection.cursor() as cursor, acting(Actor("own", cast.users["own"].pk, ())):
            cursor.execute("SELECT role FROM access_held(%s)", (until - timedelta(seconds=1),))
            assert sorted(row[0] for row in cursor) == ["keeper", "reporter"]
            cursor.execute("SELECT role FROM access_held(%s)", (until,))
            assert [row[0] for row in cursor] == ["reporter"]


def test_who_may_give_what_to_whom(cast: Cast) -> None:
    give = actions.give_grant
    with acting(cast.commander) as commander:
        refused("own_grant", give, commander, login="commander", role="officer", unit="T161", at=AT)
        refused("admin_by_admin", give, commander, login="own", role="admin", unit="T161", at=AT)
        refused("not_found", give, commander, login="own", role="officer", unit="XJCG", at=AT)
        refused("not_found", give, commander, login="own", role="officer", unit="MANAN", at=AT)
        refused("no_such_login", give, commander, login="nobody", role="officer", unit="T161", at=AT)
        refused("invalid", give, commander, login="own", role="king", unit="T161", at=AT)
        refused("invalid", give, commander, login="own", role="commander", unit="T161", until=NOW, at=AT)
        give(commander, login="own", role="commander", unit="T161-LOG", at=AT)
    with acting(cast.own) as own:
        refused("not_allowed", give, own, login="sister", role="reporter", unit="T161-LOG", at=AT)
    with acting(cast.admin) as admin:
        give(admin, login="commander", role="admin", unit="T161", at=AT)
        refused("own_grant", give, admin, login="admin", role="officer", unit="XJCG", at=AT)
        mine = queries.grants(admin, login="admin")[0]
        refused("own_grant", actions.end_grant, admin, grant=mine.id, at=AT)
        refused("not_found", actions.end_grant, admin, grant=uuid4(), at=AT)


def test_who_sees_grants(cast: Cast) -> None:
    with acting(cast.own) as own:
        assert [each.login for each in queries.grants(own)] == ["own"]
        refused("not_found", queries.user, own, "sister")
        assert queries.users(own) == []
        assert queries.user(own, "own").login == "own"
    with acting(cast.commander) as commander:
        assert {each.login for each in queries.grants(commander)} == {"own", "sister", "commander"}
        assert {each.login for each in queries.users(commander)} == {"own", "sister", "commander"}
        assert {each.login for each in queries.grants(commander, unit="T161", below=True, role="reporter")} == {
            "own", "sister",
        }  # fmt: skip
        first = queries.grants(commander, limit=2)
        rest = queries.grants(commander, after=first[-1].id)
        assert len({each.id for each in (*first, *rest)}) == 3


def test_grants_go_with_a_unit_that_moves(cast: Cast, system: Actor) -> None:
    tomorrow = day_of(NOW).date + timedelta(days=1)
    with acting(system):
        units.move_unit(system, code="T161-LOG", parent="MANAN", from_day=tomorrow, at=AT)
    queries.forget()
    moved = queries.actor_of(cast.users["own"])
    assert set(moved.prefixes()) == {"XJCG/T161/T161-LOG/", "MANAN/T161-LOG/"}
    with acting(cast.commander) as commander:
        assert "own" not in {each.login for each in queries.grants(commander)}


def test_what_an_actor_is_may_be_two_seconds_old_and_no_older(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_KNOWN_FOR_SECONDS", 2.0)  # which the tests' cast stretches
    user = cast.users["own"]
    before = queries.actor_of(user)
    assert queries.actor_of(user) is before
    known_at = existing(queries._known.get((user.pk, "")))[0]
    monkeypatch.setattr(queries.time, "monotonic", lambda: known_at + 2.1)
    assert queries.actor_of(user) is not before


def test_nobody_writes_or_widens_grants_by_hand(cast: Cast) -> None:
    with acting(cast.own):
        for sql in (
            "UPDATE access_grant SET unit = 'XJCG', path = 'XJCG/'",
            "DELETE FROM access_grant",
            "INSERT INTO access_grant SELECT * FROM access_grant",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(sql)


def test_without_ranges_a_login_reads_its_own_grants_alone(cast: Cast) -> None:
    with acting(Actor("own", cast.users["own"].pk, ())), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT user_id FROM access_grant")
        assert cursor.fetchall() == [(cast.users["own"].pk,)]
        cursor.execute("SELECT count(*) FROM units_path")
        assert cursor.fetchone() == (0,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_grant")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM access_held(%s)", (NOW,))
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_grants_are_what_the_ledger_says(cast: Cast, system: Actor) -> None:
    with acting(system):
        grant = actions.give_grant(system, login="own", role="keeper", unit="T161-PROP", at=AT)
        actions.give_grant(system, login="own", role="grid", unit="C161", until=NOW + timedelta(days=9), at=AT)
        actions.end_grant(system, grant=grant, at=LATER)
        tomorrow = day_of(NOW).date + timedelta(days=1)
        units.move_unit(system, code="T161-PROP", parent="XJCG", from_day=tomorrow, at=LATER)
    assert rebuild.compare(connections["owner"]) == []


def test_a_broken_statement_is_not_hidden_by_leaving_the_scope(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="no_such_table"), transaction.atomic(), scope.acting(cast.own):
        connection.cursor().execute("SELECT * FROM no_such_table")
    with acting(cast.own), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM units_path")
        assert cursor.fetchone() == (1,)
