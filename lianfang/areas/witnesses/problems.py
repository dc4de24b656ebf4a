"""witnesses · problems: what can be refused here, and what to do then."""

from __future__ import annotations

from lianfang.kernel.problems import problem
from lianfang.kernel.words import w

NO_FOLDER = problem(
    "witness_no_folder",
    422,
    w("没有这个目录，或本系统不能写入", "There is no such folder, or this system may not write to it"),
    w(
        "请先挂载共享盘并给出绝对路径，如 /mnt/witness",
        "Mount the share first and give its absolute path, like /mnt/witness",
    ),
)
BESIDE_DATABASE = problem(
    "witness_beside_database",
    422,
    w("这个目录在本系统的数据目录里，不能作证", "This folder lies in the system's own data folder and proves nothing"),
    w(
        "请选别的磁盘或由他人管理的共享盘：凭证要放在数据库管理员无权改动的地方",
        "Choose another disk or somebody else's share: a witness belongs where the database "
        "administrator cannot change it",
    ),
)
HOLDER_CLOSED = problem(
    "witness_holder_closed",
    409,
    w("这个存放处已经停用", "This keeper is disabled"),
    w("请重新设置地址后启用", "Enter its address again to enable it"),
)
