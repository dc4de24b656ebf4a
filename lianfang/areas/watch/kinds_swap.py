"""watch · kinds: two change their shifts."""

from __future__ import annotations

from functools import partial
from typing import Literal

from lianfang.areas.watch.kinds import STAND, shift_columns, watch_act
from lianfang.areas.watch.payloads import Login, Reason, Shift
from lianfang.kernel.declaring import declare_table
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w

DECIDED = {"consent": w("双方同意", "both agreed"), "leader": w("带班领导决定", "the leader's decision")}


class SwapAsked(Payload):
    """Somebody asks another to stand a shift in their place, or to change shifts with them."""

    given: Shift = fact("让出的班", "shift given away")
    by: Login = fact("申请人", "asked by")
    other: Login = fact("接替人", "substitute")
    taken: Shift | None = fact("换来的班", "shift taken in return", default=None)
    why: Reason = fact("原因", "reason")


class Swapped(SwapAsked):
    """It is so: both agreed, or the leader decided."""

    decided: Literal["consent", "leader"] = fact("依据", "basis", choices=DECIDED)


class SwapDeclined(Payload):
    """The other one cannot."""

    why: Line | None = fact("原因", "reason", default=None)


_step = partial(
    watch_act,
    record=STAND,
    table=declare_table(
        "watch.swap",
        SwapAsked,
        Swapped,
        SwapDeclined,
        steps=True,
        columns={**shift_columns("given", "", null=True), **shift_columns("taken", "taken_", null=True)},
        indexes={"watch_swap_stream": ("stream", "number"), "watch_swap_unit": ("unit", "ends_at")},
    ),
)
SWAP_ASKED = _step(
    "watch.swap_asked",
    SwapAsked,
    w("申请调班", "swap asked for"),
    w(
        "{by} 请 {other} 接替 {given[on]} {given[shift]}：{why}",
        "{by} asked {other} to take {given[on]} {given[shift]}: {why}",
    ),
)
SWAPPED = _step(
    "watch.swapped",
    Swapped,
    w("调班", "shifts swapped"),
    w(
        "{other} 接替 {by} {given[on]} {given[shift]}：{why}",
        "{other} takes {given[on]} {given[shift]} for {by}: {why}",
    ),
    closes=True,
)
SWAP_DECLINED = _step(
    "watch.swap_declined",
    SwapDeclined,
    w("不同意调班", "swap declined"),
    w("不同意调班", "declined a swap"),
    closes=True,
)
