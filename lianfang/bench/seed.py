"""bench · seed: a tree of ten thousand units and a ledger of a million entries, through the journal.

Every day has the same number of entries, so that a ledger ten or a hundred times as long is a longer history, not a
busier day. All of it is synthetic.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lianfang.ground.access import actions as access
from lianfang.ground.access import queries as access_queries
from lianfang.ground.access.models import User
from lianfang.ground.access.roles import Role
from lianfang.ground.units import actions as units
from lianfang.ground.units.actions import UnitSpec
from lianfang.kernel import clock, ids, journal, scope
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor

ROOT = "BENCH"
LAST_DAY = datetime(2020, 8, 10, 7, 0, tzinfo=UTC)  # 15:00 in Shanghai: inside the reporting day 2020-08-10
OPENED_AT = datetime(2020, 3, 1, tzinfo=UTC)
# After 16:00 and before the cut-offs: the window of the last day is closed, reports are due.
NOW = datetime(2020, 8, 10, 8, 20, tzinfo=UTC)
KIND = "screening.roll_call"


def leaves(count: int) -> list[str]:
    return [f"U{number:05d}" for number in range(count)]


def plant(count: int) -> None:
    """A root, groups of a hundred, and `count` units below them; a superior and a device token at the root."""
    system = scope.system_actor("bench")
    groups = max(1, count // 100)
    specs = [UnitSpec(ROOT, "superior", "基准上级", "Bench superior")]
    specs += [UnitSpec(f"G{g:03d}", "team", f"基准队{g}", f"Bench team {g}", ROOT) for g in range(groups)]
    specs += [
        UnitSpec(code, "subsidiary", f"基准单位{code}", f"Bench unit {code}", f"G{number % groups:03d}")
        for number, code in enumerate(leaves(count))
    ]
    with scope.acting(system), clock.standing_at(OPENED_AT):
        units.open_units(system, specs, at=clock.FixedClock(OPENED_AT), origin=Origin.REPLAY)
        for login, role in (("bench", Role.SUPERIOR), ("bench-device", Role.REPORTER)):
            access.create_user(system, login=login, unit=ROOT)
            access.give_grant(system, login=login, role=role, unit=ROOT, at=clock.FixedClock(OPENED_AT))


def actor(login: str = "bench") -> Actor:
    return access_queries.actor_of(User.objects.get(username=login))


def token() -> str:
    """A device's token for the login that records."""
    user = User.objects.get(username="bench-device")
    with scope.acting(scope.system_actor("bench")):
        return access.new_token(user, device="bench", days=30, now=clock.current().now(), made_by="bench").shown


def draft(unit: str, at: datetime, number: int) -> Draft:
    data = b'{"listed":%d,"present":%d,"excused":1,"unexplained":0}' % (20 + number % 5, 19 + number % 5)
    return Draft(id=ids.mint(at), kind=KIND, unit=unit, occurred_at=at, data=data, recorded_at=at)


def record(system: Actor, one: Draft) -> None:
    """Records one entry, within `scope.acting(system)`."""
    journal.record_one(system, one, origin=Origin.REPLAY, at=clock.FixedClock(NOW))


def wire(unit: str, at: datetime, number: int, minted: UUID) -> dict[str, object]:
    """The same entry as it comes over HTTP."""
    data = {"listed": 20 + number % 5, "present": 19 + number % 5, "excused": 1, "unexplained": 0}
    return {"id": str(minted), "kind": KIND, "unit": unit, "occurred_at": at.isoformat(), "data": data}


def fill(days: int, units_count: int, *, back_from: int = 0) -> int:
    """Records one roll call a day for each unit, for `days` days before LAST_DAY less `back_from` days."""
    system = scope.system_actor("bench")
    done = 0
    with scope.acting(system):
        for back in range(back_from, back_from + days):
            for chunk in _chunks(units_count, LAST_DAY - timedelta(days=back)):
                journal.record(system, chunk, origin=Origin.REPLAY, at=clock.FixedClock(NOW))
                done += len(chunk)
    return done


def _chunks(count: int, at: datetime) -> Iterator[list[Draft]]:
    codes = leaves(count)
    for first in range(0, count, 10_000):
        part = codes[first : first + 10_000]
        yield [draft(code, at - timedelta(seconds=number % 3600), number) for number, code in enumerate(part)]
