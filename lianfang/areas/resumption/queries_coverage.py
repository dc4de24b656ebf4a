"""resumption · queries of coverage: the sites that R1 is counted against, one by one."""

from __future__ import annotations

from lianfang.areas.resumption.indicators import sites_of_day
from lianfang.areas.resumption.kinds_site_status import SEE, SITE_STATUS
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.expectations import open_slots
from lianfang.kernel.words import w

_PART = part(
    Sort.UNIT, key="x.unit", subject="x.unit", kind=SITE_STATUS.code, slot="s", until_at="s.until_at",
    checked="x.r1_checked",
)  # fmt: skip


def _sql(code: str) -> str:
    """The sites as the figure counts them, each with the slot that waits for its word."""
    return (
        f"SELECT x.unit, x.path, {_PART} FROM ({sites_of_day()}) x "
        f"LEFT JOIN ({open_slots(SITE_STATUS.code)}) s ON s.target = x.unit WHERE x.r1_expected = 1"
    )


COVERAGES = (Coverage(("R1",), _sql, SEE, w("{n} 个项目部井队未报状态", "{n} sites have not reported their status")),)
