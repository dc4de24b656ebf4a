"""screening · presenters of the overview: one unit's day, asked once and said as title, needs, figures, tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse

from lianfang.areas.screening import presenters, queries
from lianfang.areas.screening.kinds import RECORD, SEE_PERSONS
from lianfang.areas.screening.kinds_temperature_check import TEMPERATURE_CHECK
from lianfang.areas.screening.queries import HighReading
from lianfang.ground.people import queries as people
from lianfang.ground.people.masking import Purpose
from lianfang.ground.places.queries import Place
from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.expectations import Branch, branches_of
from lianfang.kernel.measures import Measure, MeasureState, total
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, listed, w
from lianfang.shell import links
from lianfang.shell.components.cells import FigureLink
from lianfang.shell.components.grid import CoverageGrid
from lianfang.shell.components.marks import Chip, figure_of
from lianfang.shell.components.tables import Figure, Table, Text, When
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Need, Stat
from lianfang.shell.ledger.names import Called, names_of

HEALTH = ("H1", "H2", "H3", "H4", "H8", "R4")
GATE = ("G1", "G2", "G3")
# Where the entries behind a figure stand, by the slug of the kind.
_BEHIND = {
    "H1": "temperature-check",
    "H2": "temperature-check",
    "H3": "health-declaration",
    "H4": "roll-call",
    "H8": "health-declaration",
    "R4": "roll-call",
    "G1": "gate-passage",
    "G2": "gate-passage",
    "G3": "gate-passage",
}
_PERSONAL = frozenset({"temperature-check", "health-declaration"})


class Overview:
    """The day of a unit and all below it, as one actor may see it; every question is asked at most once."""

    def __init__(self, actor: Actor, top: Unit, day: date, now: datetime, days: int) -> None:
        self.actor, self.top, self.day, self.now, self.days = actor, top, day, now, days
        self.sees_persons = actor.may(SEE_PERSONS, top.path)

    @cached_property
    def branches(self) -> list[queries.Branch]:
        return queries.branches(self.actor, self.top, self.day, self.now)

    @cached_property
    def total(self) -> dict[str, Measure]:
        """The figures of the whole, by indicator."""
        codes = (*HEALTH, *GATE)
        return {code: total(b.figures[code] for b in self.branches if code in b.figures) for code in codes}

    @cached_property
    def high(self) -> list[HighReading]:
        """Who has to be looked at; asked only where there is somebody, and for those who may know whom."""
        if not self.sees_persons or not (self.awaited or self.total["H2"].value):
            return []
        return queries.high_readings(self.actor, self.top, self.day)

    @cached_property
    def called(self) -> Called:
        return names_of(self.actor, self.high, purpose=Purpose.WORK)

    @cached_property
    def named(self) -> dict[str, Unit]:
        """The units that name the branches, by code."""
        codes = [branch.code for branch in self.branches if branch.code]
        return units.units(self.actor, codes, day=self.day)

    @property
    def awaited(self) -> int:
        return sum(branch.awaiting for branch in self.branches)

    def title(self) -> Words:
        """The page's answer: how many were due, checked, and ill."""
        due, fever = self.total["H1"], self.total["H2"].value
        if not queries.asked_of("H1"):
            return w("现行方案不统计测温", "The playbook in force counts no temperature checks")
        if due.value is None:
            return w("没有应测人员", "Nobody is due for a check")
        said = w("全天应测 {due} 人，已测 {n} 人", "{due} due in the whole day, {n} checked")
        said = said.fill(due=figure(due.value), n=figure(due.checked or 0))
        if fever is None:
            return w("{said}，发热未知", "{said}, fever not known").fill(said=said)
        said = w("{said}，发热 {n}", "{said}, {n} with fever").fill(said=said, n=fever)
        return self._with_awaited(said)

    def _with_awaited(self, said: Words) -> Words:
        if not self.awaited:
            return said
        return w("{said}，待复测 {n}", "{said}, {n} awaiting a second reading").fill(said=said, n=self.awaited)

    def declared(self) -> Words:
        """How many declared, and what of it matters."""
        ill, back = self.total["H3"], self.total["H8"]
        if ill.expected is None:
            return w("没有应申报人员", "Nobody is due to declare")
        said = w("全天应申报 {due} 人，已申报 {n} 人", "{due} to declare in the whole day, {n} declared").fill(
            due=presenters.people_said(ill.expected), n=figure(ill.checked or 0)
        )
        if ill.value is None:
            return said
        said = w("{said}，有症状 {ill}", "{said}, {ill} symptomatic").fill(said=said, ill=ill.value)
        if back.value is None or not queries.asked_of("H8"):
            return said
        return w("{said}，中高风险区返回 {back}", "{said}, {back} returned").fill(said=said, back=back.value)

    def lede(self) -> Words:
        return w(
            "{unit}。实时台账；零是否核实，见日报。",
            "{unit}. Live; the daily report says which zeros are confirmed.",
        ).fill(unit=self.top.words)

    def apart(self) -> Words | None:
        """Who was measured by a unit that does not count them: told beside the coverage, and never in it."""
        outsiders, away = (sum(getattr(branch, name) for branch in self.branches) for name in ("outsiders", "away"))
        said = []
        if outsiders:
            said.append(
                w(
                    "另有 {n} 人不是测温单位的在册人员，不计入该单位已测人数",
                    "{n} more are not on the register of the unit that measured them and are left out of its coverage",
                ).fill(n=figure(outsiders))
            )
        if away:
            said.append(
                w(
                    "{n} 人在其他单位测温，计入本人所在单位",
                    "{n} were measured by another unit and count at their own",
                ).fill(n=figure(away))
            )
        left_out = people.registered_below(self.actor, self.top.path, self.day, uncounted=True)
        if left_out > 0:
            said.append(
                w(
                    "名册上另有 {n} 人不列入应查人数，以上各数不含他们",
                    "{n} more on the registers are not among those to be checked; no figure here includes them",
                ).fill(n=figure(left_out))
            )
        return listed(said) if said else None

    def needs(self) -> list[Need]:
        """Who waits for a second reading comes first, then who is missing without a reason."""
        needs = second_readings(self.actor, self.high, self.now, self.called) if self.high else []
        absent = self.total["H4"].value
        if absent and self.actor.may(RECORD, self.top.path):
            said = w("缺勤不明 {n} 人", "{n} absent without a known reason").fill(n=absent)
            needs.append(Need(said, self.behind("H4", self.top.code), w("查看点名", "See the roll call")))
        return needs

    def stats(self) -> list[Stat]:
        said = (
            ("H1", w("应测体温", "Due for check")),
            ("H2", w("发热（复测确认）", "Fever, confirmed")),
            ("H3", w("有症状", "Symptomatic")),
            ("H4", w("缺勤不明", "Unexplained absence")),
            ("H8", w("中高风险区返回", "Returned from risk areas")),
            ("R4", w("返岗", "Returned to work")),
        )
        waiting = Stat(w("待复测", "Awaiting second reading"), self.awaited, tone="near" if self.awaited else "")
        asked = [
            (code, self._stat(code, words))
            for code, words in said
            if (code != "H8" or queries.asked_of("H8")) and self.total[code].state is not MeasureState.NOT_APPLICABLE
        ]
        before = [stat for code, stat in asked if code in ("H1", "H2")]
        return [*before, waiting, *(stat for code, stat in asked if code not in ("H1", "H2"))]

    def gate_stats(self) -> list[Stat]:
        """Nothing where there is no gate."""
        if self.total["G1"].state is MeasureState.NOT_APPLICABLE:
            return []
        said = (
            ("G1", w("出入登记（人次，按门岗班次）", "Passages logged, by gate shift")),
            ("G2", w("入口测温异常（按进入人次）", "Fever at the gate, of people in")),
            ("G3", w("外来车辆人员", "Visitors, vendors, vehicles")),
        )
        return [self._stat(code, words) for code, words in said]

    def _stat(self, code: str, words: Words) -> Stat:
        of = figure_of(code, self.top.code, self.day)
        return Stat(words, self.total[code], of=of)

    def rounds_grid(self) -> CoverageGrid | None:
        days = presenters.days_back(self.day, self.days)
        measured = branches_of(self.actor, TEMPERATURE_CHECK.code, self.top.path, days, self.now)
        if not measured:
            return None
        return presenters.RoundsBoard(
            top=self.top,
            branches=sorted(self._named_in(measured), key=lambda unit: unit.path),
            now=self.now,
            measured=measured,
            href=lambda unit, day, window: (
                links.missing_slots(TEMPERATURE_CHECK.code, unit, day, window)
                if window
                else links.missing("H1", unit, day)
            ),
        ).grid()

    def _named_in(self, measured: list[Branch]) -> list[Unit]:
        """The units that name the branches of the rounds; asked again only where one has no figure."""
        codes = {each.child for each in measured} - {""}
        if codes <= self.named.keys():
            return [self.named[code] for code in codes]
        return list(units.units(self.actor, sorted(codes), day=self.day).values())

    def gates_grid(self) -> CoverageGrid | None:
        gates = queries.gates(self.actor, self.top, self.day) if self.gate_stats() else []
        if not gates:
            return None
        shifts = queries.gate_shifts(self.actor, self.top, self.day)
        return presenters.gates_grid(gates, shifts, self.day, self.now, self._log_of)

    def _log_of(self, gate: Place) -> str:
        return f"{reverse('screening:gate-passage-list')}?{urlencode({'place': gate.code, 'day': self.day})}"

    def branches_table(self) -> BranchesTable | None:
        """Every branch with its figures; a branch opens its own page."""
        if len(self.branches) < 2:
            return None
        known = [each for each in self.branches if "H1" in each.figures and (not each.code or each.code in self.named)]
        return BranchesTable(known, self)

    def said_of(self, branch: queries.Branch) -> Words:
        """The name of a branch; what is the unit's own is told from the unit with all below it."""
        unit = self.named.get(branch.code, self.top)
        return unit.words if branch.code else w("{unit}（本级）", "{unit}, itself").fill(unit=unit.words)

    def page_of(self, branch: queries.Branch) -> str:
        """The branch's own page; the unit itself has this one."""
        if not branch.code:
            return ""
        return f"{reverse('screening:overview')}?{urlencode({'unit': branch.code, 'day': self.day})}"

    def of_branch(self, code: str, branch: queries.Branch) -> FigureLink | None:
        """A figure of a branch with the entries behind it; nothing where nobody is due for it."""
        if code not in branch.figures:
            return None
        of = figure_of(code, branch.code or f"={self.top.code}", self.day)
        return FigureLink(branch.figures[code], of=of)

    def whole(self, code: str) -> FigureLink:
        """A figure of the unit with all below it."""
        return FigureLink(self.total[code], of=figure_of(code, self.top.code, self.day))

    def fevers_table(self) -> FeversTable | None:
        """Confirmed fevers by name, for those who may know."""
        fevers = [each for each in self.high if each.fever]
        return FeversTable(fevers, self.called) if fevers else None

    def behind(self, code: str, unit: str, day: date | None = None) -> str:
        """The entries behind a figure of a unit; nothing where they are of persons and the actor may not see them."""
        slug = _BEHIND[code]
        if slug in _PERSONAL and not self.sees_persons:
            return ""
        return f"{reverse(f'screening:{slug}-list')}?{urlencode({'unit': unit, 'day': day or self.day})}"


