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
from lianfang.kernel.words import w
from lianfang.shell.components.tables import Code, Columns, Figure, Sentence, Table, Text
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.xlsx import Sheet, workbook


def rollup_xlsx(unit: Unit, day: Day, whole: Whole, below: Below) -> bytes:
    """Two sheets: the subtree's lines, and every subtree directly below with all of them."""
    about = (
        Fact(w("单位", "Unit"), unit.words),
        Fact(w("单位编号", "Unit code"), unit.code),
        Fact(w("报告日", "Day"), day.date),
        Fact(w("数据截至", "As of"), whole.as_of),
    )
    total, parts = TotalTable(whole.lines), PartsTable(below.rows, unit.code, whole.lines)
    return workbook(
        [Sheet(w("合计", "Total"), total, about=about), Sheet(w("各下级", "Units below"), parts, about=about)]
    )


class TotalTable(Table[RolledLine]):
    """The subtree's lines."""

    code = Code(w("代码", "Code"))
    words = Sentence(w("指标", "Indicator"), "short")
    measure = Figure(w("汇总", "Rolled up"))


class PartsTable(Table[Subtree]):
    """Every subtree directly below with all lines; the foot is the whole (`top`)."""

    top: str
    lines: Sequence[RolledLine]

    code = Code(w("单位编号", "Unit code"), "unit.code", total=lambda t: t.top)
    words = Text(w("单位", "Unit"), lambda row: presenters.subtree_words(row), total=w("合计", "Total"))
    standing = Text(w("报送", "Filing"), lambda row: STANDING_WORDS[row.standing] if row.standing else "")

    @Columns
    def figures(self) -> list[Figure]:
        return presenters.figures_of(self.lines)


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
