"""tests · stories: in the demonstration campaign each page says of rounds and readings what the slots say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.duties import actions as duties
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from tests.support import told_slots
from tests.support.campaign import EVENING

pytestmark = [pytest.mark.django_db, pytest.mark.loaded]
UNIT = "T161-PROP"  # where the property worker is
DAYS = (date(2020, 7, 16), date(2020, 7, 17))


def _signed_in(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend")
    return client


def _rows(sql: str, *parameters: object) -> list[tuple[str, ...]]:
    with scope.acting(scope.system_actor("story")), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def test_pages_agree_with_the_slots_also_on_what_was_excused_or_came_late() -> None:
    system = scope.system_actor("story")
    actor = access.actor_of(User.objects.get(username="commander"))
    open_slots = "SELECT duty, target FROM duties_slot WHERE day = %s AND unit = %s AND entry IS NULL AND duty = %s"
    duty, target = _rows(f"{open_slots} ORDER BY target LIMIT 1", DAYS[1], UNIT, "disinfection")[0]
    with clock.standing_at(EVENING):
        commander = _signed_in("commander")
        with scope.acting(system):
            duties.excuse(
                system, unit=units.unit(system, UNIT), duty=duty, targets=[target], from_day=DAYS[1],
                until_day=DAYS[1], because="电梯停用",
            )  # fmt: skip
        codes = [row[0] for row in _rows("SELECT DISTINCT unit FROM duties_slot WHERE duty = 'disinfection'")]
        faults = [
            fault
            for code in ("T161", *sorted(codes)[:3], UNIT)
            for day in DAYS
            for fault in told_slots.differences(commander, actor, code, day, EVENING)
        ]
        faults += told_slots.home_differences(_signed_in("property"), UNIT, EVENING)
        excused = told_slots.Slots(UNIT, DAYS[1], EVENING).of(told_slots.ROUND)["excused"]
    assert excused == 3, "the three rounds of one place"
    assert not faults, "\n".join(faults)
    # Past its time nothing turns up again that was excused, and what was left out is missed everywhere.
    later = EVENING + timedelta(hours=12)
    with clock.standing_at(later):
        assert told_slots.home_differences(_signed_in("property"), UNIT, later) == []
        assert told_slots.differences(_signed_in("commander"), actor, UNIT, DAYS[1], later) == []
