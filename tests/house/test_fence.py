"""tests · house: what a worker who can run SQL as the application, with his own good token, may not do with it.

Each statement is what somebody would try who wants more than his share: to give himself a role, to pull in a unit, to
uncover a person, to take over a login, to write under another's name, or to stop all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from psycopg.types.json import Json

from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.people import actions as people
from lianfang.ground.testing import NOW, OPENED_AT, Cast
from lianfang.kernel import clock, ids, scope, writing
from lianfang.kernel.scope import Actor

AT = clock.FixedClock(NOW)
BEFORE = clock.FixedClock(OPENED_AT)
REFUSED = "42501"
FAR_FROM_THE_CLOCK = "LF001"


@pytest.fixture
def worker(cast: Cast, system: Actor) -> Actor:
    """A property worker of T161-PROP: no verb for grants, units, people or logins."""
    with scope.acting(system):
        user = access.create_user(system, login="worker", unit="T161-PROP")
        with connection.cursor() as cursor:
            writing.open_months(cursor, [ids.mint(NOW)])
        access.give_grant(system, login="worker", role="property", unit="T161-PROP", at=BEFORE)
    return access_queries.actor_of(user)


@contextmanager
def sql_as(actor: Actor) -> Iterator[Any]:
    """A cursor as the application, with the actor's own token at the moment of these tests."""
    with scope.acting(actor), connection.cursor() as cursor:
        scope.show(actor, at=NOW)
        yield cursor


def code(cursor: Any, statement: str, values: Any = None) -> int | str:
    """How many rows a statement touched, or the SQLSTATE of its refusal."""
    try:
        with transaction.atomic():
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except DatabaseError as error:
        return getattr(error.__cause__, "sqlstate", None) or "?"


def path_of(cast: Cast, unit: str) -> str:
    return f"XJCG/T161/{unit}/"


def entry(kind: str, unit: str, path: str, data: Any, **more: Any) -> tuple[str, list[Any]]:
    """A raw entry, as the ledger would take it if nobody looked."""
    row = {
        "id": ids.mint(NOW), "kind": kind, "unit": unit, "path": path, "occurred_at": NOW, "recorded_at": NOW,
        "recorded_by": "worker", "origin": "api", "evidence": "typed", "exercise": False, "data": Json(data),
        "digest": bytes(32), **more,
    }  # fmt: skip
    return f"INSERT INTO ledger_entry ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values())


FACT = "entry, unit, path, day, occurred_at, recorded_at, exercise"


def fact(unit: str, path: str) -> list[Any]:
    return [ids.mint(NOW), unit, path, NOW.date(), NOW, NOW, False]


def test_facts_are_taken_from_the_ledger_and_never_put_beside_it(cast: Cast, worker: Actor) -> None:
    own = path_of(cast, "T161-PROP")
    with sql_as(worker) as cursor:
        for statement, values in (
            (f"INSERT INTO access_giving ({FACT}, login, role) VALUES (%s, %s, %s, %s, %s, %s, %s, 'worker', 'superior')",  # noqa: E501
             fact("XJCG", own)),
            (f"INSERT INTO units_move ({FACT}, parent, from_day) VALUES (%s, %s, %s, %s, %s, %s, %s, 'T161-PROP', '2020-07-16')",  # noqa: E501
             fact("T161-LOG", own)),
            (f"INSERT INTO people_change ({FACT}, person, counts, member) VALUES (%s, %s, %s, %s, %s, %s, %s, "
             "gen_random_uuid(), false, true)", fact("T161-PROP", own)),
            ("UPDATE access_giving SET superseded_at = now()", None),
            ("DELETE FROM access_ending", None),
            ("UPDATE units_opening SET parent = NULL", None),
            ("UPDATE kernel_person_key SET wrapped = NULL", None),
        ):  # fmt: skip
            assert code(cursor, statement, values) == REFUSED, statement


