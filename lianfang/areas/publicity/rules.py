"""publicity · rules: which version of a text may be shown, and how it stands with each place or group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID, uuid5

from lianfang.kernel.words import Words, w
from lianfang.shell.texts import life
from lianfang.shell.texts.life import Standing, Step

# How far a notice is: the same steps as those of every text, in the words of an office.
STANDING_WORDS: Mapping[Standing, Words] = life.STANDING_WORDS | {
    Standing.DRAFT: w("待审核", "to be reviewed"),
    Standing.PROOFED: w("待签发", "to be signed off"),
    Standing.APPROVED: w("已签发", "signed off"),
}


def signed_of(steps: Sequence[Step]) -> int | None:
    """The version that was signed off last; None where none was, or the text was withdrawn or given up."""
    signed: int | None = None
    for step in steps:
        kind = step.kind.rpartition("_")[2]
        if kind == "approved":
            signed = int(str(step.data["version"]))
        elif kind in ("withdrawn", "dropped"):
            signed = None
    return signed


class Hanging(StrEnum):
    """How it stands with one place or group of a posting."""

    RECALLED = "recalled"
    OVERDUE = "overdue"
    EXPIRED = "expired"
    OLD = "old"
    WAITS = "waits"
    OUT = "out"
    DOWN = "down"
    MISSED = "missed"
    VOID = "void"


HANGING_WORDS: Mapping[Hanging, Words] = {
    Hanging.RECALLED: w("已撤回，未撤下", "withdrawn, still up"),
    Hanging.OVERDUE: w("逾期未发", "overdue"),
    Hanging.EXPIRED: w("到期未撤", "expired, still up"),
    Hanging.OLD: w("旧稿在外", "an old version is out"),
    Hanging.WAITS: w("待发布", "to be put out"),
    Hanging.OUT: w("已发布", "out"),
    Hanging.DOWN: w("已结束", "over"),
    Hanging.MISSED: w("未发布", "was never out"),
    Hanging.VOID: w("已取消", "called off"),
}
# What somebody is to put out, and what somebody is to take down.
TO_POST = frozenset({Hanging.WAITS, Hanging.OVERDUE, Hanging.OLD})
TO_TAKE_DOWN = frozenset({Hanging.EXPIRED, Hanging.RECALLED})
# What hangs or stands there, whether it should or not.
UP = frozenset({Hanging.OUT, Hanging.OLD, *TO_TAKE_DOWN})
# What is asked for now: covered where it is out in the version that counts.
ASKED = TO_POST | {Hanging.OUT}


class Slot(Protocol):
    """What is known of one place or group of a posting."""

    @property
    def of_place(self) -> bool: ...
    @property
    def asked(self) -> bool: ...
    @property
    def from_at(self) -> datetime: ...
    @property
    def until_at(self) -> datetime: ...
    @property
    def signed(self) -> int | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def gone(self) -> bool: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def version(self) -> int | None: ...


def hanging_of(slot: Slot, now: datetime) -> Hanging:
    """How it stands with a place or group at a moment.

    What was said in a group is over when its time is; only a withdrawal has to be told there. What hangs stays up until
    somebody takes it down.
    """
    asked = slot.asked and slot.signed is not None and slot.ended_at is None and not slot.gone and now < slot.until_at
    if slot.kind == "publicity.posted":
        if slot.signed is None:
            return Hanging.RECALLED
        if not asked:
            return Hanging.EXPIRED if slot.of_place and not slot.gone else Hanging.DOWN
        return Hanging.OUT if slot.version == slot.signed else Hanging.OLD
    if asked:
        return Hanging.OVERDUE if now >= slot.from_at else Hanging.WAITS
    if slot.kind is not None:
        return Hanging.DOWN
    called_off = slot.ended_at is not None or slot.signed is None or slot.gone or not slot.asked
    return Hanging.VOID if called_off else Hanging.MISSED


def stream_of(posting: UUID, target: str) -> UUID:
    """The life of one place or group of a posting: what is put up and taken down there are its steps."""
    return uuid5(posting, target)
