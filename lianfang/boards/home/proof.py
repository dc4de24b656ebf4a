"""boards · home.proof: what those who verify look at: the seals, what was set aside, and the ledger's newest days."""

from __future__ import annotations

from datetime import timedelta

from lianfang.boards import links, queries
from lianfang.ground.units.queries import Unit
from lianfang.kernel.words import w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.home import HomeContent, Reader, Strip
from lianfang.shell.ledger import set_aside


def verified(me: Reader, unit: Unit) -> HomeContent:
    """How far the days are sealed, how much came in, and what could not become an entry."""
    sealed = queries.sealed(me.actor, unit.path, me.closed_day.date)
    aside = set_aside.count(me.actor)
    day = me.closed_day.date
    said = me.of(unit, w("{day}封存", "Seals of {day}").fill(day=moment(day)))
    seals, ledger, kept = links.to("shell:seals"), links.to("shell:ledger"), links.to("shell:set-aside")
    stats = (
        Stat(w("已封存单位", "Units sealed"), sealed.units, seals),
        Stat(w("当日入账", "Entries of the day"), sealed.entries, links.to("shell:ledger", day=day.isoformat())),
        Stat(w("累计封存天数", "Days sealed"), sealed.days, seals),
        Stat(w("未入账", "Set aside"), aside, kept, tone="near" if aside else ""),
    )
    mine = HomeContent(strips=[Strip(said, seals, stats)])
    verify = links.to("shell:verify-day", unit.code, day.isoformat())
    if sealed.units:
        mine.entries.append(
            Link(w("核验{unit} {day}", "Verify {unit}, {day}").fill(unit=unit.words, day=moment(day)), verify)
        )
    else:
        said = w("{day}还没有封存", "{day} is not sealed yet").fill(day=moment(day))
        chip = Chip(w("未封存", "not sealed"), "due", "near")
        mine.needs.append(
            Need(said, seals, w("查看封存", "See the seals"), me.closed_day.to_at + timedelta(hours=1), chip)
        )
    if aside:
        said = w("{n} 条没有入账，内容已保留", "{n} set aside, content kept").fill(n=figure(aside))
        mine.needs.append(
            Need(said, kept, w("逐条查看", "Review one by one"), chip=Chip(w("待查", "to review"), "due", "near"))
        )
    mine.entries += [
        Link(w("台账", "The ledger"), ledger),
        Link(w("封存", "Seals"), seals),
        Link(w("未入账", "Set aside"), kept),
    ]
    return mine


def recorded(me: Reader, unit: Unit) -> HomeContent:
    """The way to what stands in the ledger for this unit."""
    said = me.of(unit, w("本单位台账", "Our ledger"))
    return HomeContent(entries=[Link(said, links.to("shell:ledger", unit=unit.code))])


def accounts(me: Reader, unit: Unit) -> HomeContent:
    """The ways to what an administrator keeps."""
    ways = (
        (w("单位", "Units"), "shell:directory:units"),
        (w("地点", "Places"), "shell:directory:places"),
        (w("人员", "People"), "shell:directory:people"),
        (w("授权", "Access"), "shell:directory:grants"),
    )
    return HomeContent(entries=[Link(words, href) for words, name in ways if (href := links.to(name))])
