"""duties · tests of a slot's life: derived, done, late, excused, void; following the ground, duties and modes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from lianfang.areas.duties import actions, gaps
from lianfang.areas.duties.rules import STATE_SQL, State
from lianfang.areas.duties.tests import scene
from lianfang.areas.duties.tests.scene import DAY, at, derived, slots
from lianfang.ground.people.actions import PersonSpec, change_membership, register_people
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Refused
from lianfang.kernel.recording import Recording
from lianfang.shell.ledger import actions as ledger
from lianfang.shell.ledger import queries
from tests.support import entries

pytestmark = pytest.mark.django_db
LIFT, COR, WASTE = "C161-B01-LIFT1", "C161-B01-COR", "C161-WASTE1"
_ROUND = {"object": "surface", "agent": "84"}
WINDOW = {"from_time": "05:00", "due_time": "10:00", "until_time": "16:00", "zh": "上午", "en": "morning"}
GATE = {
    "duty": "canteen_check", "zh": "食堂检查", "en": "Canteen check", "role": "property",
    "kind": "sanitation.waste_clearance", "sort": "place", "kinds": ["lift"], "windows": [WINDOW], "days": "every",
    "because": "8月9日会议要求", "from_day": DAY,
}  # fmt: skip


def _round(place: str, moment: Any, **more: Any) -> Draft:
    data = {**_ROUND, **{key: more.pop(key) for key in ("round",) if key in more}}
    return entries.draft("sanitation.disinfection", data, unit="T161-PROP", place=place, at=moment, **more)


def _say(system: Any, *drafts: Draft, now: Any = None) -> None:
    entries.accepted(system, *drafts, at=now or at(15, 40))


def _unit(system: Any, code: str = "T161-PROP") -> Any:
    with scope.acting(system):
        return units.unit(system, code, day=DAY)


def _state(slot: dict[str, Any], now: Any) -> State:
    """What `STATE_SQL` must give, said a second time."""
    if slot["done_at"] is not None:
        if slot["doubts"]:
            return State.DOUBTFUL
        return State.DONE if slot["done_at"] <= slot["due_at"] else State.LATE
    if slot["left_here"]:
        return State.VOID
    if slot["excuse"] is not None:
        return State.EXCUSED
    if now < slot["from_at"]:
        return State.NOT_DUE
    if now <= slot["due_at"]:
        return State.DUE
    return State.OVERDUE if slot["until_at"] is None or now < slot["until_at"] else State.MISSED


def test_a_day_has_a_slot_for_each_target_and_window(estate: Any) -> None:
    derived()
    rounds = slots("disinfection")
    assert sorted(rounds) == [(place, n) for place in sorted((COR, LIFT, WASTE)) for n in (1, 2, 3)]
    evening = rounds[LIFT, 3]
    assert (evening["from_at"], evening["due_at"]) == (at(16, back=1), at(22, back=1))
    assert (evening["unit"], evening["role"]) == ("T161-PROP", "property")
    assert list(slots("daily_report")) == [
        (u, 1) for u in ("C161", "T161", "T161-LAUNDRY", "T161-LOG", "T161-OFFICE", "T161-PROP")
    ]
    assert slots("daily_report")["T161", 1]["due_at"] == at(18)
    assert slots("daily_report")["T161-LOG", 1]["due_at"] == at(17)
    assert list(slots("stocktake")) == [("C161-WH", 1)], "10 August 2020 was a Monday"
    assert not slots("temperature_evening_all"), "only while the unit is strengthened or closed"


def test_the_earliest_record_counts_and_a_round_may_be_named(estate: Any, system: Any) -> None:
    derived()
    second = _round(LIFT, at(8))
    _say(system, second, _round(LIFT, at(9)))
    assert slots("disinfection")[LIFT, 1]["entry"] == second.id
    first = _round(LIFT, at(7))
    _say(system, first)
    assert slots("disinfection")[LIFT, 1]["entry"] == first.id
    _say(system, entries.withdrawal(first))
    assert slots("disinfection")[LIFT, 1]["entry"] == second.id
    named = _round(LIFT, at(10, 59), round=2)
    _say(system, named)
    assert slots("disinfection")[LIFT, 2]["entry"] == named.id


def test_a_drill_fulfils_nothing_and_weak_proof_is_not_enough(estate: Any, system: Any) -> None:
    derived()
    _say(system, _round(LIFT, at(7), exercise=True))
    assert slots("disinfection")[LIFT, 1]["entry"] is None


def test_what_a_second_person_saw_becomes_proof_enough(estate: Any, system: Any) -> None:
    """Its slot shows the stronger proof; a duty that asks for a second person is fulfilled only then."""
    seconded = {**GATE, "duty": "seen_by_two", "kind": "sanitation.disinfection", "evidence": "seconded"}
    with scope.acting(system):
        actions.set_duty(system, unit=_unit(system), data=seconded, how=Recording(clock.FixedClock(at(1))))
    derived()
    typed, other = _round(LIFT, at(7)), scope.system_actor("other")
    _say(system, typed)
    assert slots("disinfection")[LIFT, 1]["evidence"] == "typed"
    assert slots("seen_by_two")[LIFT, 1]["entry"] is None
    with scope.acting(other):
        ledger.second_entry(other, original=queries.entry(other, typed.id))
    assert slots("disinfection")[LIFT, 1]["evidence"] == "seconded"
    assert slots("seen_by_two")[LIFT, 1]["entry"] == typed.id
    before = scene.table()
    assert scene.from_nothing() == before


def test_records_before_the_day_was_derived_count_all_the_same(estate: Any, system: Any) -> None:
    early = _round(LIFT, at(7))
    _say(system, early)
    derived()
    assert slots("disinfection")[LIFT, 1]["entry"] == early.id


def test_deriving_twice_changes_nothing(estate: Any) -> None:
    derived()
    before = scene.table()
    assert not actions.derive_day(DAY, at(15, 40))
    assert scene.from_nothing() == before


def test_today_and_tomorrow_are_derived_and_a_pause_is_made_good(estate: Any) -> None:
    assert actions.ensure_days(at(15, 40)) == [DAY, DAY + timedelta(days=1)]
    later = at(15, 40) + timedelta(days=3)
    assert actions.ensure_days(later) == [DAY + timedelta(days=n) for n in (2, 3, 4)]
    assert actions.ensure_days(later) == []


@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(4, 59, State.NOT_DUE), (5, 0, State.DUE), (10, 0, State.DUE), (10, 1, State.OVERDUE), (11, 0, State.MISSED)],
)
def test_a_slot_goes_its_way_by_the_clock_alone(estate: Any, hour: int, minute: int, expected: State) -> None:
    derived()
    slot, now = slots("disinfection")[LIFT, 1], at(hour, minute)
    assert _state(slot, now) == expected
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {STATE_SQL} FROM duties_slot s WHERE duty = 'disinfection' AND target = %(t)s AND number = 1",
            {"now": now, "t": LIFT},
        )
        assert cursor.fetchone()[0] == expected


def test_done_after_the_due_time_is_late(estate: Any, system: Any) -> None:
    derived()
    _say(system, _round(LIFT, at(10, 30)), _round(COR, at(10)))
    assert _state(slots("disinfection")[LIFT, 1], at(15)) == State.LATE
    assert _state(slots("disinfection")[COR, 1], at(15)) == State.DONE


def test_a_new_place_is_due_at_once_and_a_closed_one_is_void(estate: Any, system: Any) -> None:
    tomorrow = DAY + timedelta(days=1)
    derived(DAY, tomorrow)
    with scope.acting(system):
        new = [PlaceSpec("C161-B02-LIFT1", "lift", "T161-PROP", "二号电梯", "Lift 2")]
        places.open_places(system, new, at=clock.FixedClock(at(14)))
        places.close_place(system, code=LIFT, from_day=tomorrow, at=clock.FixedClock(at(15, 10)))
    rounds = slots("disinfection")
    assert [n for code, n in sorted(rounds) if code == "C161-B02-LIFT1"] == [2], "only what falls due after 14:00"
    assert len([n for code, n in slots("disinfection", tomorrow) if code == "C161-B02-LIFT1"]) == 3
    assert _state(rounds[LIFT, 2], at(15, 30)) == State.OVERDUE
    assert _state(slots("disinfection", tomorrow)[LIFT, 2], at(15, 30)) == State.VOID
    stood = scene.table()
    assert scene.from_nothing() == stood


def test_somebody_registered_is_due_from_that_day(estate: Any, system: Any) -> None:
    derived()
    assert not slots("temperature_morning")
    with scope.acting(system):
        register_people(system, [PersonSpec("T161-PROP", "王一")], at=clock.FixedClock(at(9)), origin=Origin.REPLAY)
    assert len(slots("temperature_morning")) == 1
    assert scene.from_nothing() == scene.table()


def test_nothing_was_due_of_somebody_before_he_came_and_a_changed_word_takes_nothing_away(
    estate: Any, system: Any
) -> None:
    tomorrow = DAY + timedelta(days=1)
    derived(DAY, tomorrow)
    came = at(13)
    with scope.acting(system):
        (person,) = register_people(
            system, [PersonSpec("T161-PROP", "王一")], at=clock.FixedClock(came), origin=Origin.REPLAY
        )
        assert not slots("temperature_morning"), "the morning's reading was due at 12:00, before"
        assert len(slots("temperature_morning", tomorrow)) == 1
        later = clock.FixedClock(at(13) + timedelta(days=1))
        change_membership(system, person=person, unit="T161-PROP", counts=True, residency="non_local", at=later)
    assert len(slots("temperature_morning", tomorrow)) == 1, "he was there the day before"
    assert scene.from_nothing() == scene.table()


def test_an_excuse_covers_what_is_not_done(estate: Any, system: Any) -> None:
    derived(DAY, DAY + timedelta(days=1))
    prop = _unit(system)
    with scope.acting(system):
        made = actions.excuse(
            system, unit=prop, duty="disinfection", targets=[LIFT, COR], from_day=DAY, until_day=DAY,
            because="停电检修", how=Recording(clock.FixedClock(at(8))),
        )  # fmt: skip
    assert made == 2
    rounds = slots("disinfection")
    assert _state(rounds[LIFT, 1], at(15)) == State.EXCUSED
    assert _state(rounds[WASTE, 1], at(15)) == State.MISSED
    assert slots("disinfection", DAY + timedelta(days=1))[LIFT, 1]["excuse"] is None
    _say(system, _round(LIFT, at(9)))
    assert _state(slots("disinfection")[LIFT, 1], at(15)) == State.DONE
    stood = scene.table()
    assert scene.from_nothing() == stood


def test_a_mode_switches_duties_by_date(estate: Any, system: Any) -> None:
    tomorrow = DAY + timedelta(days=1)
    with scope.acting(system):
        register_people(system, [PersonSpec("T161-LOG", "王一")], at=clock.FixedClock(at(9)), origin=Origin.REPLAY)
    derived(DAY, tomorrow)
    said = {
        "because": "地区通报",
        "from_day": tomorrow,
        "response_level": "I",
        "how": Recording(clock.FixedClock(at(15))),
    }
    with scope.acting(system):
        actions.set_mode(system, unit=_unit(system, "T161"), mode="closed", **said)
    assert not slots("temperature_evening_all", DAY)
    assert len(slots("temperature_evening_all", tomorrow)) == 1
    with scope.acting(system):
        actions.set_mode(system, unit=_unit(system, "T161-LOG"), mode="normal", **said)
    assert not slots("temperature_evening_all", tomorrow), "the unit's own mode goes before that of the unit above"
    assert scene.from_nothing() == scene.table()


def test_a_commander_makes_a_duty_and_ends_it(estate: Any, system: Any) -> None:
    derived()
    with scope.acting(system):
        actions.set_duty(system, unit=_unit(system), data=GATE, how=Recording(clock.FixedClock(at(9))))
    assert list(slots("canteen_check")) == [(LIFT, 1)]
    cleared = entries.draft(
        "sanitation.waste_clearance", {"overflow": False}, unit="T161-PROP", place=LIFT, at=at(9, 30)
    )
    _say(system, cleared)
    assert slots("canteen_check")[LIFT, 1]["entry"] == cleared.id
    stood = scene.table()
    assert scene.from_nothing() == stood
    with scope.acting(system):
        actions.end_duty(
            system, unit=_unit(system), duty="canteen_check", because="改由方案规定", from_day=DAY,
            how=Recording(clock.FixedClock(at(14))),
        )  # fmt: skip
    assert not slots("canteen_check")


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"role": "mayor"}, "duties_no_owner"),
        ({"kind": "sanitation.singing"}, "duties_cannot_be_fulfilled"),
        ({"kind": "units.unit_opened"}, "duties_cannot_be_fulfilled"),
        ({"sort": "planet"}, "duties_unknown_targets"),
        ({"sort": "person"}, "duties_unknown_targets"),
        ({"windows": [WINDOW, {**WINDOW, "from_time": "09:00"}]}, "invalid"),
        ({"windows": [{**WINDOW, "due_time": "17:00"}]}, "invalid"),
        ({"windows": []}, "invalid"),
        ({"from_day": DAY - timedelta(days=1)}, "duties_in_the_past"),
        ({"duty": "disinfection"}, "duties_code_taken"),
    ],
)
def test_a_duty_that_nobody_can_keep_is_refused(estate: Any, system: Any, spoilt: dict[str, Any], code: str) -> None:
    with scope.acting(system), pytest.raises(Refused) as refused:
        actions.set_duty(system, unit=_unit(system), data={**GATE, **spoilt}, how=Recording(clock.FixedClock(at(9))))
    assert refused.value.problem.code == code


def test_what_comes_from_the_playbook_is_not_ended_here(estate: Any, system: Any) -> None:
    with scope.acting(system), pytest.raises(Refused) as refused:
        actions.end_duty(
            system, unit=_unit(system), duty="disinfection", because="不需要", from_day=DAY,
            how=Recording(clock.FixedClock(at(14))),
        )  # fmt: skip
    assert refused.value.problem.code == "duties_not_made_here"


def test_gaps_fold_what_belongs_together_and_close_when_it_is_done(estate: Any, system: Any) -> None:
    derived()
    sources = {each.code: each for each in gaps.GAPS}
    with scope.acting(system):
        missed = {g.key: g for g in sources["duties.missed"].standing(at(11, 30), at(16, back=1))}
        overdue = {g.key: g for g in sources["duties.overdue"].standing(at(10, 30), at(16, back=1))}
    key = "duties.missed:disinfection:T161-PROP:2020-08-10:1"
    assert missed[key].count == 3
    assert (missed[key].role, missed[key].since) == ("property", at(11))
    assert overdue["duties.overdue:disinfection:T161-PROP:2020-08-10:1"].since == at(10)
    _say(system, *(_round(place, at(10, 40)) for place in (LIFT, COR, WASTE)))
    with scope.acting(system):
        assert key not in {g.key for g in sources["duties.missed"].standing(at(11, 30), at(16, back=1))}


def test_a_year_that_no_calendar_knows_is_derived_with_an_assumption(estate: Any) -> None:
    from lianfang.areas.duties.policy import day_kind

    far = date(2051, 3, 6)
    assert day_kind(far).warning is not None
    assert day_kind(far).working
