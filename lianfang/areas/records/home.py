"""records · home: the ways to what a reader may fill in of the kinds that the playbook declares."""

from __future__ import annotations

from collections.abc import Sequence

from lianfang.areas.records.indicators import slug_of
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import HomePart
from lianfang.kernel.kinds import Kind
from lianfang.kernel.words import w
from lianfang.shell import links
from lianfang.shell.components.types import Link
from lianfang.shell.home import HomeContent, Reader

_ORDER = 78  # behind what areas written in Python say of their own kinds


def home_of(kinds: Sequence[Kind], roles: Sequence[str]) -> tuple[HomePart, ...]:
    """The part of the home page of the roles that record some of the kinds; none where nothing is declared."""

    def entries(me: Reader, unit: Unit) -> HomeContent:
        """A way to a new entry of each kind that may be recorded there."""
        words = w("填报{kind}", "Record: {kind}")
        return HomeContent(
            entries=[
                Link(
                    me.of(unit, words.fill(kind=kind.words)),
                    links.to(f"records:{slug_of(kind.code)}-new", unit=unit.code),
                )
                for kind in kinds
                if me.actor.may(kind.record, unit.path)
            ]
        )

    return (HomePart(tuple(roles), entries, _ORDER),) if roles else ()
