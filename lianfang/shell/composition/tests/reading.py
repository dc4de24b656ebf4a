"""A page's text as a stranger reads it from the PDF: every character with its box, in points from the upper left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2

from lianfang.shell.composition.composed import Zone


@dataclass(frozen=True, slots=True)
class Char:
    text: str
    left: float
    top: float
    right: float
    foot: float

    @property
    def area(self) -> float:
        return max(self.right - self.left, 0.0) * max(self.foot - self.top, 0.0)


def chars(pdf: bytes) -> list[list[Char]]:
    """The characters of each page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    try:
        for page in document:
            text, high = page.get_textpage(), page.get_height()
            found = []
            for at in range(text.count_chars()):
                left, foot, right, top = text.get_charbox(at)
                found.append(Char(text.get_text_range(at, 1), left, high - top, right, high - foot))
            pages.append(found)
            text.close()
            page.close()
    finally:
        document.close()
    return pages


def share_in(chars: Iterable[Char], zones: Iterable[Zone], wide: float, high: float) -> float:
    """How much of the characters' area lies in the zones."""
    boxes = []
    for zone in zones:
        xs, ys = [x * wide / 100 for x, _ in zone.points], [y * high / 100 for _, y in zone.points]
        boxes.append((min(xs), min(ys), max(xs), max(ys)))
    everything = inside = 0.0
    for char in chars:
        everything += char.area
        for left, top, right, foot in boxes:
            across = max(0.0, min(char.right, right) - max(char.left, left))
            inside += across * max(0.0, min(char.foot, foot) - max(char.top, top))
    return inside / everything if everything else 0.0
