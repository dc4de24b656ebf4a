"""tests · street: a Tuesday of a street against chikungunya, under the third playbook: no line of Python is its own."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories import walking

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY, TUESDAY = date(2025, 7, 21), date(2025, 7, 22)
OPENED_AT = datetime(2025, 7, 18, 9, tzinfo=ZONE)
READERS = (
    ("commander", "JD"), ("superior", "QAWB"), ("reporter", "JD-C1"), ("grid", "JD-C1-G1"), ("property", "JD-C1"),
    ("admin", "QAWB"), ("officer", "JD-C1"),
    ("gate", "JD-C1"), ("keeper", "JD-C1"), ("site", "JD-C1"), ("laundry", "JD-C1"), ("editor", "JD"),
    ("inspector", "JD"), ("auditor", "QAWB"),
)  # fmt: skip


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
        said["monday"] = sorted(walking.slots(system, "QAWB", MONDAY, at(16, day=MONDAY)))
        walking.slots(system, "QAWB", TUESDAY, at(5))
        _day(system, ill)
        said["tuesday"] = walking.slots(system, "QAWB", TUESDAY, at(16, 20))
    said |= _outbreak(system) | _reports(system)
    print("SAID " + json.dumps(said))


def _open(system: Any) -> Any:
    from lianfang.ground.access import actions as access
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
    access.create_user(system, login="clerk", unit="JD-C1")
    access.give_grant(system, login="clerk", role="reporter", unit="JD-C1", **clocked)
    return people.register_people(system, [people.PersonSpec("JD-C1-G1", "样本一")], **clocked)[0]


def _day(system: Any, ill: Any) -> None:
    """Two of three places are looked at, one of them late; both communities survey; a case is followed up."""
    from lianfang.kernel import clock, ids, journal
    from lianfang.kernel.entries import Draft
    from lianfang.kernel.kinds import Origin

    def draft(kind: str, unit: str, moment: datetime, data: dict[str, Any], **more: Any) -> Draft:
        return Draft(ids.mint(moment), kind, unit, moment, data, **more)

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
            "screening.health_declaration", "JD-C1-G1", at(9, 40), {"symptoms": ["rash"], "from_risk_area": False},
            person=ill,
        ),
    ]  # fmt: skip
    for receipt in journal.record(system, entries, origin=Origin.API, at=clock.FixedClock(at(16, 20))):
        if receipt.problem is not None:
            raise receipt.problem


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
        return {"outbreak": sorted(walking.slots(system, "QAWB", wednesday, at(16, 30)))}


def _reports(system: Any) -> dict[str, Any]:
    """The first community files; what its form says, and what the street's says of both as it stands."""
    from lianfang.areas.incidents import queries as incidents
    from lianfang.areas.reporting import actions, queries
    from lianfang.ground.access import queries as access
    from lianfang.ground.access.models import User
    from lianfang.kernel import clock, scope

    with clock.standing_at(at(17, 5)):
        clerk = access.actor_of(User.objects.get(username="clerk"))
        with scope.acting(clerk):
            actions.confirm_report(clerk, unit="JD-C1", day=TUESDAY, narrative="翻盆倒罐正常开展。")
            filed = queries.report(clerk, "JD-C1", TUESDAY, now=clock.current().now())
            figures = {each.code: [str(each.stated.state), _plain(each.stated.value)] for each in filed.lines}
    with scope.acting(system):
        proposed = [[each.code, each.unit] for each in incidents.unsettled()]
    return {"figures": figures, "proposed": proposed}


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def walk(first: int, last: int) -> None:
    """The same day; then every page that needs no argument answers some of the readers."""
    from lianfang.kernel import clock, scope

    play()
    now = at(16, 40)
    with clock.standing_at(now):
        said = walking.walk(scope.system_actor("street"), READERS[first:last], OPENED_AT, keep=("/",))
        said["differ"] = _differences(now) if first == 0 else []
    print("SAID " + json.dumps(said))


def _differences(now: datetime) -> list[str]:
    """Where a page speaks otherwise of what was due than the slots."""
    from django.contrib.auth import get_user_model

    from lianfang.ground.access import queries as access
    from tests.support import told_slots

    actor = access.actor_of(get_user_model().objects.get(username="commander-jd"))
    commander, property_ = walking.signed_in("commander-jd"), walking.signed_in("property-jd-c1")
    found = [
        each
        for unit in ("JD", "JD-C1", "JD-C1-G1")
        for day in (MONDAY, TUESDAY)
        for each in told_slots.differences(commander, actor, unit, day, now)
    ]
    return found + told_slots.home_differences(property_, ["JD-C1"], now)
