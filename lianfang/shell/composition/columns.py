"""composition · columns: text cut into columns that end on one line, or one line apart.

Everything of a body stands on whole lines, so columns are a sum: how many lines each takes. What may not be torn, and
where a tear is ugly, has a price, and the cheapest way wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

TORN, LEFT_BEHIND = 5_000, 3_000  # inside a subhead; right after one
_ALONE = 3  # a paragraph's first or last line by itself
_BEARABLE = 1_000
_SLACKS = (2, 3, 5, 9)
_PADDED_MOST = 4  # items whose space may grow


@dataclass(frozen=True, slots=True)
class Run:
    """An item of a body by its lines: `whole` is never torn, `leads` never ends a column, `follows` never begins one;
    the space around one that `pads` may grow.
    """

    lines: int
    whole: bool = False
    pads: bool = False
    leads: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """How a body is cut: lines of each column, the height of the tallest with what stands over it, and its price.

    `runs` are the items as they are set: the space of a subhead may have grown.
    """

    takes: tuple[int, ...]
    height: int
    price: int
    runs: tuple[Run, ...]
    uneven: bool = False  # feet are more than a line apart: nothing else keeps whole what must be


@lru_cache(maxsize=20_000)
def balanced(runs: tuple[Run, ...], over: tuple[int, ...]) -> Columns:
    """The body in `len(over)` columns, each under `over[i]` lines of something else."""
    best = _cut(runs, over)
    for grown, more in _padded(runs, 3 if best.price >= _BEARABLE else 1):
        if best.price <= more:
            break
        other = _cut(grown, over)
        if other.price + more < best.price:
            best = replace(other, price=other.price + more)
    for slack in _SLACKS:  # what may not be torn counts for more than feet on one line
        if best.price < _BEARABLE:
            break
        other = _cut(runs, over, slack)
        if other.price < best.price:
            best = replace(other, uneven=True)
    return best


def total(runs: Sequence[Run]) -> int:
    """All lines of a body."""
    return sum(run.lines for run in runs)


def shortened(runs: tuple[Run, ...], lines: int) -> tuple[Run, ...]:
    """The first `lines` of a body; the last item may be a part."""
    kept = []
    for run in runs:
        if lines <= 0:
            break
        kept.append(replace(run, lines=min(run.lines, lines)))
        lines -= run.lines
    return tuple(kept)


def may_end(runs: Sequence[Run], lines: int) -> bool:
    """Whether a body may be left after that many lines, to go on elsewhere."""
    return 0 < lines < total(runs) and _prices(runs)[lines] < _BEARABLE


def _padded(runs: tuple[Run, ...], most: int) -> Iterator[tuple[tuple[Run, ...], int]]:
    """The body with more space around some items, the least first, and how many lines that is."""
    heads = [i for i, run in enumerate(runs) if run.pads][:_PADDED_MOST]
    for more in sorted(product(range(most + 1), repeat=len(heads)), key=sum)[1:]:
        grown = list(runs)
        for i, extra in zip(heads, more, strict=True):
            grown[i] = replace(runs[i], lines=runs[i].lines + extra)
        yield tuple(grown), sum(more)


def _prices(runs: Sequence[Run]) -> list[int]:
    """What it costs to tear the body after its first n lines, for every n."""
    prices = [0]
    for i, run in enumerate(runs):
        inner = [TORN if run.whole else 0] * (run.lines - 1)
        if inner and not run.whole:
            inner[0] += _ALONE
            inner[-1] += _ALONE
        after = LEFT_BEHIND if run.leads or (i + 1 < len(runs) and runs[i + 1].follows) else 0
        prices += [*inner, after]
    return prices


def _cut(runs: tuple[Run, ...], over: tuple[int, ...], slack: int = 1) -> Columns:
    lines, prices = total(runs), _prices(runs)
    lowest = max(over, default=0)
    least = -(-(lines + sum(over)) // len(over))
    if least <= lowest:  # so little text that it ends beside what stands over the other columns
        free = tuple(i for i, above in enumerate(over) if above < lowest)
        if free and len(free) < len(over):
            beside = _cut(runs, tuple(over[i] for i in free), slack)
            if beside.height <= lowest:
                there = dict(zip(free, beside.takes, strict=True))
                return Columns(tuple(there.get(i, 0) for i in range(len(over))), lowest, beside.price, runs)
    best: Columns | None = None
    for height in range(max(least, lowest), max(least, lowest) + slack + 1):
        way = _cheapest(prices, [height - above for above in over], slack)
        if way and (best is None or way[0] + (height > least) < best.price):
            best = Columns(way[1], height, way[0] + (height > least), runs)
    # Nothing under a picture ends within a line of the rest: as even as it can be.
    return best or _uneven(runs, over, max(least, lowest))


def _cheapest(prices: list[int], rooms: list[int], slack: int) -> tuple[int, tuple[int, ...]] | None:
    """The cheapest way to fill every room to its last line, or to a line at most `slack` above it."""
    lines = len(prices) - 1
    ways: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for room in rooms:
        further: dict[int, tuple[int, tuple[int, ...]]] = {}
        for done, (price, takes) in ways.items():
            for take in range(min(room, lines - done), max(room - slack, 0) - 1, -1):
                at = done + take
                cost = price + (prices[at] if take and at < lines else 0)
                if at not in further or cost < further[at][0]:
                    further[at] = (cost, (*takes, take))
        ways = further
    return ways.get(lines)


def _uneven(runs: tuple[Run, ...], over: tuple[int, ...], height: int) -> Columns:
    left = total(runs)
    takes: list[int] = []
    for above in over:
        takes.append(min(left, max(height - above, 0)))
        left -= takes[-1]
    return Columns(tuple(takes), height, LEFT_BEHIND, runs, uneven=True)
