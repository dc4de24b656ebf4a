"""reporting · indicators: the area's statements, and its own I1, which the slots of the daily report count."""

from __future__ import annotations

from pathlib import Path

from lianfang.ground.units.queries import called_sql
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.words import w
from lianfang.playbook import current

_SQL = Path(__file__).with_name("sql")


def sql(name: str) -> str:
    """One of the area's statements; units are named as they were on its day."""
    said = _SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8")
    return said.replace("{zh}", called_sql("zh")).replace("{en}", called_sql("en"))


def filing_kinds(form: str) -> tuple[str, ...]:
    """The kinds of units that file a form by a cut-off, as the playbook says."""
    return tuple(kind.code for kind in current().unit_kinds if form in kind.files and kind.level is not None)


I1 = Indicator(
    "I1",
    w("下级日报已报份数", "reports filed by the units below"),
    w("份", "reports"),
    w("已报份数 / 应报份数（直属各单位）", "reports filed / due from the units directly below"),
    "SELECT entry FROM reporting_report WHERE report_day = %(day)s AND path > %(low)s AND path < %(high)s "
    "AND number > 0 AND handling <> 'recalled'",
    cumulates=True,
    persons=False,
)
