"""tests · house: the cards of this house fit together, and what they say in words is what the code does."""

from __future__ import annotations

from lianfang.config import areas
from lianfang.config.urls import resolves
from lianfang.ground.access.roles import Role
from lianfang.kernel import closing
from lianfang.kernel.frame import NavItem, NavSection
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.words import w


def test_the_cards_fit_together() -> None:
    assert [*closing.faults(REGISTRY.cards.values(), set(Role))] == []
    assert [*closing.unresolved(REGISTRY.cards.values(), resolves)] == []


def test_every_area_of_the_list_has_its_card() -> None:
    assert [area for area in REGISTRY.cards if area in areas.AREAS] == areas.AREAS


def test_a_page_that_wants_arguments_has_no_address_of_its_own() -> None:
    def item(page: str, order: int) -> NavItem:
        return NavItem(w("试", "trial"), page, "home", NavSection.WORK, order=order)

    wrong = Card("stores", nav=(item("supplies:stock", 10), item("supplies:item", 20)))
    (said,) = closing.unresolved([wrong], resolves)
    assert "'supplies:item'" in said
