"""composition · arranging: articles of known heights set on a page as rows of stacks, with as little white as can be.

A row goes over the whole width. In it stand one to three stacks side by side, each over some columns of the grid and of
one or more articles; so an article is always a rectangle, and the order is the plan's. Heights are in lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

GAP = 1  # lines between articles that stand over one another
_ROW_MOST, _STACKS_MOST = 6, 3
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An article to be set: its height over each number of columns it may have, and how well that looks (0 is best)."""

    heights: Mapping[int, int]
    prices: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Stack:
    """Articles over one another: the first column, how many, and the articles' places in the plan."""

    column: int
    span: int
    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """Stacks side by side, and the height of the tallest."""

    height: int
    stacks: tuple[Stack, ...]


@lru_cache(maxsize=64)
def _shares(count: int, parts: int) -> tuple[tuple[int, ...], ...]:
    """Every way to share out `count` things in order among `parts`, each with at least one."""
    cuts = combinations(range(1, count), parts - 1)
    return tuple(tuple(high - low for low, high in zip((0, *cut), (*cut, count), strict=True)) for cut in cuts)


def arranged(wanted: Sequence[Wanted], columns: int) -> tuple[Row, ...]:
    """The rows with the least height, white and ugliness. Empty where an article fits no number of columns."""
    best: list[tuple[float, Row | None]] = [(_NEVER, None) for _ in wanted]
    best.append((0.0, None))
    for first in range(len(wanted) - 1, -1, -1):
        for count in range(1, min(_ROW_MOST, len(wanted) - first) + 1):
            rest = best[first + count][0]
            if rest == _NEVER:
                continue
            for price, row in _rows(wanted, first, count, columns):
                if price + rest < best[first][0]:
                    best[first] = (price + rest, row)
    rows: list[Row] = []
    at = 0
    while at < len(wanted):
        next_row = best[at][1]
        if next_row is None:
            return ()
        rows.append(next_row)
        at += sum(len(stack.articles) for stack in next_row.stacks)
    return tuple(rows)


def height_of(rows: Sequence[Row]) -> int:
    """Lines from the first row's top to the last one's foot."""
    return sum(row.height for row in rows) + GAP * max(len(rows) - 1, 0)


def stack_height(wanted: Sequence[Wanted], stack: Stack) -> int:
    """Lines of a stack."""
    return sum(wanted[i].heights[stack.span] for i in stack.articles) + GAP * (len(stack.articles) - 1)


def _rows(wanted: Sequence[Wanted], first: int, count: int, columns: int) -> Iterator[tuple[float, Row]]:
    for parts in range(1, min(_STACKS_MOST, count, columns) + 1):
        if parts == 1 and count > 1:
            continue  # the same as rows of one
        for share in _shares(count, parts):
            for spans in _shares(columns, parts):
                made = _row(wanted, first, share, spans, columns)
                if made:
                    yield made


def _row(
    wanted: Sequence[Wanted], first: int, share: tuple[int, ...], spans: tuple[int, ...], columns: int
) -> tuple[float, Row] | None:
    stacks, price, column, at = [], 0.0, 0, first
    for count, span in zip(share, spans, strict=True):
        places = tuple(range(at, at + count))
        if any(span not in wanted[i].heights for i in places):
            return None
        price += sum(wanted[i].prices[span] for i in places)
        stacks.append(Stack(column, span, places))
        column, at = column + span, at + count
    heights = [stack_height(wanted, stack) for stack in stacks]
    height = max(heights)
    white = sum((height - own) ** 1.4 * stack.span for own, stack in zip(heights, stacks, strict=True))
    return (height + GAP) * columns + white * 0.6 + price, Row(height, tuple(stacks))
