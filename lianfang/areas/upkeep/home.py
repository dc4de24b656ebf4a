"""upkeep · home: what whoever runs the installation is told: that a newer edition of its playbook is there."""

from __future__ import annotations

from lianfang.areas.upkeep.kinds import PLAN
from lianfang.ground.units.queries import Unit
from lianfang.kernel.frame import HomePart
from lianfang.kernel.words import w
from lianfang.playbook import current, shipped
from lianfang.shell import links
from lianfang.shell.components.marks import Chip
from lianfang.shell.components.types import Need
from lianfang.shell.home import HomeContent, Reader


def edition(me: Reader, unit: Unit) -> HomeContent:
    """That the program brings a newer edition, and where it is said how to apply it; an installation keeps its own."""
    number = shipped.newer()
    if number is None or not me.actor.may(PLAN, unit.path):
        return HomeContent()
    meta = current().meta
    said = w(
        "防控方案有新版 {new}，本系统仍按 {old} 执行", "Edition {new} of the playbook is here; {old} is still in force"
    )
    words = said.fill(new=number, old=meta.version)
    need = Need(
        words, links.to("upkeep:playbook"), w("查看变更与启用办法", "What changes, and how to apply it"),
        chip=Chip(w("待启用", "to apply"), "due", "near"), detail=meta.words,
    )  # fmt: skip
    return HomeContent(needs=[need])


HOME = (HomePart(("admin",), edition, 95),)
