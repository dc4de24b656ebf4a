"""tests · street: a Tuesday of a street against chikungunya, under the third playbook: no line of Python is its own."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories import steps, walking

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY, TUESDAY = date(2025, 7, 21), date(2025, 7, 22)
OPENED_AT = datetime(2025, 7, 18, 9, tzinfo=ZONE)
READERS = (
    ("commander", "JD"), ("superior", "QAWB"), ("reporter", "JD-C1"), ("grid", "JD-C1-G1"), ("property", "JD-C1"),
)  # fmt: skip
OTHERS = (
    ("admin", "QAWB"), ("officer", "JD-C1"), ("gate", "JD-C1"), ("keeper", "JD-C1"), ("site", "JD-C1"),
    ("laundry", "JD-C1"), ("editor", "JD"), ("inspector", "JD"), ("auditor", "QAWB"),
)  # fmt: skip

# Pages that once spoke of another outbreak, of files, or of people that nobody here asks for.
KEPT = ("/screening/", "/screening/health-declaration/", "/duties/new/", "/watch/", "/incidents/exercises/")


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


def play() -> None:
    """Opens the street, lives its Tuesday, and prints what the house makes of it as JSON."""
    from lianfang.kernel import clock, scope
    from lianfang.playbook import current

    system = scope.system_actor("street")
    with scope.acting(system), clock.standing_at(OPENED_AT):
        ill = _open(system)
    said: dict[str, Any] = {"playbook": current().meta.code}
    with scope.acting(system):
        said["monday"] = sorted(steps.slots(system, "QAWB", MONDAY, at(16, day=MONDAY)))
        steps.slots(system, "QAWB", TUESDAY, at(5))
        _day(system, ill)
        said["tuesday"] = steps.slots(system, "QAWB", TUESDAY, at(16, 20))
    said |= _outbreak(system) | _reports(system)
    print("SAID " + json.dumps(said))


def _open(system: Any) -> Any:
    from lianfang.ground.people import actions as people
    from lianfang.ground.places import actions as places
    from lianfang.ground.units import actions as units
    from lianfang.kernel import clock

    clocked = {"at": clock.FixedClock(OPENED_AT)}
    spec = units.UnitSpec
    tree = [
        spec("QAWB", "district", "区爱卫办", "District health office"),
        spec("JD", "street", "样本街道", "Street", "QAWB"),
    ]
    tree += [spec(f"JD-C{n}", "neighbourhood", f"{n}社区", f"Community {n}", "JD") for n in (1, 2)]
    tree += [spec(f"JD-C1-G{n}", "grid_unit", f"{n}网格", f"Grid {n}", "JD-C1") for n in (1, 2)]
    units.open_units(system, tree, **clocked)
    opened = [
        ("G1-R1", "residence", "JD-C1-G1"), ("G1-P1", "park", "JD-C1-G1"), ("G2-S1", "construction_site", "JD-C1-G2"),
        ("C1-D1", "drain", "JD-C1"), ("C1-O1", "ovitrap_point", "JD-C1"), ("C1-ST", "store", "JD-C1"),
    ]  # fmt: skip
    places.open_places(
        system, [places.PlaceSpec(code, kind, unit, code, code) for code, kind, unit in opened], **clocked
    )
    steps.open_reporter(system, "clerk", "JD-C1", **clocked)
    return people.register_people(system, [people.PersonSpec("JD-C1-G1", "样本一")], **clocked)[0]


def _day(system: Any, ill: Any) -> None:
    """Two of three places are looked at, one of them late; both communities survey; a case is followed up."""
    draft = steps.draft
    water = {"containers": 6, "positive": 1, "removed": 5, "left": True, "why_left": "larvicide"}
    dry = {"containers": 2, "positive": 0, "removed": 2, "left": False}
    treated = {"object": "container_water", "agent": "larvicide_bti", "amount": 0.5}
    entries = [
        draft("records.standing_water", "JD-C1-G1", at(10), water, place="G1-R1"),
        draft("records.standing_water", "JD-C1-G1", at(16, 10), dry, place="G1-P1"),
        draft("records.breteau_survey", "JD-C1", at(11), {"houses": 100, "containers": 90, "positive": 8}),
        draft("records.breteau_survey", "JD-C2", at(11), {"houses": 300, "containers": 90, "positive": 4}),
        draft("records.ovitrap_check", "JD-C1", at(12), {"placed": 50, "effective": 40, "positive": 3}, place="C1-O1"),
        draft("records.larvicide", "JD-C1", at(9), {"agent": "larvicide_bti", "spots": 12, "dose": 0.5}, place="C1-D1"),
        draft(
            "records.case_follow_up", "JD-C1-G1", at(9, 30),
            {"fever": False, "joint_pain": True, "stays": "home", "protected": True, "said": "好转"}, person=ill,
        ),
        draft("sanitation.disinfection", "JD-C1-G1", at(10, 5), treated, place="G1-R1"),
        draft(
            "screening.health_declaration", "JD-C1-G1", at(9, 40), {"symptoms": ["rash"]},
            person=ill,
        ),
    ]  # fmt: skip
    steps.record(system, entries, at(16, 20))


def _outbreak(system: Any) -> dict[str, Any]:
    """In outbreak control more is due from the next day on: spraying at dusk and the follow-up of households."""
    from lianfang.areas.duties import actions
    from lianfang.ground.units import queries as units
    from lianfang.kernel import clock, scope
    from lianfang.kernel.recording import Recording

    wednesday = date(2025, 7, 23)
    with scope.acting(system):
        actions.set_mode(
            system, unit=units.unit(system, "JD-C1"), mode="closed", from_day=wednesday, because="疫点处置",
            how=Recording(clock.FixedClock(at(16, 25))),
        )  # fmt: skip
        return {"outbreak": sorted(steps.slots(system, "QAWB", wednesday, at(16, 30)))}


def _reports(system: Any) -> dict[str, Any]:
    """The first community files; what its form says, and which procedures are proposed."""
    from lianfang.areas.records.gaps import GAPS
    from lianfang.kernel import scope

    figures = steps.filed("clerk", "JD-C1", TUESDAY, at(17, 5), "翻盆倒罐正常开展。")
    with scope.acting(system):
        [line] = [
            gap.words for gap in GAPS[0].standing(at(17, 5), OPENED_AT) if gap.unit == "JD-C1" and ":V2:" in gap.key
        ]
        return {"figures": figures, "proposed": steps.proposed(), "line": [line.zh, line.en]}


def walk() -> None:
    """Afterwards every page that needs no argument answers, and speaks of what was due as the slots do."""
    now = at(16, 40)
    said = walking.walk("street", READERS, OPENED_AT, now, keep=KEPT)
    said["differ"] = walking.differences("commander-jd", ("JD", "JD-C1", "JD-C1-G1"), (MONDAY, TUESDAY), now)
    said["differ"] += walking.home_differences("property-jd-c1", "JD-C1", now)
    print("SAID " + json.dumps(said))


def walk_others() -> None:
    """The same pages answer everybody else."""
    print("SAID " + json.dumps(walking.walk("street", OTHERS, OPENED_AT, at(16, 40))))
