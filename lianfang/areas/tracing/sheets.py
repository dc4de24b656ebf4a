"""tracing · sheets: the published figures from a sheet, a row for each day, under the heads of newspapers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from lianfang.areas.tracing.kinds import RECORD
from lianfang.areas.tracing.kinds_official_figures import OFFICIAL_FIGURES, OfficialFigures
from lianfang.kernel import clock
from lianfang.kernel.entries import Draft
from lianfang.kernel.kinds import Origin
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.playbook import current
from lianfang.shell.kinds.called import Names
from lianfang.shell.kinds.form_schema import FieldType, Spec, specs_of
from lianfang.shell.kinds.grid import GridColumn
from lianfang.shell.kinds.sheets import id_of
from lianfang.shell.kinds.taking import Roster, Row
from lianfang.shell.ledger import actions

_DAY = Spec("day", w("日期", "Day"), FieldType.DATE, True)


def _make(actor: Actor, names: Names, own: str, rows: Sequence[Row]) -> None:
    only = [*current().meta.areas] if len(current().meta.areas) == 1 else []
    for row in rows:
        row.said.setdefault("area", only[0] if only else None)
        day = row.said["day"]
        data = {name: row.said[name] for name in OfficialFigures.model_fields if row.said.get(name) is not None}
        # The figures speak of a calendar day: its first moment lies in it, whenever they were published.
        occurred = datetime.combine(day, time(), clock.zone())
        draft = Draft(
            id=id_of(occurred, f"{own} {sorted(data.items())}", 1), kind=OFFICIAL_FIGURES.code, unit=own,
            occurred_at=occurred, data=data,
        )  # fmt: skip
        receipt = actions.step(actor, draft, origin=Origin.IMPORT)
        row.refused, row.known, row.made = receipt.problem, receipt.status == "duplicate", receipt.status == "accepted"


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
        GridColumn("day", _DAY.words, True, _DAY, "2020-08-09", ("时间", "统计日期", "date", "Date")),
        area,
        *fields,
    ]


FIGURES = Roster(
    "tracing.figures", w("官方疫情数据", "official figures"), RECORD, _columns, _make, back="tracing:overview"
)
