"""campaigns · team161.plan.tests: units, places, households and people."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from stdnum.cn import ric

from lianfang.campaigns.team161.plan import FULL, build
from lianfang.campaigns.team161.plan.people import AREA, HOUSEHOLD_MAX, PHONE
from lianfang.playbook import load

PLAN = build()
PLAYBOOK = load(Path(__file__).resolve().parents[5] / "playbooks" / "covid-2020")
SEVEN = {"office_building", "lift", "corridor", "public_toilet", "waste_point", "duty_room", "staff_canteen"}


def test_units_carry_the_public_names() -> None:
    codes = [unit.code for unit in PLAN.units]
    assert len(codes) == len(set(codes))
    branches = ["JIGUAN", "RELI", "HOUQIN", "TUIGUAN", "JIXIU", "DUOJING", "DIZHI", "ZUANTAN"]
    assert [code for code in codes if code.startswith("T161-B-")] == [f"T161-B-{name}" for name in branches]
    assert [code for code in codes if re.fullmatch(r"T161-P\d\d", code)] == [f"T161-P{n:02d}" for n in range(1, 12)]
    assert [code for code in codes if re.fullmatch(r"T161-D\d\d", code)] == [f"T161-D{n:02d}" for n in range(1, 6)]
    assert {
        "XJCG",
        "T161",
        "T161-PROP",
        "T161-LAUNDRY",
        "T161-HEAT",
        "T161-OFFICE",
        "T161-LOG",
        "C161",
        "MANAN",
    } <= set(codes)
    laundry = next(unit for unit in PLAN.units if unit.code == "T161-LAUNDRY")
    assert laundry.aliases == ("洁倍佳", "洗涤公司")


def test_tree_follows_the_playbook() -> None:
    kinds = {unit.code: unit.kind for unit in PLAN.units}
    seen: set[str] = set()
    for unit in PLAN.units:
        allowed = PLAYBOOK.unit_kind(unit.kind).parents
        assert (unit.parent is None and not allowed) or (unit.parent in seen and kinds[unit.parent] in allowed)
        seen.add(unit.code)


def test_places_are_the_seven_sorts_and_carry_the_public_names() -> None:
    places = {place.code: place for place in PLAN.places}
    assert len(places) == len(PLAN.places)
    assert {place.kind for place in PLAN.places if place.rounds} == SEVEN
    assert {place.rounds for place in PLAN.places if place.kind in SEVEN} == {3}
    assert {"C161-B01", "C161-B03-LIFT1", "C161-GATE1", "H001", "H068"} <= places.keys()
    assert sum(place.kind == "hotel" for place in PLAN.places) == 68
    assert sum(place.kind == "site_camp" for place in PLAN.places) == 16
    units = {unit.code for unit in PLAN.units}
    doses = {rule.code for rule in PLAYBOOK.doses}
    for place in PLAN.places:
        assert place.unit in units
        assert place.parent is None or place.parent in places
        assert place.object is None or place.object in doses
        assert re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", place.code)


def test_estate_is_as_large_as_stated() -> None:
    assert len(PLAN.households) == len({home.code for home in PLAN.households}) == 942
    living = Counter(person.household for person in PLAN.people if person.household)
    assert set(living) == {home.code for home in PLAN.households}
    assert max(living.values()) <= HOUSEHOLD_MAX
    # 近2000: close to two thousand, and below it
    assert 1900 <= sum(living.values()) < 2000
    non_local = sum(home.residency == "non_local" for home in PLAN.households)
    assert 250 < non_local < 500


def test_nobody_is_real() -> None:
    assert len({person.id_number for person in PLAN.people}) == len(PLAN.people)
    assert len({person.phone for person in PLAN.people}) == len(PLAN.people)
    for person in PLAN.people:
        assert person.name.startswith("样本·")
        assert ric.is_valid(person.id_number)
        assert person.id_number.startswith(AREA)
        assert ric.get_birth_date(person.id_number) == person.born_on
        assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "male")
        assert re.fullmatch(r"1[3-9]\d{9}", person.phone)
        assert person.phone.startswith(PHONE)
    assert len({len(person.name) for person in PLAN.people}) >= 6


def test_each_person_is_counted_by_one_unit() -> None:
    assert [person.index for person in PLAN.people] == list(range(len(PLAN.people)))
    for unit in PLAN.units:
        assert len([p for p in PLAN.people if p.unit == unit.code]) == unit.staff or unit.code == "C161"
        if unit.staff:
            assert [p.unit for p in PLAN.staff_of(unit.code)] == [unit.code] * unit.staff
    assert PLAN.staff_of("C161") == ()
    assert len(build(volume=FULL).staff_of("C161")) > 1500


def test_logins_hold_the_demo_ones() -> None:
    demo = [login.login for login in PLAN.logins if login.demo]
    assert sorted(demo) == sorted(
        [
            "superior",
            "commander",
            "officer",
            "reporter-log",
            "reporter-d01",
            "reporter-d04",
            "officer-2",
            "manan",
            "property",
            "keeper",
            "grid",
            "laundry",
            "editor",
            "inspector",
            "auditor",
        ]
    )
    assert len({login.login for login in PLAN.logins}) == len(PLAN.logins)
    assert {login.unit for login in PLAN.logins} <= {unit.code for unit in PLAN.units}
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,30}", login.login) for login in PLAN.logins)
