"""publicity · problems: what can be refused of postings, rumours and tips, with what to do."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NOT_SIGNED = problem(
    "publicity_not_signed",
    409,
    w("《{title}》还没有签发，不能安排发布", "“{title}” is not signed off: it cannot be planned to go out"),
    w("请先审核并签发，例如由值班领导签发后再安排", "Have it reviewed and signed off first, such as by the commander"),
)
TEXT_ELSEWHERE = problem(
    "publicity_text_elsewhere",
    422,
    w("《{title}》不是本单位或上级的稿件", "“{title}” is neither of this unit nor of one above it"),
    w("请由写稿单位安排，或在本单位另写一份", "Plan it at the unit that wrote it, or write a text of your own unit"),
)
NEEDS_PLACES = problem(
    "publicity_needs_places",
    422,
    w("{channel}要选地点，不填群", "{channel}: choose places, and name no groups"),
    w("请勾选张贴或播放的地点，例如 1号门岗", "Choose where it is to be shown, such as gate 1"),
)
NEEDS_GROUPS = problem(
    "publicity_needs_groups",
    422,
    w("{channel}要填群名，不选地点", "{channel}: name the groups, and choose no places"),
    w("请一行填一个群名，例如“小区一号群”", "Name one group in a line, such as “estate group 1”"),
)
NO_SUCH_PLACE = problem(
    "publicity_no_such_place",
    422,
    w("本单位及下级没有这个地点，或已停用：{places}", "This unit and those below have no such place in use: {places}"),
    w("请按地点台账改正代码，例如 GATE-1", "Correct the codes by the register of places, such as GATE-1"),
)
NOT_THERE = problem(
    "publicity_not_there",
    422,
    w("{channel}不能设在{place}（{kind}）", "{channel} cannot be at {place} ({kind})"),
    w("请改选地点，或改用别的渠道", "Choose another place, or another channel"),
)
PLANNED_TWICE = problem(
    "publicity_planned_twice",
    409,
    w("《{title}》在{channel}上已安排过：{where}", "“{title}” is planned for {channel} there already: {where}"),
    w("请去掉这些，或修改原来的计划", "Leave these out, or change the posting that stands"),
)
POSTING_OVER = problem(
    "publicity_posting_over",
    409,
    w("这项发布已结束", "This posting has ended"),
    w("需要时另作安排", "Plan another one where it is needed"),
)
NO_SUCH_SLOT = problem(
    "publicity_no_such_slot",
    404,
    w("这项发布没有安排在{target}", "This posting is not planned for {target}"),
    w("请从发布计划里打开", "Open it from the posting"),
)
UP_ALREADY = problem(
    "publicity_up_already",
    409,
    w("{where}已在 {at} 发布，凭据已有", "It is out at {where} since {at}, with its proof"),
    w("不用再记；记错了请先撤销那一条", "Nothing is left to record; take the first one back if it was wrong"),
)
NOT_WANTED = problem(
    "publicity_not_wanted",
    409,
    w("{where}现在是“{state}”，不用发布", "{where} is “{state}” now: nothing is to be put out"),
    w("请先看发布计划", "Look at the posting first"),
)
NOT_UP = problem(
    "publicity_not_up",
    409,
    w("{where}现在是“{state}”，没有可撤的", "{where} is “{state}” now: there is nothing to take down"),
    w("请先看发布计划", "Look at the posting first"),
)
VERSION_MOVED = problem(
    "publicity_version_moved",
    409,
    w("稿件已改为第 {now} 稿，您手上的是第 {given} 稿", "Version {now} counts by now, and you have version {given}"),
    w("请取新稿张贴后再记", "Put the new version up, then record it"),
)
PHOTO_WANTED = problem(
    "publicity_photo_wanted",
    422,
    w("{channel}要拍照作凭据", "{channel} is proved by a photo"),
    w("请在现场拍一张看得清内容和位置的照片", "Take one there that shows the text and where it is"),
)
WHY_EARLY = problem(
    "publicity_why_early",
    422,
    w("还没有到期，请写明为什么撤下", "It is not due to come down: say why it does"),
    w("例如“被风吹落，已回收”", "Such as “blown off by the wind, collected”"),
)
NO_ADDRESS = problem(
    "publicity_no_address",
    409,
    w("群“{group}”没有设置发送地址", "The group “{group}” has no address to send to"),
    w("请复制文字手工发送，发完记“已发”", "Copy the words, send them by hand, then record that they went out"),
)
NOT_DELIVERED = problem(
    "publicity_not_delivered",
    502,
    w("群“{group}”没有收下：{reason}", "The group “{group}” did not take it: {reason}"),
    w("请稍后再发，或复制文字手工发送", "Try again later, or copy the words and send them by hand"),
)
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
NOTHING_FILED = problem(
    "publicity_nothing_filed",
    409,
    w("{unit} {day} 没有可发布的数字", "There is no figure of {unit}, {day}, that can be told"),
    w("等日报报送后再生成，例如当日 18 时以后", "Make it once the reports are filed, for instance after 18:00"),
)
CORRECTED_ALREADY = problem(
    "publicity_corrected_already",
    409,
    w("《{title}》已有新的一稿待审签", "A newer version of “{title}” waits already"),
    w("请在那一稿上改，再送签发", "Mend that version, and have it signed off"),
)
FIGURE_NOT_TOLD = problem(
    "publicity_figure_not_told",
    422,
    w("这份宣传稿没有发布过“{said}”", "This text did not tell “{said}”"),
    w("请从“发布后有变的数字”里点进来", "Come here from the list of figures that have changed since"),
)
