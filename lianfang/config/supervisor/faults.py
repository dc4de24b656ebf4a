"""config · supervisor: the one way a start fails: a sentence for the person at the keyboard, zh and en."""

from __future__ import annotations

import errno
import os
import shutil


class CommandFault(Exception):
    """Something outside our power keeps us from starting; the caller exits with 2.

    `zh` and `en` each say in one sentence what happened and what to do now.
    """

    # The catalogue's code of a fault that programs tell apart.
    code = ""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return f"{self.zh}\n{self.en}"


_SPACE = "请清出空间后重试", "free some space and try again"
_ELSEWHERE = "请换数据目录（DATA=）或改正它", "choose another folder (DATA=) or correct it"
_DISK = {
    errno.ENOSPC: ("磁盘已满", "the disk is full", *_SPACE),
    errno.EDQUOT: ("磁盘配额已用完", "the disk quota is used up", *_SPACE),
    errno.EROFS: ("所在磁盘只读", "its disk is read only", *_ELSEWHERE),
    errno.EACCES: ("没有权限", "permission denied", *_ELSEWHERE),
    errno.ENOTDIR: ("上级不是目录", "what it should be in is no folder", *_ELSEWHERE),
    errno.EIO: ("磁盘读写出错", "its disk fails", *_ELSEWHERE),
}
_DISK[errno.EPERM] = _DISK[errno.EACCES]
_DISK[errno.EEXIST] = _DISK[errno.ENOTDIR]


def outside_our_power(error: Exception) -> CommandFault | None:
    """The sentence for a disk or a database that fails us; None for a fault of ours."""
    from lianfang.kernel.away import away

    if isinstance(error, OSError):
        number = errno.ENOSPC if _copied_onto_a_full_disk(error) else error.errno
        if number not in _DISK:
            return None
        zh, en, do, remedy = _DISK[number]
        where = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else "DATA"
        return CommandFault(f"不能使用 {where}：{zh}；{do}。", f"Cannot use {where}: {en}; {remedy}.")
    problem = away(error)
    if problem is None:
        return None
    return CommandFault(
        f"{problem.says.zh}；{problem.remedy.zh}（{first_line(str(error))}）。",
        f"{problem.says.en}. {problem.remedy.en} ({first_line(str(error))}).",
    )


def _copied_onto_a_full_disk(error: OSError) -> bool:
    """`shutil` gathers what failed into one error without a number."""
    return isinstance(error, shutil.Error) and os.strerror(errno.ENOSPC) in str(error)


def first_line(text: str) -> str:
    """The line of a database's or a program's words that says what happened: not its hints, not its tidying up."""
    lines = [line.strip(" -") for line in text.strip().splitlines() if line.strip() and not line.startswith("\t")]
    kept = [line for line in lines if not line.startswith(_ASIDE)] or lines or ["?"]
    return next((line for word in _GRAVE for line in kept if word in line), kept[-1])


_ASIDE = ("Multiple connection", "Is the server", "initdb: removing", "initdb: data directory", "child process exited")
_GRAVE = ("No space left", "FATAL", "PANIC", "failed:", "could not", "error:")  # the first is the one that tells
