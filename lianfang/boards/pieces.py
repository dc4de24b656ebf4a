"""boards · pieces: the command page's strips, lists and tables, each figure a way to its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianfang.areas.reporting.measures import Figures
from lianfang.areas.reporting.pieces import STANDING_CHIPS
from lianfang.areas.reporting.queries_below import Awaited
from lianfang.areas.reporting.rules import Standing
from lianfang.boards import links
from lianfang.boards.command import Command
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.pieces import Link, Need, Stat
from lianfang.shell.components.table import Column, Figure, Row, Table
from lianfang.shell.components.table import Kind as Setting
from lianfang.shell.components.text import moment, say

# What the strip of measures and the table of units show, in the order of the form.
STRIP = ("H1", "H2", "H4", "H5", "E1", "R1", "W1")
TABLE = ("H1", "H2", "H4", "E1", "R1")
_SHORT = {
    "H1": w("应测体温", "To measure"),
    "H2": w("发热", "Fever"),
    "H4": w("缺勤不明", "Unexplained"),
    "H5": w("确诊", "Confirmed"),
    "E1": w("消毒点次", "Disinfection"),
    "R1": w("在岗驻地", "Active sites"),
    "W1": w("最少可用天数", "Least cover, days"),
}
_AMEND = Chip(w("待更正", "to amend"), "doubtful", "near")
_RETURNED = Chip(w("已退回", "returned"), "doubtful", "near")


def title(shown: Command) -> Words:
    """The page's answer."""
    said = w("{day}{counts}", "{day}: {counts}")
    return said.fill(day=moment(shown.day.date), counts=shown.counts.words)


def lede(shown: Command) -> Words:
    return w("{unit}及下属，{since} 至 {until}", "{unit} and all below, from {since} to {until}").fill(
        unit=shown.top.words, since=moment(shown.day.from_at), until=moment(shown.day.to_at)
    )


def reported(shown: Command) -> list[Stat]:
    """How the reports stand, and how good their zeros are."""
    counts, unit, day = shown.counts, shown.top.code, shown.day.date
    said: tuple[tuple[Words, int, dict[str, str], str], ...] = (
        (w("按时", "On time"), counts.on_time, {"standing": "on_time"}, ""),
        (w("迟报", "Late"), counts.late, {"standing": "late"}, "near"),
        (w("缺报", "Missing"), counts.missing, {"standing": "missing"}, "overdue"),
        (w("待报", "To come"), counts.waiting, {"standing": "due" if shown.closed else "open"}, ""),
        (w("退回", "Returned"), counts.returned, {"handling": "returned"}, "near"),
    )
    of = w("/ {n} 家", "of {n}").fill(n=counts.due)
    strip = [
        Stat(words, value, links.reports(unit, day, **narrowed), "" if at else of, tone=tone if value else "")
        for at, (words, value, narrowed, tone) in enumerate(said)
    ]
    bare = counts.zeros_unverified
    confirmed = Stat(w("零，已核实", "Zeros confirmed"), counts.zeros_confirmed, links.rollup(unit, day))
    anchor, tone = ("#unverified", "near") if bare else ("", "")
    return [*strip, confirmed, Stat(w("零，未核实", "Zeros unverified"), bare, anchor, tone=tone)]


def measures(shown: Command) -> list[Stat]:
    """The day's figures, rolled up; what no unit states is left out."""
    return [
        Stat(_SHORT[code], shown.figures[code], links.behind(code, shown.top.code, shown.day.date))
        for code in STRIP
        if code in shown.figures and shown.figures[code].state is not MeasureState.NOT_APPLICABLE
    ]


def needs(shown: Command) -> list[Need]:
    """The reports that are missing or went back, and those whose records have changed since."""
    found = [_waiting(shown, row) for row in shown.reports.waiting if row.unit in shown.names]
    changed = [code for code in shown.pending if code in shown.names]
    if len(changed) == 1:
        said = w("{unit}：报送后有 {n} 项记录变了", "{unit}: changed after filing: {n}")
        words = said.fill(unit=shown.names[changed[0]].words, n=shown.pending[changed[0]])
        href = links.report(changed[0], shown.day.date)
        found.append(Need(words, href, w("看差异", "See what changed"), chip=_AMEND))
    elif changed:
        said = w("{n} 家报送后记录变了", "Changed after filing: {n} units").fill(n=len(changed))
        found.append(Need(said, "#pending", w("看是哪些", "See which"), chip=_AMEND))
    return found


