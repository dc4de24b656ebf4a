"""duties · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

UNKNOWN_DUTY = problem(
    "duties_unknown_duty",
    422,
    w("没有职责“{duty}”", "There is no duty {duty}"),
    w("请从职责表中选择", "Choose one from the list of duties"),
)
CANNOT_BE_FULFILLED = problem(
    "duties_cannot_be_fulfilled",
    422,
    w("没有一种可以完成职责的记录叫“{kind}”", "No kind of record that can fulfil a duty is called {kind}"),
    w("请从列出的记录类型中选择", "Choose one of the kinds listed"),
)
UNKNOWN_TARGETS = problem(
    "duties_unknown_targets",
    422,
    w(
        "没有“{sort}”这类对象，或“{kind}”记录不写明这类对象",
        "There are no targets {sort}, or {kind} does not name them",
    ),
    w("请选择该记录会写明的对象：地点、人员或单位", "Choose what the record names: places, persons or units"),
)
NO_OWNER = problem(
    "duties_no_owner",
    422,
    w("没有岗位“{role}”，这项职责就没有负责人", "There is no role {role}, so nobody would be responsible for the duty"),
    w("请从岗位表中选择", "Choose one of the roles"),
)
NOT_MADE_HERE = problem(
    "duties_not_made_here",
    409,
    w("职责“{duty}”来自防控方案，不能在这里停止", "The duty {duty} comes from the playbook and is not ended here"),
    w("可以免予办理，或修改方案", "Excuse it, or change the playbook"),
)
MADE_ABOVE = problem(
    "duties_made_above",
    409,
    w("职责“{duty}”是上级单位设定的", "The duty {duty} was set by a unit above"),
    w("请上级停止；本单位可以免予办理", "Ask them to end it; it can be excused here"),
)
IN_THE_PAST = problem(
    "duties_in_the_past",
    422,
    w("起始报告日 {day} 已经过去", "The reporting day {day} is over"),
    w("请从今天或以后的报告日开始", "Begin with today's reporting day or a later one"),
)
TAKEN = problem(
    "duties_code_taken",
    409,
    w("代码“{duty}”已经用于另一项职责", "The code {duty} is already used for another duty"),
    w("请换一个代码", "Choose another code"),
)
NOT_DERIVED = problem(
    "duties_not_derived",
    404,
    w("报告日 {day} 没有生成过应做项", "No checklist exists for {day}"),
    w("只有系统启用以后的报告日有应做项", "Only days since this installation began have a checklist"),
)
