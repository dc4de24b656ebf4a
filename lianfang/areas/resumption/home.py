"""resumption · home: what a site has to say of itself, of the day that closed and of the one that runs."""

from __future__ import annotations

from lianfang.areas.resumption import queries
from lianfang.areas.resumption.kinds_site_status import MODES, RECORD, SITE_STATUS
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import HomePart
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need
from lianfang.shell.home import HomeContent, Reader


def site(me: Reader, unit: Unit) -> HomeContent:
    """The site's own word of the day that closed and of the one that runs."""
    if not me.actor.may(RECORD, unit.path):
        return HomeContent()
    mine = HomeContent()
    new = links.to("resumption:status-new", unit=unit.code)
    for day in (me.closed_day, me.open_day):
        for each in queries.sites(me.actor, unit, day.date, me.now):
            if each.unit != unit.code or (each.mode is None and not (each.silent or each.to_come)):
                continue
            if each.mode is None:
                said = me.of(unit, w("驻地状态未报", "Site's status not reported"))
                due_at = each.asked.window.due_at if each.asked else day.to_at
                mine.needs.append(Need(said, new, w("报状态", "Report a status"), due_at, each.state))
            else:
                said = w("{at} 报：{mode}，在岗 {n}/{of}", "Reported at {at}: {mode}, {n} of {of} present")
                words = said.fill(
                    at=moment(each.said_at) if each.said_at else "",
                    mode=MODES[each.mode],
                    n=each.crew_present,
                    of=each.crew_listed,
                )
                mine.in_order.append(Link(me.of(unit, words), links.to("resumption:status-entry", each.entry)))
    mine.entries.append(Link(w("报驻地状态", "Report the site's status"), new))
    return mine


HOME = (HomePart(("site",), site, 10, frozenset({SITE_STATUS.code})),)