def second_readings(actor: Actor, high: Sequence[HighReading], now: datetime, called: Called) -> list[Need]:
    """Who of those with a high reading waits for a second one, each until when."""
    return [_second_reading(actor, each, now, called) for each in high if not each.fever]


def _second_reading(actor: Actor, first: HighReading, now: datetime, called: Called) -> Need:
    due_at = first.at + queries.remeasure_within(clock.day_of(first.at).date)
    late = now > due_at
    may = actor.may(RECORD, first.path)
    return Need(
        w("{who} {celsius} ℃，待复测", "{who} {celsius} °C, awaits a second reading").fill(
            who=called.person(first.person), celsius=first.celsius
        ),
        reverse("screening:remeasure", args=[first.entry]) if may else _entry(first),
        w("复测", "Re-measure") if may else w("查看记录", "See the record"),
        due_at=due_at,
        chip=Chip(w("超时", "overdue"), "missed", "overdue") if late else Chip(w("待复测", "due"), "due", "near"),
        detail=w("{unit}，{at} 首测", "{unit}, first measured {at}").fill(
            unit=called.unit(first.unit), at=moment(first.at)
        ),
    )


def _entry(of: HighReading) -> str:
    return reverse("screening:temperature-check-entry", args=[of.entry])


class _Health(Figure):
    """A figure of the branch, and of the whole below it."""

    def __init__(self, words: Words, code: str, *, when: str = "") -> None:
        super().__init__(
            words,
            lambda table, row: table.page.of_branch(code, row),
            total=lambda table: table.page.whole(code),
            when=when,
        )


