"""boards · home.areas: what the areas themselves say waits for this reader, whatever the role."""

from __future__ import annotations

from lianfang.kernel.registry import REGISTRY
from lianfang.shell.home import HomeContent, Reader, need_of


def waiting(me: Reader) -> HomeContent:
    """Everything that waits for the reader in the areas, but for what the parts of their roles tell themselves."""
    told = REGISTRY.told(me.actor.roles)
    asked = [card.waiting for card in REGISTRY.cards.values() if card.waiting is not None]
    found = [each for waits in asked for each in waits(me.actor, me.now) if each.about not in told]
    return HomeContent(needs=[need_of(each) for each in found])
