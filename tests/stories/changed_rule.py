"""tests · changed rule: a dose and a window change in mid-outbreak, seen by a process that stays. Synthetic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.stories import steps

ZONE = ZoneInfo("Asia/Shanghai")
YESTERDAY, TODAY = date(2020, 8, 10), date(2020, 8, 11)
NOW = datetime(2020, 8, 11, 9, 30, tzinfo=ZONE)
_OPENED_AT = datetime(2020, 8, 9, 9, tzinfo=ZONE)


def live(playbook: str, refused: str) -> None:
    """Two days of one office block: what is judged before and after `playbook` is applied, by one process.

    `refused` is a playbook that says of the past what it did not say. Prints what was seen as JSON.
    """
    from lianfang.kernel import clock, scope

    system = scope.system_actor("changed-rule")
    with scope.acting(system), clock.standing_at(_OPENED_AT):
        _open(system)
    clock.start_campaign(NOW, rate=1.0)
    with scope.acting(system):
        _record(system, datetime(2020, 8, 10, 9, tzinfo=ZONE), 500)
        _record(system, datetime(2020, 8, 11, 9, tzinfo=ZONE), 500)
        said: dict[str, Any] = {"before": _seen(system)}
    said["refused"] = _lianfang("playbook", "apply", refused)
    with scope.acting(system):
        said["after_refusal"] = _seen(system)
    said["dry"] = _lianfang("playbook", "apply", playbook, "--dry-run")
    said["applied"] = _lianfang("playbook", "apply", playbook, "--by", "tester")
    with scope.acting(system):
        said["after"] = _seen(system)
        _record(system, datetime(2020, 8, 11, 9, 20, tzinfo=ZONE), 700)
        said["by_the_new_dose"] = _seen(system)["kept"][str(TODAY)]
    said["check"] = _lianfang("rebuild", "--check")
    said["again"] = _lianfang("playbook", "apply", playbook)
    said["listed"] = _lianfang("playbook", "applied")
    with scope.acting(system):
        said["at_last"] = _seen(system)
    print("SAID " + json.dumps(said))


def _lianfang(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "lianfang", words[0], "--json", *words[1:]],
        capture_output=True, text=True, env=os.environ, check=False,
    )  # fmt: skip
    return {"code": done.returncode, "out": done.stdout, "err": done.stderr}


def _open(system: Any) -> None:
    from lianfang.ground.places import actions as places
    from lianfang.ground.units import actions as units
    from lianfang.kernel import clock

    clocked = {"at": clock.FixedClock(_OPENED_AT)}
    spec = units.UnitSpec
    opened = [spec("HQ", "authority", "局", "Authority"), spec("LOG", "logistics", "后勤", "Logistics", "HQ")]
    units.open_units(system, opened, **clocked)
    places.open_places(system, [places.PlaceSpec("COR", "corridor", "LOG", "走廊", "corridor")], **clocked)


def _record(system: Any, moment: datetime, chlorine: int) -> None:
    data = {"object": "surface", "agent": "84", "available_chlorine_mg_per_l": chlorine, "contact_minutes": 30}
    one = steps.draft("sanitation.disinfection", "LOG", moment, data, place="COR")
    steps.record(system, [one], moment + timedelta(minutes=1))


def _seen(system: Any) -> dict[str, Any]:
    """How each day's rounds are judged, and when they were due."""
    from django.db import connection

    from lianfang.areas.duties import actions

    for day in (YESTERDAY, TODAY):
        actions.derive_day(day, NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, array_agg(in_range ORDER BY occurred_at) FROM sanitation_disinfection GROUP BY day")
        kept = {str(day): judged for day, judged in cursor.fetchall()}
        cursor.execute(
            "SELECT day, array_agg(to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'HH24:MI') ORDER BY number) "
            "FROM duties_slot WHERE duty = 'disinfection' AND day = ANY(%s) GROUP BY day",
            ([YESTERDAY, TODAY],),
        )
        return {"kept": kept, "due": {str(day): due for day, due in cursor.fetchall()}}