def test_nobody_gives_himself_a_role_by_an_entry_of_his_own(cast: Cast, worker: Actor) -> None:
    own = path_of(cast, "T161-PROP")
    given = {"login": "worker", "role": "superior", "until": None, "note": None}
    with sql_as(worker) as cursor:
        for unit, path in (("XJCG", own), ("XJCG", own + "XJCG/"), ("T161-PROP", own), ("XJCG", "XJCG/")):
            assert code(cursor, *entry("access.grant_given", unit, path, given)) == REFUSED, (unit, path)
    # Whoever may give grants gives none to himself, and makes no administrator without being one.
    with sql_as(cast.commander) as cursor:
        for login, role in (("commander", "commander"), ("worker", "officer"), ("worker", "admin")):
            said = entry("access.grant_given", "T161", "XJCG/T161/", {**given, "login": login, "role": role},
                         recorded_by="commander")  # fmt: skip
            assert code(cursor, *said) == REFUSED, login
        said = entry(
            "access.grant_given", "T161", "XJCG/T161/", {**given, "role": "commander"}, recorded_by="commander"
        )
        assert code(cursor, *said) == 1


def test_an_ended_role_does_not_come_back(cast: Cast, worker: Actor, system: Actor) -> None:
    with scope.acting(system):
        grant = access.give_grant(system, login="worker", role="officer", unit="T161-PROP", at=BEFORE)
        access.end_grant(system, grant=grant, at=AT)
    with connection.cursor() as cursor, scope.acting(system):
        cursor.execute("SELECT entry FROM access_ending")
        (ending,) = cursor.fetchone()
    with sql_as(worker) as cursor:
        said = entry("ledger.withdrawal", "T161-PROP", path_of(cast, "T161-PROP"), {}, corrects=ending, reason="x")
        assert code(cursor, *said) == REFUSED


def test_nobody_pulls_in_a_unit(cast: Cast, worker: Actor) -> None:
    own, log = path_of(cast, "T161-PROP"), path_of(cast, "T161-LOG")
    moved = {"parent": "T161-PROP", "from_day": "2020-07-16"}
    opened = {
        "kind": "office",
        "parent": "T161-PROP",
        "zh": "x",
        "en": "x",
        "pinyin": "x",
        "initials": "x",
        "aliases": [],
    }
    with sql_as(worker) as cursor:
        for kind, unit, path, data in (
            ("units.unit_moved", "T161-LOG", own, moved),
            ("units.unit_moved", "T161-LOG", log, moved),
            ("units.unit_opened", "NEW", own + "NEW/", opened),
        ):
            assert code(cursor, *entry(kind, unit, path, data)) == REFUSED, (kind, unit, path)
        cursor.execute("SELECT units_retrace(ARRAY(SELECT id FROM ledger_entry))")
        cursor.execute("SELECT count(*) FROM units_unit WHERE code = 'T161-LOG'")
        assert cursor.fetchone() == (0,)
    # An administrator of one part moves nothing in from another, nothing out to where he has no say, nor under itself.
    admin = Actor(
        "a",
        99,
        (scope.Held("admin", frozenset({"units.move", "units.open", "units.see"}), "", ("XJCG/T161/T161-P01/",)),),
    )
    p01, d01 = "XJCG/T161/T161-P01/", "XJCG/T161/T161-P01/T161-D01/"
    with sql_as(admin) as cursor:
        for unit, path, parent in (
            ("T161-D01", d01, "T161-LOG"), ("T161-LOG", log, "T161-P01"), ("T161-D01", d01, "T161-D01"), ("T161-P01", p01, "T161-D01"),  # noqa: E501
        ):  # fmt: skip
            data = {"parent": parent, "from_day": "2020-08-20"}
            assert code(cursor, *entry("units.unit_moved", unit, path, data, recorded_by="a")) == REFUSED, (
                unit,
                parent,
            )
        taken = entry(
            "units.unit_opened", "T161-LOG", p01 + "T161-LOG/", {**opened, "parent": "T161-P01"}, recorded_by="a"
        )
        assert code(cursor, *taken) == "23505", "the code is taken"
        good = entry("units.unit_opened", "NEW", p01 + "NEW/", {**opened, "parent": "T161-P01"}, recorded_by="a")
        assert code(cursor, *good) == 1


