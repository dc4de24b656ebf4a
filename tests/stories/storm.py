"""tests · storm: entries as phones on a bad network send them, and a ground to send them to."""

from __future__ import annotations

import http.client
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lianfang.kernel import ids

SINCE = datetime(2020, 8, 10, 8, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
UNITS = [f"S{number:02d}" for number in range(40)]
# A minute of the test is a day of the campaign, so that days close and are sealed while entries come in.
RATE = 1440.0
GROUND = f"""
from datetime import datetime, timedelta
from lianfang.ground.access import actions as access
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.places import actions as places
from lianfang.ground.units import actions as units
from lianfang.kernel import clock, scope
since = datetime.fromisoformat("{SINCE.isoformat()}")
before = since - timedelta(days=2)
clock.start_campaign(before, rate=0.0)  # so that nobody seals, by a later clock, what is only being set up
system, at = scope.system_actor("storm"), clock.FixedClock(before)
with scope.acting(system), clock.standing_at(at.at):
    specs = [units.UnitSpec("S", "team", "风暴队", "Storm team")]
    specs += [units.UnitSpec(code, "project_dept", code, code, "S") for code in {UNITS!r}]
    units.open_units(system, specs, at=at)
    places.open_places(system, [
        places.PlaceSpec(f"{{code}}-LIFT", "lift", code, "电梯", "lift") for code in {UNITS!r}], at=at)
    access.create_user(system, login="storm", unit="S")
    for role in (Role.REPORTER, Role.OFFICER, Role.PROPERTY, Role.KEEPER, Role.SITE, Role.GRID, Role.COMMANDER):
        access.give_grant(system, login="storm", role=role, unit="S", at=at)
    token = access.new_token(User.objects.get(username="storm"), device="s", days=300, now=at.at, made_by="t").shown
clock.start_campaign(since, rate={RATE})
print("TOKEN", token)
"""
SEAL = """
from lianfang.kernel import clock, scope, seals
with scope.acting(scope.system_actor("storm")):
    print("SEALED", seals.seal_days_until(clock.current().now()))
"""


def entries(count: int, seed: int) -> list[dict[str, Any]]:
    """So many entries of several kinds, one in ten a correction or withdrawal of another."""
    draw, made = random.Random(seed), []
    mint = ids.seeded_mint(seed)
    while len(made) < count:
        at = SINCE - timedelta(seconds=draw.randrange(20 * 3600))
        one = _entry(draw, at, mint(at))
        made.append(one)
        if draw.random() < 0.1 and len(made) < count:
            made.append(_change(draw, one, at, mint(at)))
    return made


def _entry(draw: random.Random, at: datetime, minted: UUID) -> dict[str, Any]:
    unit = draw.choice(UNITS)
    kind, data = draw.choice(
        (
            ("screening.roll_call", {"listed": 20, "present": 19, "excused": 1, "unexplained": 0}),
            ("sanitation.waste_clearance", {"bags": draw.randrange(9), "overflow": False}),
            ("sanitation.disinfection", {"object": "lift", "agent": "84", "contact_minutes": draw.randrange(10, 60)}),
            ("supplies.receipt", _supply(draw) | {"quantity": draw.randrange(1, 99)}),
            ("supplies.issue", _supply(draw) | {"quantity": draw.randrange(1, 9)}),
            ("resumption.site_status", {"mode": "working", "crew_present": draw.randrange(20), "crew_listed": 20}),
        )
    )
    entry = {"id": str(minted), "kind": kind, "unit": unit, "occurred_at": at.isoformat(), "data": data}
    if kind.startswith("sanitation."):
        entry["place"] = f"{unit}-LIFT"
    return entry


def _supply(draw: random.Random) -> dict[str, Any]:
    return {"item": "mask", "lot": f"L{draw.randrange(4)}", "quantity_unit": "个"}


def _change(draw: random.Random, one: dict[str, Any], at: datetime, minted: UUID) -> dict[str, Any]:
    changed = {**one, "id": str(minted), "corrects": one["id"], "reason": "更正"}
    if draw.random() < 0.3:
        changed.pop("place", None)
        changed |= {"kind": "ledger.withdrawal", "data": {}}
    return changed


def sendings(made: list[dict[str, Any]], clients: int, seed: int) -> list[list[list[dict[str, Any]]]]:
    """For each client its batches of random size: every entry one to three times, in random order."""
    draw = random.Random(seed)
    all_of_it = [one for one in made for _ in range(draw.choice((1, 1, 2, 3)))]
    draw.shuffle(all_of_it)
    shares: list[list[list[dict[str, Any]]]] = [[] for _ in range(clients)]
    while all_of_it:
        size = draw.choice((1, 3, 20, 150, 700, 1500))
        draw.choice(shares).append(all_of_it[-size:])
        del all_of_it[-size:]
    return shares


@dataclass
class Phone:
    """One client: sends its batches until each entry was answered, however often the line or the server breaks."""

    port: int
    token: str
    held: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    broken: int = 0

    def send(self, batches: list[list[dict[str, Any]]]) -> None:
        for batch in batches:
            for said in self._answered(batch):
                if said["status"] in ("accepted", "duplicate"):
                    self.held.add(said["id"])
                else:
                    self.refused[said["id"]] = str(said)

    def _answered(self, batch: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        body = json.dumps(batch).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        until = time.monotonic() + 300
        while time.monotonic() < until:
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                link.request("POST", "/api/v1/entries", body, headers)
                answer = link.getresponse()
                text = answer.read()
                if answer.status < 500:
                    yield from json.loads(text)
                    return
            except (OSError, http.client.HTTPException, ValueError):
                pass
            self.broken += 1
            time.sleep(0.3)
        raise AssertionError("no answer within five minutes")
