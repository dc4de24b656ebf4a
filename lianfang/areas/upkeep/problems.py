"""upkeep · problems: what keeps a plan of backups from being set or followed."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_PLAN = problem(
    "upkeep_no_plan",
    409,
    w("还没有备份计划", "There is no plan of backups yet"),
    w("请先设置", "Set one first"),
)
NO_KEY = problem(
    "upkeep_no_key",
    409,
    w("本机还没有备份用的公钥", "This machine knows no public key for its backups yet"),
    w(
        "请在服务器上运行 lianfang backup --new-key 文件，再运行 lianfang backup --trust 公钥",
        "At the server run `lianfang backup --new-key FILE`, then `lianfang backup --trust KEY`",
    ),
)
NOT_THE_TOP = problem(
    "upkeep_not_the_top",
    422,
    w("备份含全部单位，只能由最上级单位设置", "A backup holds every unit; only the top unit plans it"),
    w("请选择最上级单位", "Choose the top unit"),
)
