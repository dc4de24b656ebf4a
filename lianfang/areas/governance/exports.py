"""governance · exports: the register of upstream documents as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lianfang.areas.governance import presenters
from lianfang.areas.governance.rules import Directive, Measure
from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Fact
from lianfang.shell.documents.xlsx import Sheet, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def register_xlsx(
    unit: Words, directives: Sequence[Directive], measures: Sequence[Measure], named: presenters.Named, now: datetime
) -> bytes:
    """The directives under a filter, and on a second sheet their measures; text is text, whatever it begins with."""
    about = (Fact(w("单位", "Unit"), unit), Fact(w("数据截至", "As of"), now))
    register = presenters.RegisterTable(directives, named, now)
    carried = presenters.MeasuresTable(measures, named, now)
    return workbook(
        [
            Sheet(w("来文台账", "Directives"), register, w("来文台账", "Register of directives"), about),
            Sheet(w("落实措施", "Measures"), carried, w("落实措施", "Measures"), about),
        ]
    )
