"""duties · properties of matching: slots are a function of the set of records, equal to a naive reference.

Ten thousand histories: each has a unit of its own with two places and two weeks' worth of chances to go wrong, and
five hundred of them are recorded together, batch by batch, in an order of their own.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianfang.areas.duties.policy import of_playbook, windows
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import WITHDRAWAL, Draft
from lianfang.kernel.kinds import Origin
from tests.support.soaking import size

pytestmark = pytest.mark.django_db
HISTORIES = 500
NOW = scene.at(12, 0, day=DAY + timedelta(days=2))
DAYS = (DAY - timedelta(days=1), DAY)
WATCHED = {"disinfection", "waste_clearance", "daily_report", "roll_call"}


@pytest.fixture
def town(db: None) -> list[str]:
    """As many units as there are histories, each with a lift and a waste point; two days are derived."""
    codes = [f"U{number:03d}" for number in range(HISTORIES)]
    system, at = scope.system_actor(), clock.FixedClock(OPENED_AT)
    with scope.acting(system):
        units.open_units(
            system,
            [UnitSpec("TOP", "team", "队", "Team"), *(UnitSpec(c, "subsidiary", c, c, "TOP") for c in codes)],
            at=at,
            origin=Origin.REPLAY,
        )
        opened = [PlaceSpec(f"{c}-L", "lift", c, c, c) for c in codes]
        opened += [PlaceSpec(f"{c}-W", "waste_point", c, c, c) for c in codes]
        places.open_places(system, opened, opened_at=OPENED_AT, at=at)
    scene.derived(*DAYS, now=NOW)
    return codes


class History:
    """What somebody recorded for one unit: drafts in the order of making, some corrected, withdrawn, or of a drill."""

    def __init__(self, chance: random.Random, unit: str) -> None:
        self.chance, self.unit, self.drafts = chance, unit, list[Draft]()
        for _ in range(chance.randint(1, 5)):
            self._one()

    def _one(self) -> None:
        # A handful of moments, so that several records meet in one window and even in one second.
        moment = scene.at(16, back=2) + timedelta(minutes=self.chance.randrange(0, 3 * 1440, 97))
        kind = self.chance.choice(("sanitation.disinfection", "sanitation.waste_clearance", "screening.roll_call"))
        draft = self._draft(kind, moment)
        self.drafts.append(draft)
        while self.chance.random() < 0.35:
            if self.chance.random() < 0.5:
                self.drafts.append(
                    Draft(self._id(moment), WITHDRAWAL, self.unit, moment, {}, corrects=draft.id, reason="误录",
                          exercise=draft.exercise)
                )  # fmt: skip
                return
            again = moment + timedelta(minutes=self.chance.choice((0, 0, 200)))
            draft = self._draft(kind, again, corrects=draft.id, exercise=draft.exercise)
            self.drafts.append(draft)

    def _draft(self, kind: str, moment: datetime, **more: Any) -> Draft:
        chance = self.chance
        more.setdefault("exercise", chance.random() < 0.08)
        place, data = None, {"listed": 3, "present": 3, "excused": 0, "unexplained": 0}
        if kind == "sanitation.disinfection":
            place = self.unit + chance.choice(("-L", "-W"))
            data = {"object": "surface", "agent": "84"}  # type: ignore[dict-item]
            if chance.random() < 0.5:
                data["round"] = chance.randint(1, 3)
        elif kind == "sanitation.waste_clearance":
            place, data = f"{self.unit}-W", {"overflow": False}
        reason = "更正" if "corrects" in more else None
        return Draft(self._id(moment), kind, self.unit, moment, data, place=place, reason=reason, **more)

    def _id(self, moment: datetime) -> UUID:
        return ids._compose(moment, self.chance.getrandbits(80))


def naive(drafts: list[Draft]) -> dict[tuple[str, date, str, int], UUID]:
    """For each slot the earliest standing real record that fits, found by looking at every pair of them."""
    gone = {draft.corrects for draft in drafts}
    standing = [d for d in drafts if d.id not in gone and d.kind != WITHDRAWAL and not d.exercise]
    best: dict[tuple[str, date, str, int], tuple[datetime, UUID]] = {}
    for day in DAYS:
        for duty in of_playbook(day):
            for span in windows(duty, day):
                for draft in standing:
                    if draft.kind != duty.version.kind:
                        continue
                    said = dict(draft.data) if duty.version.window_field else {}  # type: ignore[arg-type]
                    number = said.get(duty.version.window_field or "")
                    assert span.until_at is not None
                    if number is not None:
                        fits = number == span.number and clock.day_of(draft.occurred_at).date == day
                    else:
                        fits = span.from_at <= draft.occurred_at < span.until_at
                        fits = fits and (not duty.version.window_field or clock.day_of(draft.occurred_at).date == day)
                    target = draft.place if duty.version.targets.sort == "place" else draft.unit
                    key = (duty.code, day, str(target), span.number)
                    if fits and key[0] in WATCHED and _of_kind(duty.version.targets.kinds, str(target)):
                        best[key] = min(best.get(key, (draft.occurred_at, draft.id)), (draft.occurred_at, draft.id))
    return {key: entry for key, (_, entry) in best.items()}


def _of_kind(kinds: tuple[str, ...], target: str) -> bool:
    kind = {"-L": "lift", "-W": "waste_point"}.get(target[-2:], "subsidiary")
    return kind in kinds


def _matched() -> dict[tuple[str, date, str, int], UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT duty, day, target, number, entry FROM duties_slot WHERE entry IS NOT NULL")
        return {(row[0], row[1], row[2], row[3]): row[4] for row in cursor.fetchall()}


SLOW = [HealthCheck.function_scoped_fixture]


@settings(max_examples=2, deadline=None, suppress_health_check=SLOW)
@given(seed=st.integers(0, 2**32))
def test_slots_are_a_function_of_the_set_of_records(town: list[str], seed: int) -> None:
    _hold(town, seed)


@pytest.mark.soak
@pytest.mark.timeout(900)
@settings(max_examples=size("HISTORIES", 20), deadline=None, suppress_health_check=SLOW)
@given(seed=st.integers(0, 2**32))
def test_ten_thousand_histories_give_the_slots_of_a_naive_matcher(town: list[str], seed: int) -> None:
    _hold(town, seed)


def _hold(town: list[str], seed: int) -> None:
    """Records one history for each unit of the town, in any order, and holds the slots against the naive matcher."""
    chance = random.Random(seed)
    histories = {unit: History(chance, unit) for unit in town}
    by_unit = {unit: list(history.drafts) for unit, history in histories.items()}
    for drafts in by_unit.values():
        chance.shuffle(drafts)
        drafts += chance.choices(drafts, k=chance.randint(0, 2))  # sent twice is recorded once
    system = scope.system_actor()
    with transaction.atomic(), scope.acting(system):
        while any(by_unit.values()):
            batch = [drafts.pop() for drafts in by_unit.values() for _ in range(chance.randint(0, 3)) if drafts]
            for receipt in journal.record(system, batch, origin=Origin.API, at=clock.FixedClock(NOW), by_action=True):
                assert receipt.holds, receipt.problem
        found = defaultdict(dict, {})
        for key, entry in _matched().items():
            found[key[2].removesuffix("-L").removesuffix("-W")][key] = entry
        for unit, history in histories.items():
            assert found[unit] == naive(history.drafts), [(d.kind, d.occurred_at, d.data) for d in history.drafts]
        stood = scene.table()
        assert scene.from_nothing() == stood
        transaction.set_rollback(True)
