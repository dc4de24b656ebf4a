"""reporting · queries of acts: every act on one report in their order, and how it stands after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from lianfang.areas.reporting.indicators import sql
from lianfang.areas.reporting.kinds import AMENDED, CONFIRMED, RECALLED, RECEIVED, REMINDED, RETURNED
from lianfang.areas.reporting.rules import Filing, Handling
from lianfang.kernel import reading
from lianfang.kernel.indicators import Figures, number
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.occurrences import Occurrence
from lianfang.kernel.scope import acting_actor
from lianfang.playbook import DAILY

FILED_KINDS = (CONFIRMED, AMENDED)
_HANDLINGS = {RECEIVED: Handling.RECEIVED, RETURNED: Handling.RETURNED, RECALLED: Handling.RECALLED}


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a report. `lines` are the figures of a version: rolled up where units stand below.

    `seen`, `stands` and `stands_for` are of a step before the sign-off; `events` (None in versions of before reports
    listed them) and `signatures` of a version, as its payload has them.
    """

    entry: UUID
    kind: str
    number: int | None
    at: datetime
    by: str
    as_of: datetime | None
    figures: Figures
    lines: Figures
    children: tuple[dict[str, Any], ...]
    narrative: str
    late_reason: str
    why: str
    seal: str
    digest: str
    head: str
    seen: str = ""
    stands: str = "own"
    stands_for: str = ""
    events: tuple[dict[str, Any], ...] | None = None
    signatures: tuple[dict[str, Any], ...] = ()

    @property
    def files(self) -> bool:
        return self.kind in FILED_KINDS


@dataclass(frozen=True, slots=True)
class Stated:
    """An event as a report states it: a version as it stood when it was signed. Names no person."""

    id: str
    code: str
    unit: str
    at: datetime
    state: str
    open: bool


def stated_of(event: Occurrence) -> Stated:
    """An event as a report would state it now."""
    return Stated(str(event.id), event.code, event.unit, event.at, event.state, event.open)


def stated_before(said: dict[str, Any], now: Mapping[str, Occurrence]) -> Stated:
    """An event as a version lists it; of versions from before they said so, whether it goes on is told as of `now`."""
    incident = said["incident"]
    open_ = said.get("open")
    if open_ is None:
        open_ = incident in now and now[incident].open
    return Stated(incident, said["code"], said["unit"], datetime.fromisoformat(said["at"]), said["state"], open_)


def filing_of(acts: Sequence[Act]) -> Filing:
    """Where a report stands, from the acts on it in their order. What was said of an older version says nothing of the
    newest."""
    filed = [act for act in acts if act.files]
    number = filed[-1].number or 0 if filed else 0
    handled = [act for act in acts if act.kind in _HANDLINGS and act.number == number]
    reminded = [act for act in acts if act.kind == REMINDED]
    last = handled[-1] if handled else None
    handling = _HANDLINGS[last.kind] if last else Handling.SUBMITTED if filed else Handling.NONE
    return Filing(
        number=number,
        handling=handling,
        first_filed_at=filed[0].at if filed else None,
        filed_at=filed[-1].at if filed else None,
        filed_by=filed[-1].by if filed else "",
        handled_by=last.by if last else "",
        reminded_at=reminded[-1].at if reminded else None,
        reminded_by=reminded[-1].by if reminded else "",
    )


def acts(unit: str, day: date, form: str = DAILY) -> tuple[Act, ...]:
    """Every act on a report, oldest first."""
    return tuple(_act(row) for row in reading.rows(acting_actor(), sql("versions"), unit=unit, day=day, form=form))


def _act(row: tuple[Any, ...]) -> Act:
    (entry, kind, version, at, by, as_of, _due_at, figures, below, children, narrative, late_reason, why, seal,
     digest, head, *signing) = row  # fmt: skip
    seen, stands, stands_for, events, signatures = signing
    listed = reading.loaded(events)
    own = _figures(figures, as_of)
    return Act(
        entry, kind, version, at, by, as_of, own, _figures(below, as_of) if reading.loaded(below) is not None else own,
        tuple(reading.loaded(children) or ()), narrative or "", late_reason or "", why or "", seal or "",
        bytes(digest).hex(),
        head or "", seen or "", stands or "own", stands_for or "", None if listed is None else tuple(listed),
        tuple(reading.loaded(signatures) or ()),
    )  # fmt: skip


def _figures(listed: Any, as_of: datetime | None) -> Figures:
    return {
        each["code"]: Measure(
            number(Decimal(each["value"])) if "value" in each else None,
            each.get("checked"),
            each.get("expected"),
            as_of,
            MeasureState(each["state"]),
        )
        for each in reading.loaded(listed) or ()
    }
