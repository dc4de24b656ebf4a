"""boards · command cache: the command page of a wide tree, shared for a moment by all who may see the same of it."""

from __future__ import annotations

from datetime import date, datetime

from lianfang.boards.command import Command
from lianfang.ground.units.queries import Unit
from lianfang.kernel.kept import WIDE_FROM_UNITS, kept
from lianfang.kernel.scope import Actor


def command_of(actor: Actor, top: Unit, day: date, now: datetime) -> Command:
    """The day of a tree. That of a wide one may be a moment old, as the answers of the reports are; it says so.

    Two readers share it only where they hold the same roles over the same paths, and for a minute at most, because
    what is due turns missed by the clock alone.
    """
    made = Command(actor, top, day, now)
    if made.counts.due < WIDE_FROM_UNITS:
        return made
    held = frozenset((each.role, each.prefixes) for each in actor.held)
    key = ("command", top.path, day, now.replace(second=0, microsecond=0), held)
    found, _ = kept(actor, top.path, key, now, made.gathered)
    return found