class BranchesTable(Table[queries.Branch]):
    """Every branch with its figures; a branch opens its own page."""

    page: Overview
    tall = False

    unit = Text(
        w("单位", "Unit"),
        lambda t, row: t.page.said_of(row),
        link=lambda t, row: t.page.page_of(row),
        total=w("合计", "Total"),
    )
    due = _Health(w("应测", "Due"), "H1")
    fever = _Health(w("发热", "Fever"), "H2")
    awaiting = Figure(
        w("待复测", "Awaiting second reading"), lambda row: row.awaiting or None, total=lambda t: t.page.awaited or None
    )
    outsiders = Figure(w("非本单位", "Not members"), lambda row: row.outsiders or None)
    symptoms = _Health(w("有症状", "Symptomatic"), "H3")
    absent = _Health(w("缺勤不明", "Unexplained"), "H4")
    returned = _Health(w("风险区返回", "Returned"), "H8", when="comes_back")

    @property
    def comes_back(self) -> bool:
        """Whether the form asks who returned from where."""
        return queries.asked_of("H8")


class FeversTable(Table[HighReading]):
    """Who was found to have a fever."""

    called: Called
    tall = False

    person = Text(w("人员", "Person"), lambda t, row: t.called.person(row.person), link=lambda row: _entry(row))
    unit = Text(w("单位", "Unit"), lambda t, row: t.called.unit(row.unit))
    celsius = Figure(w("复测", "Second reading"), note="℃")
    at = When(w("时间", "When"))
