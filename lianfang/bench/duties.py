"""bench · duties: the slots of a day from nothing, after one more entry, and what waits for somebody now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connections

from lianfang.areas.duties import actions, queries
from lianfang.bench import seed
from lianfang.bench.report import Line, p95, say, seconds
from lianfang.ground.units import queries as units
from lianfang.kernel import clock, scope
from lianfang.kernel.kinds import Origin
from lianfang.kernel.recording import Recording
from lianfang.kernel.scope import Actor, Held

DUTIES = 50
# Kinds that name a unit; the ledger is full of the first.
KINDS = ("screening.roll_call", "resumption.site_status", "tracing.channel_check", "supplies.stocktake")
DAY = date(2020, 8, 10)
FROM_NOTHING_S, ONE_MORE_MS, MINE_MS = 10.0, 50.0, 50.0


def lines(units_count: int) -> Iterator[Line]:
    """Derived and matched from nothing; after one more entry; "mine now" of one unit's reporter."""
    system = scope.system_actor("bench")
    _set_duties(system)
    say(f"slots of a day: {units_count:,} units × {DUTIES} duties")
    taken = seconds(lambda: actions.derive_day(DAY, seed.NOW))
    yield Line("slots_from_nothing", taken, "s", FROM_NOTHING_S, 1.0, at_least=False)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE duties_slot")
    with scope.acting(system):
        watched = p95(lambda: _one_more(system), 20) * 1000
    yield Line("slots_after_one_more_entry", watched, "ms", ONE_MORE_MS, 1.0, at_least=False)
    path = f"{seed.ROOT}/G000/U00000/"
    mine = Actor("reporter", 1, (Held("reporter", frozenset({"duties.see"}), "U00000", (path,)),))
    now = seed.LAST_DAY
    with scope.acting(mine):
        yield Line("mine_now_p95", p95(lambda: queries.mine(mine, now), 100) * 1000, "ms", MINE_MS, 1.0, at_least=False)


def _set_duties(system: Actor) -> None:
    """Fifty duties of the whole tree, each once in the day for every leaf."""
    at = clock.FixedClock(seed.LAST_DAY - timedelta(days=1))
    window = {"from_time": "05:00", "due_time": "12:00", "until_time": "16:00", "zh": "上午", "en": "morning"}
    with scope.acting(system), clock.standing_at(at.now()):
        root = units.unit(system, seed.ROOT)
        for number in range(DUTIES):
            data = {
                "duty": f"bench_{number:02d}", "zh": f"基准{number}", "en": f"Bench {number}", "role": "reporter",
                "kind": KINDS[number % len(KINDS)], "sort": "unit", "kinds": ["subsidiary"], "windows": [window],
                "days": "every", "because": "基准测试", "from_day": DAY,
            }  # fmt: skip
            actions.set_duty(system, unit=root, data=data, how=Recording(at, Origin.REPLAY))


def _one_more(system: Actor) -> None:
    """One more record of the kind that most duties here wait for, with everything that follows from it."""
    seed.record(system, seed.draft("U00000", seed.LAST_DAY - timedelta(hours=3), 1))
