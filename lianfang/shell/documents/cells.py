"""shell · cells: a measure in five cells, the same in the PDF, the spreadsheet and the JSON beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from lianfang.kernel.measures import STATE_WORDS, Measure, MeasureState
from lianfang.kernel.words import Words, w
from lianfang.shell.components.text import figure, percent

HEADS: tuple[Words, ...] = (
    w("数值", "Value"),
    w("已查", "Checked"),
    w("应查", "Expected"),
    w("覆盖率", "Coverage"),
    w("状态", "State"),
)


def half_characters(text: str) -> int:
    """How wide a text is on a sheet; a Chinese character is as wide as two others."""
    return sum(2 if char > "\u2e7f" else 1 for char in text)


@dataclass(frozen=True, slots=True)
class MeasureCells:
    """The five cells. A value that nobody reported is None here and a dash on paper, never 0."""

    value: int | Decimal | None
    checked: int | None
    expected: int | None
    coverage: str
    state: str

    def as_text(self) -> tuple[str, str, str, str, str]:
        """The cells as printed."""
        return figure(self.value) or self.blank, figure(self.checked), figure(self.expected), self.coverage, self.state

    @property
    def blank(self) -> str:
        return "" if self.state == STATE_WORDS[MeasureState.NOT_APPLICABLE].say() else "—"


def measure_cells(m: Measure) -> MeasureCells:
    """A measure, cell by cell, in the language that is active now."""
    coverage = "" if m.coverage is None else percent(m.coverage)
    return MeasureCells(m.value, m.checked, m.expected, coverage, STATE_WORDS[m.state].say())
