"""shell · live: pieces of the frame that follow what happens while a page stands open, from what the cards list.

A piece is drawn empty with the page, so that no page costs a question more; the page then asks its address again
and again while somebody looks at it (web/src/live.ts) and is answered with nothing (204) as long as nothing is new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from lianfang.kernel.registry import REGISTRY


@dataclass(frozen=True, slots=True)
class LiveShown:
    """A piece as one reader gets it."""

    code: str
    template: str
    href: str


def pieces(holds: Callable[[str], bool]) -> list[LiveShown]:
    """The pieces for a reader who `holds` certain verbs, as far as this installation has their pages."""
    shown = []
    for piece in REGISTRY.live():
        if any(holds(verb) for verb in piece.verbs):
            try:
                shown.append(LiveShown(piece.code, piece.template, reverse(piece.url_name)))
            except NoReverseMatch:
                continue
    return shown
