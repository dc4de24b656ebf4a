"""publicity · queries of the bulletin: what the reports of a day say for everybody, as the text of a draft.

From reports that stand alone. A figure is written as the sign that stands for it, so that it stays tied to what it
rests on; which lines are told is the playbook's. A zero that nobody confirmed and a figure that nobody reported are
left out, and the text says so; cases are told as the day's look at the official channel found them, and no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import translation

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.filings import Confirmed
from lianfang.kernel.measures import STATE_WORDS, MeasureState
from lianfang.kernel.scope import Actor
from lianfang.playbook import DAILY, current
from lianfang.playbook.forms import FormField
from lianfang.shell.components.text import moment
from lianfang.shell.texts.blocks import Reference
from lianfang.shell.texts.figures import PRINTED_IN, Figures, Reading

_NAMED = 20  # of the units that have not reported
_CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the form that is told, and how it reads."""

    section: str
    of: FormField
    reading: Reading


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What a bulletin of a unit and day would say."""

    unit: Unit
    day: date
    confirmed: Confirmed
    told: tuple[Line, ...]
    left_out: tuple[Line, ...]
    missing: tuple[Unit, ...]

    @property
    def title(self) -> str:
        return f"{self.unit.zh}{self.day.month}月{self.day.day}日疫情防控通报"

    @property
    def source(self) -> str:
        return f"{self.unit.zh}{self.day.month}月{self.day.day}日日报"

    @property
    def values(self) -> dict[str, str]:
        """How its figures read now, by their signs."""
        return {line.reading.reference.said: line.reading.value for line in self.told}

    @property
    def body(self) -> str:
        """The text, with a sign for each figure; paragraphs of nothing are left out."""
        channel = [line for line in self.told if line.of.rests_on == _CHANNEL]
        parts = [
            _coverage(self),
            *_sections(line for line in self.told if line.of.rests_on != _CHANNEL),
            _official(channel, [line for line in self.left_out if line.of.rests_on == _CHANNEL]),
            _left_out([line for line in self.left_out if line.of.rests_on != _CHANNEL]),
        ]
        return "\n\n".join(part for part in parts if part)


def bulletin(actor: Actor, unit: Unit, day: date) -> Bulletin:
    """What the confirmed reports of a unit and all below it give for a bulletin of a day."""
    figures = Figures(actor)
    confirmed = figures.confirmed(day, unit.path)
    lines = [
        (section.words.zh, line)
        for form in current().forms
        if form.code == DAILY
        for section in form.sections
        for line in section.fields
        if line.told
    ]
    readings = figures.readings(Reference(line.indicator, unit.code, day) for _, line in lines)
    found = [Line(section, line, readings[Reference(line.indicator, unit.code, day)]) for section, line in lines]
    stated = [line for line in found if line.reading.state is not MeasureState.NOT_APPLICABLE]
    named = units.units(actor, list(confirmed.missing[:_NAMED]))
    return Bulletin(
        unit, day, confirmed, tuple(line for line in stated if line.reading.printable),
        tuple(line for line in stated if not line.reading.printable),
        tuple(named[code] for code in confirmed.missing[:_NAMED] if code in named),
    )  # fmt: skip


def _coverage(of: Bulletin) -> str:
    """How many units have reported, as of when; who has not is named, and counts as nothing."""
    found = of.confirmed
    day = f"{of.day.month}月{of.day.day}日"
    if not found.filed:
        return f"截至发稿，{of.unit.zh}应报{day}日报的 {found.due} 家单位均未报送，无数字可发布。"
    as_of = f"截至{_moment(found.filed_at)}，" if found.filed_at else ""
    said = f"{as_of}{of.unit.zh}应报{day}日报的 {found.due} 家单位中，{found.filed} 家已报送。"
    if not found.missing:
        return said
    more = f"等 {len(found.missing)} 家" if len(found.missing) > len(of.missing) else ""
    return f"{said}未报送：{'、'.join(unit.zh for unit in of.missing)}{more}；未报的不作零计。"


def _sections(lines: Iterable[Line]) -> list[str]:
    """A paragraph for each section of the form."""
    found = dict[str, list[str]]()
    for line in lines:
        found.setdefault(line.section, []).append(_figure(line))
    return [f"{section}：{'；'.join(said)}。" for section, said in found.items()]


def _official(told: Sequence[Line], left_out: Sequence[Line]) -> str:
    """What the official channel said of cases: never a word of the unit's own. The goal is named where it is proved."""
    if not told and not left_out:
        return ""
    if not told:
        return "病例情况以卫生健康部门发布为准；当日官方渠道核查未完成，本期不列。"
    said = f"经核查官方渠道：{'，'.join(_figure(line) for line in told)}。病例情况以卫生健康部门发布为准。"
    none = all(line.reading.state is MeasureState.ZERO_CONFIRMED for line in told)
    return f"{said}当日“零感染”目标有核查记录为据。" if none and not left_out else said


def _left_out(lines: Sequence[Line]) -> str:
    """Which figures are not told, and why."""
    if not lines:
        return ""
    said = "、".join(f"{line.of.words.zh}（{STATE_WORDS[line.reading.state].zh}）" for line in lines)
    return f"未列入的数字：{said}。未核实的零、未报的数字不发布。"


def _figure(line: Line) -> str:
    partial = "（部分单位）" if line.reading.state is MeasureState.PARTIAL else ""
    return f"{line.of.words.zh}{line.reading.reference.said}{line.of.unit.zh}{partial}"


def _moment(at: datetime) -> str:
    with translation.override(PRINTED_IN):
        return moment(at)
