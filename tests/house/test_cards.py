"""tests · house: the cards of this house fit together, and what they say in words is what the code does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest

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


PARTS = ("Purpose", "Owns", "Answers", "Hears", "Never")
CODE = re.compile(r"\b([A-Z])(\d)(?:–[A-Z](\d))?\b")


def said_of(area: str) -> str:
    return import_module(f"lianfang.areas.{area}").__doc__ or ""


def parts_of(said: str) -> dict[str, str]:
    """The parts of a card in words, each as one line."""
    found = re.findall(r"^(\w+): (.+?)(?=^\w+: |^$|\Z)", said.partition("\n")[2], re.MULTILINE | re.DOTALL)
    return {name: " ".join(text.split()) for name, text in found}


def indicators_in(text: str) -> set[str]:
    """The codes of indicators in a text; `H1–H4` are four."""
    found = set()
    for letter, first, last in CODE.findall(text):
        found |= {f"{letter}{n}" for n in range(int(first), int(last or first) + 1)}
    return found


def kinds_in(text: str) -> set[str]:
    return set(re.findall(r"`([a-z]+\.[a-z_]+)`", text))


def stale(card: Card, said: str) -> Iterator[str]:
    """Where a card in words and the card in code disagree."""
    area, parts = card.area, parts_of(said)
    if not said.startswith(f"{area} · card: ") or tuple(parts) != PARTS:
        yield f"{area}: it begins with '{area} · card: ', and then says {', '.join(PARTS)}"
        return
    owned = {each.code for each in card.indicators}
    if indicators_in(parts["Owns"]) != owned:
        yield f"{area} owns the indicators {sorted(owned)}"
    kinds = {each.code for each in card.kinds}
    if f"the {area}.* kinds" not in parts["Owns"] and kinds_in(parts["Owns"]) != kinds:
        yield f"{area} owns the kinds {sorted(kinds)}"
    answered = {code for source in card.sources for code in source.codes} - owned
    if indicators_in(parts["Answers"]) != answered:
        yield f"{area} answers what is counted for other areas' indicators {sorted(answered)}"
    heard = parts["Hears"]
    if kinds_in(heard) != set(card.reactions):
        yield f"{area} hears the kinds {sorted(card.reactions)}"
    if heard.startswith("nothing") is bool(card.reactions or card.followers):
        yield f"{area} hears {'something' if card.reactions or card.followers else 'nothing'}"


@pytest.mark.parametrize("area", areas.AREAS)
def test_a_card_in_words_says_what_the_code_does(area: str) -> None:
    assert [*stale(REGISTRY.cards[area], said_of(area))] == []


def test_a_stale_card_is_found() -> None:
    card, said = REGISTRY.cards["alerts"], said_of("alerts")
    (told,) = stale(card, said.replace(", `incidents.dismissed`", ""))
    assert told.startswith("alerts hears the kinds")
    (told,) = stale(replace(card, area="alerts", indicators=REGISTRY.cards["supplies"].indicators), said)
    assert told == "alerts owns the indicators ['W1', 'W2', 'W3']"
    (told,) = stale(REGISTRY.cards["supplies"], said_of("supplies").replace("W2, ", ""))
    assert told == "supplies owns the indicators ['W1', 'W2', 'W3']"
    (told,) = stale(REGISTRY.cards["duties"], said_of("duties").replace("E1, ", ""))
    assert told == "duties answers what is counted for other areas' indicators ['D1', 'E1', 'I1']"
    (told,) = stale(REGISTRY.cards["supplies"], said_of("supplies").replace("Hears: nothing", "Hears: the rain"))
    assert told == "supplies hears nothing"
    (told,) = stale(card, said.replace("Never:", "Rarely:"))
    assert "Never" in told
