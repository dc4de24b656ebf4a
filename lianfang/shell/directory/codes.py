"""shell · directory: the code that is printed at a place, and what a phone reads in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lianfang.ground.places.card import OPEN
from lianfang.ground.places.labels import tokens as label_tokens
from lianfang.ground.places.queries import Place
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words

_QUIET = 4  # modules of white around a code, as ISO/IEC 18004 wants them


@dataclass(frozen=True, slots=True)
class Label:
    """One printed label: the picture, what it says to a phone, and what it says to people."""

    place: Place
    unit: Words | str
    address: str
    svg: SafeString


def address_of(request: HttpRequest, place: Place, token: str = "") -> str:
    """What a phone reads: an address that ends in the place's code and stays good as long as the place does.

    With the token it proves that the label was read.
    """
    address = request.build_absolute_uri(reverse("shell:directory:at", args=[place.code]))
    return f"{address}?k={token}" if token else address


def labels(request: HttpRequest, actor: Actor, places: Sequence[Place], units: dict[str, Words]) -> list[Label]:
    """The labels of some places. Only to those who open places do they show what proves that one was there."""
    made, tokens = [], label_tokens([each.code for each in places if actor.may(OPEN, each.path)])
    for each in places:
        address = address_of(request, each, tokens.get(each.code, ""))
        made.append(Label(each, units.get(each.unit, each.unit), address, picture(address)))
    return made


def picture(address: str) -> SafeString:
    """The code as SVG; a quarter of it may be dirty or torn."""
    code = segno.make(address, error="q", micro=False, boost_error=False)
    drawn = code.svg_inline(border=_QUIET, omitsize=True, svgclass="lf-qr", lineclass=None, light="#fff")
    return mark_safe(drawn)  # made of modules alone: nothing that anybody typed stands in it as text
