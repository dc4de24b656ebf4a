"""tests · river town: the ground of an outbreak of invention, and its clock, set inside the running process."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
OPENED_AT = datetime(2020, 8, 3, 9, tzinfo=ZONE)
PASSWORD = "Rather-long-9-words"
# login → the role, and the unit over which it is held
PEOPLE = {
    "wells": ("grid", "RIVER-EAST"),
    "doctor": ("officer", "RIVER-EAST"),
    "clerk": ("reporter", "RIVER-EAST"),
    "mayor": ("commander", "RIVER"),
    "watcher": ("auditor", "RIVER"),
}


def open_town() -> None:
    """A county, a town and a landing with two wells and a boat lift; somebody for each role, and one patient."""
    from lianfang.ground.access import actions as access
    from lianfang.ground.people import actions as people
    from lianfang.ground.places import actions as places
    from lianfang.ground.units import actions as units
    from lianfang.kernel import clock, scope

    system, at = scope.system_actor("river"), clock.FixedClock(OPENED_AT)
    with scope.acting(system), clock.standing_at(OPENED_AT):
        spec = units.UnitSpec
        units.open_units(
            system,
            [
                spec("COUNTY", "county", "河县", "River county"),
                spec("RIVER", "town", "河镇", "River town", "COUNTY"),
                spec("RIVER-EAST", "landing", "东码头", "East landing", "RIVER"),
            ],
            at=at,
        )
        wells = [("WELL-1", "well", "一号井"), ("WELL-2", "well", "二号井"), ("LIFT-1", "lift", "升船机")]
        places.open_places(
            system, [places.PlaceSpec(code, kind, "RIVER-EAST", zh, code) for code, kind, zh in wells], at=at
        )
        people.register_person(system, unit="RIVER-EAST", name="张三", at=at)
        for login, (role, unit) in PEOPLE.items():
            access.create_user(system, login=login, unit=unit, password=PASSWORD)
            access.give_grant(system, login=login, role=role, unit=unit, at=at)


def set_clock(hour: int, minute: int = 0) -> None:
    """It is that time of 10 August, and stays so."""
    from lianfang.areas.duties import actions as duties
    from lianfang.kernel import clock

    moment = datetime(2020, 8, 10, hour, minute, tzinfo=ZONE)
    clock.start_campaign(moment, rate=0.0)
    duties.ensure_days(moment)


def say_figures() -> None:
    """What the days of the wells add up."""
    import json

    from django.db import connection

    from lianfang.kernel import scope

    with scope.acting(scope.system_actor("river")), connection.cursor() as cursor:
        cursor.execute("SELECT figures FROM records_day WHERE kind = 'records.well_check'")
        figures = [json.loads(row[0]) if isinstance(row[0], str) else row[0] for row in cursor.fetchall()]
        print("SAID " + json.dumps({"figures": figures}))


def begin_incident() -> None:
    """Diarrhoea at the landing, known and accepted at noon."""
    from lianfang.areas.incidents import actions as incidents
    from lianfang.kernel import clock, scope
    from lianfang.kernel.recording import Recording

    moment = datetime(2020, 8, 10, 12, 5, tzinfo=ZONE)
    system, how = scope.system_actor("river"), Recording(clock.FixedClock(moment))
    with scope.acting(system):
        which = incidents.propose(
            system, unit="RIVER-EAST", code="E01", occurred_at=moment, known_at=moment, how=how
        ).id
        incidents.open_incident(system, incident=which, how=how)


def say_visits() -> None:
    """The visits that are due on the day that began at noon, and whether each is done."""
    import json

    from django.db import connection

    from lianfang.kernel import scope

    with scope.acting(scope.system_actor("river")), connection.cursor() as cursor:
        cursor.execute("SELECT entry FROM duties_slot WHERE duty = 'daily_visit' AND day = '2020-08-11'")
        print("SAID " + json.dumps({"visits": [{"done": row[0] is not None} for row in cursor.fetchall()]}))
