"""composition · zones: where typst put each piece, in per cent of its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from lianfang.shell.composition.composed import Zone
from lianfang.shell.composition.faces import SIZES_MM
from lianfang.shell.composition.layout import Sheet

_AROUND_PT = 2.4  # what of the white around a piece belongs to it: glyphs reach a little over their lines
_POINTS_PER_MM = 72 / 25.4


def zones(corners: Iterable[Mapping[str, Any]], sheet: Sheet) -> dict[int, tuple[Zone, ...]]:
    """By place of the page in the document (from 1) the rectangles between the corners that the template marked."""
    wide, high = (side * _POINTS_PER_MM for side in SIZES_MM[sheet])
    found: dict[int, list[tuple[str, tuple[float, float, float, float]]]] = defaultdict(list)
    begun: dict[tuple[str, int], tuple[float, float]] = {}
    for corner in corners:
        key, page = corner["key"], corner["page"]
        if corner["corner"] == "begin":
            begun[key, page] = corner["x"], corner["y"]
            continue
        left, top = begun.pop((key, page))
        around = (left - _AROUND_PT, top - _AROUND_PT, corner["x"] + _AROUND_PT, corner["y"] + _AROUND_PT)
        found[page].append((key, around))
    for page, boxes in found.items():
        for (one, a), (other, b) in combinations(boxes, 2):
            # Cannot be: articles have rectangles of their own.
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], f"page {page}: {one} over {other}"
    return {page: tuple(_zone(key, box, wide, high) for key, box in boxes) for page, boxes in found.items()}


def _zone(key: str, box: tuple[float, float, float, float], wide: float, high: float) -> Zone:
    left, right = (round(100 * x / wide, 3) for x in (box[0], box[2]))
    top, foot = (round(100 * y / high, 3) for y in (box[1], box[3]))
    return Zone(key, ((left, top), (right, top), (right, foot), (left, foot)))
