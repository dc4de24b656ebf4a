"""tests · walking: every page that needs no argument answers every reader, under the playbook that is in force."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

Readers = Sequence[tuple[str, str]]  # a role, and the unit over which it is held


def walk(system: Any, readers: Readers, opened_at: datetime, keep: Collection[str] = ()) -> dict[str, Any]:
    """How many pages there are, which of them broke for whom, and what the pages to keep said."""
    from django.test.utils import setup_test_environment

    from tests.house.addresses import patterns

    setup_test_environment()
    pages = [f"/{each}" for each in dict.fromkeys(patterns()) if "<" not in each and not each.startswith("accounts/")]
    broken, seen = [], {}
    for role, unit in readers:
        client = reader(system, role, unit, opened_at)
        for page in pages:
            answer = client.get(page)
            if answer.status_code >= 500:
                broken.append([role, page, answer.status_code])
            if page in keep and answer.status_code == 200:
                seen[f"{role} {page}"] = answer.content.decode()
    return {"pages": len(pages), "broken": broken, "seen": seen, "walked": [role for role, _ in readers]}


def reader(system: Any, role: str, unit: str, opened_at: datetime) -> Any:
    """A client of somebody new who holds a role over a unit."""
    from lianfang.ground.access import actions as access
    from lianfang.kernel import clock, scope

    login = f"{role}-{unit.lower()}"
    with scope.acting(system):
        access.create_user(system, login=login, unit=unit)
        access.give_grant(system, login=login, role=role, unit=unit, at=clock.FixedClock(opened_at))
    return signed_in(login)


def signed_in(login: str) -> Any:
    """A client of somebody who is there."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(raise_request_exception=False)
    user = get_user_model().objects.get(username=login)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["lianfang_language"] = "zh-hans"
    return client


def slots(system: Any, top: str, day: Any, now: datetime) -> dict[str, dict[str, int]]:
    """For each duty and window of a day how many slots stand how."""
    from lianfang.areas.duties import actions, queries
    from lianfang.ground.units import queries as units

    actions.derive_day(day, now)
    found: dict[str, dict[str, int]] = {}
    for tally in queries.tallies(system, units.unit(system, top), day, now):
        counted = found.setdefault(f"{tally.duty}/{tally.number}", {})
        for state, count in tally.counts.items():
            counted[str(state)] = counted.get(str(state), 0) + count
    return found