def test_nobody_uncovers_a_person(cast: Cast, worker: Actor, system: Actor) -> None:
    with scope.acting(system):
        person = people.register_person(system, unit="T161-LOG", name="欧阳建国", occurred_at=OPENED_AT, at=BEFORE)
    own = path_of(cast, "T161-PROP")
    changed = {"member": True, "counts": False, "household": None, "residency": None}
    for actor in (worker, cast.sister):  # the sister may register people, but does not see this one
        with sql_as(actor) as cursor:
            for kind in ("people.membership_changed", "people.person_registered", "people.person_erased"):
                said = entry(kind, "T161-PROP", own, changed, person=person, recorded_by=actor.login)
                assert code(cursor, *said) == REFUSED, (actor.login, kind)
            gram = "INSERT INTO people_gram (gram, person, path) VALUES ('\\x00', %s, %s)"
            assert code(cursor, gram, (person, own)) == REFUSED
            cursor.execute("SELECT people_retrace(ARRAY(SELECT id FROM ledger_entry))")
            cursor.execute("SELECT count(*) FROM people_mask WHERE person = %s", (person,))
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT count(*) FROM kernel_person_key WHERE person = %s", (person,))
            assert cursor.fetchone() == (0,)


def test_nobody_takes_over_a_login(cast: Cast, worker: Actor) -> None:
    with sql_as(worker) as cursor:
        for statement in (
            "UPDATE access_user SET password = (SELECT password FROM access_user WHERE username = 'worker') WHERE username = 'superior'",  # noqa: E501
            "UPDATE access_user SET email = 'x@example.cn' WHERE username = 'superior'",
            "UPDATE access_user SET is_active = false WHERE username = 'superior'",
            "UPDATE access_user SET last_login = now() WHERE username = 'superior'",
            "UPDATE access_user SET is_superuser = true",
            "UPDATE access_user SET is_superuser = true WHERE username = 'worker'",
            "UPDATE access_user SET username = 'superior2' WHERE username = 'worker'",
            "UPDATE access_user SET unit = 'XJCG' WHERE username = 'worker'",
            "UPDATE access_user SET id = 1 WHERE username = 'worker'",
            "DELETE FROM access_user WHERE username = 'superior'",
            "INSERT INTO access_user (password, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined, "  # noqa: E501
            "language, title, unit, demo, password_once) VALUES ('', false, 'mine', '', '', '', false, true, now(), '', '', 'T161-PROP', "  # noqa: E501
            "false, false)",
            "INSERT INTO access_token (id, user_id, device, digest, made_at, made_by, expires_at) SELECT gen_random_uuid(), id, 'x', "  # noqa: E501
            "'\\x00', now(), 'worker', 'infinity' FROM access_user WHERE username IN ('superior', 'sister')",
            "INSERT INTO access_token (id, user_id, device, digest, made_at, made_by, expires_at) SELECT gen_random_uuid(), id, 'x', "  # noqa: E501
            "'\\x00', now(), 'sister', 'infinity' FROM access_user WHERE username = 'worker'",
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) SELECT id, 'totp', '{}', now() FROM access_user "  # noqa: E501
            "WHERE username = 'superior'",
            "INSERT INTO account_emailaddress (user_id, email, verified, \"primary\") SELECT id, 'x@example.cn', true, true "  # noqa: E501
            "FROM access_user WHERE username = 'superior'",
        ):  # fmt: skip
            assert code(cursor, statement) == REFUSED, statement
        assert code(cursor, "UPDATE access_user SET language = 'en' WHERE username = 'worker'") == 1, "his own is his"


