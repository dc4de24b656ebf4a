"""tracing · home: the day's look at the official channel, what it published, and what is known of our own people."""

from __future__ import annotations

from lianfang.areas.tracing import queries
from lianfang.areas.tracing.kinds import CHANNEL_CHECK, RECORD
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.expectations import FULFILLED, OPEN, SlotState, slots_of
from lianfang.kernel.frame import HomePart
from lianfang.kernel.words import begun, w
from lianfang.playbook import current
from lianfang.shell import links
from lianfang.shell.components.marks import figure_of
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat
from lianfang.shell.home import HomeContent, Reader, Strip


def channel(me: Reader, unit: Unit) -> HomeContent:
    """The look at the official channel, as the duties ask for it: without it no zero of cases stands (domain C)."""
    if not me.actor.may(RECORD, unit.path):
        return HomeContent()
    mine = HomeContent()
    days = [me.closed_day.date, me.open_day.date]
    slots = slots_of(me.actor, [CHANNEL_CHECK.code], [unit.path], days, me.now).slots
    named = units.units(me.actor, sorted({slot.unit for slot in slots}), day=me.open_day.date) if slots else {}
    for slot in slots:
        of = named.get(slot.unit, unit)
        if slot.state in FULFILLED:
            said = w("{at} 已查看官方渠道", "Official channel checked, {at}")
            said = said.fill(at=moment(slot.done_at or slot.window.due_at))
            mine.in_order.append(Link(me.of(of, said), links.to("tracing:overview", unit=of.code)))
        elif slot.state in OPEN or slot.state is SlotState.MISSED:
            said = w("官方渠道尚未查看", "Official channel not checked yet")
            mine.needs.append(
                Need(
                    me.of(of, said),
                    links.to("tracing:channel-check-new", unit=of.code),
                    w("登记核查结果", "Record the check"),
                    slot.window.due_at,
                    slot.state,
                )
            )
    return mine


def published(me: Reader, unit: Unit) -> HomeContent:
    """The newest official figures, for those who write about them."""
    areas = queries.areas(me.actor)
    if not areas:
        return HomeContent()
    curve = queries.official_curve(me.actor, areas[0], me.closed_day.date.replace(day=1), me.today)
    known = [day for day in curve if day.published is not None]
    if not known:
        return HomeContent()
    last = known[-1]
    assert last.published is not None
    said = w("官方数据至 {day}（按公布日）", "Official figures published up to {day}").fill(day=moment(last.day))
    href = links.to("tracing:overview")
    stats = (
        Stat(w("累计确诊", "Confirmed"), last.published.confirmed, href),
        Stat(w("新增确诊", "New"), last.new_confirmed if last.new_confirmed is not None else "—", href),
        Stat(w("累计治愈", "Cured"), last.published.cured, href),
        Stat(w("累计死亡", "Dead"), last.published.dead, href),
    )
    return HomeContent(strips=[Strip(said, href, stats)])


def cases_known(me: Reader, unit: Unit) -> HomeContent:
    """What is known of the unit's own people, as it stands now."""
    known, called = queries.cases(me.actor, unit, me.open_day.date), current().case_figures
    stats: list[Stat] = []
    for of, cases in known:
        stats += [
            Stat(begun(called[each.code].words), each.measure, of=figure_of(each.code, of.code, me.open_day.date))
            for each in cases
        ]
    if not stats:
        return HomeContent()
    said = w("本单位病例（官方通报）", "Our cases, by official notice")
    return HomeContent(strips=[Strip(said, links.to("tracing:overview", unit=unit.code), tuple(stats))])


HOME = (
    HomePart(("officer",), channel, 80, frozenset({CHANNEL_CHECK.code})),
    HomePart(("editor",), published, 82),
    HomePart(("editor",), cases_known, 84),
)
