"""places · problems: what can be refused about places."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

CODE_TAKEN = problem(
    "place_code_taken",
    409,
    w("地点代码 {code} 已被使用，且代码不重复使用", "The place code {code} is taken; a code is never given twice"),
    w("请换一个代码", "Choose another code"),
)
CLOSED = problem(
    "place_closed",
    409,
    w("地点 {code} 已自 {day} 起停用", "The place {code} is out of use from {day}"),
    w("请选择其他地点", "Choose another place"),
)
CLOSE_BACK_IN_TIME = problem(
    "place_close_back",
    422,
    w("地点只能自 {earliest} 报告日或以后停用", "A place goes out of use from reporting day {earliest} on, or later"),
    w("请选择以后的报告日", "Choose a later day"),
)
LABEL_NONE = problem(
    "label_none",
    409,
    w("当前没有有效标签", "It has no valid label"),
    w("需要时重新发放并打印标签", "Issue and print one where it is needed"),
)
