"""publicity · kinds of screens: an electronic screen gets an address of its own, or a new one, and loses it."""

from __future__ import annotations

from functools import partial

from lianfang.areas.publicity.kinds import REVIEW
from lianfang.kernel.declaring import cut, declare_act, declare_table
from lianfang.kernel.kinds import Presence
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w
from lianfang.shell.texts.payloads import Why


class ScreenSet(Payload):
    """A screen at a place has an address from now on; any address that it had before is good no more."""

    note: Line | None = fact("由谁管、怎样开关", "who keeps it, and how", default=None)


class ScreenEnded(Payload):
    """The screen's address is good no more."""

    why: Why = fact("停用原因", "why it ends")


_step = partial(
    declare_act,
    place=Presence.REQUIRED,
    record=REVIEW,
    table=declare_table(
        "publicity.screen_step",
        ScreenSet,
        ScreenEnded,
        steps=True,
        whole=True,
        indexes={
            "publicity_screen_stream": ("stream", "number"),
            "publicity_screen_path": ("path", "occurred_at"),
        },
    ),
)
SET = _step(
    "publicity.screen_set",
    ScreenSet,
    w("电子屏启用", "screen in use"),
    w("电子屏启用，发给新网址", "the screen is in use under a new address"),
)
ENDED = _step(
    "publicity.screen_ended",
    ScreenEnded,
    w("电子屏停用", "screen ended"),
    cut(w("电子屏停用：{why}", "the screen ends: {why}")),
)
