"""boards · home.health: temperatures, second readings, gates, and the day's look at the official channel."""

from __future__ import annotations

from lianfang.areas.screening import queries as screening
from lianfang.areas.screening.kinds import RECORD, RECORD_GATE, SEE, SEE_PERSONS
from lianfang.areas.screening.overview import Overview
from lianfang.areas.tracing import queries as tracing
from lianfang.areas.tracing.kinds import RECORD as RECORD_TRACING
from lianfang.boards import links
from lianfang.boards.home.me import Me, Mine, Picture, Strip
from lianfang.ground.units.queries import Unit
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.words import w
from lianfang.shell.components.marks import SlotState
from lianfang.shell.components.pieces import Link, Need, Stat
from lianfang.shell.components.text import figure, moment

_CASES = {"H5": w("确诊", "Confirmed"), "H6": w("疑似", "Suspected"), "H7": w("无症状", "Asymptomatic")}

_ROUNDS = w("各轮测温", "Rounds of temperatures")


def fevers(me: Me, unit: Unit) -> Mine:
    """Who still waits for a second reading, of the open day and of the one that closed."""
    if not me.actor.may(SEE_PERSONS, unit.path):
        return Mine()
    mine = Mine()
    for day in (me.closed_day.date, me.open_day.date):
        if not all(each.fever for each in screening.high_readings(me.actor, unit, day)):
            waiting = Overview(me.actor, unit, day, me.now, 1)
            mine.needs += [need for need in waiting.needs() if need.due_at is not None]
    if not mine.needs:
        said = me.of(unit, w("没有待复测的高温", "No high reading awaits a second one"))
        mine.fine.append(Link(said, links.to("screening:overview", unit=unit.code)))
    return mine


def temperatures(me: Me, unit: Unit) -> Mine:
    """How far the day's temperatures have come, and the way to record one."""
    if not me.actor.may(SEE, unit.path):
        return Mine()
    shown = Overview(me.actor, unit, me.open_day.date, me.now, 1)
    mine = Mine()
    if me.actor.may(RECORD, unit.path):
        mine.entries.append(
            Link(w("记一次测温", "Record a temperature"), links.to("screening:temperature-check-new", unit=unit.code))
        )
        mine.entries.append(Link(w("点名", "Roll call"), links.to("screening:roll-call-new", unit=unit.code)))
    checked = shown.total["H1"]
    if checked.state is MeasureState.NOT_APPLICABLE:
        return mine
    day = me.open_day.date
    said = me.of(unit, w("报告日 {day}测温", "Temperatures of the reporting day {day}").fill(day=moment(day)))
    mine.strips.append(Strip(said, links.behind("H1", unit.code, day), tuple(shown.stats()[:4])))
    return mine


def rounds_picture(me: Me, unit: Unit) -> Mine:
    """Branches by rounds of temperatures, for whoever answers for several."""
    day = me.open_day.date
    grid = Overview(me.actor, unit, day, me.now, 3).rounds_grid() if me.actor.may(SEE, unit.path) else None
    if grid is None:
        return Mine()
    return Mine(pictures=[Picture(me.of(unit, _ROUNDS), grid, links.behind("H1", unit.code, day))])


def gates(me: Me, unit: Unit) -> Mine:
    """The keypad of each gate, with what was logged there in this reporting day."""
    if not me.actor.may(RECORD_GATE, unit.path):
        return Mine()
    day, mine = me.open_day.date, Mine()
    logged: dict[str, int] = {}
    for shift in screening.gate_shifts(me.actor, unit, day):
        logged[shift.gate] = logged.get(shift.gate, 0) + shift.passages
    for gate in screening.gates(me.actor, unit, day):
        mine.entries.append(
            Link(w("{gate}登记", "Log at {gate}").fill(gate=gate.words), links.to("screening:gate", gate=gate.code))
        )
        said = w("{gate}：本报告日已登记 {n} 人次", "{gate}: {n} passages in this reporting day")
        mine.fine.append(
            Link(
                said.fill(gate=gate.words, n=figure(logged.get(gate.code, 0))),
                links.to("screening:gate-passage-list", place=gate.code, day=day.isoformat()),
            )
        )
    return mine


def channel(me: Me, unit: Unit) -> Mine:
    """The look at the official channel, without which no zero of cases stands (once a day, domain C)."""
    if not me.actor.may(RECORD_TRACING, unit.path):
        return Mine()
    mine = Mine()
    for day in (me.closed_day, me.open_day):
        for of, cases in tracing.cases(me.actor, unit, day.date):
            said_day = moment(day.date)
            looked = all(case.looked for case in cases)
            if not looked:
                said = w("{day}的官方渠道还没有看", "Official channel of {day} not looked at yet")
                mine.needs.append(
                    Need(
                        me.of(of, said.fill(day=said_day)),
                        links.to("tracing:channel-check-new", unit=of.code),
                        w("看过了，登记", "Record the look"),
                        day.to_at,
                        SlotState.DUE if me.now < day.to_at else SlotState.MISSED,
                    )
                )
            else:
                said = w("{day}的官方渠道已看", "Official channel of {day} looked at")
                mine.fine.append(Link(me.of(of, said.fill(day=said_day)), links.to("tracing:overview", unit=of.code)))
    return mine


def published(me: Me, unit: Unit) -> Mine:
    """The newest official figures, for those who write about them."""
    areas = tracing.areas(me.actor)
    if not areas:
        return Mine()
    curve = tracing.official_curve(me.actor, areas[0], me.closed_day.date.replace(day=1), me.today)
    known = [day for day in curve if day.published is not None]
    if not known:
        return Mine()
    last = known[-1]
    assert last.published is not None
    said = w("官方数据至 {day}", "Official figures up to {day}").fill(day=moment(last.day))
    href = links.to("tracing:overview")
    stats = (
        Stat(w("累计确诊", "Confirmed"), last.published.confirmed, href),
        Stat(w("新增确诊", "New"), last.new_confirmed if last.new_confirmed is not None else "—", href),
        Stat(w("累计治愈", "Cured"), last.published.cured, href),
        Stat(w("累计死亡", "Dead"), last.published.dead, href),
    )
    return Mine(strips=[Strip(said, href, stats)])


def cases_known(me: Me, unit: Unit) -> Mine:
    """What is known of the unit's own people, as it stands now."""
    known = tracing.cases(me.actor, unit, me.today)
    stats: list[Stat] = []
    for of, cases in known:
        stats += [Stat(_CASES[case.code], case.measure, links.to("tracing:overview", unit=of.code)) for case in cases]
    if not stats:
        return Mine()
    said = w("本单位病例（官方通报）", "Our cases, by official notice")
    return Mine(strips=[Strip(said, links.to("tracing:overview", unit=unit.code), tuple(stats))])
