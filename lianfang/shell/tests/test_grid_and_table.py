"""shell · tests · grid and table: what is counted, what is left open, and what a figure leads to."""

from __future__ import annotations

import pytest

from lianfang.kernel.measures import Measure, MeasureState
from lianfang.kernel.words import w
from lianfang.shell import styleguide
from lianfang.shell.components.cells import cell_html
from lianfang.shell.components.chart import ChartKind, ChartSpec, Series
from lianfang.shell.components.grid import CoverageGrid, GridCell, GridColumn, GridRow, grid_html
from lianfang.shell.components.marks import SlotState


def cells(*states: SlotState | None) -> tuple[GridCell | None, ...]:
    return tuple(None if state is None else GridCell(state, "<tip>", "/slot") for state in states)


def grid(*states: SlotState | None) -> CoverageGrid:
    columns = tuple(GridColumn(str(i), group="8月9日" if i < 2 else "8月10日") for i in range(len(states)))
    return CoverageGrid(w("覆盖", "Coverage"), columns, (GridRow("电梯", cells(*states)),))


def test_late_is_done_and_excused_is_not_expected() -> None:
    made = grid(
        SlotState.DONE, SlotState.LATE, SlotState.EXCUSED, SlotState.MISSED, SlotState.DUE, SlotState.NOT_DUE, None
    )
    assert made.tally(made.rows[0]) == (2, 4)


def test_each_state_is_a_word_and_a_shape() -> None:
    html = grid_html(grid(*SlotState))
    words = ("已做", "补做", "免予办理", "未做", "待做", "疑似", "未到时限", "逾期", "对象已撤")
    for state, word in zip(SlotState, words, strict=True):
        assert f'class="lf-c is-{state}" href="/slot" title="&lt;tip&gt;">{word}</a>' in html


def test_days_stand_over_their_hours() -> None:
    html = grid_html(grid(*[SlotState.DONE] * 5))
    assert 'colspan="2"><span>8月9日' in html
    assert 'colspan="3"><span>8月10日' in html


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    short = CoverageGrid("x", (GridColumn("1"), GridColumn("2")), (GridRow("r", cells(SlotState.DONE)),))
    with pytest.raises(ValueError, match="argument"):
        grid_html(short)


def test_nothing_is_never_a_zero_in_a_table() -> None:
    assert cell_html(None) == ""
    assert cell_html(0) == "0"
    assert "0" not in cell_html(Measure(None, state=MeasureState.NOT_APPLICABLE))


def test_a_gap_in_a_chart_stays_a_gap() -> None:
    spec = ChartSpec("x", ("a", "b"), (Series("s", (0, None)),), kind=ChartKind.LINE)
    assert spec.as_json()["series"][0]["values"] == [0, None]
    assert [cells[1] for cells in spec.table().body] == [0, "—"]


def test_a_large_grid_stays_light() -> None:
    """942 doors with a link and a tip each stay under 160 kB, so that a phone can take them."""
    rows = tuple(
        GridRow(str(n), tuple(GridCell(SlotState.DONE, "王* 08:12", "/e/0190a1b2") for _ in range(6)))
        for n in range(157)
    )
    made = CoverageGrid("小区", tuple(GridColumn(str(i)) for i in range(6)), rows, elevation=True)
    assert len(grid_html(made).encode()) < 160_000


def test_the_styleguide_shows_every_state_of_a_slot() -> None:
    shown = {cell.state for row in styleguide.rounds().rows for cell in row.cells if cell}
    assert shown == set(SlotState)
