"""shell · directory: the code that is printed on a label, and what a phone reads in it."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from lianfang.ground.places.card import OPEN
from lianfang.ground.places.labels import Label as State
from lianfang.ground.places.labels import labels_of
from lianfang.ground.places.shortcodes import shown
from lianfang.kernel.labelled import Labelled
from lianfang.kernel.scope import Actor
from lianfang.kernel.words import Words
from lianfang.shell.labels.at_pages import TOKEN, href_of

_QUIET = 4  # modules of white around a code, as ISO/IEC 18004 wants them


@dataclass(frozen=True, slots=True)
class Label:
    """One label on a page: the picture, what it says to a phone, and what it says to people."""

    thing: Labelled
    unit: Words | str
    address: str
    svg: SafeString
    short: str = ""


def address_of(request: HttpRequest, thing: Labelled, token: str = "") -> str:
    """What a phone reads: an address that ends in the thing's code and stays good as long as the thing does.

    With the token it proves that the label was read.
    """
    base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
    address = base + href_of(thing.sort, thing.code)
    return f"{address}?{TOKEN}={token}" if token else address


def label_on_page(request: HttpRequest, actor: Actor, thing: Labelled, unit: Words | str) -> Label:
    """The label of a thing. Only to those who issue labels does it show what proves that one was there."""
    if not actor.may(OPEN, thing.path):
        return Label(thing, unit, address_of(request, thing), picture(address_of(request, thing)))
    state = labels_of(actor, thing.sort, [thing.code])[thing.code]
    address = address_of(request, thing, "" if state.revoked else state.token)
    return Label(thing, unit, address, picture(address), short_of(state))


def short_of(state: State) -> str:
    """The short code of the label that is good now, as it is printed; empty where none is on record."""
    return shown(state.issued.short) if state.issued and state.issued.short else ""


def picture(address: str) -> SafeString:
    """The code as SVG; a quarter of it may be dirty or torn."""
    drawn = _code(address).svg_inline(border=_QUIET, omitsize=True, svgclass="lf-qr", lineclass=None, light="#fff")
    return mark_safe(drawn)  # made of modules alone: nothing that anybody typed stands in it as text


def on_paper(address: str) -> str:
    """The code as SVG for a document, with its quiet zone; of the error correction, as much as fits beside Q."""
    code = segno.make(address, error="q", micro=False, boost_error=True)
    return code.svg_inline(border=_QUIET, dark="#000", light="#fff", svgclass=None, lineclass=None)


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="q", micro=False, boost_error=False)
