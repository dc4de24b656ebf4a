"""screening · kinds: a passage through a gate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import SmallIntegerField

from lianfang.areas.screening.models import CelsiusField
from lianfang.areas.screening.payloads import WATCHED_FROM_CELSIUS, Celsius
from lianfang.areas.screening.rules import SHIFT_HOURS
from lianfang.kernel.declaring import declare_kind
from lianfang.kernel.kinds import Presence, Privacy
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.sums import count, sorted_list
from lianfang.kernel.words import Words, w

DIRECTIONS = {"in": w("进", "in"), "out": w("出", "out")}
CATEGORIES = {
    "resident": w("居民", "resident"),
    "staff": w("职工", "staff"),
    "visitor": w("访客", "visitor"),
    "vendor": w("保供商户", "vendor"),
    "vehicle": w("外来车辆", "outside vehicle"),
}
Category = Literal["resident", "staff", "visitor", "vendor", "vehicle"]
PURPOSES = {
    "home": w("回家", "going home"),
    "work": w("上下班", "work"),
    "shopping": w("采买", "shopping"),
    "delivery": w("送货送餐", "delivery"),
    "service": w("维修服务", "repair or service"),
    "medical": w("就医", "medical care"),
    "visit": w("探访", "visit"),
    "other": w("其他", "other"),
}
Purpose = Literal["home", "work", "shopping", "delivery", "service", "medical", "visit", "other"]
_HOUR = "extract(hour FROM e.occurred_at AT TIME ZONE %(zone)s)"
_INWARD = "r.direction = 'in' AND r.category <> 'vehicle'"


class GatePassage(Payload):
    """One passage through a gate.

    Who it was is not asked by default, and the purpose is chosen, not written (domain B5: collect less).
    """

    direction: Literal["in", "out"] = fact("进出", "direction", choices=DIRECTIONS)
    category: Category = fact("类别", "category", choices=CATEGORIES)
    celsius: Celsius | None = fact("体温", "temperature", unit="℃", default=None)
    mask: bool = fact("佩戴口罩", "wears a mask")
    purpose: Purpose | None = fact("事由", "purpose", default=None, choices=PURPOSES)


def _said(data: Mapping[str, Any]) -> Words:
    said = w("{category}{direction}", "{category} {direction}").fill(
        category=CATEGORIES[data["category"]], direction=DIRECTIONS[data["direction"]]
    )
    if data.get("celsius") is not None:
        said = w("{said}，{celsius} ℃", "{said}, {celsius} °C").fill(said=said, celsius=data["celsius"])
    return said if data["mask"] else w("{said}，未戴口罩", "{said}, no mask").fill(said=said)


GATE_PASSAGE = declare_kind(
    "screening.gate_passage",
    GatePassage,
    w("门岗出入", "gate passage"),
    _said,
    privacy=Privacy(w("门岗防控；默认不登记姓名", "prevention at the gate; no name by default"), 30, sensitive=True),
    record="screening.record_gate",
    place=Presence.REQUIRED,
    person=Presence.OPTIONAL,
    primary=("direction", "category", "celsius"),
    unprojected=("purpose",),
    columns={
        "celsius": CelsiusField(null=True),
        # The third of the calendar day in which it happened: 0 (from 00:00), 1 or 2.
        "shift": (SmallIntegerField(), f"floor({_HOUR} / {SHIFT_HOURS})"),
    },
    indexes={"screening_passage_shift": ("unit", "day", "place", "shift")},
    sums={
        "screening_day": {
            "passages": count(),
            "passages_in": count(_INWARD),
            "measured_in": count(f"{_INWARD} AND r.celsius IS NOT NULL"),
            "warm_in": sorted_list("r.celsius", f"r.direction = 'in' AND r.celsius >= {WATCHED_FROM_CELSIUS}"),
            "outsiders_in": count("r.direction = 'in' AND r.category IN ('visitor', 'vendor', 'vehicle')"),
        }
    },
)
