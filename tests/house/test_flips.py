"""tests · house: one bit turned over anywhere in what proves something is named, by `verify` or by `rebuild --check`.

As the superuser, past every trigger. The tables are those of the ledger, its seals, the reports, the grants, the people
and the keys; which of the two commands names a change is printed.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lianfang.areas.reporting import actions as reporting
from lianfang.areas.reporting.tests.town import (
    DAY,
    WINDOW_CLOSED,
    ZONE,
    as_role,
    confirm,
    open_tree,
    say,
    stand_in,
)
from lianfang.ground.access import actions as access
from lianfang.ground.people import actions as people
from lianfang.ground.people.actions import HouseholdSpec
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, ids, journal, rebuild, scope, seals
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from lianfang.kernel.verify import verify
from tests.support.flips import columns_of, turn_one
from tests.support.forging import superuser_as_owner, undone
from tests.support.soaking import size

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

TABLES = [
    "ledger_entry", "ledger_seal", "ledger_head", "ledger_running", "ledger_seal_key", "kernel_installation",
    "ledger_correction", "ledger_stream",
    "reporting_step", "reporting_report", "reporting_figure", "reporting_sum",
    "access_giving", "access_ending", "access_grant",
    "people_registration", "people_change", "people_erasure", "people_founding", "people_membership",
    "people_household", "people_headcount", "people_person", "people_mask", "people_gram",
    "units_opening", "units_move", "units_path", "units_unit", "units_alias", "places_opening", "places_place",
    "places_count", "access_user", "access_token", "access_code", "kernel_person_key", "kernel_scope_key",
]  # fmt: skip
UNSAID = {("kernel_installation", "made_at"), ("ledger_seal_key", "valid_from")}  # shown, and compared with nothing
# When and in which language somebody was here: no proof rests on it.
UNSAID |= {("access_user", "last_login"), ("access_user", "language"), ("access_token", "last_used_at")}
OPENED = clock.FixedClock(datetime(2020, 8, 9, 9, tzinfo=ZONE))


@pytest.fixture
def scene(
    committed_db: None, owner_conn: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[BaseDatabaseWrapper]:
    """Three days of a small town: people who came, moved and were erased, grants, reports filed, received, returned."""
    stand_in(owner_conn, monkeypatch)
    open_tree()
    system = scope.system_actor()
    with scope.acting(system):
        _settle(system)
    for unit in ("T161-LOG", "T161-D01", "C161"):
        say(unit, "H2", 0, 40, 40)
    with scope.acting(system):
        seals.seal_days_until(WINDOW_CLOSED)
    for unit in ("T161-LOG", "T161-D01"):
        confirm(unit, narrative="正常")
    with as_role("officer", "T161") as actor:
        _at(3, reporting.return_report, actor, unit="T161-LOG", day=DAY, why="请补请假人员")
        _at(4, reporting.receive_report, actor, unit="T161-D01", day=DAY)
        _at(4, reporting.remind_unit, actor, unit="C161", day=DAY)
    with as_role("reporter", "T161-LOG") as actor:
        _at(5, reporting.amend_report, actor, unit="T161-LOG", day=DAY, why="已补")
    with as_role("officer", "T161") as actor:
        _at(6, reporting.receive_report, actor, unit="T161-LOG", day=DAY)
    confirm("T161", at=WINDOW_CLOSED + timedelta(minutes=9))
    with scope.acting(system):
        seals.seal_days_until(WINDOW_CLOSED + timedelta(days=2))
    with scope.acting(system):
        today = clock.FixedClock(WINDOW_CLOSED + timedelta(days=2, hours=1))  # a day that is not sealed yet
        journal.record_one(system, _roll_call(system, 7), origin=Origin.API, at=today)
    with superuser_as_owner(monkeypatch) as owner:
        yield owner


def _settle(system: scope.Actor) -> None:
    step = {"at": OPENED}
    li = access.create_user(system, login="li", unit="T161")
    access.new_token(li, device="手机", days=90, now=OPENED.now(), made_by="li")
    access.create_user(system, login="ma", unit="C161")
    given = access.give_grant(system, login="li", role="officer", unit="T161", **step)
    access.give_grant(system, login="ma", role="grid", unit="C161", note="网格", **step)
    places.open_places(system, [PlaceSpec("C161-B01", "building", "C161", "一号楼", "Building 1")], **step)
    homes = [HouseholdSpec("C161-B01-101", "C161", "resident", "C161-B01", 1, 1, "101")]
    people.open_households(system, homes, **step)
    one, two, three = (
        people.register_person(system, unit=unit, name=name, phone=phone, household=home, **step)
        for unit, name, phone, home in (
            ("T161-LOG", "样本甲", "14400000001", None),
            ("C161", "样本乙", None, "C161-B01-101"),
            ("T161-D01", "样本丙", "14400000003", None),
        )
    )
    later = {"at": clock.FixedClock(OPENED.now() + timedelta(hours=1))}
    people.transfer_person(system, person=one, from_unit="T161-LOG", to_unit="T161-D01", **later)
    people.change_membership(system, person=two, unit="T161-LOG", **later)
    people.erase_person(system, person=three, **later)
    units.move_unit(system, code="T200-LOG", parent="T161", from_day=date(2020, 8, 14), **later)
    units.rename_unit(system, code="T200", zh="二〇〇地质队", en="Geological team 200", **later)
    access.end_grant(system, grant=given, **later)
    counted, corrected = (_roll_call(system, number) for number in (20, 21))
    for draft in (counted, replace(corrected, corrects=counted.id, reason="数错")):
        journal.record_one(system, draft, origin=Origin.API, **later)


def _roll_call(system: scope.Actor, listed: int) -> Draft:
    now = OPENED.now()
    data = {"listed": listed, "present": listed - 1, "excused": 1, "unexplained": 0}
    return Draft(id=ids.mint(now), kind="screening.roll_call", unit="C161", occurred_at=now, data=data)


def _at(minutes: int, act: Any, actor: scope.Actor, **said: Any) -> None:
    act(actor, how=Recording(clock.FixedClock(WINDOW_CLOSED + timedelta(minutes=minutes))), **said)


class _Turns:
    """Turns bits over one after the other. What `verify` names is undone at once; what it does not name stays, at most
    one in a table, until `rebuild --check` has had to name every one of these tables."""

    def __init__(self, owner: BaseDatabaseWrapper, seed: int) -> None:
        self.owner, self.chance = owner, random.Random(seed)
        self.told: Counter[tuple[str, str]] = Counter()
        self.missed: list[str] = []
        with owner.cursor() as cursor:
            self.columns = columns_of(cursor, TABLES, but=UNSAID)

    def run(self, times: int) -> None:
        while self.told.total() < times:
            with undone(self.owner) as cursor:
                waiting: dict[str, str] = {}
                while self.told.total() + len(waiting) < times:
                    mark = transaction.savepoint(using=self.owner.alias)
                    turned = turn_one(cursor, self.columns, self.chance)
                    if verify(self.owner).found:
                        self.told[turned.table, "verify"] += 1
                        transaction.savepoint_rollback(mark, using=self.owner.alias)
                    elif turned.table in waiting:
                        transaction.savepoint_rollback(mark, using=self.owner.alias)
                        break
                    else:
                        waiting[turned.table] = str(turned)
                self._compare(waiting)

    def _compare(self, waiting: dict[str, str]) -> None:
        named = {each.table for each in rebuild.compare(self.owner)} if waiting else set()
        for table, turned in waiting.items():
            self.told[table, "rebuild --check" if table in named else "NOT NAMED"] += 1
            if table not in named:
                self.missed.append(turned)


def _turn(scene: BaseDatabaseWrapper, times: int, seed: int) -> None:
    assert verify(scene).found == [] == rebuild.compare(scene), "nobody has touched anything yet"
    turns = _Turns(scene, seed)
    turns.run(times)
    print(f"\n{times} changes with the seed {seed}:")
    for (table, by), count in sorted(turns.told.items()):
        print(f"  {table:24} {count:4} {by}")
    assert not turns.missed, "\n".join(turns.missed)
    assert verify(scene).found == [] == rebuild.compare(scene), "every change was undone"


def test_a_bit_turned_over_anywhere_is_named(scene: BaseDatabaseWrapper) -> None:
    _turn(scene, 40, seed=161)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_thousand_bits_turned_over_are_named(scene: BaseDatabaseWrapper) -> None:
    _turn(scene, size("FLIPS", 1000), seed=random.SystemRandom().randrange(10**6))
