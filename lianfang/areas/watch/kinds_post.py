"""watch · kinds: a unit begins or ends to keep a watch."""

from __future__ import annotations

from functools import partial

from django.db.models import TextField

from lianfang.areas.watch.kinds import CLOSE, ROSTER, watch_act
from lianfang.areas.watch.payloads import Reason
from lianfang.kernel.declaring import declare_table
from lianfang.kernel.payloads import Line, Payload, fact
from lianfang.kernel.words import w


class PostOpened(Payload):
    """The unit keeps a watch from this moment on."""

    phone: Line | None = fact("值班电话", "telephone", default=None)
    note: Line | None = fact("说明", "note", default=None)


class PostClosed(Payload):
    """The unit keeps no watch from this moment on."""

    why: Reason = fact("撤销原因", "why it is abolished")


_step = partial(
    watch_act,
    table=declare_table(
        "watch.post",
        PostOpened,
        PostClosed,
        steps=True,
        columns={"note": (TextField(null=True), "coalesce(e.data->>'why', e.data->>'note')")},
        indexes={"watch_post_unit": ("unit", "number")},
    ),
)
POST_OPENED = _step(
    "watch.post_opened",
    PostOpened,
    w("设立值守", "watch set up"),
    w("设立 24 小时值守", "set up a 24-hour watch"),
    record=ROSTER,
)
POST_CLOSED = _step(
    "watch.post_closed",
    PostClosed,
    w("撤销值守", "watch discontinued"),
    w("撤销值守：{why}", "discontinued the watch: {why}"),
    record=CLOSE,
)
