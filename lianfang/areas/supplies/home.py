"""supplies · home: what the store asks of its keeper."""

from __future__ import annotations

from lianfang.areas.supplies import presenters_moved, queries
from lianfang.areas.supplies.kinds import RECORD
from lianfang.areas.supplies.presenters import StockPage
from lianfang.areas.supplies.presenters_between import Between
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import HomePart
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.types import Link, Need
from lianfang.shell.home import HomeContent, Reader, Strip


def store(me: Reader, unit: Unit) -> HomeContent:
    """What runs out, expires, differs or has not been counted for a week.

    The last is how far the books can be trusted (W1), whatever stocktake a duty asks for and by when.
    """
    if not me.actor.may(RECORD, unit.path):
        return HomeContent()
    day = me.open_day.date
    every = queries.stock(me.actor, unit, day)
    kept = [each for each in every if not each.item.durable]
    names = units.units(me.actor, sorted({each.unit for each in every} | {unit.code}), day=day)
    page = StockPage(
        me.actor, unit, day, kept, queries.lots(me.actor, unit, day), queries.lines(day), names
    )  # fmt: skip
    first = [presenters_moved.unexplained(me.actor, each) for each in queries.differences(me.actor, unit)]
    first += Between.of(me.actor, unit, me.now).needs()
    if len(kept) < len(every):
        first += presenters_moved.needs_of_durables(queries.durables(me.actor, unit, day))
    mine = HomeContent(needs=page.needs(first))
    take_stock, stock = links.to("supplies:stocktake", unit.code), links.to("supplies:stock", unit=unit.code)
    mine.entries += [
        Link(w("出库、入库", "Issue or receive"), stock),
        Link(w("盘点", "Take stock"), take_stock),
    ]
    uncounted = [each for each in every if not each.counted]
    if uncounted and page.lines.use_days is not None:
        said = w("{n} 种物资超过 {days} 天没有盘点", "Items not counted for {days} days: {n}").fill(
            n=len(uncounted), days=page.lines.use_days
        )
        named = "、".join(each.item.words.say() for each in uncounted[:4])
        due = Chip(w("该盘点", "to count"), "due", "near")
        mine.needs.append(Need(said, take_stock, w("盘点", "Take stock"), chip=due, detail=named))
    if kept:
        mine.strips.append(Strip(page.title(), stock, tuple(page.stats())))
    return mine


HOME = (HomePart(("keeper",), store, 75),)
