"""incidents · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_PROCEDURE = problem(
    "incidents_no_procedure",
    422,
    w("当日的防控方案没有 {code} 的处置流程", "The playbook has no procedure for {code} on that day"),
    w("请选择流程页中列出的事件", "Choose an event that the page of procedures lists"),
)
NOT_PROPOSED = problem(
    "incidents_not_proposed",
    409,
    w("这件事已经{state}，不用再受理", "This is {state} already: there is nothing to accept"),
    w("请刷新页面看最新情况", "Reload the page to see how it stands"),
)
NOT_OPEN = problem(
    "incidents_not_open",
    409,
    w("这件事现在是“{state}”，不能这样办理", "This is {state} now, so that cannot be done"),
    w("未受理的先受理，已办结的先重新打开", "Accept it first if it is not accepted yet; reopen it if it is closed"),
)
UNKNOWN_STEP = problem(
    "incidents_unknown_step",
    404,
    w("流程中没有这一步：{step}", "The procedure has no step {step}"),
    w("请从事件页面选择步骤", "Choose the step on the incident's page"),
)
STEP_SETTLED = problem(
    "incidents_step_settled",
    409,
    w("“{step}”已经办过了", "“{step}” was settled already"),
    w("如有误，先在经过中撤回那条记录", "If that was wrong, take that entry back in the history first"),
)
BEFORE_KNOWN = problem(
    "incidents_before_known",
    422,
    w("{at} 早于知悉时间 {known}，不能在知悉之前办理", "{at} lies before it was known, {known}"),
    w("请核对办理时间；知悉时间有误的另行说明", "Correct the time at which it was done"),
)
NEVER_SKIPPED = problem(
    "incidents_never_skipped",
    422,
    w("“{step}”不能跳过", "“{step}” may not be skipped"),
    w("请办理这一步；确实无法办理的，报带班领导", "Do the step, or tell the duty leader why it cannot be done"),
)
ANSWER_DUE = problem(
    "incidents_answer_due",
    422,
    w("“{step}”须填写：{what}", "“{step}” needs: {what}"),
    w("请打开该步骤填写后提交", "Open the step, fill it in and send it"),
)
STEPS_LEFT = problem(
    "incidents_steps_left",
    409,
    w("还有 {count} 步必办步骤没有办理：{steps}", "{count} steps that may not be skipped are not done: {steps}"),
    w("请先办理这几步，再办结", "Do them, then close"),
)
LEFT_NEEDS_REASON = problem(
    "incidents_left_needs_reason",
    409,
    w("还有 {count} 项未办：{what}", "{count} matters are still to be done: {what}"),
    w("请先办理，或写明仍要办结的理由", "Do them, or say why it is closed all the same"),
)
RESULT_DUE = problem(
    "incidents_result_due",
    422,
    w("办结须说明结果", "Closing needs a result"),
    w("请选择流程中列出的结果", "Choose one that the procedure lists"),
)
UNKNOWN_RESULT = problem(
    "incidents_unknown_result",
    422,
    w("没有这种结果：{result}", "There is no result {result}"),
    w("请选择流程中列出的结果", "Choose one that the procedure lists"),
)
NOTHING_LINKED = problem(
    "incidents_nothing_linked",
    422,
    w("没有选择人员、地点或记录", "No person, place or entry was chosen"),
    w("请至少选择一项", "Choose at least one of them"),
)
NOT_TO_TAKE_BACK = problem(
    "incidents_not_to_take_back",
    409,
    w("这条记录不能撤回", "This entry cannot be taken back"),
    w(
        "可以撤回步骤、告知和关联；受理、办结和报告请用重新打开或进程报",
        "Steps, calls and links can; reopen or report instead",
    ),
)
DRILL_OVER = problem(
    "incidents_drill_over",
    409,
    w("演练已经结束", "The drill is over"),
    w("需要再练，请另起一次演练", "Start another one"),
)
DRILL_RUNS = problem(
    "incidents_drill_runs",
    409,
    w("演练中还有 {count} 件事没有办结", "{count} incidents of the drill are not closed"),
    w("先办结或不受理演练中的事件，再结束演练", "Close or dismiss them first, then end the drill"),
)
FINDING_MENDED = problem(
    "incidents_finding_mended",
    409,
    w("这个问题已经整改", "This finding is already rectified"),
    w("如又发生，请另行移交", "If it came back, hand on a new finding"),
)
NO_TEMPLATE = problem(
    "incidents_no_template",
    404,
    w("当日的防控方案没有这份预案：{plan}", "The playbook has no plan {plan} on that day"),
    w("请从方案页选择", "Choose one on the page of plans"),
)
PLAN_EXISTS = problem(
    "incidents_plan_exists",
    409,
    w("本单位已有这份方案，第 {number} 版", "The unit has this plan already, in version {number}"),
    w("请在现有版本上修订", "Edit it as a new version"),
)
PLAN_STATE = problem(
    "incidents_plan_state",
    409,
    w("第 {number} 版现在是“{state}”，不能这样办理", "Version {number} is {state}: that cannot be done"),
    w("请刷新页面看最新版本", "Reload the page to see the newest version"),
)
PLAN_UNCHANGED = problem(
    "incidents_plan_unchanged",
    422,
    w("内容没有变化", "Nothing was changed"),
    w("修改后再提交新版本", "Change something, or leave the version as it is"),
)
