"""tests · school: a morning of a boarding school in an influenza season, under the second playbook. All synthetic."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories import steps, walking

ZONE = ZoneInfo("Asia/Shanghai")
SATURDAY = date(2020, 10, 10)  # worked, to make up for the holiday
HOLIDAY = date(2020, 10, 8)
OPENED_AT = datetime(2020, 10, 5, 9, tzinfo=ZONE)
READERS = (
    ("commander", "SCH"), ("superior", "EDU"), ("reporter", "SCH-G7"), ("grid", "SCH-G7"), ("property", "SCH-LOG"),
)  # fmt: skip
OTHERS = (
    ("admin", "EDU"), ("officer", "SCH"), ("gate", "SCH"), ("keeper", "SCH-LOG"), ("site", "SCH-LOG"),
    ("laundry", "SCH-LOG"), ("editor", "SCH"), ("inspector", "SCH"), ("auditor", "EDU"),
)  # fmt: skip


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
        said["holiday"] = steps.slots(system, "EDU", HOLIDAY, at(11, day=HOLIDAY))
        said["before"] = steps.slots(system, "EDU", SATURDAY, at(6, 30))
        _morning(system, pupils)
        said["after"] = steps.slots(system, "EDU", SATURDAY, at(11))
    said |= _reports(system)
    said["open"] = _open_matters(system, at(12, 45))
    said["open_before"] = _open_matters(system, at(11, 30))
    print("SAID " + json.dumps(said))


def _open(system: Any) -> list[Any]:
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
        steps.open_reporter(system, login, unit, **clocked)
    specs = [people.PersonSpec(f"SCH-G{grade}", f"样本{grade}{n}") for grade in (7, 8) for n in range(3)]
    return people.register_people(system, specs, **clocked)


def _morning(system: Any, pupils: list[Any]) -> None:
    """Two of three pupils of grade 7 are measured, one with a fever; one dormitory of two is disinfected in time."""
    draft = steps.draft
    measured = "screening.temperature_check"
    cleaned = {"object": "surface", "agent": "84", "available_chlorine_mg_per_l": 500, "contact_minutes": 30}
    entries = [
        draft(measured, "SCH-G7", at(7, 40), {"celsius": 36.4, "site": "forehead"}, person=pupils[0]),
        draft(measured, "SCH-G7", at(7, 41), {"celsius": 38.2, "site": "forehead"}, person=pupils[1]),
        draft("screening.roll_call", "SCH-G7", at(8, 30), {"listed": 3, "present": 2, "excused": 1, "unexplained": 0}),
        draft("sanitation.disinfection", "SCH-LOG", at(7), cleaned, place="SCH-DORM1"),
        draft("sanitation.disinfection", "SCH-LOG", at(10, 30), cleaned, place="SCH-CANTEEN"),
    ]
    steps.record(system, entries, at(10, 45))


def _reports(system: Any) -> dict[str, Any]:
    """Grade 7 files in time, grade 8 does not; what the form of grade 7 says."""
    from lianfang.areas.reporting import queries
    from lianfang.kernel import clock, scope

    figures = steps.filed("teacher-7", "SCH-G7", SATURDAY, at(12, 10), "一人发热，已联系家长。")
    with clock.standing_at(at(12, 40)), scope.acting(system):
        standing = {row.unit.code: str(row.standing) for row in queries.status(system, "SCH", SATURDAY).page.rows}
        return {"figures": figures, "standing": standing, "proposed": steps.proposed()}


def _open_matters(system: Any, now: datetime) -> list[list[Any]]:
    """What the school has open until eight in the evening, as a handover reads it: words, whether late, until when."""
    from lianfang.ground.units import queries as units
    from lianfang.kernel import clock, scope
    from lianfang.kernel.open_matters import read
    from lianfang.kernel.registry import REGISTRY

    with clock.standing_at(now), scope.acting(system):
        found = read(system, REGISTRY.open_matters(), units.unit(system, "SCH").path, now, at(20)).matters
    return [
        [each.words.zh, each.late, f"{clock.local(each.due_at):%H:%M}" if each.due_at else None]
        for each in found
        if not each.source
    ]


def walk() -> None:
    """Afterwards every page that needs no argument answers, and speaks of what was due as the slots do."""
    now = at(11, 30)
    said = walking.walk("school", READERS, OPENED_AT, now, keep=("/", "/sanitation/"))
    said["differ"] = walking.differences("commander-sch", ("SCH", "SCH-LOG", "SCH-G7"), (HOLIDAY, SATURDAY), now)
    said["differ"] += walking.home_differences("property-sch-log", "SCH-LOG", now)
    print("SAID " + json.dumps(said))


def walk_others() -> None:
    """The same pages answer everybody else."""
    print("SAID " + json.dumps(walking.walk("school", OTHERS, OPENED_AT, at(11, 30))))
