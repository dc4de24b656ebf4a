"""tests · school: a morning of a boarding school in an influenza season, under the second playbook. All synthetic."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories import walking

ZONE = ZoneInfo("Asia/Shanghai")
SATURDAY = date(2020, 10, 10)  # worked, to make up for the holiday
HOLIDAY = date(2020, 10, 8)
OPENED_AT = datetime(2020, 10, 5, 9, tzinfo=ZONE)


def at(hour: int, minute: int = 0, day: date = SATURDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def play() -> None:
    """Opens the school, lives its morning, and prints what the house makes of it as JSON."""
    from lianfang.kernel import clock, scope
    from lianfang.playbook import current

    system = scope.system_actor("school")
    with scope.acting(system), clock.standing_at(OPENED_AT):
        pupils = _open(system)
    said: dict[str, Any] = {"playbook": current().meta.code}
    with scope.acting(system):
        said["holiday"] = walking.slots(system, "EDU", HOLIDAY, at(11, day=HOLIDAY))
        said["before"] = walking.slots(system, "EDU", SATURDAY, at(6, 30))
        _morning(system, pupils)
        said["after"] = walking.slots(system, "EDU", SATURDAY, at(11))
    said |= _reports(system)
    print("SAID " + json.dumps(said))


def _open(system: Any) -> list[Any]:
    from lianfang.ground.access import actions as access
    from lianfang.ground.people import actions as people
    from lianfang.ground.places import actions as places
    from lianfang.ground.units import actions as units
    from lianfang.kernel import clock

    clocked = {"at": clock.FixedClock(OPENED_AT)}
    spec = units.UnitSpec
    school = [
        spec("EDU", "authority", "教育局", "Education bureau"),
        spec("SCH", "school", "样本中学", "School", "EDU"),
    ]
    school += [spec(f"SCH-G{n}", "grade", f"{n}年级", f"Grade {n}", "SCH") for n in (7, 8)]
    school += [spec("SCH-LOG", "school_logistics", "学校后勤", "School logistics", "SCH")]
    units.open_units(system, school, **clocked)
    rooms = [("SCH-DORM1", "dormitory"), ("SCH-DORM2", "dormitory"), ("SCH-CANTEEN", "staff_canteen")]
    places.open_places(system, [places.PlaceSpec(code, kind, "SCH-LOG", code, code) for code, kind in rooms], **clocked)
    for login, unit in (("teacher-7", "SCH-G7"), ("teacher-8", "SCH-G8")):
        access.create_user(system, login=login, unit=unit)
        access.give_grant(system, login=login, role="reporter", unit=unit, **clocked)
    specs = [people.PersonSpec(f"SCH-G{grade}", f"样本{grade}{n}") for grade in (7, 8) for n in range(3)]
    return people.register_people(system, specs, **clocked)


def _morning(system: Any, pupils: list[Any]) -> None:
    """Two of three pupils of grade 7 are measured, one with a fever; one dormitory of two is disinfected in time."""
    from lianfang.kernel import clock, ids, journal
    from lianfang.kernel.entries import Draft
    from lianfang.kernel.kinds import Origin

    def draft(kind: str, unit: str, moment: datetime, data: dict[str, Any], **more: Any) -> Draft:
        return Draft(ids.mint(moment), kind, unit, moment, data, **more)

    measured = "screening.temperature_check"
    cleaned = {"object": "surface", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}
    entries = [
        draft(measured, "SCH-G7", at(7, 40), {"celsius": 36.4, "site": "forehead"}, person=pupils[0]),
        draft(measured, "SCH-G7", at(7, 41), {"celsius": 38.2, "site": "forehead"}, person=pupils[1]),
        draft("screening.roll_call", "SCH-G7", at(8, 30), {"listed": 3, "present": 2, "excused": 1, "unexplained": 0}),
        draft("sanitation.disinfection", "SCH-LOG", at(7), cleaned, place="SCH-DORM1"),
        draft("sanitation.disinfection", "SCH-LOG", at(10, 30), cleaned, place="SCH-CANTEEN"),
    ]
    clocked = clock.FixedClock(at(10, 45))
    for receipt in journal.record(system, entries, origin=Origin.API, at=clocked):
        if receipt.problem is not None:
            raise receipt.problem


def _reports(system: Any) -> dict[str, Any]:
    """Grade 7 files in time, grade 8 does not; what the form of grade 7 says."""
    from lianfang.areas.incidents import queries as incidents
    from lianfang.areas.reporting import actions, queries
    from lianfang.ground.access import queries as access
    from lianfang.ground.access.models import User
    from lianfang.kernel import clock, scope

    with clock.standing_at(at(12, 10)):
        teacher = access.actor_of(User.objects.get(username="teacher-7"))
        with scope.acting(teacher):
            actions.confirm_report(teacher, unit="SCH-G7", day=SATURDAY, narrative="一人发热，已联系家长。")
            filed = queries.report(teacher, "SCH-G7", SATURDAY, now=clock.current().now())
            figures = {each.code: [str(each.stated.state), _plain(each.stated.value)] for each in filed.lines}
    with clock.standing_at(at(12, 40)), scope.acting(system):
        stands = queries.status(system, "SCH", SATURDAY)
        proposed = incidents.unsettled()
    return {
        "figures": figures,
        "standing": {row.unit.code: str(row.standing) for row in stands.page.rows},
        "proposed": [(each.code, each.unit) for each in proposed],
    }


def _plain(value: Any) -> int | None:
    return None if value is None else int(value)


READERS = (
    ("commander", "SCH"), ("superior", "EDU"), ("reporter", "SCH-G7"), ("grid", "SCH-G7"), ("property", "SCH-LOG"),
    ("admin", "EDU"), ("officer", "SCH"),
    ("gate", "SCH"), ("keeper", "SCH-LOG"), ("site", "SCH-LOG"), ("laundry", "SCH-LOG"), ("editor", "SCH"),
    ("inspector", "SCH"), ("auditor", "EDU"),
)  # fmt: skip


def walk(first: int, last: int) -> None:
    """The same morning; then every page that needs no argument answers some of the readers."""
    from lianfang.kernel import clock, scope

    play()
    now = at(11, 30)
    with clock.standing_at(now):
        said = walking.walk(scope.system_actor("school"), READERS[first:last], OPENED_AT, keep=("/", "/sanitation/"))
        said["differ"] = _differences(now) if first == 0 else []
    print("SAID " + json.dumps(said))


def _differences(now: datetime) -> list[str]:
    """Where a page speaks otherwise of rounds and readings than the slots."""
    from django.contrib.auth import get_user_model

    from lianfang.ground.access import queries as access
    from tests.support import told_slots

    actor = access.actor_of(get_user_model().objects.get(username="commander-sch"))
    commander, property_ = walking.signed_in("commander-sch"), walking.signed_in("property-sch-log")
    found = [
        each
        for unit in ("SCH", "SCH-LOG", "SCH-G7")
        for day in (HOLIDAY, SATURDAY)
        for each in told_slots.differences(commander, actor, unit, day, now)
    ]
    return found + told_slots.home_differences(property_, ["SCH-LOG"], now)
