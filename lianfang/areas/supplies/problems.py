"""supplies · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_DIFFERENCE = problem(
    "supplies_no_difference",
    422,
    w(
        "这次盘点与账面一致，或已更正、重盘，无差异可批准",
        "That count agrees with the books, was corrected or made again: nothing to approve",
    ),
    w("请回到物资页查看现有差异", "Go back to the stock page for the current differences"),
)
ALREADY_EXPLAINED = problem(
    "supplies_already_explained",
    409,
    w("这次盘点差异已由 {by} 批准", "That difference was already approved by {by}"),
    w(
        "如批准有误，请重新盘点这一批：新的盘点经批准后取代它",
        "If that was wrong, count the lot again: the new count takes its place when it is approved",
    ),
)
OWN_COUNT = problem(
    "supplies_own_count",
    409,
    w("这批是您盘点的，差异不能由您批准", "You counted that lot; you cannot approve its difference"),
    w("请另一名有批准权限的人批准", "Somebody else who may approve has to do it"),
)
LOT_OF_ANOTHER_END = problem(
    "supplies_lot_of_another_end",
    422,
    w("批号 {lot} 已登记有效期 {known}，与 {given} 不同", "Lot {lot} expires {known} so far, not {given}"),
    w(
        "是同一批请写 {known}；是另一批请把批号写作 {apart}；原来写错的请更正原入库",
        "Write {known} if it is the same lot, {apart} as the lot if it is another; else correct the earlier receipt",
    ),
)
LOT_EXPIRED = problem(
    "supplies_lot_expired",
    422,
    w("批号 {lot} 的有效期 {given} 已过", "Lot {lot} expired {given}"),
    w(
        "有效期写错的请改正；确实收下的请填“已过期仍收的原因”，如 待退货",
        "Correct the date, or say why it is taken in although expired, for example: to be returned",
    ),
)
LOT_IS_OVER = problem(
    "supplies_lot_is_over",
    422,
    w("批号 {lot} 已于 {known} 过期，不能发放使用", "Lot {lot} expired {known}: it is not handed out for use"),
    w(
        "报废、退回、调拨请登记为相应的去向；确已使用的，在用途里写明“过期使用”",
        "Record it as disposed of, returned or sent; if it was used all the same, say “expired” in the purpose",
    ),
)
SOURCE_LINE_KNOWN = problem(
    "supplies_source_line_known",
    409,
    w("来源行 {ref} 已经记过，内容不同", "Line {ref} of the source is already recorded with other content"),
    w(
        "请更正那条记录（编号末位 {entry}），不要再记一次",
        "Correct that entry (ref. …{entry}) instead of recording it again",
    ),
)
SOURCE_LINE_STANDS = problem(
    "supplies_source_line_stands",
    409,
    w(
        "来源行 {ref} 已照此记过（编号末位 {entry}）",
        "Line {ref} of the source is already recorded with this content (ref. …{entry})",
    ),
    w("不再重复记，无需办理", "It is not recorded twice; there is nothing to do"),
)
LOT_PACKED_OTHERWISE = problem(
    "supplies_lot_packed_otherwise",
    422,
    w(
        "批号 {lot} 每{pack} {holds}{unit}，填的按 {other} 算了",
        "Lot {lot} comes in {pack} of {holds} {unit}, not of {other}",
    ),
    w(
        "请写明每{pack}多少，如 1{code}×{holds}；确是 {other} 的写 1{code}×{other}",
        "Say what they hold: 1{code}×{holds}; if they do hold {other}, 1{code}×{other}",
    ),
)
TRANSFER_CAME = problem(
    "supplies_transfer_came",
    409,
    w("这笔调拨 {by} 已收齐", "{by} has taken in that transfer already"),
    w(
        "数量有误，或其余还在路上，请更正那条调入记录",
        "If the quantity is wrong, or the rest is still on its way, correct that arrival",
    ),
)
CAME_OTHERWISE = problem(
    "supplies_came_otherwise",
    422,
    w("还应收 {left}{unit}，填的是 {came}", "{left} {unit} are expected, but {came} was entered"),
    w(
        "数量不同请写明原因，如 破损一盒；分批到的请勾选“其余还在路上”",
        "Say why, such as: a box was broken; where the rest is still on its way, say so",
    ),
)
SENDING_WITHDRAWN = problem(
    "supplies_sending_withdrawn",
    409,
    w("这笔已由发出方撤回或改发别处", "Whoever sent that took it back, or sent it elsewhere"),
    w("东西确已收到的，请发出方恢复或重记", "If it did come, let the sender record it again"),
)
CONFIRMED_ALREADY = problem(
    "supplies_confirmed_already",
    409,
    w("这次领用 {by} 已确认", "{by} has confirmed that issue already"),
    w("数量有误请更正那条确认记录", "If the quantity is wrong, correct that confirmation"),
)
NOT_WHAT_WAS_SENT = problem(
    "supplies_not_what_was_sent",
    422,
    w(
        "发出的是 {item}（批号 {lot}），收方 {to}，与此不符",
        "What was sent is {item} (lot {lot}) to {to}, which this is not",
    ),
    w("请按发出记录填写物资、批号和单位", "Say item, lot and unit as they were sent"),
)
CAME_ALREADY = problem(
    "supplies_came_already",
    409,
    w("{to} 已收到其中 {came}{unit}，不能撤回或改收方、物资", "{to} has {came} {unit} of it already"),
    w(
        "数量写错的只更正数量；确须撤回的，请 {to} 先撤回收货或确认记录",
        "Correct only the quantity; before it is taken back or sent elsewhere, let {to} withdraw what came",
    ),
)
NO_SUCH_RECEIVER = problem(
    "supplies_no_such_receiver",
    422,
    w("没有编号为 {code} 的单位，或当日已关闭", "There is no unit {code}, or it was closed on that day"),
    w("请核对单位编号，如 {example}", "Check the code of the unit, such as {example}"),
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
