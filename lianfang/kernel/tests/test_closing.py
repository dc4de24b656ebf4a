"""kernel · tests: what the end of the start refuses between the cards, and that nothing is registered after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from lianfang.kernel import closing
from lianfang.kernel.finding import FindAct, FindSource
from lianfang.kernel.frame import HomePart, LivePiece, NavItem, NavSection
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.kinds import KINDS
from lianfang.kernel.registry import REGISTRY, Card, CardFaults, Registry
from lianfang.kernel.targets import Target
from lianfang.kernel.words import w

WORDS = w("试", "trial")


def item(url_name: str, order: int = 10, section: NavSection = NavSection.WORK) -> NavItem:
    return NavItem(WORDS, url_name, "home", section, order=order)


def indicator(code: str) -> Indicator:
    return Indicator(code, WORDS, WORDS, WORDS, "SELECT NULL::uuid AS entry", cumulates=True, persons=False)


def fault(*cards: Card) -> str:
    """The one fault of these cards."""
    (found,) = closing.faults(cards, {"keeper"})
    return found


def test_cards_that_fit_together_have_no_fault() -> None:
    piece = LivePiece("bell", "x.html", "x:bell", frozenset())
    kind = next(iter(KINDS)).code
    one = Card("one", verbs={"keeper": frozenset({"see"})}, nav=(item("one:list"),), live=(piece,))
    two = Card(
        "two", nav=(item("two:list", 20),), reactions={kind: lambda entries: None}, indicators=(indicator("X1"),),
        behind={"X1": "two:list"},
    )  # fmt: skip
    assert [*closing.faults([one, two], {"keeper"})] == []
    assert [*closing.faults(REGISTRY.cards.values(), {role for c in REGISTRY.cards.values() for role in c.verbs})] == []


def test_an_unknown_role_is_refused() -> None:
    said = fault(Card("stores", verbs={"keper": frozenset({"see"})}))
    assert said.startswith("stores: ")
    assert "'keper'" in said
    assert "ground/access/roles.py" in said


def test_a_reaction_to_an_unknown_kind_is_refused() -> None:
    said = fault(Card("stores", reactions={"stores.recepit": lambda entries: None}))
    assert said.startswith("stores: ")
    assert "'stores.recepit'" in said


def test_an_indicator_without_a_page_behind_it_is_refused() -> None:
    said = fault(Card("stores", indicators=(indicator("X1"),)))
    assert said == "stores: no page stands behind the indicator X1; name one in `behind` of the area's card"


def test_a_page_behind_an_unknown_indicator_is_refused() -> None:
    said = fault(Card("stores", behind={"X9": "stores:list"}))
    assert said.startswith("stores: `behind` names the indicator X9")


def test_an_indicator_has_one_owner_and_one_page() -> None:
    one = Card("one", indicators=(indicator("X1"),), behind={"X1": "one:list"})
    assert "as one's does" in fault(one, Card("two", indicators=(indicator("X1"),)))
    assert "one names a page behind X1 too" in fault(one, Card("two", behind={"X1": "two:list"}))


def test_equal_orders_under_one_heading_are_refused() -> None:
    said = fault(Card("one", nav=(item("one:list", 40),)), Card("two", nav=(item("two:list", 40),)))
    assert said.startswith("two: two:list has the order 40 in WORK, as one:list of one has")
    elsewhere = Card("two", nav=(item("two:list", 40, NavSection.NOW),))
    assert [*closing.faults([Card("one", nav=(item("one:list", 40),)), elsewhere], ())] == []


def test_a_page_stands_in_the_navigation_once() -> None:
    said = fault(Card("one", nav=(item("one:list", 10), item("one:list", 20))))
    assert said.startswith("one: one:list stands in the navigation already")


def test_a_page_for_a_verb_that_nobody_holds_is_refused() -> None:
    listed = NavItem(WORDS, "one:list", "home", NavSection.WORK, frozenset({"one.sea"}))
    assert fault(Card("one", nav=(listed,), verbs={"keeper": frozenset({"one.see"})})).startswith("one: one:list asks")


def test_the_home_of_an_unknown_role_is_refused() -> None:
    part = HomePart(("keper",), lambda me, unit: None, 10)
    assert "'keper'" in fault(Card("one", home=(part,)))


def test_a_part_that_tells_of_an_unknown_kind_is_refused() -> None:
    part = HomePart(("keeper",), lambda me, unit: None, 10, frozenset({"one.gone"}))
    assert "'one.gone'" in fault(Card("one", home=(part,)))
    assert "'one.gone'" in fault(Card("one", tells=frozenset({"one.gone"})))


def test_what_a_role_is_told_is_told_to_it_by_its_own_parts() -> None:
    registry = Registry()
    part = HomePart(("keeper",), lambda me, unit: None, 10, frozenset({"one.done"}))
    registry.install(Card("one", home=(part,), tells=frozenset({"one.signed"})))
    assert registry.told({"keeper", "gate"}) == {"one.done", "one.signed"}
    assert registry.told({"gate"}) == {"one.signed"}


def test_a_live_piece_has_a_code_of_its_own() -> None:
    piece = LivePiece("bell", "x.html", "x:bell", frozenset())
    assert "another code" in fault(Card("one", live=(piece,)), Card("two", live=(piece,)))


def test_an_act_of_a_script_bears_the_name_of_its_area() -> None:
    assert "begin its code with 'one.'" in fault(Card("one", scripted={"two.open": lambda actor, act, how: None}))


def test_an_address_that_does_not_resolve_is_refused() -> None:
    card = Card("stores", nav=(item("stores:lots"), item("stores:list", 20)), behind={"X1": "stores:behind"})
    behind, listed = closing.unresolved([card], lambda page: page == "stores:list")
    assert behind.startswith("stores: its card names the page 'stores:behind', which no urls.py has")
    assert listed.startswith("stores: its card names the page 'stores:lots', which no urls.py has")


def test_every_fault_is_told_at_once_and_nothing_is_closed() -> None:
    registry = Registry()
    registry.install(Card("one", verbs={"nobody": frozenset({"see"})}, indicators=(indicator("X1"),)))
    with pytest.raises(CardFaults) as raised:
        registry.close(roles=())
    assert _areas(raised.value.faults) == ["one", "one"]
    registry.install(Card("two"))


def test_nothing_is_registered_after_the_start() -> None:
    with pytest.raises(CardFaults, match="late: its card came after the start"):
        REGISTRY.install(Card("late"))
    with pytest.raises(RuntimeError, match="at start only"):
        KINDS.add(next(iter(KINDS)))


def test_a_card_is_installed_once() -> None:
    registry = Registry()
    registry.install(Card("one"))
    with pytest.raises(CardFaults, match="one: its card was installed twice"):
        registry.install(Card("one"))


def _areas(faults: Iterable[str]) -> list[str]:
    return [each.partition(":")[0] for each in faults]


def test_a_kind_goes_on_with_what_some_card_registers_and_can_name() -> None:
    kind = replace(next(iter(KINDS)), goes_on="flood")
    assert "'flood'" in fault(Card("stores", kinds=(kind,)))
    flood = Target("flood", WORDS, "stream", "SELECT 1")
    assert "`named`" in fault(Card("stores", targets=(flood,)), Card("shops", kinds=(kind,)))
    assert "'flood'" in fault(Card("stores", targets=(replace(flood, matched_by="unit"),), kinds=(kind,)))
    assert [*closing.faults([Card("stores", targets=(replace(flood, named="SELECT 1"),), kinds=(kind,))], {"a"})] == []


def test_sources_at_one_place_and_acts_of_one_name_are_told() -> None:
    def found(area: str, order: int, *said: str) -> Card:
        source = FindSource(area, WORDS, "search", order, lambda actor, asked: ())
        return Card(area, finds=(source,), acts=(FindAct(WORDS, said, lambda actor, asked: ()),))

    cards = found("one", 10, "remind"), found("two", 10, "remind", "chase"), found("three", 20, "count")
    told = [*closing.faults(cards, ())]
    assert len(told) == 2
    assert "order 10" in told[0]
    assert "'remind'" in told[1]
    source = FindSource("x", WORDS, "search", 10, lambda actor, asked: (), frozenset({"one.sea"}))
    assert "'one.sea'" in fault(Card("one", finds=(source,), verbs={"keeper": frozenset({"one.see"})}))
