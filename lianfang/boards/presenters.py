"""boards · presenters: the command page's strips, lists and tables, each figure a way to its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lianfang.boards import links
from lianfang.boards.command import Command
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import Awaited, BareZero, Standing
from lianfang.kernel.indicators import Figures
from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.components.cells import FigureLink, Unbroken
from lianfang.shell.components.marks import STANDING_CHIPS, Chip, figure_of
from lianfang.shell.components.tables import Columns, Figure, State, Table, Text
from lianfang.shell.components.text import moment
from lianfang.shell.components.types import Link, Need, Stat

_AMEND = Chip(w("待更正", "to amend"), "doubtful", "near")
_RETURNED = Chip(w("已退回", "returned"), "doubtful", "near")
_RECALLED = Chip(w("已撤回", "recalled"), "doubtful", "near")


def title(shown: Command) -> Words:
    """The page's answer."""
    said = w("{day}{counts}", "{day}: {counts}")
    return said.fill(day=moment(shown.reported.date), counts=shown.counts.words)


def lede(shown: Command) -> Words:
    """Whose day it is, and that a day that runs has no reports yet."""
    if shown.reported == shown.day:
        return w("{unit}及下属", "{unit} and all below").fill(unit=shown.top.words)
    said = w(
        "{unit}及下属：日报是刚截止的 {day}，其余为进行中的一天",
        "{unit} and all below: the reports are those of {day}, which has closed; all else is of the day in progress",
    )
    return said.fill(unit=shown.top.words, day=moment(shown.reported.date))


def reported(shown: Command) -> list[Stat]:
    """How the reports stand, and how good their zeros are."""
    counts, unit, day = shown.counts, shown.top.code, shown.reported.date
    said: tuple[tuple[Words, int, dict[str, str], str], ...] = (
        (w("按时", "On time"), counts.on_time, {"standing": "on_time"}, ""),
        (w("迟报", "Late"), counts.late, {"standing": "late"}, "near"),
        (w("未报", "Missing"), counts.missing, {"standing": "missing"}, "overdue"),
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
        Stat(
            headline.words,
            shown.figures[code],
            of=figure_of(code, shown.top.code, shown.day.date),
        )
        for code, (_, headline) in current().headlines.items()
        if code in shown.figures and shown.figures[code].state is not MeasureState.NOT_APPLICABLE
    ]


def needs(shown: Command) -> list[Need]:
    """The reports that are missing or went back, and those whose records have changed since."""
    found = [_waiting(shown, row) for row in shown.reports.waiting if row.unit in shown.names]
    changed = [code for code in shown.pending if code in shown.names]
    if len(changed) == 1:
        said = w("{unit}：报送后有 {n} 项记录变了", "{unit}: changed after filing: {n}")
        words = said.fill(unit=shown.names[changed[0]].words, n=shown.pending[changed[0]])
        href = links.report(changed[0], shown.reported.date)
        found.append(Need(words, href, w("查看差异", "See what changed"), chip=_AMEND))
    elif changed:
        said = w("{n} 家报送后记录变了", "Changed after filing: {n} units").fill(n=len(changed))
        found.append(Need(said, "#pending", w("查看明细", "See which"), chip=_AMEND))
    return found


def _waiting(shown: Command, row: Awaited) -> Need:
    unit, day = shown.names[row.unit].words, shown.reported.date
    if row.standing == Standing.MISSING:
        said, chip, due = w("{unit}未报", "{unit}: missing"), STANDING_CHIPS[Standing.MISSING], row.due_at
    elif row.handling == "recalled":
        said, chip, due = (
            w("{unit}：已自行撤回，等更正", "{unit}: recalled by the unit, to be amended"),
            _RECALLED,
            None,
        )
    else:
        said, chip, due = w("{unit}：已退回，等更正", "{unit}: returned, to be amended"), _RETURNED, None
    asked = w("{at} 催过", "reminded at {at}").fill(at=moment(row.reminded_at, "time")) if row.reminded_at else ""
    return Need(said.fill(unit=unit), links.report(row.unit, day), w("查看报表", "Open the report"), due, chip, asked)


