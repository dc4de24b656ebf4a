"""watch · problems: everything about the watch that can be refused, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_RULES = problem(
    "watch_no_rules",
    409,
    w("现行防控方案没有值守规则", "The playbook in force has no rules for a watch"),
    w("请在方案中补上 watch.yaml 后再试", "Add watch.yaml to the playbook and try again"),
)
NO_POST = problem(
    "watch_no_post",
    409,
    w("{unit}没有设立值守", "{unit} has no watch"),
    w("请先由负责排班的人设立值守", "Whoever plans the roster sets up the watch first"),
)
POST_OPEN = problem(
    "watch_post_open",
    409,
    w("{unit}已设立值守", "{unit} already has a watch"),
    w("无需再次设立；请直接排班", "Nothing more is needed; fill in the roster"),
)
UNIT_CLOSED = problem(
    "watch_unit_closed",
    409,
    w("{unit}已撤销，不能设立值守或排班", "{unit} is closed; it can have no watch and no roster"),
    w("请核对单位", "Check the unit"),
)
UNKNOWN_SHIFT = problem(
    "watch_unknown_shift",
    422,
    w("{on} 没有“{shift}”这个班次", "There is no shift “{shift}” on {on}"),
    w("请从排班表中选择班次", "Choose a shift of the roster"),
)
SHIFT_BEGUN = problem(
    "watch_shift_begun",
    409,
    w("{shift}已经开始，不能重新排班", "{shift} has begun; its roster can no longer change"),
    w("请用“调班”，写明原因", "Use a substitution and give the reason"),
)
SHIFT_OVER = problem(
    "watch_shift_over",
    409,
    w("{shift}已经结束", "{shift} is over"),
    w("结束的班次不能再变更", "A shift that is over is not changed any more"),
)
NAMED_TWICE = problem(
    "watch_named_twice",
    422,
    w("{person} 在{shift}被安排了两次", "{person} is rostered twice on {shift}"),
    w("带班和值班须是不同的人", "Leader and officers must be different people"),
)
TOO_MANY = problem(
    "watch_too_many",
    422,
    w("{shift}安排了 {n} 名值班员，至多 {most} 名", "{shift} has {n} duty officers; at most {most} are allowed"),
    w("请减少人数", "Name fewer"),
)
NOT_AVAILABLE = problem(
    "watch_not_available",
    422,
    w("{person} 不能担任{unit}的{post}", "{person} cannot be {post} of {unit}"),
    w("请先给此人授予相应角色", "Give this login the role first"),
)
STANDS_ELSEWHERE = problem(
    "watch_stands_elsewhere",
    409,
    w("{person} 同一时间已在{unit}值班", "{person} is on duty at {unit} at the same time"),
    w("请另选一人，或先调整那边的班", "Choose somebody else, or change the other shift first"),
)
NOT_ON_SHIFT = problem(
    "watch_not_on_shift",
    403,
    w("{person} 不在{shift}的班上", "{person} is not on {shift}"),
    w("请由当班人员办理，或先办调班", "Somebody of that shift does this, or is substituted first"),
)
ALREADY_ON = problem(
    "watch_already_on",
    409,
    w("{person} 已在{shift}的班上", "{person} is already on {shift}"),
    w("请另选一人", "Choose somebody else"),
)
WITH_ONESELF = problem(
    "watch_with_oneself",
    422,
    w("不能与自己调班", "Nobody swaps with themselves"),
    w("请选择另一人", "Choose somebody else"),
)
REASON_NEEDED = problem(
    "watch_reason_needed",
    422,
    w("须写明原因（不超过 200 字）", "The reason is needed (at most 200 characters)"),
    w("请填写原因后再提交", "Give the reason and submit again"),
)
SWAP_NOT_YOURS = problem(
    "watch_swap_not_yours",
    403,
    w("这次调班由 {person} 或带班领导答复", "This swap is answered by {person} or by the duty leader"),
    w("请等待答复", "Wait for the answer"),
)
SWAP_ANSWERED = problem(
    "watch_swap_answered",
    409,
    w("这次调班已有结果", "This swap was answered already"),
    w("请刷新后再看", "Reload and look again"),
)
ROSTER_MOVED = problem(
    "watch_roster_moved",
    409,
    w("{shift}的排班刚刚有人改过", "The roster of {shift} was changed a moment ago"),
    w("请刷新后再改，尚未保存", "Reload and change it again; nothing was saved"),
)
ITEM_CLOSED = problem(
    "watch_item_closed",
    409,
    w("这件待办已经办结", "This item is closed already"),
    w("请刷新后再看", "Reload and look again"),
)
ITEM_NOT_OPEN = problem(
    "watch_item_not_open",
    422,
    w("这条记录不是待办", "This line of the log is not an open item"),
    w("请从待办清单中选择", "Choose one of the open items"),
)
HANDOVER_EARLY = problem(
    "watch_handover_early",
    409,
    w("{at} 换班，{opens} 起才能交班", "The shift changes at {at}; the handover opens at {opens}"),
    w("请到时再办", "Come back then"),
)
HANDOVER_LATE = problem(
    "watch_handover_late",
    409,
    w("{at} 的交接已过，接班班次已结束", "The change at {at} is past: the shift that took over is over"),
    w("此次交接记为未签字", "This handover stays unsigned"),
)
NO_HANDOVER = problem(
    "watch_no_handover",
    404,
    w("{at} 没有换班", "There is no change of shift at {at}"),
    w("请从值守页面进入交接", "Open the handover from the page of the watch"),
)
NOT_OFFERED = problem(
    "watch_not_offered",
    409,
    w("交班人还没有签字，不能单方接班", "The outgoing shift has not signed; one side alone cannot take over"),
    w("请由交班人先交班", "The outgoing shift hands over first"),
)
SAME_HAND = problem(
    "watch_same_hand",
    409,
    w("交班和接班不能由同一人签字", "One person cannot sign for both sides"),
    w("请由接班班次的另一人签字", "Somebody else of the incoming shift must sign"),
)
HANDED_OVER = problem(
    "watch_handed_over",
    409,
    w("{at} 的交接双方都已签字", "Both sides have signed the handover at {at}"),
    w("无需再签", "Nothing more is needed"),
)
OFFER_CHANGED = problem(
    "watch_offer_changed",
    409,
    w("交班内容刚刚更新过", "The handover has changed since you read it"),
    w("请再看一遍后签字", "Read it once more and sign"),
)
READ_MOVED = problem(
    "watch_read_moved",
    409,
    w(
        "您打开页面后有变化：新增 {came} 件，了结 {went} 件",
        "Since you opened the page {came} came up and {went} were settled",
    ),
    w(
        "新增的已标出，请再看一遍后签字；说明没有丢",
        "What is new is marked: look once more and sign; your note is kept",
    ),
)
OWN_CALL = problem(
    "watch_own_call",
    409,
    w("当班人员不能查自己的岗", "People on the shift cannot spot-call themselves"),
    w("查岗由上级或督查进行", "A spot call comes from above or from the inspectors"),
)
CALL_ANSWERED = problem(
    "watch_call_answered",
    409,
    w("这次查岗已经应答", "This spot call was answered already"),
    w("无需再次应答", "Nothing more is needed"),
)
CALL_OPEN = problem(
    "watch_call_open",
    409,
    w("{at} 的查岗还没有应答", "The spot call of {at} is not answered yet"),
    w("请等待应答，或先记下电话应答", "Wait for the answer, or note the answer by phone first"),
)
