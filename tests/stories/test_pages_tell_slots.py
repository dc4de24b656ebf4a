"""tests · stories: in the demonstration campaign each page says of rounds and readings what the slots say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from lianfang.areas.duties import actions as duties
from lianfang.ground.access import queries as access
from lianfang.ground.access.models import User
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from tests.support import pages, told_slots
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


def test_pages_agree_with_the_slots_also_on_what_was_excused_or_came_late(settings: Any) -> None:
    settings.DEMO = True
    system = scope.system_actor("story")
    actor = access.actor_of(User.objects.get(username="commander"))
    open_slots = "SELECT duty, target FROM duties_slot WHERE day = %s AND unit = %s AND entry IS NULL AND duty = %s"
    duty, target = min(left := _rows(open_slots, DAYS[1], UNIT, "disinfection"))
    held = sorted({each.unit for each in access.actor_of(User.objects.get(username="property")).held})
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
        faults += told_slots.home_differences(_signed_in("property"), held, EVENING)
        excused = told_slots.Slots(UNIT, DAYS[1], EVENING).of(told_slots.ROUND)["excused"]
    assert excused == left.count((duty, target)) > 0, "the rounds of one place that were still to come"
    assert not faults, "\n".join(faults)
    # Past its time nothing turns up again that was excused, and what was left out is missed everywhere.
    later = EVENING + timedelta(hours=12)
    with clock.standing_at(later):
        assert told_slots.home_differences(_signed_in("property"), held, later) == []
        assert told_slots.differences(_signed_in("commander"), actor, UNIT, DAYS[1], later) == []


def test_what_a_commander_adds_is_on_every_page_and_in_every_figure_of_all_below(settings: Any) -> None:
    settings.DEMO = True
    system, day = scope.system_actor("story"), DAYS[1]
    window = {"from_time": "16:00", "due_time": "20:00", "until_time": "15:00", "zh": "加消", "en": "extra round"}
    extra = {
        "duty": "extra_rounds", "zh": "加密消毒", "en": "Extra rounds", "role": "property", "kind": told_slots.ROUND,
        "sort": "place", "kinds": ["lift", "entrance", "corridor"], "windows": [window], "days": "every",
        "because": "7月16日会议", "from_day": day,
    }  # fmt: skip
    told: list[str] = []
    with clock.standing_at(EVENING):
        with scope.acting(system):
            duties.set_duty(system, unit=units.unit(system, "T161"), data=extra)
        made = _rows("SELECT unit, entry::text FROM duties_slot WHERE duty = 'extra_rounds' AND day = %s", day)
        for login, unit in (("commander", "T161"), ("commander", UNIT), ("property", UNIT)):
            actor = access.actor_of(User.objects.get(username=login))
            told += told_slots.differences(_signed_in(login), actor, unit, day, EVENING)
        held = sorted({each.unit for each in access.actor_of(User.objects.get(username="property")).held})
        told += told_slots.home_differences(_signed_in("property"), held, EVENING)
    assert {unit for unit, _ in made} >= {UNIT}
    assert {entry is None for _, entry in made} == {True, False}, "a round that was recorded counts for this one, too"
    assert not told, "\n".join(told)


def test_a_site_that_was_excused_is_silent_on_no_page(settings: Any) -> None:
    settings.DEMO = True
    system, day = scope.system_actor("story"), DAYS[1]
    silent = _rows(
        "SELECT target FROM duties_slot WHERE day = %s AND duty = 'site_status' AND entry IS NULL ORDER BY target", day
    )
    with clock.standing_at(EVENING):
        commander = _signed_in("commander")
        with scope.acting(system):
            duties.excuse(
                system, unit=units.unit(system, silent[0][0]), duty="site_status", from_day=day, until_day=day,
                because="撤点",
            )  # fmt: skip
        sites = pages.text(commander.get(f"/resumption/?day={day}"))
        command = pages.text(commander.get(f"/command/?unit=T161&day={day}"))
    left = len(silent) - 1
    assert left > 0
    assert f"，待报{left}" in sites, "the title"
    assert f"，未报 0，待报 {left}" in command
    past = EVENING + timedelta(hours=21, minutes=20)  # 15:50: their time is over, and the day still runs
    with clock.standing_at(past):
        sites = pages.text(_signed_in("commander").get("/resumption/"))
        command = pages.text(_signed_in("commander").get("/command/?unit=T161"))
    assert f"，未报{left}" in sites, "the title"
    assert re.search(rf">未报<.{{0,200}}?>{left}<", sites, re.DOTALL), "the figure"
    assert f"，未报 {left}" in command
