"""config · supervisor: who the database server runs as, since PostgreSQL refuses to run as root.

An ordinary user runs the server as himself. Root hands it to a number of its own that no
account has: not to `nobody`, whose files every other service under that name could read.
The range 60706–61183 is free in the allocations of systemd and Debian.
"""

from __future__ import annotations

import os
import pwd
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lianfang.config.supervisor.faults import CommandFault

FIRST, COUNT = 60706, 478


@dataclass(frozen=True)
class Person:
    """A user and group to run as; `changes` says whether that means stepping down from root."""

    uid: int
    gid: int
    changes: bool

    def popen_words(self) -> dict[str, object]:
        """Keyword arguments for `subprocess.Popen` that start a child as this person."""
        if not self.changes:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        """Give one existing path to this person; does nothing for an ordinary user."""
        if self.changes:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def owns_tree(self, top: Path) -> None:
        """Give a whole folder that we made to this person."""
        if not self.changes:
            return
        self.owns(top)
        for folder, folders, files in os.walk(top):
            for name in folders + files:
                os.chown(Path(folder) / name, self.uid, self.gid, follow_symlinks=False)

    def may(self, test: Callable[[], bool]) -> bool:
        """Whether `test()` holds when asked as this person; a denied permission is a no."""
        if not self.changes:
            return _answer(test)
        child = os.fork()
        if child == 0:
            answer = 1
            try:
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
                answer = 0 if _answer(test) else 1
            finally:
                os._exit(answer)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _answer(test: Callable[[], bool]) -> bool:
    try:
        return test()
    except OSError:
        return False


def server_person(data: Path) -> Person:
    """The person a new database server for this data folder runs as."""
    if os.geteuid() != 0:
        return Person(os.geteuid(), os.getegid(), changes=False)
    start = zlib.crc32(str(data).encode())
    for step in range(COUNT):
        number = FIRST + (start + step) % COUNT
        try:
            pwd.getpwuid(number)
        except KeyError:
            return _checked(Person(number, number, changes=True))
    raise CommandFault("没有可用的系统用户号来运行数据库。", "No user number is free to run the database as.")


def initdb_person(person: Person) -> Person:
    """The person who runs `initdb` once: it wants an account with a name, so `nobody`.

    What it makes is handed to `person` at once.
    """
    if not person.changes:
        return person
    try:
        account = pwd.getpwnam("nobody")
    except KeyError:
        raise CommandFault(
            "以 root 启动需要系统中有 nobody 用户；请改用普通用户运行。",
            "Starting as root needs the account 'nobody'; run as an ordinary user instead.",
        ) from None
    return Person(account.pw_uid, account.pw_gid, changes=True)


def person_of(path: Path) -> Person:
    """The person who owns an existing cluster, so that a later start keeps to the first choice."""
    status = path.stat()
    if os.geteuid() == 0:
        if status.st_uid == 0:
            return server_person(path)
        return Person(status.st_uid, status.st_gid, changes=True)
    if status.st_uid != os.geteuid():
        raise CommandFault(
            f"数据库文件 {path} 属于另一用户（{status.st_uid}）；请用当初启动它的用户运行。",
            f"The database in {path} belongs to another user ({status.st_uid}); run as the user who first started it.",
        )
    return Person(os.geteuid(), os.getegid(), changes=False)


def _checked(person: Person) -> Person:
    """`person`, after making sure that this root may really step down (some containers forbid it)."""
    if not person.may(lambda: True):
        raise CommandFault(
            "当前 root 无权切换到普通用户，无法启动内置数据库；请用普通用户运行，或设置 DATABASE_URL。",
            "This root may not step down to another user, so the embedded database cannot start; "
            "run as an ordinary user or set DATABASE_URL.",
        )
    return person