def _waiting(shown: Command, row: Awaited) -> Need:
    unit, day = shown.names[row.unit].words, shown.day.date
    if row.standing == Standing.MISSING:
        said, chip, due = w("{unit}缺报", "{unit}: missing"), STANDING_CHIPS[Standing.MISSING], row.due_at
    else:
        said, chip, due = w("{unit}：已退回，等更正", "{unit}: returned, to be amended"), _RETURNED, None
    asked = w("{at} 催过", "reminded at {at}").fill(at=moment(row.reminded_at, "time")) if row.reminded_at else ""
    return Need(said.fill(unit=unit), links.report(row.unit, day), w("看报表", "Open the report"), due, chip, asked)


def more_missing(shown: Command) -> int:
    """How many missing or returned reports the list leaves out."""
    return shown.counts.missing + shown.counts.returned - len(shown.reports.waiting)


def units_table(shown: Command) -> Table | None:
    """Every unit directly below with what it states, all below it rolled up; each row opens the same page there."""
    if not shown.children:
        return None
    day = shown.day.date
    known, standings = REGISTRY.indicators(), shown.reports.standings
    columns = (
        Column(w("单位", "Unit")),
        Column(w("报送", "Report"), Setting.STATE),
        *(Column(_SHORT[code], Setting.FIGURE, known[code].unit) for code in TABLE),
    )
    rows = [
        Row(
            (
                _name(unit.words),
                _standing(standings.get(unit.code, {})),
                *_cells(shown, unit.code, unit.code),
            ),
            href=links.command(unit.code, day),
        )
        for unit in sorted(shown.children, key=lambda each: _trouble(standings.get(each.code, {})))
    ]
    own = standings.get("", {})
    if own or shown.by_child.get(""):
        itself = w("{unit}（本级）", "{unit} itself").fill(unit=shown.top.words)
        cells = (_name(itself), _standing(own), *_cells(shown, "", shown.top.code))
        rows.insert(0, Row(cells, href=links.report(shown.top.code, day) if own else ""))
    counts = shown.counts
    total = w("已报 {filed}/{due}", "{filed} of {due} filed").fill(filed=counts.filed, due=counts.due)
    totals = Row((w("合计", "Total"), total, *_totals(shown.figures, shown.top.code, day)))
    return Table(columns, rows, totals, stack=False, tall=False)


def _name(words: Words | str) -> SafeString:
    """A unit's name on one line: on a phone the table scrolls rather than breaking it up."""
    return format_html('<span class="text-nowrap">{}</span>', say(words))


def _trouble(counted: Mapping[str, int]) -> int:
    """Where reports are missing comes first, then where they are still to come; the rest keeps the tree's order."""
    return 0 if counted.get("missing") else 1 if counted.get("due") else 2


def _standing(counted: Mapping[str, int]) -> object:
    """One report's standing as a chip; of several how many were filed, and what is missing."""
    due = sum(counted.values())
    if due == 0:
        return ""
    if due == 1:
        return STANDING_CHIPS[Standing(next(iter(counted)))]
    filed = counted.get("on_time", 0) + counted.get("late", 0)
    missing = counted.get("missing", 0)
    said = w("{filed}/{due}", "{filed}/{due}").fill(filed=filed, due=due)
    if not missing:
        return said
    return Chip(w("{said}，缺{n}", "{said}, {n} missing").fill(said=said, n=missing), "missed", "overdue")


def _cells(shown: Command, child: str, unit: str) -> tuple[object, ...]:
    return _totals(shown.by_child.get(child, {}), unit, shown.day.date)


def _totals(figures: Figures, unit: str, day: date) -> tuple[object, ...]:
    return tuple(_linked(figures[code], links.behind(code, unit, day)) if code in figures else None for code in TABLE)


def _linked(measure: Measure, href: str) -> object:
    return Figure(measure, href) if href else measure


def bare_zeros(shown: Command) -> Table | None:
    """The unverified zeros, with how little they rest on."""
    if not shown.bare_zeros:
        return None
    known, day = REGISTRY.indicators(), shown.day.date
    columns = (
        Column(w("单位", "Unit")),
        Column(w("指标", "Figure")),
        Column(w("已查/应查", "Checked of due"), Setting.FIGURE),
    )
    rows = [
        Row(
            (
                _name(shown.names[each.unit].words if each.unit in shown.names else each.unit),
                _SHORT.get(each.code) or known[each.code].words,
                _linked(
                    Measure(0, each.checked, each.expected, each.as_of, MeasureState.ZERO_UNVERIFIED),
                    links.evidence(each.code, each.unit, day),
                ),
            ),
            href=links.report(each.unit, day),
        )
        for each in shown.bare_zeros
        if each.code in known
    ]
    return Table(columns, rows, stack=False, tall=False)


def pending(shown: Command) -> list[Link]:
    """The units whose records say something else by now than they filed."""
    said = w("{unit}（{n} 项）", "{unit} ({n})")
    return [
        Link(said.fill(unit=shown.names[code].words, n=lines), links.report(code, shown.day.date))
        for code, lines in sorted(shown.pending.items())
        if code in shown.names
    ]  # fmt: skip
