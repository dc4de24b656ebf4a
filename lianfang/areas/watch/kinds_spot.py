"""watch · kinds: somebody above checks that a post is manned."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Literal

from lianfang.areas.watch.kinds import CHECK, SEE, watch_act
from lianfang.areas.watch.payloads import Login
from lianfang.kernel.declaring import declare_table
from lianfang.kernel.payloads import Payload, fact
from lianfang.kernel.words import w

CHANNELS = {"page": w("系统", "on the page"), "phone": w("电话", "by phone")}
Channel = Literal["page", "phone"]


class SpotCalled(Payload):
    """Somebody above checks that the post is manned."""

    how: Channel = fact("方式", "channel", choices=CHANNELS)
    by: Login = fact("查岗人", "called by")


class SpotAnswered(Payload):
    """The post answered; `by` is who did."""

    by: Login = fact("应答人", "answered by")
    how: Channel = fact("方式", "channel", choices=CHANNELS)
    called_at: datetime = fact("查岗时间", "called at")


_step = partial(
    watch_act,
    table=declare_table(
        "watch.spot",
        SpotCalled,
        SpotAnswered,
        steps=True,
        unprojected=("called_at",),
        indexes={"watch_spot_stream": ("stream", "number"), "watch_spot_unit": ("unit", "occurred_at")},
    ),
)
SPOT_CALLED = _step(
    "watch.spot_called", SpotCalled, w("查岗", "spot call"), w("{by} 查岗", "{by} made a spot call"), record=CHECK
)
SPOT_ANSWERED = _step(
    "watch.spot_answered",
    SpotAnswered,
    w("查岗应答", "spot call answered"),
    w("{by} 应答查岗", "{by} answered the spot call"),
    record=SEE,
    closes=True,
)
