"""boards · queries: how far the days are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianfang.kernel import reading
from lianfang.kernel.scope import Actor


@dataclass(frozen=True, slots=True)
class SealedDay:
    """How a day of a subtree is sealed: units, their entries, and on how many days anything was sealed."""

    units: int
    entries: int
    days: int


def sealed(actor: Actor, prefix: str, day: date) -> SealedDay:
    """How many units of a subtree are sealed on a day."""
    rows = reading.rows(
        actor,
        "SELECT count(*) FILTER (WHERE day = %(day)s), coalesce(sum(entries) FILTER (WHERE day = %(day)s), 0), "
        "count(DISTINCT day) FROM ledger_seal WHERE path >= %(low)s AND path < %(high)s",
        **reading.under(prefix), day=day,
    )  # fmt: skip
    return SealedDay(*map(int, rows[0]))
