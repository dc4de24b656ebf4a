"""reporting · exports of the tree: a roll-up with its subtrees as a workbook and as plain data."""

from __future__ import annotations

from typing import Any

from lianfang.areas.reporting.exports import measure_data, unit_data
from lianfang.areas.reporting.rules import STANDING_WORDS
from lianfang.areas.reporting.tree import Below, Whole
from lianfang.ground.units.queries import Unit
from lianfang.kernel import clock
from lianfang.kernel.clock import Day
from lianfang.kernel.words import w
from lianfang.shell.components.pieces import Fact
from lianfang.shell.components.table import Column, Kind, Row, Table
from lianfang.shell.documents.xlsx import Sheet, workbook


def rollup_xlsx(unit: Unit, day: Day, whole: Whole, below: Below) -> bytes:
    """Two sheets: the subtree's lines, and every subtree directly below with all of them."""
    about = (
        Fact(w("单位", "Unit"), unit.words),
        Fact(w("单位编号", "Unit code"), unit.code),
        Fact(w("报表日", "Day"), day.date),
        Fact(w("数据截至", "As of"), whole.as_of),
    )
    total = Table(
        (
            Column(w("代码", "Code"), Kind.CODE),
            Column(w("指标", "Indicator"), Kind.WORDS),
            Column(w("汇总", "Rolled up"), Kind.FIGURE),
        ),
        [Row((line.code, line.short, line.measure)) for line in whole.lines],
    )
    parts = Table(
        (
            Column(w("单位编号", "Unit code"), Kind.CODE),
            Column(w("单位", "Unit")),
            Column(w("报送", "Filing")),
            *(Column(line.code, Kind.FIGURE, note=line.short) for line in whole.lines),
        ),
        [
            Row(
                (
                    each.unit.code,
                    w("本级：{unit}", "Itself: {unit}").fill(unit=each.unit.words) if each.itself else each.unit.words,
                    STANDING_WORDS[each.standing] if each.standing else "",
                    *(each.figures[line.code] for line in whole.lines),
                )
            )
            for each in below.rows
        ],
        totals=Row((unit.code, w("合计", "Total"), "", *(line.measure for line in whole.lines))),
    )
    return workbook(
        [Sheet(w("合计", "Total"), total, about=about), Sheet(w("各下级", "Units below"), parts, about=about)]
    )


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
