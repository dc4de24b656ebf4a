"""tests · walking: every page that needs no argument answers every reader, under the playbook that is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

Readers = Sequence[tuple[str, str]]  # a role, and the unit over which it is held


def walk(
    story: str, readers: Readers, opened_at: datetime, now: datetime, keep: Collection[str] = ()
) -> dict[str, Any]:
    """How many pages there are, which of them broke for whom, what the pages to keep said, and figures of which two
    things were said."""
    from django.test.utils import setup_test_environment

    from lianfang.kernel import clock, scope
    from tests.house.addresses import without_arguments
    from tests.support import lacking
    from tests.support.figures import Compared

    setup_test_environment()
    system = scope.system_actor(story)
    pages = without_arguments()
    broken, seen, compared = [], {}, Compared()
    with clock.standing_at(now):
        for role, unit in readers:
            client = reader(system, role, unit, opened_at)
            for page in pages:
                answer = client.get(page)
                if answer.status_code >= 500:
                    broken.append([role, page, answer.status_code])
                if answer.status_code == 200 and not answer.streaming:
                    html = answer.content.decode(errors="replace")
                    compared.take(f"{role} {page}", html)
                    if page in keep:
                        seen[f"{role} {page}"] = html
        with scope.acting(system):
            differ = [*lacking.differences(system, sorted(compared.met), now)]
    return {
        "pages": len(pages), "broken": broken, "seen": seen, "walked": [role for role, _ in readers],
        "figures_differ": compared.faults(), "figures_met": len(compared.said),
        "lacking": differ,
    }  # fmt: skip


def reader(system: Any, role: str, unit: str, opened_at: datetime) -> Any:
    """A client of somebody new who holds a role over a unit."""
    from lianfang.ground.testing import enlist

    login = f"{role}-{unit.lower()}"
    enlist(system, {login: (role, unit)}, since=opened_at)
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


def differences(commander: str, tops: Iterable[str], days: Sequence[date], now: datetime) -> list[str]:
    """Where the pages of these units and days speak otherwise of what was due than the slots."""
    from django.contrib.auth import get_user_model

    from lianfang.ground.access import queries as access
    from lianfang.kernel import clock
    from tests.support import told_slots

    actor, client = access.actor_of(get_user_model().objects.get(username=commander)), signed_in(commander)
    with clock.standing_at(now):
        return [each for top in tops for day in days for each in told_slots.differences(client, actor, top, day, now)]


def home_differences(login: str, unit: str, now: datetime) -> list[str]:
    """The same of somebody's home page."""
    from lianfang.kernel import clock
    from tests.support import told_slots

    with clock.standing_at(now):
        return told_slots.home_differences(signed_in(login), [unit], now)
