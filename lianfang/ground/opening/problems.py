"""opening · problems: why an installation is not opened."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NOT_EMPTY = problem(
    "installation_not_empty",
    409,
    w("本系统已经开通，已有单位", "This installation has been opened already: it has units"),
    w(
        "请用已有账号登录；没有账号的，请联系本单位管理员",
        "Sign in with an account of it; its administrator gives you one",
    ),
)
