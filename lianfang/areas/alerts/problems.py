"""alerts · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

ENDED = problem(
    "alert_ended",
    409,
    w("这条提醒已经办结", "This alert is already closed"),
    w("如事项尚未办结，请先重开", "Reopen it first if the matter is not settled"),
)
NOT_ENDED = problem(
    "alert_not_ended",
    409,
    w("这条提醒还没有办结，不必重开", "This alert is still open, so it need not be reopened"),
    w("可以接手、转交或办结", "Take it, hand it on or close it"),
)
NEEDS_PROOF = problem(
    "alert_needs_proof",
    422,
    w("办结要有凭据", "Closing an alert needs proof"),
    w("填写一条记录的编号，或写明怎样办结的", "Give the id of an entry, or say how it was settled"),
)
NO_SUCH_EVIDENCE = problem(
    "alert_no_such_evidence",
    422,
    w("没有找到编号为 {id} 的记录", "There is no entry {id}"),
    w("请从台账复制记录编号；或改为文字说明", "Copy the entry's id from the ledger, or say it in words"),
)
NO_SUCH_POST = problem(
    "alert_no_such_post",
    422,
    w("该岗位现在无人，或无权处理这条提醒", "Nobody holds that post now, or it may not act on this alert"),
    w("请从列出的岗位中选一个", "Choose one of the posts listed"),
)
CHANNEL_CLOSED = problem(
    "alert_channel_closed",
    409,
    w("这个渠道已经停用", "This channel is disabled"),
    w("请重新设置地址后启用", "Enter its address again to enable it"),
)
ALREADY_SENT = problem(
    "alert_already_sent",
    409,
    w("这条消息已送达或正在发送", "This message was sent, or is on its way"),
    w("不必再发", "It need not be sent again"),
)
