"""supplies · indicators: W1 days of cover, W2 items below the line, W3 lots near or past expiry (domain C, B10)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lianfang.areas.supplies.payloads import CATALOGUE
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import w
from lianfang.playbook import number_sql

_SQL = Path(__file__).with_name("sql")
_RANGE = "path >= %(low)s AND path < %(high)s AND superseded_at IS NULL AND NOT exercise"
# What a stock rests on: everything that moved or was counted up to then.
_TABLES = ("receipt", "arrival", "handback", "issue", "transfer", "removal", "stocktake")
_FACTS = " UNION ALL ".join(
    f"SELECT entry FROM supplies_{table} WHERE {_RANGE} AND day <= %(day)s" for table in _TABLES
)
_NEAR = " UNION ALL ".join(
    f"SELECT entry FROM supplies_{table} WHERE {_RANGE} AND day <= %(day)s "
    f"AND expires_on <= %(day)s::date + ({number_sql('expiry_early_days')})::int"
    for table in ("receipt", "arrival")
)

INDICATORS = (
    Indicator(
        code="W1",
        words=w("物资可用天数", "days of cover"),
        unit=w("天", "days"),
        coverage=w("7日内盘点过的品种 / 在库品种", "items counted within 7 days / items held"),
        evidence=_FACTS,
        cumulates=False,
        persons=False,
        adds=False,
    ),
    Indicator(
        code="W2",
        words=w("低于储备线品种", "items below the line"),
        unit=w("种", "items"),
        coverage=w("可算可用天数的品种 / 在库品种", "items whose cover is known / items held"),
        evidence=_FACTS,
        cumulates=False,
        persons=False,
    ),
    Indicator(
        code="W3",
        words=w("临期/过期批次", "lots near or past expiry"),
        unit=w("批", "lots"),
        coverage=w("记有有效期的批次 / 在库批次", "lots with a date / lots on hand that expire"),
        evidence=_NEAR,
        cumulates=False,
        persons=False,
    ),
)


def sql(name: str) -> str:
    """The named statement after `cover.sql`, with the items and numbers of the playbook that is in force now."""
    said = "".join((_SQL / each).read_text(encoding="utf-8") for each in ("cover.sql", name))
    for slot, number in (
        ("use_days", "supplies_use_days"),
        ("warn", "supplies_warn_days"),
        ("early", "expiry_early_days"),
    ):
        said = said.replace(f"{{{slot}}}", number_sql(number))
    return with_items(said)


def with_items(said: str) -> str:
    """The statement with what the playbook says of the items."""
    items = CATALOGUE.values()
    said = said.replace("{in_use}", (_SQL / "in_use.sql").read_text(encoding="utf-8"))
    said = said.replace("{keeps}", _listed(item.code for item in items if not item.expires))
    return said.replace("{durable}", _listed(item.code for item in items if item.durable))


def _listed(codes: Iterable[str]) -> str:
    """Codes in an SQL list; one that no item has stands there where there are none."""
    return ", ".join(f"'{code}'" for code in codes) or "''"


SOURCES = (Source(codes=("W1", "W2", "W3"), sql=lambda: sql("figures.sql")),)
