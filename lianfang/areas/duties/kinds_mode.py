"""duties · kinds: a unit and everything below it is in another mode from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from lianfang.areas.duties.kinds import MODE, MODE_SET, duty_act
from lianfang.areas.duties.payloads import MODES, Because
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.words import Words, w
from lianfang.playbook.duties import Mode

LEVELS: dict[str, Words] = {
    "I": w("Ⅰ级", "level I"),
    "II": w("Ⅱ级", "level II"),
    "III": w("Ⅲ级", "level III"),
    "IV": w("Ⅳ级", "level IV"),
}


class ModeSet(Payload):
    """The mode of a unit and everything below it, from a reporting day on; duties follow it."""

    mode: Mode = fact("状态", "mode", choices=MODES)
    response_level: Literal["I", "II", "III", "IV"] | None = fact(
        "响应级别", "response level", choices=LEVELS, default=None
    )
    because: Because = fact("依据", "reason")
    from_day: date = fact("自报告日起", "from the reporting day")


def _said(data: Mapping[str, Any]) -> Words:
    said = w("自 {from_day} 起转为{mode}", "{mode} from {from_day} on").fill(
        from_day=data["from_day"], mode=MODES[data["mode"]]
    )
    if data.get("response_level"):
        level = LEVELS[data["response_level"]]
        said = w("{said}，响应级别{level}", "{said}, response {level}").fill(said=said, level=level)
    return said


MODE_SET_KIND = duty_act(
    MODE_SET,
    ModeSet,
    w("状态变更", "mode set"),
    _said,
    record=MODE,
    primary=("mode", "from_day"),
    table="duties.mode",
    model="ModeRow",
    indexes={"duties_mode_path": ("path",)},
)
