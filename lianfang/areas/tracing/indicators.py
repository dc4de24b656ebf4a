"""tracing · indicators: H5–H7, the official figures of cases, and the entries behind them (domain C)."""

from __future__ import annotations

from pathlib import Path

from lianfang.areas.tracing.payloads import CLASSES, SUBJECTS
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.words import Words, w
from lianfang.playbook import current

CODES = ("H5", "H6", "H7")
_SQL = Path(__file__).with_name("sql")
_EVIDENCE, _FIGURES = (_SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in ("evidence", "cases"))


def _cases(code: str, subject: str, words: Words) -> Indicator:
    return Indicator(
        code,
        words,
        w("例", "cases"),
        w("当日查过官方渠道的单位 / 应查单位", "units covered by a look at the official channel / units due"),
        _EVIDENCE.replace("{subject}", subject),
        cases=True,
    )


INDICATORS = (
    _cases("H5", "confirmed", w("确诊", "confirmed cases")),
    _cases("H6", "suspected", w("疑似", "suspected cases")),
    _cases("H7", "asymptomatic", w("无症状感染者", "asymptomatic infections")),
)


def codes() -> tuple[str, ...]:
    """The figures of the classes of cases that the playbook knows: of another nobody can say that there was none."""
    return tuple(code for code, subject in zip(CODES, CLASSES, strict=True) if subject in SUBJECTS)


def stating_kinds() -> tuple[str, ...]:
    """The kinds of units that state cases, by the playbook's daily form."""
    lines = current().form("daily").fields
    return tuple(sorted({kind for line in lines if line.indicator in CODES for kind in line.filled_by}))


def cases_sql() -> str:
    """The one definition of the three figures."""
    kinds = "ARRAY[" + ", ".join(f"'{kind}'" for kind in stating_kinds()) + "]::text[]"
    return _FIGURES.replace("{kinds}", kinds)


SOURCES = (Source(CODES, cases_sql),)
