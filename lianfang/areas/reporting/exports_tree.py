"""reporting · exports of the tree: a roll-up with its subtrees as a workbook, on paper and as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import translation

from lianfang.areas.reporting import presenters
from lianfang.areas.reporting.exports import measure_data, unit_data
from lianfang.areas.reporting.queries_tree import Below, RolledLine, Subtree, Whole
from lianfang.areas.reporting.queries_tree import Section as FormSection
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.filings import STANDING_WORDS, Counts
from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.words import Words, w
from lianfang.shell.components.tables import Code, Column, Columns, Figure, Sentence, Table, Text
from lianfang.shell.components.text import figure, moment
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.cells import measure_cells
from lianfang.shell.documents.csv_lines import unlike_formula
from lianfang.shell.documents.form import Signature, checked_said
from lianfang.shell.documents.paper import Paper, Section, paper_pdf
from lianfang.shell.documents.xlsx import Sheet, workbook


def rollup_xlsx(unit: Unit, day: Day, whole: Whole, below: Below, counted: Counts) -> bytes:
    """The subtree's lines, and for each section of the form a sheet with every subtree directly below."""
    about = (
        Fact(w("单位", "Unit"), unit.words),
        Fact(w("单位编号", "Unit code"), unit.code),
        Fact(w("报告日", "Day"), day.date),
        Fact(w("报送", "Filing"), counted.words),
        Fact(w("数据截至", "As of"), whole.as_of),
    )
    parts = [
        Sheet(
            section.words,
            PartsTable(below.rows, unit.code, _lines_of(whole, section), False),
            title=w("{unit}：{section}", "{unit}: {section}").fill(unit=unit.words, section=section.words),
            about=about,
        )
        for section in whole.sections
    ]
    return workbook([Sheet(w("合计", "Total"), TotalTable(whole.lines), about=about), *parts])


def rollup_rows(unit: Unit, whole: Whole, subtrees: Iterable[Subtree]) -> Iterator[list[object]]:
    """The same as rows of one sheet, one after another: heads with their codes, the subtrees, and the whole."""
    table = PartsTable([], unit.code, whole.lines, False)
    yield [each.words.say() if isinstance(each.words, Words) else each.words for each in table.columns]
    yield [each.note for each in table.columns]
    for each in subtrees:
        yield [_in_csv(cell) for cell in table.cells(each)]
    yield [_in_csv(cell) for cell in table.totals or ()]


def _in_csv(cell: object) -> object:
    return unlike_formula(cell.say()) if isinstance(cell, Words) else unlike_formula(cell)


def rollup_pdf(unit: Unit, day: Day, whole: Whole, below: Below, counted: Counts) -> bytes:
    """The same on paper, in the language that is active now."""
    paper = Paper(
        title=w("{unit}疫情防控汇总表", "{unit}: roll-up of prevention reports").fill(unit=unit.words),
        unit=unit.words,
        unit_code=unit.code,
        as_of=whole.as_of or day.to_at,
        facts=(
            Fact(w("报告日", "Day"), moment(day.date, "year")),
            Fact(w("数据截至", "As of"), moment(whole.as_of, "year") if whole.as_of else "—"),
            Fact(w("统计时段", "Window"), f"{moment(day.from_at)} — {moment(day.to_at)}"),
            Fact(w("报送", "Filing"), counted.words),
        ),
        sections=(
            Section(w("合计", "Total"), PaperTotalTable(whole.lines)),
            *(
                Section(section.words, PartsTable(below.rows, unit.code, _lines_of(whole, section), True))
                for section in whole.sections
                if below.rows
            ),
        ),
        signatures=(Signature(w("汇总人", "Rolled up by")), Signature(w("负责人", "In charge"))),
        landscape=True,
    )
    return paper_pdf(paper, translation.get_language() or "zh-hans")


def _lines_of(whole: Whole, section: FormSection) -> list[RolledLine]:
    return [line for line in whole.lines if line.code in section.codes]


class TotalTable(Table[RolledLine]):
    """The subtree's lines."""

    code = Code(w("代码", "Code"))
    words = Sentence(w("指标", "Indicator"), "short")
    measure = Figure(w("汇总", "Rolled up"))


class PartsTable(Table[Subtree]):
    """Every subtree directly below with the lines of a section; the foot is the whole (`top`).

    In a workbook a line has two columns, to be calculated with; on `paper` one, the figure above what stands behind it.
    """

    top: str
    lines: Sequence[RolledLine]
    paper: bool

    code = Code(w("单位编号", "Unit code"), "unit.code", total=lambda t: t.top, when="in_book")
    words = Text(w("单位", "Unit"), lambda row: presenters.subtree_words(row), total=w("合计", "Total"))
    standing = Text(w("报送", "Filing"), lambda row: STANDING_WORDS[row.standing] if row.standing else "")

    @property
    def in_book(self) -> bool:
        return not self.paper

    @Columns
    def figures(self) -> list[Column]:
        if self.paper:
            return [_paper_column(line) for line in self.lines]
        return [column for line in self.lines for column in _columns(line)]


class PaperTotalTable(Table[RolledLine]):
    """The subtree's lines as paper has them."""

    words = Sentence(w("指标", "Indicator"))
    value = Text(w("汇总", "Rolled up"), lambda row: figure(row.measure.value) or measure_cells(row.measure).blank)
    checked = Text(w("已查 / 应查", "Checked / expected"), lambda row: checked_said(row.measure))
    state = Text(w("状态", "State"), lambda row: STATE_WORDS[row.measure.state])


def _paper_column(line: RolledLine) -> Column:
    return Text(line.short, lambda row: _both(row.figures[line.code]), total=_both(line.measure))


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


def _both(measure: Measure) -> str:
    """The value above what was checked of what was due; a dash where nobody reported one."""
    value = figure(measure.value) or measure_cells(measure).blank
    return "\n".join(part for part in (value, _checked(measure)) if part)


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