def more_missing(shown: Command) -> int:
    """How many missing, returned or recalled reports the list leaves out."""
    counts = shown.counts
    return counts.missing + counts.returned + counts.recalled - len(shown.reports.waiting)


def units_table(shown: Command) -> UnitsTable | None:
    """Every unit directly below with what it states, all below it rolled up, after what the unit itself states."""
    if not shown.children:
        return None
    standings = shown.reports.standings
    rows: list[Unit | None] = [*sorted(shown.children, key=lambda each: _trouble(standings.get(each.code, {})))]
    if standings.get("") or shown.by_child.get(""):
        rows.insert(0, None)
    return UnitsTable(rows, shown)


class UnitsTable(Table[Unit | None]):
    """The units below; None stands for the unit itself. Each row opens the same page there."""

    shown: Command
    stack = tall = False

    @property
    def day(self) -> date:
        return self.shown.day.date

    def way_on(self, row: Unit | None) -> str:
        if row is not None:
            return links.command(row.code, self.day)
        reported = self.shown.reported.date
        return links.report(self.shown.top.code, reported) if self.shown.reports.standings.get("") else ""

    @property
    def filed(self) -> Words:
        counts = self.shown.counts
        return w("已报 {filed}/{due}", "{filed} of {due} filed").fill(filed=counts.there, due=counts.due)

    unit = Text(
        w("单位", "Unit"),
        lambda t, row: Unbroken(
            row.words if row else w("{unit}（本级）", "{unit} itself").fill(unit=t.shown.top.words)
        ),
        link=lambda t, row: t.way_on(row),
        total=w("合计", "Total"),
    )
    report = State(
        w("报送", "Report"),
        lambda t, row: _standing(t.shown.reports.standings.get(row.code if row else "", {})),
        total=lambda t: t.filed,
    )

    @Columns
    def figures(self) -> list[Figure]:
        return [
            self._figure(code, headline.words)
            for code, (_, headline) in current().headlines.items()
            if headline.by_unit
        ]

    def _figure(self, code: str, words: Words) -> Figure:
        shown = self.shown

        def cell(figures: Figures, unit: str, itself: str = "") -> FigureLink | None:
            if code not in figures:
                return None
            named = figure_of(code, itself + unit, self.day)
            return FigureLink(figures[code], of=named)

        def branch(row: Unit | None) -> FigureLink | None:
            if row is None:
                return cell(shown.by_child.get("", {}), shown.top.code, "=")
            return cell(shown.by_child.get(row.code, {}), row.code)

        return Figure(
            words,
            branch,
            note=REGISTRY.indicators()[code].unit,
            total=lambda _: cell(shown.figures, shown.top.code),
        )


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


def bare_zeros(shown: Command) -> ZerosTable | None:
    """The unverified zeros, with how little they rest on."""
    known = REGISTRY.indicators()
    return ZerosTable([each for each in shown.bare_zeros if each.code in known], shown) if shown.bare_zeros else None


class ZerosTable(Table[BareZero]):
    """Zeros that rest on too little."""

    shown: Command
    stack = tall = False

    unit = Text(
        w("单位", "Unit"),
        lambda t, row: Unbroken(t.shown.names[row.unit].words if row.unit in t.shown.names else row.unit),
        link=lambda t, row: links.report(row.unit, t.shown.reported.date),
    )
    figure = Text(w("指标", "Figure"), lambda row: _called(row.code))
    checked = Figure(
        w("已查/应查", "Checked of due"),
        lambda t, row: FigureLink(
            Measure(0, row.checked, row.expected, row.as_of, MeasureState.ZERO_UNVERIFIED),
            of=figure_of(row.code, row.unit, t.shown.reported.date),
        ),
    )


def _called(code: str) -> Words:
    """An indicator as the head of the page calls it, else in full."""
    line = current().headlines.get(code)
    return line[1].words if line else REGISTRY.indicators()[code].words


def pending(shown: Command) -> list[Link]:
    """The units whose records say something else by now than they filed."""
    said = w("{unit}（{n} 项）", "{unit} ({n})")
    return [
        Link(said.fill(unit=shown.names[code].words, n=lines), links.report(code, shown.reported.date))
        for code, lines in sorted(shown.pending.items())
        if code in shown.names
    ]  # fmt: skip
