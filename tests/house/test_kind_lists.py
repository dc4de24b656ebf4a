"""tests · house: the lists of an area's kinds are linked from its page and from the home page, by themselves."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from django.urls import reverse

from lianfang.ground.access.roles import Role, verbs_of
from lianfang.ground.testing import Cast
from lianfang.kernel.registry import REGISTRY, Card
from lianfang.kernel.scope import Actor
from lianfang.shell.kinds.console import console_of
from lianfang.shell.kinds.lists import lists, lists_at
from tests.support import pages

pytestmark = pytest.mark.django_db
ROLES = (Role.COMMANDER, Role.KEEPER, Role.GATE, Role.AUDITOR)


def kinds_listed(card: Card) -> list[tuple[str, str]]:
    """(verb to see it, address of its list) of each kind that has a list, which is no page of the navigation."""
    named = {item.url_name for item in REGISTRY.nav()}
    found = [(kind.see, console_of(kind.code)) for kind in card.kinds]
    return [(see, each.url("list")) for see, each in found if each is not None and each.name("list") not in named]


import_module("lianfang.config.urls")  # an area's kinds get their pages with its addresses
AREAS = [card for card in REGISTRY.cards.values() if kinds_listed(card)]


def linked(html: str) -> list[str]:
    """Where the part of a page that is its own leads."""
    return re.findall(r'<a [^>]*href="([^"?#]+)"', html.split("<main", 1)[1].split("</main>", 1)[0])


def test_there_are_areas_with_lists() -> None:
    assert {"sanitation", "screening", "supplies", "tracing", "resumption", "watch"} <= {card.area for card in AREAS}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("card", AREAS, ids=lambda card: card.area)
def test_an_areas_page_leads_to_the_list_of_each_kind_that_the_reader_may_see(
    cast: Cast, system: Actor, card: Card, role: Role
) -> None:
    holds = verbs_of(role)
    if not card.nav[0].verbs & holds:
        return
    for lang in ("zh-hans", "en"):
        reader = pages.browser(system, role, "T161", lang=lang)
        html = pages.text(reader.get(reverse(card.nav[0].url_name)))
        assert ("各类记录" in html, ">Records<" in html) == (lang == "zh-hans", lang == "en")
        for see, address in kinds_listed(card):
            assert linked(html).count(address) == (see in holds), (address, lang)
            if see in holds:
                pages.text(reader.get(address))


@pytest.mark.parametrize("role", ROLES)
def test_the_home_page_leads_to_all_of_them(cast: Cast, system: Actor, role: Role) -> None:
    html = pages.text(pages.browser(system, role, "T161").get("/"))
    for see, address in (each for card in AREAS for each in kinds_listed(card)):
        assert linked(html).count(address) == (see in verbs_of(role)), address


def test_whoever_may_see_none_of_them_is_shown_no_empty_heading() -> None:
    assert lists(frozenset[str]().__contains__) == []
    assert lists_at("sanitation:rounds", frozenset[str]().__contains__) == []
    assert lists_at("sanitation:mixing", {"sanitation.see"}.__contains__) == []
