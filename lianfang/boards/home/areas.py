"""boards · home.areas: what the areas themselves say waits for this reader, whatever the role."""

from __future__ import annotations

from lianfang.kernel.frame import Waiting
from lianfang.kernel.registry import REGISTRY
from lianfang.kernel.words import w
from lianfang.shell.components.marks import OVERDUE
from lianfang.shell.components.types import Need
from lianfang.shell.home import HomeContent, Reader

_EXERCISE = w("演练", "EXERCISE")


def waiting(me: Reader) -> HomeContent:
    """Everything that waits for the reader in the areas, but for what the parts of their roles tell themselves."""
    told = REGISTRY.told(me.actor.roles)
    asked = [card.waiting for card in REGISTRY.cards.values() if card.waiting is not None]
    found = [each for waits in asked for each in waits(me.actor, me.now) if each.about not in told]
    return HomeContent(needs=[_need(each) for each in found])


def _need(of: Waiting) -> Need:
    chip, detail = OVERDUE if of.late else None, _EXERCISE if of.exercise else of.detail
    return Need(of.words, of.href, of.act, of.due_at, chip, detail)
