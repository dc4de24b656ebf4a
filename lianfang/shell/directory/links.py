"""shell · directory: the addresses of units, places and people, for this and every other page."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from lianfang.ground.units import queries as units
from lianfang.ground.units.queries import Unit
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words, w
from lianfang.shell.components.types import Link

SPACE = "shell:directory"
UNITS = w("单位", "Units")
PLACES = w("地点", "Places")
PEOPLE = w("人员", "People")
GRANTS = w("授权", "Access")
USERS = w("账号", "Accounts")


def href(page: str, *args: object, **query: object) -> str:
    """The address of one of these pages, with what is given of `query`."""
    said = {name: value for name, value in query.items() if value not in (None, "")}
    return reverse(f"{SPACE}:{page}", args=args) + (f"?{urlencode(said)}" if said else "")


def elsewhere(name: str, *args: object, **query: object) -> str:
    """The address of a page that another part may have; empty where this installation lacks it."""
    try:
        found = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    return found + (f"?{urlencode(query)}" if query else "")


def unit_href(code: str) -> str:
    """The page of a unit."""
    return href("unit", code)


def place_href(code: str) -> str:
    """The page of a place."""
    return href("place", code)


def person_href(person: UUID | str) -> str:
    """The page of a person."""
    return href("person", person)


def crumbs_of(actor: Actor, unit: Unit, *, itself: bool = False) -> list[Link]:
    """The list of units, then every unit above this one that the actor sees."""
    above = units.ancestors(actor, unit)
    listed = [*above, unit] if itself else above
    return [Link(UNITS, href("units")), *(Link(each.words, unit_href(each.code)) for each in listed)]


def named(words: Words, code: str) -> Words:
    """A name with the code that tells it from its like."""
    return w("{words}（{code}）", "{words} ({code})").fill(words=words, code=code)
