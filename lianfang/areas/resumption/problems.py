"""resumption · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NOT_A_SITE = problem(
    "resumption_not_a_site",
    422,
    w(
        "{unit}不是野外项目部或施工井队，不报作业状态",
        "{unit} is neither a field project nor a drilling crew: it has no status",
    ),
    w(
        "请选择项目部或井队；其他单位的到岗在点名中填报",
        "Choose a project or a crew; others say who came to work at roll call",
    ),
)
