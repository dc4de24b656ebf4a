"""supplies · queries twice: lines of another system for which two entries stand, through a door that cannot ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from lianfang.ground.units.queries import Unit
from lianfang.kernel import reading
from lianfang.kernel.scope import Actor

_TABLES = ("receipt", "arrival", "handback", "issue", "transfer", "removal", "stocktake", "confirmation")
_LOOKS_BACK = timedelta(days=30)
_ONE = """SELECT {kind} AS kind, r.unit, r.source_ref, r.entry, r.occurred_at
FROM units_path k JOIN supplies_{table} r ON r.unit = k.unit
WHERE k.path >= %(low)s AND k.path < %(high)s AND k.since_day <= %(day)s AND k.until_day > %(day)s
  AND r.source_ref IS NOT NULL AND r.day > %(since)s AND r.superseded_at IS NULL AND NOT r.exercise
  AND EXISTS (SELECT 1 FROM supplies_{table} o WHERE o.unit = r.unit AND o.source_ref = r.source_ref
    AND {same}(o.occurred_at, o.entry) < (r.occurred_at, r.entry) AND o.superseded_at IS NULL AND NOT o.exercise)"""


@dataclass(frozen=True, slots=True)
class Twice:
    """The later of two entries that stand for one line of another system; `kind` is the noun of its kind."""

    kind: str
    unit: str
    source_ref: str
    entry: UUID


def lines_twice(actor: Actor, unit: Unit, day: date) -> list[Twice]:
    """What of the last thirty days a unit and those below it hold twice, the newest first, at most ten."""
    several = " UNION ALL ".join(_of(table) for table in _TABLES)
    rows = reading.rows(
        actor, f"SELECT kind, unit, source_ref, entry FROM ({several}) t ORDER BY occurred_at DESC, entry LIMIT 10",
        **reading.under(unit.path), day=day, since=day - _LOOKS_BACK,
    )  # fmt: skip
    return [Twice(*row) for row in rows]


def _of(table: str) -> str:
    shared = table == "removal"
    kind = "split_part(r.kind, '.', 2)" if shared else f"'{table}'"
    said = _ONE.replace("{table}", table).replace("{kind}", kind)
    return said.replace("{same}", "o.kind = r.kind AND " if shared else "")
