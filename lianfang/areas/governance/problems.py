"""governance · problems: everything about directives and measures that can be refused, and how it is said."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

ACKNOWLEDGED = problem(
    "directive_acknowledged",
    409,
    w("这份来文已由 {by} 签收", "This directive was acknowledged by {by} already"),
    w("无需再次签收", "Nothing more is needed"),
)
NOT_ACKNOWLEDGED = problem(
    "directive_not_acknowledged",
    409,
    w("这份来文还没有签收", "This directive is not acknowledged yet"),
    w("请先签收，再定措施、回报或办结", "Acknowledge it first"),
)
DIRECTIVE_CLOSED = problem(
    "directive_closed",
    409,
    w("这份来文已经办结", "This directive is closed"),
    w(
        "办结后不再变更；如有新要求请登记新来文",
        "It cannot be changed any more; register a new directive for new requirements",
    ),
)
OPEN_MEASURES = problem(
    "directive_open_measures",
    409,
    w("还有 {n} 项措施未销号，不能办结", "{n} measures are still open; the directive cannot be closed"),
    w("请先将各项措施销号或撤销", "Close or call off each measure first"),
)
NOT_REPORTED = problem(
    "directive_not_reported",
    409,
    w("来文要求回报，尚未回报，不能办结", "The directive asks for a report and none was sent; it cannot be closed"),
    w("请先回报", "Report back first"),
)
NO_MEASURE = problem(
    "directive_no_measure",
    409,
    w("来文还没有任何落实措施，不能办结", "The directive has no local measure; it cannot be closed"),
    w(
        "请先定措施；确无需措施的，可定一项并说明后销号",
        "Set a measure first, if only one that says why none is needed",
    ),
)
DEADLINE_PAST = problem(
    "directive_deadline_past",
    422,
    w("时限 {at} 早于 {since}", "The deadline {at} is before {since}"),
    w("请核对时限", "Check the deadline"),
)
OWNER_NEEDED = problem(
    "measure_owner_needed",
    422,
    w("措施须有责任单位和责任岗位", "A measure needs a responsible unit and role"),
    w("请选择责任单位和岗位", "Choose the unit and the role"),
)
DUE_NEEDED = problem(
    "measure_due_needed",
    422,
    w("措施须有完成时限", "A measure needs a deadline"),
    w("请填写完成时限", "Give the deadline"),
)
NOT_BELOW = problem(
    "measure_not_below",
    422,
    w("{unit} 不是本单位或下级单位", "{unit} is neither this unit nor below it"),
    w("措施只能交给本单位或下级单位", "A measure goes to the unit itself or below it"),
)
UNIT_CLOSED = problem(
    "measure_unit_closed",
    422,
    w("{unit}已撤销，不能承担措施", "{unit} is closed and cannot carry out a measure"),
    w("请另选责任单位", "Choose another unit"),
)
MEASURE_CLOSED = problem(
    "measure_closed",
    409,
    w("这项措施已经销号", "This measure is closed"),
    w("无需再办", "Nothing more is needed"),
)
MEASURE_ACKNOWLEDGED = problem(
    "measure_acknowledged",
    409,
    w("这项措施已由 {by} 签收", "This measure was acknowledged by {by} already"),
    w("无需再次签收", "Nothing more is needed"),
)
MEASURE_WAITS = problem(
    "measure_waits",
    409,
    w("责任单位还没有反馈", "The unit has not answered yet"),
    w("请等待反馈；确不需要的可撤销措施", "Wait for the answer, or call the measure off"),
)
MEASURE_ANSWERED = problem(
    "measure_answered",
    409,
    w("这项措施已经反馈，等待审核", "This measure was answered and waits to be accepted"),
    w("如有补充，请待退回后再报", "Add to it once it is returned"),
)
REASON_NEEDED = problem(
    "measure_reason_needed",
    422,
    w("撤销措施须写明原因", "Calling a measure off needs a reason"),
    w("请填写原因", "Give the reason"),
)
NOT_YOURS = problem(
    "measure_not_yours",
    403,
    w("这项措施由 {unit} 办理", "This measure is for {unit} to carry out"),
    w("请由责任单位签收、反馈", "The unit itself acknowledges and answers it"),
)
NOT_YOUR_DIRECTIVE = problem(
    "directive_not_yours",
    403,
    w("这项措施由 {unit} 交办，由其审核、销号", "This measure was assigned by {unit}, which accepts or returns it"),
    w("请等待审核", "Wait for it to be accepted"),
)
