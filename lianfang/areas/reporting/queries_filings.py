"""reporting · queries of filings: the answers to kernel.filings, for pages that look across the areas."""

from __future__ import annotations

from datetime import datetime

from lianfang.areas.reporting import queries_below, queries_chases, queries_confirmed
from lianfang.areas.reporting.kinds import REMIND, SEE
from lianfang.areas.reporting.queries_board import counts
from lianfang.areas.reporting.queries_rollup import rolled_up
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import Counts, Filings, Pages, ReportsBelow
from lianfang.kernel.indicators import Figures
from lianfang.kernel.scope import Actor


def _counts(actor: Actor, day: Day, path: str, now: datetime) -> Counts:
    return counts(actor, day, path, now=now)


def _figures(actor: Actor, day: Day, path: str, now: datetime) -> dict[str, Figures]:
    return rolled_up(actor, day, path, now=now, by_child=True)


def _reports(actor: Actor, day: Day, path: str, now: datetime, named: int) -> ReportsBelow:
    return queries_below.reports_below(actor, day, path, now=now, named=named)


def _changed(actor: Actor, day: Day, path: str, now: datetime) -> dict[str, int]:
    return queries_below.pending(actor, day, path, now=now)


ANSWERS = Filings(
    SEE,
    Pages("reporting:report", "reporting:rollup-of", "reporting:board", "reporting:evidence", "reporting:remind-many"),
    _counts, _figures, queries_confirmed.confirmed, queries_confirmed.touched,
    _reports, queries_below.unverified_zeros, _changed, queries_below.filed_days,
    REMIND, queries_chases.reminded,
)  # fmt: skip
