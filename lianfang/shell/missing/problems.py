"""shell · missing problems: what stands against opening a figure."""

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

UNKNOWN_FIGURE = problem(
    "figure_unknown",
    404,
    w("现行防控方案没有指标 {code}", "The playbook in force has no figure {code}"),
    w("请从日报或汇总页点开数字", "Open a figure from a report or a roll-up"),
)
NO_SUCH_WINDOW = problem(
    "figure_no_window",
    422,
    w("地址中的时段（window）无效", "The window in the address is not valid"),
    w(
        "请从表格的格子点开，或删去 window，如 …?window=2020-08-10T05:00:00+08:00",
        "Open it from a cell of the grid, or leave window out; for example …?window=2020-08-10T05:00:00+08:00",
    ),
)