def test_without_anybody_shown_no_login_changes(cast: Cast, worker: Actor) -> None:
    with connection.cursor() as cursor:
        assert code(cursor, "UPDATE access_user SET password = 'x' WHERE username = 'superior'") == REFUSED
        assert code(cursor, "UPDATE access_user SET last_login = now() WHERE username = 'superior'") == REFUSED


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"recorded_by": "superior"}, "another's name"),
        ({"recorded_at": NOW - timedelta(hours=2)}, "a moment past"),
        ({"recorded_at": NOW + timedelta(hours=2)}, "a moment to come"),
        ({"unit": "XJCG"}, "another unit beside the own path"),
        ({"unit": "XJCG", "path": "XJCG/T161/T161-PROP/XJCG/"}, "another unit below the own path"),
        ({"unit": "T161-LOG", "path": "XJCG/T161/T161-LOG/"}, "another unit"),
        ({"stream": UUID(int=7), "version": 2}, "a step in nothing that is seen"),
    ],
)
def test_an_entry_says_who_recorded_it_where_and_when(
    cast: Cast, worker: Actor, said: dict[str, Any], why: str
) -> None:
    own = {"unit": "T161-PROP", "path": path_of(cast, "T161-PROP")}
    with sql_as(worker) as cursor:
        assert code(cursor, *entry("sanitation.disinfection", data={}, **own)) == 1
        refused = code(cursor, *entry("sanitation.disinfection", data={}, **{**own, **said}))
        assert refused in (REFUSED, FAR_FROM_THE_CLOCK), why


def test_an_entry_stands_in_no_window_that_is_sealed(cast: Cast, worker: Actor, system: Actor) -> None:
    from lianfang.kernel import seals

    with scope.acting(system):
        assert seals.seal_days_until(NOW + timedelta(days=1))
    own = path_of(cast, "T161-PROP")
    for actor, login in ((worker, "worker"), (system, "automatic")):
        with sql_as(actor) as cursor:
            said = entry(
                "sanitation.disinfection",
                "T161-PROP",
                own,
                {},
                recorded_by=login,
                recorded_at=NOW - timedelta(minutes=50),
            )
            assert code(cursor, *said) == REFUSED, login


def test_a_correction_is_what_the_ledger_says(cast: Cast, worker: Actor) -> None:
    own = path_of(cast, "T161-PROP")
    with sql_as(worker) as cursor:
        statement = (
            "INSERT INTO ledger_correction (corrects, entry, kind, unit, path, recorded_at) "
            "VALUES (gen_random_uuid(), gen_random_uuid(), 'ledger.withdrawal', 'T161-PROP', %s, now())"
        )
        assert code(cursor, statement, (own,)) == REFUSED
        statement = (
            "INSERT INTO ledger_stream (entry, stream, version, path, closes) "
            "VALUES (gen_random_uuid(), gen_random_uuid(), 1, %s, true)"
        )
        assert code(cursor, statement, (own,)) == REFUSED


def test_nobody_stops_all_others(cast: Cast, worker: Actor) -> None:
    with sql_as(worker) as cursor:
        for statement in (
            "SELECT pg_advisory_lock(161, 1)",
            "SELECT pg_advisory_xact_lock(161, 1)",
            "SELECT pg_try_advisory_lock(161)",
            "SELECT pg_advisory_unlock_all()",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity",
            "SELECT pg_cancel_backend(pid) FROM pg_stat_activity",
            "SELECT kernel_take_turn(1)",
            "SELECT kernel_set_clock('2099-01-01', 1)",
            "UPDATE kernel_clock SET rate = 9",
            "INSERT INTO kernel_clock VALUES (true, now(), '2099-01-01', 1)",
            "DELETE FROM kernel_clock",
            "LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE",
        ):
            assert code(cursor, statement) == REFUSED, statement
