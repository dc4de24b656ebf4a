"""resumption · indicators: R1 active sites (domain notes, part C)."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.resumption.kinds_site_status import SITE_STATUS
from lianfang.areas.resumption.rules import SITE_KINDS
from lianfang.kernel.expectations import by_slot
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w

_SQL = Path(__file__).with_name("sql")
_NEWEST = (
    "SELECT entry FROM resumption_site_day "
    "WHERE day = %(day)s AND path >= %(low)s AND path < %(high)s AND entry IS NOT NULL"
)

INDICATORS = (
    Indicator(
        code="R1",
        words=w("在岗项目部井队", "active sites"),
        unit=w("个", "sites"),
        coverage=w("已报状态 / 应报项目部井队", "sites that reported / sites"),
        evidence=f"{_NEWEST} AND mode <> 'paused'",
        cumulates=False,
        persons=False,
    ),
)


def kinds_in() -> str:
    """The kinds of units that are sites, for SQL's IN."""
    return ", ".join(f"'{kind}'" for kind in SITE_KINDS)


_SITES = (_SQL / "sites.sql").read_text(encoding="utf-8").replace("{kinds}", kinds_in())


def sites_of_day() -> str:
    """Whose word is expected of the sites, the slots say: none of the records is asked for."""
    return _SITES.replace("{slots}", by_slot(SITE_STATUS.code, "SELECT NULL::uuid AS entry WHERE false"))


SOURCES = (Source(codes=("R1",), sql=sites_of_day),)
