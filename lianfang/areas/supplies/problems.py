"""supplies · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_DIFFERENCE = problem(
    "supplies_no_difference",
    422,
    w(
        "这次盘点与账面一致，或已被更正，无差异可说明",
        "That count agrees with the books, or was corrected: nothing to explain",
    ),
    w("请回到物资页查看现有差异", "Go back to the stock page for the differences that stand"),
)
ALREADY_EXPLAINED = problem(
    "supplies_already_explained",
    409,
    w("这次盘点差异已由 {by} 说明", "That difference was already explained by {by}"),
    w("如说明有误，请更正那条说明", "If the explanation is wrong, correct that entry"),
)
NOTHING_COUNTED = problem(
    "supplies_nothing_counted",
    422,
    w("没有填写任何实点数", "No count was filled in"),
    w(
        "请在点过的批次后填写实点数，没点的留空",
        "Fill in a count behind each lot that was counted; leave the others empty",
    ),
)
UNKNOWN_ITEM = problem(
    "supplies_unknown_item",
    404,
    w("没有这种物资：{item}", "There is no such item: {item}"),
    w("请从物资页选择", "Choose one on the stock page"),
)
