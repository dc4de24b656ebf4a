"""boards · home.stock: what the store asks of its keeper, and what a site has to say of itself."""

from __future__ import annotations

from lianfang.areas.resumption import queries as resumption
from lianfang.areas.resumption.facts import MODES
from lianfang.areas.resumption.kinds import RECORD as RECORD_SITE
from lianfang.areas.supplies import queries as supplies
from lianfang.areas.supplies.kinds import RECORD
from lianfang.areas.supplies.pieces import StockPage
from lianfang.boards import links
from lianfang.boards.home.me import Me, Mine, Strip
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import w
from lianfang.shell.components.marks import Chip, SlotState
from lianfang.shell.components.pieces import Link, Need
from lianfang.shell.components.text import moment


def store(me: Me, unit: Unit) -> Mine:
    """What runs out, expires, differs or has not been counted for a week."""
    if not me.actor.may(RECORD, unit.path):
        return Mine()
    day = me.open_day.date
    kept = supplies.stock(me.actor, unit, day)
    names = units.units(me.actor, sorted({each.unit for each in kept}), day=day)
    page = StockPage(
        me.actor, unit, day, kept, supplies.lots(me.actor, unit, day), supplies.lines(day), names
    )  # fmt: skip
    mine = Mine(needs=page.needs(supplies.differences(me.actor, unit)))
    take_stock, stock = links.to("supplies:stocktake", unit.code), links.to("supplies:stock", unit=unit.code)
    mine.entries += [
        Link(w("出库、入库", "Issue or receive"), stock),
        Link(w("盘点", "Take stock"), take_stock),
    ]
    uncounted = [each for each in kept if not each.counted]
    if uncounted:
        said = w("{n} 种物资超过 7 天没有盘点", "Items not counted for 7 days: {n}").fill(n=len(uncounted))
        first = "、".join(each.item.words.say() for each in uncounted[:4])
        due = Chip(w("该盘点", "to count"), "due", "near")
        mine.needs.append(Need(said, take_stock, w("盘点", "Take stock"), chip=due, detail=first))
    if kept:
        mine.strips.append(Strip(page.title(), stock, tuple(page.stats())))
    return mine


def site(me: Me, unit: Unit) -> Mine:
    """The site's own word of the day that closed and of the one that runs."""
    if not me.actor.may(RECORD_SITE, unit.path):
        return Mine()
    mine = Mine()
    new = links.to("resumption:status-new", unit=unit.code)
    for day in (me.closed_day, me.open_day):
        for each in resumption.sites(me.actor, unit, day.date):
            if each.unit != unit.code:
                continue
            said_day = moment(day.date)
            if each.mode is None:
                said = me.of(unit, w("{day}驻地状态未报", "Site's status of {day} not reported").fill(day=said_day))
                running = me.now < day.to_at
                chip = SlotState.DUE if running else SlotState.MISSED
                mine.needs.append(Need(said, new, w("报状态", "Report it"), day.to_at if running else None, chip))
            else:
                said = w("{day} {mode}，在岗 {n}/{of}", "{day}: {mode}, {n} of {of} present")
                words = said.fill(day=said_day, mode=MODES[each.mode], n=each.crew_present, of=each.crew_listed)
                mine.fine.append(Link(me.of(unit, words), links.to("resumption:status-entry", each.entry)))
    mine.entries.append(Link(w("报驻地状态", "Report the site's status"), new))
    return mine
