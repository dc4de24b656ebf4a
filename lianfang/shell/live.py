"""shell · live: pieces of the frame that follow what happens while a page stands open, filled by the areas' cards.

A piece is drawn empty with the page, so that no page costs a question more; the page then asks its address again
and again while somebody looks at it (web/src/live.ts) and is answered with nothing (204) as long as nothing is new.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True, slots=True)
class LivePiece:
    """A piece in the top bar: its template, the address that it asks, and who gets it.

    The template is given `href`. The address is asked with `mark` (what the page shows, empty at first) and `told`
    (the last mark that this reader's pages were given); its answer carries the new mark in `data-mark`.
    """

    code: str
    template: str
    url_name: str
    verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class LiveShown:
    """A piece as one reader gets it."""

    code: str
    template: str
    href: str


_pieces: dict[str, LivePiece] = {}


def register(piece: LivePiece) -> None:
    """Adds a piece; each code once."""
    if _pieces.get(piece.code, piece) != piece:
        raise ValueError(f"two live pieces are called {piece.code}")
    _pieces[piece.code] = piece


def pieces(holds: Callable[[str], bool]) -> list[LiveShown]:
    """The pieces for a reader who `holds` certain verbs, as far as this installation has their pages."""
    shown = []
    for piece in _pieces.values():
        if any(holds(verb) for verb in piece.verbs):
            try:
                shown.append(LiveShown(piece.code, piece.template, reverse(piece.url_name)))
            except NoReverseMatch:
                continue
    return shown
