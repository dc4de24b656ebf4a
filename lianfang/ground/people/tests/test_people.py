"""people · tests: people are registered, counted, transferred and erased, and their names told to few."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext
from stdnum.cn import ric

from lianfang.ground.people import actions, masking, queries, queries_search, rules
from lianfang.ground.people.actions import HouseholdSpec, PersonSpec
from lianfang.ground.people.masking import Purpose
from lianfang.ground.people.tests.registering import AT, NUMBER, PHONE, TODAY, refused, register, rows
from lianfang.ground.testing import NOW, Cast
from lianfang.ground.units import actions as units
from lianfang.kernel import keyring, rebuild, seals, verify
from lianfang.kernel.clock import FixedClock
from lianfang.kernel.ports import PORTS
from lianfang.kernel.scope import Actor, acting


def test_a_name_is_concealed_except_from_those_who_must_know_it(cast: Cast) -> None:
    with acting(cast.own) as own:
        person = register(own, id_number=NUMBER, phone=PHONE)
        assert queries.person(own, person).name == "王**"
        assert queries.named(own, [person], purpose=Purpose.WORK)[person].name == "王建国"
        with masking.page(None) as here:
            assert queries.person(own, person).name == "王**"
            assert here.concealed, "that this name can be asked for"
        with masking.page(Purpose.HANDLE):
            assert queries.person(own, person).name == "王建国"
        found = queries.identity(own, person, purpose=Purpose.CONTACT)
        assert (found.id_number, found.phone, str(found.born_on)) == (NUMBER, PHONE, "1990-01-01")
        assert found.concealed == ("王**", "650************019", "144*****001")
    with acting(cast.commander) as commander:
        seen = queries.person(commander, person)
        assert (seen.name, seen.identified) == ("王**", False)
        assert [each.name for each in queries.people_of(commander, "T161-LOG", TODAY)] == ["王**"]
        with masking.page(Purpose.CHECK):
            assert queries.named(commander, [person], purpose=Purpose.WORK)[person].name == "王**"
        refused("not_allowed", queries.identity, commander, person, purpose=Purpose.CONTACT)
        assert queries_search.search(commander, "王建国") == []
    with acting(cast.superior) as superior:
        refused("not_found", queries.person, superior, person)
        refused("not_allowed", queries.people_of, superior, "T161-LOG", TODAY)
    for name in ("sister", "stranger"):
        with acting(cast.actors[name]) as other:
            refused("not_found", queries.person, other, person)
            assert queries_search.search(other, NUMBER) == []


def test_no_name_and_no_number_stands_in_the_database_in_clear(cast: Cast, system: Actor) -> None:
    with acting(cast.own) as own:
        register(own, name="欧阳建国", id_number=NUMBER, phone=PHONE)
    with acting(system):
        tables = [
            row[0]
            for row in rows(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
                "AND NOT relispartition AND relname ~ '^(people|ledger|kernel)_' "
                "AND has_table_privilege(oid, 'SELECT')"
            )
        ]
        for table in tables:
            text = str(rows(f"SELECT t::text FROM {table} t"))
            assert not any(word in text for word in ("欧阳", "建国", NUMBER, PHONE)), table


def test_whoever_looks_at_names_is_noted(cast: Cast) -> None:
    with acting(cast.own) as own:
        person, other = register(own), register(own, name="李四")
        queries.people_of(own, "T161-LOG", TODAY, purpose=Purpose.WORK)
        queries.people_of(own, "T161-LOG", TODAY)
        queries.identity(own, person, purpose=Purpose.CONTACT)
        assert queries.views(own) == [], "to know who looked is a matter of its own"
    with acting(cast.commander) as commander:
        noted = [
            (each.login, each.unit, each.persons, each.purpose) for each in queries.views(commander, person=person)
        ]
        assert sorted(noted) == [("own", "T161-LOG", 1, "contact"), ("own", "T161-LOG", 2, "work")]
        assert len(queries.views(commander, person=other)) == 1
    with acting(cast.commander) as commander:
        queries.people_of(commander, "T161-LOG", TODAY)
        assert len(queries.views(commander, login="own")) == 2
        assert queries.views(commander, login="commander") == []
        with pytest.raises(ProgrammingError), transaction.atomic():
            rows("DELETE FROM people_identity_view")


def test_one_unit_counts_a_person(cast: Cast, system: Actor) -> None:
    with acting(system):
        person = register(system)
        join: dict[str, Any] = {"person": person, "unit": "T161-PROP", "at": AT}
        actions.change_membership(system, **join)
        join["at"] = FixedClock(NOW + timedelta(seconds=1))
        refused("counted_elsewhere", actions.change_membership, system, counts=True, **join)
        assert (queries.headcount(system, "T161-LOG", TODAY), queries.headcount(system, "T161-PROP", TODAY)) == (1, 0)
        tomorrow = FixedClock(NOW + timedelta(days=1))
        actions.transfer_person(system, person=person, from_unit="T161-LOG", to_unit="T161-PROP", at=tomorrow)
        counts = [
            (queries.headcount(system, "T161-LOG", day), queries.headcount(system, "T161-PROP", day))
            for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
        ]
        assert counts == [(0, 0), (1, 0), (0, 1)]
        refused(
            "not_a_member",
            actions.transfer_person,
            system,
            person=person,
            from_unit="T161-LOG",
            to_unit="C161",
            at=tomorrow,
        )
    with acting(cast.own) as own:
        assert person in PORTS.known_persons([person]), "what was done before the transfer may still arrive"
        assert queries_search.search(own, "王建国") == [], "the name went with the person"
        assert queries.person(own, person).name == "王**"
    with acting(cast.sister) as sister:
        assert queries.named(sister, [person], purpose=Purpose.WORK)[person].name == "王建国"


def test_a_transfer_needs_both_units(cast: Cast) -> None:
    with acting(cast.own) as own:
        person = register(own)
        refused(
            "not_found", actions.transfer_person, own, person=person, from_unit="T161-LOG", to_unit="T161-PROP", at=AT
        )
    with acting(cast.sister) as sister:
        refused(
            "not_found",
            actions.transfer_person,
            sister,
            person=person,
            from_unit="T161-LOG",
            to_unit="T161-PROP",
            at=AT,
        )
        refused("not_found", actions.change_membership, sister, person=person, unit="T161-PROP", at=AT)


def test_headcounts_go_with_a_unit_that_moves(cast: Cast, system: Actor) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with acting(system):
        person = register(system, unit="T161-D01")
        units.move_unit(system, code="T161-P01", parent="MANAN", from_day=tomorrow, at=AT)
        told = rows(
            "SELECT path, day, delta FROM people_headcount WHERE unit = 'T161-D01' ORDER BY day, path COLLATE \"C\""
        )
        old, new = "XJCG/T161/T161-P01/T161-D01/", "MANAN/T161-P01/T161-D01/"
        assert told == [(old, TODAY, 1), (new, tomorrow, 1), (old, tomorrow, -1)]
    with acting(cast.stranger):
        assert person in PORTS.known_persons([person])
    with acting(cast.commander):
        assert person not in PORTS.known_persons([person])


def test_households_hold_people(cast: Cast, system: Actor) -> None:
    with acting(system):
        specs = [
            HouseholdSpec(f"C161-B01-1-{n}", "C161", "non_local", entrance=1, floor=1, door=str(n)) for n in (101, 102)
        ]
        actions.open_households(system, specs, at=AT)
        refused("household_taken", actions.open_households, system, specs[:1], at=AT)
        person = register(system, unit="C161", household="C161-B01-1-101")
        home = queries.household(system, "C161-B01-1-101")
        assert queries.person(system, person).residency == "non_local"
        assert (home.door, home.residency) == ("101", "non_local")
        assert [each.code for each in queries.households(system, under="C161", after="C161-B01-1-101")] == [
            specs[1].code
        ]
        assert [each.id for each in queries.listed(system, under="T161", household="C161-B01-1-101")] in ([person], [])
    with acting(cast.own) as own:
        refused("not_found", queries.household, own, "C161-B01-1-101")


def test_the_erased_are_nobody_and_stay_counted(cast: Cast, system: Actor) -> None:
    with acting(cast.own) as own:
        person = register(own, id_number=NUMBER, phone=PHONE)
        refused("not_allowed", actions.erase_person, own, person=person, at=AT)
    later = FixedClock(NOW + timedelta(days=2))
    with acting(cast.commander) as commander:
        actions.erase_person(commander, person=person, note="本人申请", at=later)
        refused("person_erased", actions.erase_person, commander, person=person, at=later)
        refused("person_erased", queries.person, commander, person)
        refused("not_found", queries.person, commander, uuid4())
        counted = [queries.headcount(commander, "T161-LOG", TODAY + timedelta(days=n)) for n in (0, 1, 2)]
        assert counted == [1, 1, 0]
    with acting(cast.own) as own:
        assert queries_search.search(own, NUMBER) == queries_search.search(own, "王") == []
        assert PORTS.known_persons([person]) == frozenset()
        assert keyring.keys_of([person]) == {}
        again = register(own, id_number=NUMBER)
        assert again != person
    with acting(system):
        for table in ("people_person", "people_mask", "people_gram"):
            assert rows(f"SELECT count(*) FROM {table} WHERE person = %s", person) == [(0,)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_after_an_erasure_every_seal_holds_and_a_rebuild_changes_nothing(cast: Cast, system: Actor) -> None:
    with acting(system):
        person, staying = register(system, id_number=NUMBER), register(system, name="李四")
        actions.change_membership(system, person=staying, unit="C161", at=AT)
        seals.seal_days_until(NOW + timedelta(days=1))
        later = FixedClock(NOW + timedelta(days=2))
        actions.erase_person(system, person=person, at=later)
        actions.transfer_person(system, person=staying, from_unit="T161-LOG", to_unit="T161-PROP", at=later)
        seals.seal_days_until(NOW + timedelta(days=4))
    outcome = verify.verify(connections["owner"])
    assert outcome.holds
    assert outcome.seals > 0
    assert rebuild.compare(connections["owner"]) == []
    rebuild.rebuild(connections["owner"])
    with acting(system):
        refused("person_erased", queries.person, system, person)
        assert queries.named(system, [staying], purpose=Purpose.WORK)[staying].name == "李四"


def test_a_person_counts_once_by_the_database_itself(cast: Cast, owner_conn: object) -> None:
    told = rows("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'people_membership_counts_once'")
    assert "WHERE (counts)" in str(told)
    with acting(cast.own) as own:
        register(own)
        for sql in ("UPDATE people_membership SET counts = false", "DELETE FROM people_headcount"):
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows(sql)


def test_registering_many_asks_no_more_often_than_registering_few(cast: Cast) -> None:
    def several(first: int, many: int) -> list[PersonSpec]:
        specs = []
        for n in range(first, first + many):
            body = f"650000{1950 + n % 50}0101{n // 50:03d}"
            number = body + str(ric.calc_check_digit(body + "0"))
            specs.append(PersonSpec("T161-LOG", f"样本·王〇〇{n}", id_number=number, phone=f"1440000{n:04d}"))
        return specs

    asked = []
    with acting(cast.own) as own:
        actions.register_people(own, several(0, 2), at=AT)  # what is asked once in a process
        for first, many in ((10, 20), (100, 400)):
            with CaptureQueriesContext(connection) as queries_of:
                actions.register_people(own, several(first, many), at=AT)
            asked.append(len(queries_of))
        assert queries.headcount(own, "T161-LOG", TODAY) == 422
        assert len(queries.people_of(own, "T161-LOG", TODAY, limit=50)) == 50
        assert len(queries_search.search(own, "王〇〇499")) == 1
    assert asked[0] == asked[1], asked


def test_personal_words_in_the_ledger_are_read_by_nobody_after_an_erasure(cast: Cast) -> None:
    with acting(cast.own) as own:
        person = register(own)
        key = keyring.keys_of([person])[person]
        hidden = keyring.conceal(key, "x", "发热")
        assert keyring.reveal(keyring.keys_of([person])[person], "x", hidden) == "发热"
    with acting(cast.commander) as commander:
        actions.erase_person(commander, person=person, at=AT)
        assert keyring.reveal(keyring.keys_of([person]).get(person), "x", hidden) is None


def test_masks_never_show_a_whole_name() -> None:
    for name in ("王", "王五", "欧阳建国", "A"):
        assert len(rules.concealed_name(name)) == 3
    for number in ("1", "12", "12345", "123456789"):
        assert "*" in rules.concealed_number(number) or len(number) < 3
