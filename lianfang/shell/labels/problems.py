"""shell · labels problems: what can be wrong with a label that is read, or with what is typed instead."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

LABEL_TORN = problem(
    "label_torn",
    404,
    w(
        "标签对不上：二维码残缺，或不是本系统打印的",
        "The label does not match: its code is damaged, or another installation printed it",
    ),
    w(
        "请再扫一次，或输入标签上的短码（如 K7M-3QX）；仍不行请报告值班员补发标签",
        "Scan it again, or type its short code (such as K7M-3QX); if that fails ask the duty officer for a new label",
    ),
)
LABEL_FOREIGN = problem(
    "label_foreign",
    404,
    w("这是另一系统的标签（{host}），本系统不认识", "This label belongs to another installation ({host})"),
    w(
        "请扫本系统打印的标签，或输入标签上的短码",
        "Scan a label that this installation printed, or type its short code",
    ),
)
LABEL_ELSEWHERE = problem(
    "label_elsewhere",
    403,
    w("标签是真的，但这里不归您的单位负责", "The label is genuine, but your unit is not responsible for this place"),
    w(
        "请联系标签上写的单位；确需在此记录的，请管理员授权",
        "Ask the unit named on the label, or an administrator for a grant",
    ),
)
SHORT_UNKNOWN = problem(
    "short_unknown",
    404,
    w("没有编号为“{said}”的标签或地点", "No label or place is called “{said}”"),
    w(
        "请对照标签重新输入短码（6 位，如 K7M-3QX），或地点代码",
        "Compare with the label and type its short code again (6 characters, such as K7M-3QX), or the place's code",
    ),
)
SHORT_WRONG = problem(
    "short_wrong",
    422,
    w(
        "短码“{said}”有误：有一位不对，或两位颠倒",
        "The short code “{said}” is invalid: one character is wrong, or two are swapped",
    ),
    w("请对照标签逐位核对，如 K7M-3QX", "Compare it with the label character by character, such as K7M-3QX"),
)
NOTHING_CHOSEN = problem(
    "labels_none_chosen",
    422,
    w("没有可打印的标签", "There is no label to print"),
    w("请勾选至少一项，或放宽筛选后选“全部打印”", "Tick at least one, or widen the filter and print all"),
)
