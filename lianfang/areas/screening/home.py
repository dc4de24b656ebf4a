"""screening · home: temperatures, second readings and gates, for the home page of those who answer for them."""

from __future__ import annotations

from lianfang.areas.screening import queries as screening
from lianfang.areas.screening.kinds import RECORD, RECORD_GATE, SEE, SEE_PERSONS
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.presenters_overview import Overview, second_readings
from lianfang.ground.people.masking import Purpose
from lianfang.ground.units.queries import Unit
from lianfang.kernel import spans
from lianfang.kernel.frame import HomePart
from lianfang.kernel.measures import MeasureState
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Link
from lianfang.shell.home import HomeContent, Picture, Reader, Strip
from lianfang.shell.ledger.names import names_of

_ROUNDS = w("各轮测温", "Rounds of temperatures")


def fevers(me: Reader, unit: Unit) -> HomeContent:
    """Who still waits for a second reading, of the open day and of the one that closed."""
    if not me.actor.may(SEE_PERSONS, unit.path):
        return HomeContent()
    mine, days = HomeContent(), [me.closed_day.date, me.open_day.date]
    found = screening.high_readings_under(me.actor, unit.path, days, limit=screening.PERSONS_SHOWN)
    waiting = [each for each in found if not each.fever]
    if waiting:
        called = names_of(me.actor, waiting, purpose=Purpose.WORK)
        mine.needs += second_readings(me.actor, waiting, me.now, called)
    else:
        said = me.of(unit, w("没有待复测的高温", "No high reading awaits a second one"))
        mine.in_order.append(Link(said, links.to("screening:overview", unit=unit.code)))
    return mine


def temperatures(me: Reader, unit: Unit) -> HomeContent:
    """How far the day's temperatures have come, and the way to record one."""
    if not me.actor.may(SEE, unit.path) or not screening.asked_of("H1"):
        return HomeContent()
    shown = Overview(me.actor, unit, me.open_day.date, me.now, 1)
    mine = HomeContent()
    if me.actor.may(RECORD, unit.path):
        mine.entries.append(
            Link(w("逐人测温", "Measure one by one"), links.to("screening:temperature-check-pad", unit=unit.code))
        )
        mine.entries.append(Link(w("点名", "Roll call"), links.to("screening:roll", unit=unit.code)))
    checked = shown.total["H1"]
    if checked.state is MeasureState.NOT_APPLICABLE:
        return mine
    day = me.open_day.date
    said = me.of(unit, w("{day} 测温", "Temperatures, {day}").fill(day=spans.reporting_day(day)))
    mine.strips.append(Strip(said, links.behind("H1", unit.code, day), tuple(shown.stats()[:4])))
    return mine


def rounds_picture(me: Reader, unit: Unit) -> HomeContent:
    """Branches by rounds of temperatures, for whoever answers for several."""
    day = me.open_day.date
    grid = Overview(me.actor, unit, day, me.now, 3).rounds_grid() if me.actor.may(SEE, unit.path) else None
    if grid is None:
        return HomeContent()
    return HomeContent(pictures=[Picture(me.of(unit, _ROUNDS), grid, links.behind("H1", unit.code, day))])


def gates(me: Reader, unit: Unit) -> HomeContent:
    """The keypad of each gate, with what was logged there in this reporting day."""
    if not me.actor.may(RECORD_GATE, unit.path):
        return HomeContent()
    day, mine = me.open_day.date, HomeContent()
    logged: dict[str, int] = {}
    for shift in screening.gate_shifts(me.actor, unit, day):
        logged[shift.gate] = logged.get(shift.gate, 0) + shift.passages
    for gate in screening.gates(me.actor, unit, day):
        mine.entries.append(
            Link(w("{gate}登记", "Log at {gate}").fill(gate=gate.words), links.to("screening:gate", gate=gate.code))
        )
        said = w("{gate}：本报告日已登记 {n} 人次", "{gate}: {n} passages in this reporting day")
        mine.in_order.append(
            Link(
                said.fill(gate=gate.words, n=figure(logged.get(gate.code, 0))),
                links.to("screening:gate-passage-list", place=gate.code, day=day.isoformat()),
            )
        )
    return mine


HOME = (
    HomePart(("commander", "officer", "reporter", "site", "grid"), fevers, 40),
    HomePart(("reporter", "site", "grid"), temperatures, 50, frozenset({TEMPERATURE_CHECK.code})),
    HomePart(("grid",), rounds_picture, 60),
    HomePart(("gate",), gates, 65),
)
