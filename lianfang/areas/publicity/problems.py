"""publicity · problems: what can be refused of postings, with what to do."""

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
