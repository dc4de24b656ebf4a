"""supplies · gaps: items whose days of cover fell below the line (B10), and items that ran out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from lianfang.areas.supplies import queries
from lianfang.ground.units import queries as units
from lianfang.kernel import clock
from lianfang.kernel.gaps import Gap, GapSource, Severity
from lianfang.kernel.scope import acting_actor
from lianfang.kernel.words import w

_LOW, _OUT = "supplies.below_line", "supplies.ran_out"
_SAYS_LOW = w("{unit}的{item}可用不足 {days} 天", "{unit}: {item} cover less than {days} days")
_SAYS_OUT = w("{unit}的{item}已用完（E09）", "{unit}: {item} have run out (E09)")


def _standing(code: str, now: datetime) -> Iterator[Gap]:
    """Every item that is short now, however long it has been: a shortage is a state and not a moment.

    An item whose use is not known has no days of cover and is not short. Each is told once: as below the line while
    there is some, and as run out when there is none.
    """
    actor, day = acting_actor(), clock.day_of(now).date
    line = queries.lines(day).warn_days
    if line is None:
        return
    for top in units.tops(actor, day=day):
        short = [each for each in queries.stock(actor, top, day) if each.days is not None and each.days < line]
        named = units.units(actor, sorted({each.unit for each in short}), day=day) if short else {}
        for each in short:
            out = each.usable <= 0
            if each.unit in named and out == (code == _OUT):
                says = _SAYS_OUT if code == _OUT else _SAYS_LOW
                yield Gap(
                    key=f"{code}:{each.unit}:{each.item.code}",
                    unit=each.unit,
                    path=named[each.unit].path,
                    since=min(each.changed_at, now),
                    words=says.fill(unit=named[each.unit].words, item=each.item.words, days=f"{line.normalize():f}"),
                    severity=Severity.URGENT if code == _OUT else Severity.WARNING,
                    role="keeper",
                    href=reverse("supplies:item", args=[each.unit, each.item.code]),
                )


GAPS = (
    GapSource(_LOW, w("物资低于储备线", "supplies below the line"), lambda now, since: _standing(_LOW, now)),
    GapSource(_OUT, w("物资用完", "supplies ran out"), lambda now, since: _standing(_OUT, now)),
)
