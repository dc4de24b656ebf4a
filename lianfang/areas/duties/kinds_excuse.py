"""duties · kinds: a duty need not be done for a while."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import IntegerField
from pydantic import Field, ValidationInfo, field_validator

from lianfang.areas.duties.kinds import EXCUSE, EXCUSED, duty_act
from lianfang.areas.duties.payloads import Because, DutyCode
from lianfang.kernel.payloads import Payload, fact, unacceptable
from lianfang.kernel.words import w


class Excuse(Payload):
    """A duty need not be done here for a while: for one target or for all of the unit and below it.

    What is done all the same counts as done.
    """

    duty: DutyCode = fact("职责", "duty")
    target: Annotated[str, Field(max_length=80)] | None = fact("对象", "target", default=None)
    window: int | None = fact("时段", "window", default=None, ge=1, le=24)
    from_day: date = fact("自报告日", "from the reporting day")
    until_day: date = fact("至报告日", "until the reporting day")
    because: Because = fact("原因", "reason")

    @field_validator("until_day")
    @classmethod
    def _in_order(cls, until: date, info: ValidationInfo) -> date:
        begins = info.data.get("from_day")
        if begins is not None and until < begins:
            raise unacceptable("ends_before", w("结束日期早于开始日期", "ends before it begins"))
        if begins is not None and (until - begins).days > 92:
            raise unacceptable("too_long", w("一次最多免予办理 92 天", "at most 92 days at a time"))
        return until


EXCUSED_KIND = duty_act(
    EXCUSED,
    Excuse,
    w("免予办理", "excuse"),
    w("{from_day} 至 {until_day} 免予办理 {duty}：{because}", "{duty} excused {from_day} to {until_day}: {because}"),
    record=EXCUSE,
    primary=("duty", "from_day", "until_day"),
    table="duties.excuse",
    model="ExcuseRow",
    columns={"number": (IntegerField(null=True), "window")},
    indexes={"duties_excuse_duty": ("duty", "from_day")},
)
