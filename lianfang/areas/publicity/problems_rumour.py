"""publicity · problems of rumours and tips: what can be refused of rumours and tips, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

RUMOUR_STATE = problem(
    "publicity_rumour_state",
    409,
    w("这条传言现在是“{state}”，不能这样办", "This rumour is {state} now: this cannot be done"),
    w("请先看办理经过；已办结的可以重新打开", "Look at its history first; one that is closed can be opened again"),
)
RUMOUR_UNSOURCED = problem(
    "publicity_rumour_unsourced",
    422,
    w(
        "没有官方来源，不能下结论，也不能辟谣",
        "There is no official source: nothing is found and nothing rebutted without",
    ),
    w(
        "写明发布单位、日期，以及文件名或网址，如：市卫生健康委，2020-08-10，第 12 号通报；查不到的，结论选“无法核实”",
        "Name the issuer, the date, and a document or an address, as in: Municipal Health Commission, 2020-08-10, "
        "notice no. 12; where there is none, the finding is “cannot be established”",
    ),
)
RUMOUR_NOT_FOUND = problem(
    "publicity_rumour_not_found_out",
    409,
    w("还没有核实结论，不能{act}", "There is no finding yet: it cannot be done ({act})"),
    w("先登记核实结论，如：不属实，来源为市卫生健康委通报", "Record the finding first, as in: false, by a notice"),
)
RUMOUR_TRUE = problem(
    "publicity_rumour_true",
    409,
    w("核实结论是“{verdict}”，没有可辟的谣", "It was found “{verdict}”: there is nothing to rebut"),
    w(
        "结论有变的，先登记新的核实结论；属实的，直接办结",
        "Where the finding has changed, record the new one; else close it",
    ),
)
RUMOUR_UNREBUTTED = problem(
    "publicity_rumour_unrebutted",
    409,
    w("核实结论是“{verdict}”，还没有辟谣", "It was found “{verdict}” and nothing was told against it yet"),
    w(
        "先辟谣；不宜公开的，写明原因，如：只在一个小群里传过，公开反而扩散",
        "Rebut it first; or say why not, as in: it stayed in one small group, and telling everybody would spread it",
    ),
)
NOT_TO_TAKE_BACK = problem(
    "publicity_not_to_take_back",
    409,
    w("只能撤回最后一步", "Only the last step can be taken back"),
    w(
        "先撤回它后面的各步；整条登记错了的，逐步撤回到第一步",
        "Take back the steps after it first, down to the first one",
    ),
)
DESK_ELSEWHERE = problem(
    "publicity_desk_elsewhere",
    409,
    w("线索已由 {unit} 受理，全系统只有一处", "Tips are received by {unit}: an installation has one desk"),
    w("请由该单位修改；要换单位的，先由它关闭", "Let that unit change it; to move the desk, it closes first"),
)
TIPS_CLOSED = problem(
    "publicity_tips_closed",
    409,
    w("这里现在不收线索", "Tips are not received here now"),
    w("请打值班电话，或到值班室当面反映", "Please ring the duty room, or come there"),
)
TIP_STATE = problem(
    "publicity_tip_state",
    409,
    w("这条线索现在是“{state}”，不能这样办", "This tip is {state} now: this cannot be done"),
    w("请先看办理经过；已办结的可以重新打开", "Look at its history first; one that is closed can be opened again"),
)
TIP_SENT = problem(
    "publicity_tip_sent",
    409,
    w("这张表已经交过，内容与这次不同", "This form was sent before, and said something else"),
    w("请重新打开反映页面，再交一次", "Open the page again and send it from there"),
)
TIP_STALE = problem(
    "publicity_tip_stale",
    422,
    w("这张表打开得太久，没有交成", "This form was open for too long and was not sent"),
    w("内容都还在，请再按一次“提交”", "What you wrote is still here: press “Send” once more"),
)
TIP_ELSEWHERE = problem(
    "publicity_tip_other_site",
    403,
    w("这次提交来自别的网站，没有收下", "This was sent from another site and was not taken"),
    w("请直接打开本站的反映页面填写", "Open the page of this site itself and fill it in there"),
)
TIP_TOO_MANY = problem(
    "publicity_tip_too_many",
    429,
    w("从这里交的次数太多，暂时不收", "Too many came from here: please wait"),
    w("请过十分钟再试；着急的请打电话", "Try again in ten minutes, or ring up if it is urgent"),
    retry_seconds=600,
)
TIP_UNKNOWN = problem(
    "publicity_tip_unknown",
    404,
    w("没有这个回执码", "There is no such receipt"),
    w(
        "请对照回执逐字核对，如 7K2M-9QXD-04TR；不区分大小写",
        "Compare it letter by letter, as in 7K2M-9QXD-04TR; case does not matter",
    ),
)
TIP_FORGOTTEN = problem(
    "publicity_tip_forgotten",
    409,
    w("原话和联系方式已按期销毁", "What was told, and how to reach them, was destroyed at its time"),
    w(
        "只剩办理经过；需要的，请当事人重新反映",
        "Only the history is left; if it is needed, they have to tell it again",
    ),
)
NO_CONTACT = problem(
    "publicity_tip_no_contact",
    409,
    w("反映人没有留联系方式", "No contact was left"),
    w(
        "对方可凭回执码查看进展；可以在答复里写给他看",
        "They can look with their receipt; write there what they should read",
    ),
)
