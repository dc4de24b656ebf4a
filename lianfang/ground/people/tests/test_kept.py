"""people · tests of what is kept of who people are: changed or removed behind our back, it is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from lianfang.ground.people import actions
from lianfang.ground.people.verify import discrepancies
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import upgrades
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.scope import Actor, acting
from lianfang.kernel.verify import verify
from tests.support.forging import superuser_as_owner, undone

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
AT = FixedClock(NOW)
NUMBER, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture
def kept(cast: Cast, system: Actor) -> Iterator[dict[str, UUID]]:
    """Three people: one with everything, one without numbers, one erased."""
    with acting(system):
        told = {
            "王建国": actions.register_person(
                system, unit="T161-LOG", name="王建国", id_number=NUMBER, phone=PHONE, at=AT
            ),
            "李四": actions.register_person(system, unit="T161-D01", name="李四", at=AT),
            "赵五": actions.register_person(system, unit="T161-LOG", name="赵五", at=AT),
        }
        actions.erase_person(system, person=told["赵五"], at=AT)
        yield told


def found() -> list[Any]:
    return verify(connections["owner"]).found


def test_what_nobody_touched_holds_through_a_move_a_transfer_and_an_erasure(
    kept: dict[str, UUID], system: Actor
) -> None:
    assert found() == []
    later = FixedClock(NOW + timedelta(days=1))
    units.move_unit(system, code="T161-P01", parent="MANAN", from_day=(NOW + timedelta(days=3)).date(), at=later)
    actions.transfer_person(system, person=kept["王建国"], from_unit="T161-LOG", to_unit="T161-PROP", at=later)
    assert found() == []
    actions.erase_person(system, person=kept["王建国"], at=later)
    assert found() == []


CHANGES = (
    "UPDATE people_person SET name = (SELECT name FROM people_person WHERE person <> %(one)s) WHERE person = %(one)s",
    "UPDATE people_person SET id_number = NULL, id_blind = NULL WHERE person = %(one)s",
    "UPDATE people_person SET phone = NULL WHERE person = %(one)s",
    "UPDATE people_person SET phone_blind = sha256(phone_blind) WHERE person = %(one)s",
    "UPDATE people_person SET mac = sha256(mac) WHERE person = %(one)s",
    "UPDATE people_person SET unit = 'MANAN' WHERE person = %(one)s",
    "UPDATE people_person SET path = 'MANAN/' WHERE person = %(one)s",
    "UPDATE people_mask SET path = 'MANAN/' WHERE person = %(one)s",
    "UPDATE people_mask SET shown = (SELECT name FROM people_person WHERE person = %(one)s) WHERE person = %(one)s",
    "DELETE FROM people_mask WHERE person = %(one)s",
    "DELETE FROM people_gram WHERE ctid = (SELECT ctid FROM people_gram WHERE person = %(one)s LIMIT 1)",
    "INSERT INTO people_gram SELECT sha256(gram), person, path FROM people_gram WHERE person = %(one)s LIMIT 1",
    "UPDATE people_gram SET path = 'MANAN/' WHERE person = %(one)s",
    "DELETE FROM people_person WHERE person = %(one)s",
    "WITH p AS (DELETE FROM people_person WHERE person = %(one)s), m AS (DELETE FROM people_mask WHERE person = "
    "%(one)s) DELETE FROM people_gram WHERE person = %(one)s",
    "UPDATE kernel_person_key SET wrapped = NULL, destroyed_at = now() WHERE person = %(one)s",
    "UPDATE kernel_person_key SET wrapped = sha256(wrapped) WHERE person = %(one)s",
    "UPDATE kernel_person_key SET path = 'MANAN/' WHERE person = %(one)s",
    "UPDATE kernel_person_key SET destroyed_at = now() WHERE person = %(one)s",
    "DELETE FROM kernel_person_key WHERE person = %(one)s",
    "UPDATE kernel_person_key SET destroyed_at = destroyed_at + interval '1 microsecond' WHERE person = %(erased)s",
    "UPDATE kernel_person_key k SET wrapped = o.wrapped FROM kernel_person_key o "
    "WHERE k.person = %(erased)s AND o.person = %(one)s",
    "DELETE FROM kernel_person_key WHERE person = %(erased)s",
    "INSERT INTO people_mask SELECT %(erased)s, unit, path, shown FROM people_mask WHERE person = %(one)s",
    "INSERT INTO kernel_person_key SELECT gen_random_uuid(), path, wrapped FROM kernel_person_key "
    "WHERE person = %(one)s",
)


def test_whatever_is_changed_or_removed_is_named(kept: dict[str, UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    people = {"one": kept["王建国"], "erased": kept["赵五"]}
    with superuser_as_owner(monkeypatch) as owner:
        for change in CHANGES:
            with undone(owner) as cursor:
                cursor.execute(change, people)
                assert cursor.rowcount >= 1, change
                told = verify(owner).found
            assert told, change
            assert {each.what for each in told} <= {"person", "person's key"}, change
            if "gen_random_uuid" not in change:
                assert {(each.unit, each.day) for each in told} == {("T161-LOG", "2020-08-11")}, change
        assert verify(owner).holds


def test_an_installation_from_before_is_vouched_for_once_and_is_told(
    kept: dict[str, UUID], superuser_conn: psycopg.Connection[Any]
) -> None:
    superuser_conn.execute("UPDATE people_person SET mac = ''")
    assert len(found()) == 2
    cover = import_module("lianfang.ground.people.migrations.0003_cover")
    cover.vouch(None, SimpleNamespace(connection=connections["owner"]))
    assert found() == []
    assert ["2 people" in each.en for each in upgrades.noted()] == [True]
    assert upgrades.noted() == []


def test_who_was_registered_before_is_found_by_the_last_digits_too(
    kept: dict[str, UUID], superuser_conn: psycopg.Connection[Any]
) -> None:
    """What was changed behind our back stays as it is, and is still found."""
    short = "SELECT person, gram FROM people_gram WHERE octet_length(gram) = 8 ORDER BY person, gram"
    before = superuser_conn.execute(short).fetchall()
    assert before
    superuser_conn.execute("DELETE FROM people_gram WHERE octet_length(gram) = 8")
    told = found()
    digits = import_module("lianfang.ground.people.migrations.0005_finding")
    connection = SimpleNamespace(connection=connections["owner"])
    _as_kept_without(superuser_conn)
    assert found() == []
    digits.find_by_digits(None, connection)
    assert superuser_conn.execute(short).fetchall() == before
    assert found() == []
    assert len(upgrades.noted()) == 1
    superuser_conn.execute("DELETE FROM people_gram WHERE octet_length(gram) = 8")
    digits.find_by_digits(None, connection)
    assert superuser_conn.execute(short).fetchall() == []
    assert {each.what for each in found()} == {each.what for each in told} == {"person"}


def _as_kept_without(superuser: psycopg.Connection[Any]) -> None:
    """The codes as a version before had made them: over a name's fingerprints alone."""
    cover = import_module("lianfang.ground.people.migrations.0003_cover")
    cover.vouch(None, SimpleNamespace(connection=connections["owner"]))
    upgrades.noted()


def test_damage_beyond_comparing_is_named_and_stops_nothing(
    kept: dict[str, UUID], superuser_conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from lianfang.kernel.registry import REGISTRY

    def damaged(database: Any) -> Iterator[Any]:
        with database.cursor() as cursor:
            cursor.execute("SELECT 'x'::int")
        yield from ()

    cards = dict(REGISTRY.cards)
    cards["units"] = replace(cards["units"], verifiers=(damaged,))
    monkeypatch.setattr(REGISTRY, "cards", cards)
    superuser_conn.execute("DELETE FROM people_mask")
    told = found()
    assert {"content", "person"} == {each.what for each in told}
    assert list(discrepancies(connections["owner"])) == [each for each in told if each.what == "person"]
