"""shell · missing reminding: which of the units that lack something the reader may remind, and who did so before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lianfang.ground.access import queries_called as login_names
from lianfang.kernel import coverage
from lianfang.kernel.coverage import Asked, Coverage
from lianfang.kernel.expectations import SlotState
from lianfang.kernel.filings import FILINGS
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell import links
from lianfang.shell.components.cells import Bulk, Pick
from lianfang.shell.components.text import moment
from lianfang.shell.missing.queries import Lack

_AGAIN = timedelta(minutes=30)  # after it a box is ticked again; whether one may be reminded says the action itself
_MOST = 500
_BEFORE = w("{at} {who}已催", "reminded {at} by {who}")
_PRESS = w("催办所选单位", "Remind those chosen")
_PRESS_ALL = w("催办所选单位，及后面各页的 {n} 家", "Remind those chosen, and {n} on further pages")


@dataclass(frozen=True, slots=True)
class Reminding:
    """What can be done about the units of a page: a box beside the first row of each, and what was done before."""

    bulk: Bulk | None = None
    boxes: dict[str, Pick] = field(default_factory=dict)  # by the key of the row
    before: dict[str, Words] = field(default_factory=dict)  # by the unit


def reminding(
    actor: Actor, asked: Asked, code: str, declared: Coverage, rows: Sequence[Lack], *, more: bool, back: str
) -> Reminding:
    """Of whom this reader may ask for what is missing; `more`: there are further pages. Nothing for whoever may not."""
    filings = FILINGS.asked
    own = {held.unit for held in actor.held}
    first: dict[str, Lack] = {}
    for row in rows:
        waits = row.part.state is not SlotState.NOT_DUE
        if waits and row.whose not in own and actor.may(filings.remind, row.part.path):
            first.setdefault(row.whose, row)
    if not first:
        return Reminding()
    last = filings.reminded(actor, asked.day, code, first)
    boxes = {row.part.key: _box(row, last.get(unit), asked.now) for unit, row in first.items()}
    rest = coverage.units_missing(actor, asked, code, declared, size=_MOST) if more else []
    rest = [unit for unit in rest if unit not in {row.whose for row in rows} and unit not in own]
    to = links.to(filings.pages.remind, asked.day.date.isoformat())
    sends = (("code", code), ("next", back), *(("unit", unit) for unit in rest))
    words = _PRESS_ALL.fill(n=len(rest)) if rest else _PRESS
    return Reminding(
        Bulk(words, to, sum(box.picked for box in boxes.values()), sends) if to else None,
        boxes,
        {unit: _BEFORE.fill(at=moment(at), who=login_names.who(by)) for unit, (by, at) in last.items()},
    )


def _box(row: Lack, last: tuple[str, datetime] | None, now: datetime) -> Pick:
    return Pick(row.whose, row.unit, last is None or now >= last[1] + _AGAIN)
