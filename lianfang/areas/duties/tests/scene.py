"""duties · tests' scene: an estate with places, and days whose slots are derived at a moment of the test."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from lianfang.areas.duties import follower_slots
from lianfang.areas.duties.actions import derive_day
from lianfang.ground.places import actions as places
from lianfang.ground.places.actions import PlaceSpec
from lianfang.ground.testing import OPENED_AT
from lianfang.kernel import clock, scope

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2020, 8, 10)
PLACES = (
    ("C161-B01-LIFT1", "lift"),
    ("C161-B01-COR", "corridor"),
    ("C161-WASTE1", "waste_point"),
    ("C161-WH", "warehouse"),
)


def at(hour: int, minute: int = 0, *, day: date = DAY, back: int = 0, second: int = 0) -> datetime:
    """A moment on the wall clock of the day (or some days before)."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=ZONE) - timedelta(days=back)


def open_estate(unit: str = "T161-PROP") -> None:
    """Four places of the property company, opened before the campaign's day five."""
    specs = [PlaceSpec(code, kind, unit, f"地点{code}", f"Place {code}") for code, kind in PLACES]
    with scope.acting(scope.system_actor()) as system:
        places.open_places(system, specs, opened_at=OPENED_AT, at=clock.FixedClock(OPENED_AT + timedelta(hours=1)))


def derived(*days: date, now: datetime | None = None) -> None:
    """Derives the slots of some days, today's by default."""
    for day in days or (DAY,):
        assert derive_day(day, now or at(15, 40))


def slots(duty: str | None = None, day: date = DAY) -> dict[tuple[str, int], dict[str, Any]]:
    """The slots of a day by (target, window)."""
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM duties_slot WHERE day = %s AND (%s::text IS NULL OR duty = %s) ORDER BY 1, 2, 3, 4",
            (day, duty, duty),
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["target"], row["number"]): row for row in rows}


def table() -> list[tuple[Any, ...]]:
    """Everything that stands in the slots, in an order of its own."""
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM duties_slot ORDER BY duty, day, target, number")
        return list(cursor.fetchall())


def from_nothing() -> list[tuple[Any, ...]]:
    """The slots as a rebuild makes them, within this transaction."""
    with scope.acting(scope.system_actor()), connection.cursor() as cursor:
        cursor.execute("DELETE FROM duties_slot")
        follower_slots.everything(cursor)
    return table()
