"""reporting · problems: everything about a report that can be refused, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

WINDOW_OPEN = problem(
    "report_window_open",
    409,
    w(
        "统计时段到 {closes} 才结束，现在不能确认",
        "The window is open until {closes}; the report cannot be confirmed yet",
    ),
    w(
        "请在 {closes} 之后再确认；期间的记录会自动计入",
        "Confirm it after {closes}; what is recorded until then counts by itself",
    ),
)
ALREADY_CONFIRMED = problem(
    "report_already_confirmed",
    409,
    w("{unit} {day} 的报表已由 {by} 于 {at} 确认", "The report of {unit} for {day} was confirmed by {by} at {at}"),
    w("无需再次确认；如有变化请提交更正", "Nothing more is needed; amend it if something changed"),
)
NOT_CONFIRMED = problem(
    "report_not_confirmed",
    409,
    w("{unit} {day} 的报表尚未确认", "The report of {unit} for {day} is not confirmed yet"),
    w("请先由填报单位确认报表", "The unit itself confirms it first"),
)
LATE_NEEDS_REASON = problem(
    "report_late_needs_reason",
    422,
    w("已过截止时间 {due}，迟报须写明原因", "The cut-off {due} has passed; a late report needs its reason"),
    w("请填写迟报原因后再提交", "Say why it is late and submit again"),
)
NOT_YOUR_REPORT = problem(
    "report_not_yours",
    403,
    w(
        "这是 {unit} 的报表，由该单位自己填报和更正",
        "This is the report of {unit}; that unit itself confirms and amends it",
    ),
    w("您可以退回并写明原因，或催报", "You can return it with a reason, or send a reminder"),
)
OWN_REPORT = problem(
    "report_own",
    403,
    w("本单位的报表由上级接收或退回", "A unit's own report is received or returned by the unit above"),
    w("如有变化请提交更正", "Amend it if something changed"),
)
NOT_DUE = problem(
    "report_not_due",
    422,
    w("{unit} {day} 没有应报的这张报表", "{unit} has no such report to file for {day}"),
    w("请核对单位、日期和报表", "Check the unit, the date and the form"),
)
ALREADY_RECEIVED = problem(
    "report_already_received",
    409,
    w("第 {number} 版已由 {by} 接收", "Version {number} was received by {by} already"),
    w("无需再次接收", "Nothing more is needed"),
)
ALREADY_RETURNED = problem(
    "report_already_returned",
    409,
    w("第 {number} 版已由 {by} 退回", "Version {number} was returned by {by} already"),
    w("请等待填报单位更正", "Wait for the unit's amendment"),
)
RECALLED = problem(
    "report_recalled",
    409,
    w("第 {number} 版已由填报单位（{by}）撤回", "Version {number} was recalled by its own unit ({by})"),
    w("请等填报单位更正后再接收或退回", "Wait for the unit's next version, then receive or return that"),
)
SIGNED_YOURSELF = problem(
    "report_signed_yourself",
    403,
    w(
        "第 {number} 版上有您本人的签字，不能再由您接收",
        "You signed version {number} yourself: it is not yours to receive",
    ),
    w(
        "请由上级单位的其他人员接收，如另一名值班员",
        "Let somebody else of the unit above receive it, such as another duty officer",
    ),
)
REASON_NEEDED = problem(
    "report_reason_needed",
    422,
    w("退回或更正须写明原因（不超过 200 字）", "A return or an amendment needs its reason (at most 200 characters)"),
    w("请填写原因", "Give the reason"),
)
FIGURES_MOVED = problem(
    "report_figures_moved",
    409,
    w("您核对之后台账又有变化，数字已更新", "The ledger has changed since you reviewed; the figures are new"),
    w("请再核对一遍后确认，尚未提交任何内容", "Review once more and confirm; nothing was submitted yet"),
)
UNIT_MOVED = problem(
    "report_unit_moved",
    409,
    w(
        "报表打开期间，{unit} 的隶属已调整；{day} 的报表仍计入原上级",
        "{unit} was moved while its report was open; the report for {day} still counts towards its former superior",
    ),
    w(
        "请重新打开报表核对后确认，尚未提交任何内容",
        "Open the report again, review and confirm; nothing was submitted yet",
    ),
)
EVENTS_MOVED = problem(
    "report_events_moved",
    409,
    w("您核对之后当日又有突发情况：{event}（{at}）", "An event of the day has come since you reviewed: {event} ({at})"),
    w(
        "突发情况已列入报表，请核对后再签；尚未提交任何内容",
        "The event is in the report now; review and sign again. Nothing was submitted yet",
    ),
)
STEPS_MOVED = problem(
    "report_steps_moved",
    409,
    w("您打开报表之后，{by}于 {at} 又有一步：{act}", "Since you opened the report, {by} took a step at {at}: {act}"),
    w(
        "请按现在的说明和签署情况重新核对再办；尚未提交任何内容",
        "Review the text and signatures as they are now and try again; nothing was submitted yet",
    ),
)
WORDS_SIGNED = problem(
    "report_words_signed",
    409,
    w(
        "情况说明和原因已由{by}{done}，签发时不能改写",
        "Narrative and reasons are marked “{done}” by {by}: the sign-off cannot change them",
    ),
    w(
        "照原文签发；要改写的，请退回填报，写明如“发热一人请写明去向”",
        "Sign them unchanged; to change them, send the report back to be filled in, with a reason such as "
        "“say where the person with fever is”",
    ),
)
DENIES_EVENTS = problem(
    "report_denies_events",
    422,
    w(
        "{unit} {day} 有 {n} 起突发情况（{at} {event}），情况说明不能写“{said}”",
        "{unit} had {n} events on {day} ({at}, {event}); the narrative cannot say “{said}”",
    ),
    w(
        "突发情况会自动列在报表上；请改写情况说明，如“{event}一起，正在处置”",
        "The report lists events by itself; say instead how they stand, such as “one event, being handled”",
    ),
)
STEP_MISSING = problem(
    "report_step_missing",
    409,
    w("第 {number} 版尚未{missing}，不能{step}", "Version {number} has no step “{missing}” yet, so not “{step}”"),
    w("请先由{who}{missing}", "First it is due from: {who}"),
)
REVIEW_AGAIN = problem(
    "report_review_again",
    409,
    w("{by} {done}之后数字或突发情况已有变化，原签字不再有效", "Figures or events have changed since “{done}” by {by}"),
    w("请按现在的数字重新{again}", "Take the step “{again}” again, over the figures as they are now"),
)
SAME_PERSON = problem(
    "report_same_person",
    403,
    w(
        "{who}已{done}第 {number} 版，不能再由本人{step}",
        "{who} took “{done}” on version {number}, and not “{step}” too",
    ),
    w("请由{others}{step}", "Let one of these do it: {others}"),
)
NOT_SIGNER = problem(
    "report_not_signer",
    403,
    w("{unit}的日报由{roles}{step}", "On reports of {unit} the step “{step}” is for: {roles}"),
    w(
        "请交{who}{step}；人不在的，可委托代签，或由上级单位代签",
        "Hand it to {who}; for one who is absent a deputy signs, or the unit above",
    ),
)
STEP_TAKEN = problem(
    "report_step_taken",
    409,
    w("第 {number} 版已由{by}{done}", "Version {number} has “{done}” by {by} already"),
    w("请进行下一步：{next}", "The next step is: {next}"),
)
NOTHING_SIGNED = problem(
    "report_nothing_signed",
    409,
    w("{unit} {day} 的报表没有可撤回的签字", "No signature of {unit} for {day} can be taken back"),
    w("请刷新后再看", "Reload and look again"),
)
NOT_YOUR_SIGNATURE = problem(
    "report_not_your_signature",
    403,
    w("这是{by}的签字，由本人撤回", "This is the signature of {by}, who alone takes it back"),
    w("审核人、签发人可以退回填报并写明原因", "Whoever reviews or signs can send it back with a reason"),
)
RECEIVED_STANDS = problem(
    "report_received_stands",
    409,
    w("第 {number} 版已被接收，签字不能撤回", "Version {number} is received; its signature cannot be taken back"),
    w("如有变化请提交更正，原版照旧留存", "Amend it if something changed; this version stays as it is"),
)
BACK_ALREADY = problem(
    "report_back_already",
    409,
    w("第 {number} 版已退回或撤回", "Version {number} went back already"),
    w("请提交更正", "File an amendment"),
)
DEPUTY_MAY_NOT = problem(
    "report_deputy_may_not",
    422,
    w("{login} 在{unit}没有填报权限，不能代签", "{login} may not file at {unit}, so cannot stand in"),
    w(
        "请选有填报权限的人，如填报员；或先授予其角色",
        "Choose somebody who may, such as a reporter, or have the role given first",
    ),
)
DEPUTY_NONE = problem(
    "report_deputy_none",
    409,
    w("这项代签委托已经结束或不存在", "That deputy's term has ended, or there is no such deputy"),
    w("请刷新后再看；需要代签的，重新委托", "Reload and look again; where one is needed, name a deputy again"),
)
NOT_YOUR_DEPUTY = problem(
    "report_not_your_deputy",
    403,
    w("代签由委托人{principal}或代签人{deputy}本人结束", "Only {principal}, who named the deputy, or {deputy} ends it"),
    w("请联系委托人，如由其在本页结束代签", "Ask whoever named the deputy to end it on this page"),
)
DEPUTY_DAYS = problem(
    "report_deputy_days",
    422,
    w("代签须从今天或以后起，最长 {most} 天", "A deputy stands in from today or later, for at most {most} days"),
    w("请改写起止日期，如 2020-08-10 至 2020-08-12", "Change the days, for example 2020-08-10 to 2020-08-12"),
)
STAND_IN_REASON = problem(
    "report_stand_in_reason",
    422,
    w("代下级签发须写明替谁、为何", "Signing for a unit below needs whom for and why"),
    w("如“队长李某出差，代签”", "Such as “for the crew chief, who is travelling”"),
)
REMINDED_ALREADY = problem(
    "report_reminded_already",
    409,
    w("{by} 已于 {at} 催报", "{by} sent a reminder at {at}"),
    w("请在 {again} 之后再催", "Remind again after {again}"),
)
NOTHING_MISSING = problem(
    "report_nothing_missing",
    409,
    w("{unit} {day} 的“{figure}”没有缺项", "Nothing is missing for “{figure}” at {unit} on {day}"),
    w("请刷新后再看", "Reload and look again"),
)
NOBODY_CHOSEN = problem(
    "report_nobody_chosen",
    422,
    w("没有选中要催的单位", "No unit is chosen to be reminded"),
    w("请勾选至少一家单位后再催，如“后勤”", "Tick at least one unit, such as Logistics, and press again"),
)
TOO_MANY_CHOSEN = problem(
    "report_too_many_chosen",
    422,
    w("一次最多催 {most} 家，选了 {n} 家", "At most {most} units can be reminded at once; {n} are chosen"),
    w("请按下级单位分批催，如先打开一个分公司再催", "Open a branch below and remind its units, one branch at a time"),
)
NOTHING_TO_REMIND = problem(
    "report_nothing_to_remind",
    409,
    w("{unit} 的报表已报，或尚未到填报时间", "{unit} has filed, or its window is still open"),
    w("请刷新后再看", "Reload and look again"),
)
UNKNOWN_INDICATOR = problem(
    "playbook_unknown_indicator",
    500,
    w(
        "防控方案的报表 {form} 引用了不存在的指标 {code}",
        "The playbook's form {form} names an indicator that does not exist: {code}",
    ),
    w(
        "请改正方案（lianfang playbook check）后重启；台账不受影响",
        "Correct the playbook (lianfang playbook check) and restart; the ledger is untouched",
    ),
)
ROLLUP_TOO_LONG = problem(
    "rollup_too_long",
    422,
    w(
        "{unit}的直属单位超过 {limit} 个，放不进这一份文件",
        "{unit} has more than {limit} units directly below: too many for this file",
    ),
    w(
        "请下载 CSV（不限行数），或逐级下载下级单位的汇总",
        "Download the CSV, which has no limit, or the roll-ups of the units below",
    ),
)
