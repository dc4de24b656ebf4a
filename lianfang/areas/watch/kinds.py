"""watch · kinds: every act of the watch, how it is said, and who may make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lianfang.areas.watch import payloads, projections
from lianfang.kernel.kinds import Door, Privacy, act_kind
from lianfang.kernel.words import Words, w

SEE, STAND, LEAD, ROSTER, CHECK = "watch.see", "watch.stand", "watch.lead", "watch.roster", "watch.check"

POST_OPENED, POST_CLOSED = "watch.post_opened", "watch.post_closed"
ROSTERED = "watch.rostered"
SWAP_ASKED, SWAPPED, SWAP_DECLINED = "watch.swap_asked", "watch.swapped", "watch.swap_declined"
LOGGED, ITEM_CLOSED = "watch.logged", "watch.item_closed"
OFFERED, SIGNED = "watch.handover_offered", "watch.handover_signed"
SPOT_CALLED, SPOT_ANSWERED = "watch.spot_called", "watch.spot_answered"

# Logins and offices of those who stood the watch; a log names people by office only, never their health.
PRIVACY = Privacy(w("证明何时由谁值守、交接", "proves who kept the watch and handed it over"), None, False)

Sentence = Callable[[Mapping[str, Any]], Words]


def _said(zh: str, en: str) -> Sentence:
    words = w(zh, en)

    def sentence(data: Mapping[str, Any]) -> Words:
        given = data.get("given") or data.get("taking") or data
        return words.fill(
            on=given.get("on", ""), shift=given.get("shift", ""), why=data.get("why", ""), how=data.get("how", ""),
            by=data.get("by", ""), other=data.get("other", ""), leaving_by=data.get("leaving_by", ""),
            taking_by=data.get("taking_by", ""),
        )  # fmt: skip

    return sentence


def _rostered(data: Mapping[str, Any]) -> Words:
    officers = data.get("officers") or ()
    nobody = w("空缺", "nobody")
    return w(
        "{on} {shift} 排班：带班 {leader}，值班 {officers}", "{on} {shift}: leader {leader}, officers {officers}"
    ).fill(
        on=data["on"],
        shift=data["shift"],
        leader=data.get("leader") or nobody,
        officers=Words("、".join(officers), ", ".join(officers)) if officers else nobody,
    )


def _logged(data: Mapping[str, Any]) -> Words:
    words = (
        w("{what}（待办）：{text}", "{what} (open): {text}")
        if data.get("open")
        else w("{what}：{text}", "{what}: {text}")
    )
    return words.fill(what=payloads.SUBJECTS[data["what"]], text=data["text"])


_kind = partial(act_kind, see=SEE, privacy=PRIVACY)
KINDS = (
    _kind(
        POST_OPENED, w("设立值守", "watch opened"), payloads.PostOpened,
        _said("设立 24 小时值守", "opened a 24-hour watch"),
        ROSTER, projections.POST, streams=True,
    ),
    _kind(
        POST_CLOSED, w("撤销值守", "watch closed"), payloads.PostClosed,
        _said("撤销值守：{why}", "closed the watch: {why}"),
        ROSTER, projections.POST, streams=True,
    ),
    # Who agrees to a swap writes the new roster with it; that only planners plan is the action's to see to.
    _kind(
        ROSTERED, w("排班", "roster"), payloads.Rostered, _rostered, STAND, projections.ROSTERING, streams=True,
        primary=("on", "shift", "leader", "officers"),
    ),
    _kind(
        SWAP_ASKED, w("申请调班", "swap asked for"), payloads.SwapAsked,
        _said("{by} 请 {other} 接替 {on} {shift}：{why}", "{by} asked {other} to stand {on} {shift}: {why}"),
        STAND, projections.SWAP, streams=True,
    ),
    _kind(
        SWAPPED, w("调班", "shifts swapped"), payloads.Swapped,
        _said("{other} 接替 {by} {on} {shift}：{why}", "{other} stands {on} {shift} for {by}: {why}"),
        STAND, projections.SWAP, streams=True, closes=True,
    ),
    _kind(
        SWAP_DECLINED, w("不同意调班", "swap declined"), payloads.SwapDeclined, _said("不同意调班", "declined a swap"),
        STAND, projections.SWAP, streams=True, closes=True,
    ),
    _kind(
        LOGGED, w("值班记录", "log entry"), payloads.Logged, _logged, STAND, projections.LOG, door=Door.ANY,
        primary=("what", "text", "other", "open"),
    ),
    _kind(
        ITEM_CLOSED, w("待办销项", "open item done"), payloads.ItemClosed,
        _said("办结待办：{how}", "closed an open item: {how}"),
        STAND, projections.CLOSING, streams=True, closes=True,
    ),
    _kind(
        OFFERED, w("交班", "handover offered"), payloads.HandoverOffered,
        _said("{leaving_by} 交班给 {on} {shift}", "{leaving_by} offered the handover to {on} {shift}"),
        STAND, projections.HANDOVER, streams=True,
    ),
    _kind(
        SIGNED, w("接班签字", "handover signed"), payloads.HandoverSigned,
        _said("{taking_by} 接 {leaving_by} 的班（{on} {shift}）",
              "{taking_by} took over from {leaving_by} ({on} {shift})"),
        STAND, projections.HANDOVER, streams=True, closes=True,
    ),
    _kind(
        SPOT_CALLED, w("查岗", "spot call"), payloads.SpotCalled, _said("{by} 查岗", "{by} made a spot call"),
        CHECK, projections.SPOT, streams=True,
    ),
    _kind(
        SPOT_ANSWERED, w("查岗应答", "spot call answered"), payloads.SpotAnswered,
        _said("{by} 应答查岗", "{by} answered the spot call"), SEE, projections.SPOT, streams=True, closes=True,
    ),
)  # fmt: skip
