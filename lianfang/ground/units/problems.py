"""units · problems: what can be refused about units."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

CODE_TAKEN = problem(
    "unit_code_taken",
    409,
    w("单位代码 {code} 已被使用，且代码不重复使用", "The unit code {code} is taken; a code is never given twice"),
    w("请换一个代码", "Choose another code"),
)
MOVE_BACK_IN_TIME = problem(
    "unit_move_back",
    422,
    w("单位划转只能自 {earliest} 报告日或以后生效", "A unit moves from reporting day {earliest} on, or later"),
    w("请选择以后的报告日：已形成的报告不因划转而改变", "Choose a later day: reports already made do not change"),
)
UNDER_ITSELF = problem(
    "unit_under_itself",
    422,
    w("单位 {code} 不能划归自己或自己的下级", "The unit {code} cannot be placed under itself or a unit below it"),
    w("请另选上级单位", "Choose another parent"),
)
HAS_CHILDREN = problem(
    "unit_has_children",
    409,
    w("单位 {code} 还有 {count} 个下级单位", "The unit {code} still has {count} units below it"),
    w("请先撤销或划转下级单位", "Close or move those first"),
)
