"""reporting · exports of the tree: a roll-up with its subtrees as a workbook and as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianfang.areas.reporting import presenters
from lianfang.areas.reporting.exports import measure_data, unit_data
from lianfang.areas.reporting.queries_tree import Below, RolledLine, Subtree, Whole
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import STANDING_WORDS
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.words import w
from lianfang.shell.components.tables import Code, Column, Columns, Figure, Sentence, Table, Text
from lianfang.shell.components.text import figure
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.xlsx import Sheet, workbook

_NARROW = 9  # two columns for each line of a section, on one sheet across


def rollup_xlsx(unit: Unit, day: Day, whole: Whole, below: Below) -> bytes:
    """The subtree's lines, and for each section of the form a sheet with every subtree directly below."""
    about = (
        Fact(w("单位", "Unit"), unit.words),
        Fact(w("单位编号", "Unit code"), unit.code),
        Fact(w("报告日", "Day"), day.date),
        Fact(w("数据截至", "As of"), whole.as_of),
    )
    parts = [
        Sheet(
            section.words,
            PartsTable(below.rows, unit.code, [line for line in whole.lines if line.code in section.codes]),
            title=w("{unit}：{section}", "{unit}: {section}").fill(unit=unit.words, section=section.words),
            about=about,
            width=_NARROW,
        )
        for section in whole.sections
    ]
    return workbook([Sheet(w("合计", "Total"), TotalTable(whole.lines), about=about), *parts])


class TotalTable(Table[RolledLine]):
    """The subtree's lines."""

    code = Code(w("代码", "Code"))
    words = Sentence(w("指标", "Indicator"), "short")
    measure = Figure(w("汇总", "Rolled up"))


class PartsTable(Table[Subtree]):
    """Every subtree directly below with the lines of a section, two columns each; the foot is the whole (`top`)."""

    top: str
    lines: Sequence[RolledLine]

    code = Code(w("单位编号", "Unit code"), "unit.code", total=lambda t: t.top)
    words = Text(w("单位", "Unit"), lambda row: presenters.subtree_words(row), total=w("合计", "Total"))
    standing = Text(w("报送", "Filing"), lambda row: STANDING_WORDS[row.standing] if row.standing else "")

    @Columns
    def figures(self) -> list[Column]:
        return [column for line in self.lines for column in _columns(line)]


_CHECKED = w("已查 / 应查", "Checked / expected")


def _columns(line: RolledLine) -> tuple[Column, Column]:
    """The value, and beside it what was checked of what was due."""
    code = line.code
    return (
        Figure(line.short, lambda row: _value(row.figures[code]), note=code, total=_value(line.measure)),
        Text(
            _CHECKED,
            lambda row: _checked(row.figures[code]),
            total=_checked(line.measure),
        ),
    )


def _value(measure: Measure) -> object:
    return "" if measure.value is None else measure.value


def _checked(measure: Measure) -> str:
    """Counts, and the state where something is open about it: a sheet of a whole team has no room for more."""
    said = ""
    if measure.checked is not None and measure.expected is not None:
        said = f"{figure(measure.checked)} / {figure(measure.expected)}"
    if measure.state in _IN_ORDER:
        return said
    return " ".join(part for part in (said, STATE_WORDS[measure.state].say()) if part)


_IN_ORDER = (MeasureState.OK, MeasureState.ZERO_CONFIRMED, MeasureState.NOT_APPLICABLE)


def rollup_data(unit: Unit, day: Day, whole: Whole, below: Below) -> dict[str, Any]:
    """The roll-up and its subtrees as plain data; `itself` marks what the unit states for itself."""
    return {
        "unit": unit_data(unit),
        "date": day.date.isoformat(),
        "as_of": clock.local(whole.as_of).isoformat() if whole.as_of else None,
        "measures": [{"code": line.code, **measure_data(line.measure)} for line in whole.lines],
        "below": [
            {
                "unit": unit_data(each.unit),
                "itself": each.itself,
                "standing": str(each.standing) if each.standing else None,
                "measures": [{"code": line.code, **measure_data(each.figures[line.code])} for line in whole.lines],
            }
            for each in below.rows
        ],
        "next": below.after,
    }
