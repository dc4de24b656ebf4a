"""duties · kinds: what a commander says about duties, and excuses; each through its own action."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from lianfang.areas.duties import projections
from lianfang.areas.duties.payloads import LEVELS, MODES, DutyEnded, DutySet, Excuse, ModeSet
from lianfang.kernel.kinds import act_kind
from lianfang.kernel.words import Words, w

SEE, SET, EXCUSE, MODE = "duties.see", "duties.set", "duties.excuse", "duties.set_mode"
DUTY_SET, DUTY_ENDED = "duties.duty_set", "duties.duty_ended"
MODE_SET, EXCUSED = "duties.mode_set", "duties.excuse"


def _set(data: Mapping[str, Any]) -> Words:
    said = w("自 {from_day} 起设定职责“{name}”", "set the duty {name} from {from_day}")
    return said.fill(from_day=data["from_day"], name=Words(data["zh"], data["en"]))


def _ended(data: Mapping[str, Any]) -> Words:
    said = w("自 {from_day} 起停止职责 {duty}：{because}", "ended the duty {duty} from {from_day}: {because}")
    return said.fill(**data)


def _mode(data: Mapping[str, Any]) -> Words:
    said = w("自 {from_day} 起转为{mode}", "{mode} from {from_day} on").fill(
        from_day=data["from_day"], mode=MODES[data["mode"]]
    )
    if data.get("response_level"):
        level = LEVELS[data["response_level"]]
        said = w("{said}，响应级别{level}", "{said}, response {level}").fill(said=said, level=level)
    return said


def _excuse(data: Mapping[str, Any]) -> Words:
    said = w("{from_day} 至 {until_day} 免做 {duty}：{because}", "{duty} excused {from_day} to {until_day}: {because}")
    return said.fill(**{key: data[key] for key in ("from_day", "until_day", "duty", "because")})


_kind = partial(act_kind, see=SEE)
KINDS = (
    _kind(
        DUTY_SET, w("设定职责", "duty set"), DutySet, _set, SET, projections.MADE, primary=("duty", "zh", "from_day")
    ),
    _kind(
        DUTY_ENDED, w("停止职责", "duty ended"), DutyEnded, _ended, SET, projections.ENDED, primary=("duty", "from_day")
    ),
    _kind(MODE_SET, w("状态变更", "mode set"), ModeSet, _mode, MODE, projections.MODE, primary=("mode", "from_day")),
    _kind(
        EXCUSED, w("免做", "excuse"), Excuse, _excuse, EXCUSE, projections.EXCUSE,
        primary=("duty", "from_day", "until_day"),
    ),
)  # fmt: skip
