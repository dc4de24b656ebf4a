"""tracing · indicators: the official figures of cases, one for each class that the playbook counts (domain C)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from lianfang.areas.tracing.kinds import SEE
from lianfang.areas.tracing.kinds_channel_check import CHANNEL_CHECK
from lianfang.kernel.coverage import Coverage, Sort, part
from lianfang.kernel.expectations import open_slots
from lianfang.kernel.indicators import Indicator, Source
from lianfang.kernel.registry import Declared
from lianfang.kernel.words import w
from lianfang.playbook import Playbook, current

_SQL = Path(__file__).with_name("sql")
_EVIDENCE, _FIGURES = (_SQL.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in ("evidence", "cases"))
# One class's columns of the statement, by the names that a source gives them.
_COLUMNS = (
    ",\n       max(value) FILTER (WHERE subject = '{subject}') AS {column}_value"
    ",\n       max(checked) FILTER (WHERE subject = '{subject}') AS {column}_checked, 1 AS {column}_expected"
)


def declared_by(playbook: Playbook) -> Declared:
    """The figures of a playbook's classes of cases."""
    classes = classes_of(playbook)
    return Declared(
        indicators=tuple(
            Indicator(
                code,
                rule.words,
                w("例", "cases"),
                w("当日查过官方渠道的单位 / 应查单位", "units covered by a check of the official channel / units due"),
                _EVIDENCE.replace("{subject}", rule.code),
                cumulates=True,
                persons=True,
                cases=True,
            )
            for code, rule in playbook.case_figures.items()
        ),
        sources=(Source(tuple(classes), partial(cases_sql, classes)),) if classes else (),
        coverages=(coverage_of(classes),) if classes else (),
        behind=dict.fromkeys(classes, "tracing:overview"),
    )


def classes_of(playbook: Playbook) -> dict[str, str]:
    """Indicator → the class of cases that it counts: of another nobody can say that there was none."""
    return {code: rule.code for code, rule in playbook.case_figures.items()}


def stating_kinds(figures: Mapping[str, str]) -> tuple[str, ...]:
    """The kinds of units that state cases, by the playbook's daily form."""
    lines = current().form("daily").fields
    return tuple(sorted({kind for line in lines if line.indicator in figures for kind in line.filled_by}))


def cases_sql(classes: Mapping[str, str]) -> str:
    """The one definition of these figures: indicator → class."""
    columns = "".join(_COLUMNS.format(subject=subject, column=code.lower()) for code, subject in classes.items())
    whole = "SELECT unit, max(path) AS path, max(changed_at) AS changed_at{columns}\nFROM figures\nGROUP BY unit"
    return by_unit_and_class(classes) + whole.replace("{columns}", columns)


def by_unit_and_class(classes: Mapping[str, str]) -> str:
    """What every statement over the cases begins with: `figures`, a row for each stating unit and class."""
    said = {"{kinds}": stating_kinds(classes), "{subjects}": classes.values()}
    found = _FIGURES
    for slot, codes in said.items():
        found = found.replace(slot, "ARRAY[" + ", ".join(f"'{code}'" for code in codes) + "]::text[]")
    return found


def coverage_of(classes: Mapping[str, str]) -> Coverage:
    """The units that state cases, each covered for a class by a look at the official channel or not."""
    columns = part(
        Sort.UNIT, key="f.unit", subject="f.unit", kind=CHANNEL_CHECK.code, slot="s", checked="f.checked",
    )  # fmt: skip

    def sql(code: str) -> str:
        return (
            f"{by_unit_and_class(classes)}SELECT f.unit, f.path, {columns} FROM figures f "
            f"LEFT JOIN ({open_slots(CHANNEL_CHECK.code)}) s ON s.target = f.unit WHERE f.subject = '{classes[code]}'"
        )

    return Coverage(
        tuple(classes), sql, SEE, w("{n} 家未查官方渠道", "{n} units have not checked the official channel")
    )
