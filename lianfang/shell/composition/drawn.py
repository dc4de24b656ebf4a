"""composition · drawn: zones that somebody drew on the picture of a page: read, judged, and held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from lianfang.shell.composition.composed import Point

POINTS_MOST = 60
_LINES = 400  # on how many lines of a page two zones are compared
_NUMBER = r"-?\d{1,3}(?:\.\d{1,3})?"
POINTS = re.compile(rf"{_NUMBER},{_NUMBER}(?: {_NUMBER},{_NUMBER}){{2,{POINTS_MOST - 1}}}")

Polygon = Sequence[Point]


def points_of(said: str) -> tuple[Point, ...]:
    """The corners of a zone, as SVG writes them: `12.5,3 40,3 40,20`, in per cent of the page's width and height."""
    return tuple((float(x), float(y)) for x, y in (each.split(",") for each in said.split()))


def said_of(points: Polygon) -> str:
    """The corners as `points_of` reads them, to a thousandth of the page's hundredth."""
    return " ".join(f"{round(x, 3):g},{round(y, 3):g}" for x, y in points)


def rectangle(left: float, top: float, width: float, height: float) -> tuple[Point, ...]:
    """A rectangle's corners, clockwise from the upper left."""
    right, foot = round(left + width, 3), round(top + height, 3)
    return (left, top), (right, top), (right, foot), (left, foot)


def box(points: Polygon) -> tuple[float, float, float, float]:
    """The rectangle around a zone: left, top, width, height."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), round(max(xs) - min(xs), 3), round(max(ys) - min(ys), 3)


def is_rectangle(points: Polygon) -> bool:
    """Whether four numbers say all of it."""
    left, top, width, height = box(points)
    return set(points) == set(rectangle(left, top, width, height)) and len(points) == 4


def inside(points: Polygon) -> bool:
    """Whether all of it lies on the page."""
    return all(0 <= x <= 100 and 0 <= y <= 100 for x, y in points)


def crosses_itself(points: Polygon) -> bool:
    """Whether two sides that are no neighbours meet."""
    sides = [(points[i], points[(i + 1) % len(points)]) for i in range(len(points))]
    return any(
        _meet(*sides[i], *sides[j])
        for i, j in combinations(range(len(sides)), 2)
        if j - i > 1 and not (i == 0 and j == len(sides) - 1)
    )


def area(points: Polygon) -> float:
    """Its area, of the page's 100 × 100."""
    turns = (points[i - 1][0] * points[i][1] - points[i][0] * points[i - 1][1] for i in range(len(points)))
    return abs(sum(turns)) / 2


def shared(one: Polygon, other: Polygon) -> float:
    """How much of the smaller of two zones the other covers, from 0 to 1; measured line by line."""
    smaller = min(area(one), area(other))
    if not smaller:
        return 0.0
    top = max(min(y for _, y in one), min(y for _, y in other))
    foot = min(max(y for _, y in one), max(y for _, y in other))
    if foot <= top:
        return 0.0
    step = (foot - top) / _LINES
    covered = sum(
        max(0.0, min(a[1], b[1]) - max(a[0], b[0]))
        for line in range(_LINES)
        for a in _runs(one, top + (line + 0.5) * step)
        for b in _runs(other, top + (line + 0.5) * step)
    )
    return min(1.0, covered * step / smaller)


def _runs(points: Polygon, y: float) -> list[tuple[float, float]]:
    """Where a line across the page lies within a zone."""
    crossings = sorted(
        x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for (x0, y0), (x1, y1) in ((points[i - 1], points[i]) for i in range(len(points)))
        if (y0 <= y) != (y1 <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    def between(one: Point, other: Point, point: Point) -> bool:
        across = min(one[0], other[0]) <= point[0] <= max(one[0], other[0])
        return across and min(one[1], other[1]) <= point[1] <= max(one[1], other[1])

    first, second, third, fourth = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if first * second < 0 and third * fourth < 0:
        return True
    sides = ((first, a, b, c), (second, a, b, d), (third, c, d, a), (fourth, c, d, b))
    return any(turn == 0 and between(one, other, point) for turn, one, other, point in sides)
