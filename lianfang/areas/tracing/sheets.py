"""tracing · sheets: the published figures from a sheet, a row for each day, under the heads of newspapers.

A row stands for the day on which its figures were published. The day that they count up to is a field of its own, and a
sheet that says it alone does not say when they were published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time

from lianfang.areas.tracing.kinds import RECORD
from lianfang.areas.tracing.kinds_official_figures import OFFICIAL_FIGURES, OfficialFigures
from lianfang.kernel import clock
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.problems import Fault
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.form_schema import FieldType, Spec, specs_of
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.sheets import id_of
from lianfang.shell.kinds.taking import Roster, Row
from lianfang.shell.ledger import actions

_DAY = Spec("day", w("公布日", "Published on"), FieldType.DATE, True)
_AHEAD = w("统计日期晚于公布日 {day}", "later than the day of publication, {day}")


def _make(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    """Records the rows in their order: of several for one day and area the last counts."""
    only = [*current().meta.areas] if len(current().meta.areas) == 1 else []
    said: dict[tuple[date, str], str] = {}
    alike: Counter[str] = Counter()
    for row in rows:
        row.said.setdefault("area", only[0] if only else None)
        day, counted = row.said["day"], row.said.get("counted_on")
        if counted is not None and counted > day:
            row.faults.append(Fault("counted_on", _AHEAD.fill(day=day.isoformat()), "date"))
            continue
        data = {name: _plain(row.said[name]) for name in OfficialFigures.model_fields if row.said.get(name) is not None}
        content = f"{own} {day} {sorted(data.items())}"
        # What is said once more after something else of that day is recorded again; twice in a row it is the same.
        alike[content] += said.get((day, str(data.get("area")))) != content
        said[day, str(data.get("area"))] = content
        # The figures were published within a calendar day: its first moment lies in it.
        occurred = datetime.combine(day, time(), clock.zone())
        draft = Draft(
            id=id_of(occurred, content, alike[content]), kind=OFFICIAL_FIGURES.code, unit=own, occurred_at=occurred,
            data=data,
        )  # fmt: skip
        receipt = actions.step(actor, draft, origin=Origin.IMPORT)
        row.refused, row.known, row.made = receipt.problem, receipt.status == "duplicate", receipt.status == "accepted"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _columns() -> list[GridColumn]:
    areas = {code: Words(words.zh, words.en) for code, words in current().meta.areas.items()}
    fields = [
        GridColumn(spec.name, spec.words, spec.required, spec, also=spec.also)
        for spec in specs_of(OfficialFigures)
        if spec.name != "area"
    ]
    area = GridColumn(
        "area", w("地区", "Area"), len(areas) != 1, also=("城市", "区域", "行政区划代码", "City"), choices=areas
    )
    return [
        GridColumn(
            "day",
            _DAY.words,
            True,
            _DAY,
            "2020-08-09",
            ("公布日期", "发布日", "发布日期", "日期", "时间", "Published", "Publication date", "Date"),
        ),
        area,
        *fields,
    ]


FIGURES = Roster(
    "tracing.figures", w("官方疫情数据", "official figures"), RECORD, _columns, _make, back="tracing:overview"
)
