"""campaigns · team161.load: opens the units, places and people of the plan, replays the days, and ticks on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import transaction

from lianfang.campaigns.models import Replay as ReplayRow
from lianfang.campaigns.team161.ground import OPENED_AT, open_ground, person_ids
from lianfang.campaigns.team161.plan import FULL, LIGHT, Plan, build
from lianfang.campaigns.team161.plan.shapes import SHANGHAI
from lianfang.campaigns.team161.replay import Replay
from lianfang.kernel import clock, keyring, scope
from lianfang.kernel.models import Entry

NAME = "team161"
DEMO_UNTIL = datetime(2020, 8, 10, 16, 40, tzinfo=SHANGHAI)
# A longer silence than this means that nothing ran meanwhile: the campaign then goes on where it stopped.
_PAUSE = timedelta(minutes=2)


class LedgerNotEmpty(Exception):
    """A campaign is loaded into an empty ledger only."""


def load(
    *,
    until: datetime = DEMO_UNTIL,
    seed: int = 161,
    full: bool = False,
    tell: Callable[[datetime, int], None] = lambda moment, done: None,
) -> dict[str, Any]:
    """Loads the whole campaign up to `until` and sets the installation's clock there.

    Gives how much was done. Raises `LedgerNotEmpty`, and `Refused` where an act does not hold.
    """
    plan, persons = _planned(seed, full)
    system = scope.system_actor("replay")
    with keyring.seeded(seed), scope.acting(system):
        if Entry.objects.exists():
            raise LedgerNotEmpty
        with clock.standing_at(OPENED_AT), transaction.atomic():
            open_ground(plan, system)
        acts = Replay(plan, persons, tell).run(OPENED_AT, until)
        _note(seed, full, until)
        clock.start_campaign(until)
        return {"acts": acts, "entries": Entry.objects.count()}


def tick() -> int:
    """Does what the script has between the last tick and now; gives how many acts. Nothing without a replay."""
    row = ReplayRow.objects.first()
    if row is None:
        return 0
    if datetime.now(UTC) - row.ticked_at > _PAUSE:
        clock.start_campaign(row.until_at)
    until = clock.fresh().now()
    with keyring.seeded(row.seed):
        acts = Replay(*_planned(row.seed, row.full), strict=False).run(row.until_at, until)
    _note(row.seed, row.full, max(until, row.until_at))
    return acts


@lru_cache(maxsize=1)
def _planned(seed: int, full: bool) -> tuple[Plan, dict[int, UUID]]:
    """The plan and its people's ids, kept between ticks."""
    plan = build(seed, FULL if full else LIGHT)
    return plan, person_ids(plan)


def _note(seed: int, full: bool, until: datetime) -> None:
    said = {"name": NAME, "seed": seed, "full": full, "until_at": until, "ticked_at": datetime.now(UTC)}
    ReplayRow.objects.update_or_create(one=True, defaults=said)
