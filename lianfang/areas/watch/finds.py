"""watch · finds: to hand over, to write into the log, and the roster, for the one box."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from lianfang.areas.watch.kinds import SEE, STAND
from lianfang.kernel import clock
from lianfang.kernel.finding import Asked, FindAct, Finds, Hit, Nearness
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.asked import own_unit


def _page(words: Words, page: str, verb: str, *, dated: bool = False) -> Finds:
    """A page of the watch of the reader's own unit, as an act."""

    def offers(actor: Actor, asked: Asked) -> list[Hit]:
        unit = own_unit(actor, verb)
        if unit is None:
            return []
        args = [unit, _today(asked.now)] if dated else [unit]
        return [Hit(words, reverse(page, args=args), unit, Nearness.START)]

    return offers


def _today(now: datetime) -> str:
    return clock.local(now).date().isoformat()


_OVER, _LOG, _ROSTER = w("交班", "Hand over"), w("记值班记录", "Write in the log"), w("值班表", "Roster")
ACTS = (
    FindAct(
        _OVER, ("交班", "交接班", "hand over", "handover"), _page(_OVER, "watch:handover", STAND), frozenset({STAND}),
        w("交班", "hand over"),
    ),
    FindAct(_LOG, ("记事", "值班记事", "log"), _page(_LOG, "watch:log-new", STAND), frozenset({STAND})),
    FindAct(_ROSTER, ("值班表", "排班", "roster"), _page(_ROSTER, "watch:roster", SEE, dated=True), frozenset({SEE})),
)  # fmt: skip
