"""kernel · few: numbers of people so small that they tell who somebody is, and totals that give them away.

In a text for everybody 1 to 4 people of a group are said as *fewer than 5* (docs/decisions/1079). A total beside such a
group gives it away where little is left once the other parts are taken from it: with `left` for `hidden` groups, any of
them may be 1 to 4 only while more is left than all of them can be together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianfang.kernel.indicators import Indicator
from lianfang.kernel.measures import Measure, Number
from lianfang.kernel.words import w

FEW = 5
FEWER = w("少于 5", "fewer than 5")


def is_few(indicator: Indicator, measure: Measure) -> bool:
    """Whether a figure counts so few people that it is not shown; none at all tells of nobody."""
    return indicator.persons and measure.value is not None and 0 < measure.value < FEW


@dataclass(frozen=True, slots=True)
class Group:
    """A number of people of a branch of the tree, by the path of its first unit; `hidden` where it is not shown."""

    path: str
    value: Number
    hidden: bool


def given_away(groups: Sequence[Group]) -> list[Group]:
    """The hidden groups that what is shown above and beside them narrows down, in their order.

    All are of one indicator and day. Nothing is known of branches that are not named: where more is left of the total
    than the hidden ones can be together, the rest may be anywhere.
    """
    found = dict[Group, None]()
    for total in groups:
        if total.hidden:
            continue
        below = [each for each in groups if each.path != total.path and each.path.startswith(total.path)]
        shown = _outermost(each for each in below if not each.hidden)
        hidden = _outermost(
            each for each in below if each.hidden and not any(each.path.startswith(one.path) for one in shown)
        )
        shown = [each for each in shown if not any(each.path.startswith(one.path) for one in hidden)]
        left = total.value - sum(each.value for each in shown)
        if hidden and left <= (FEW - 1) * len(hidden):
            found |= dict.fromkeys(hidden)
    return [each for each in groups if each in found]


def _outermost(groups: Iterable[Group]) -> list[Group]:
    """Those that stand in none of the others."""
    listed = list(groups)
    return [
        each for each in listed if not any(each.path != one.path and each.path.startswith(one.path) for one in listed)
    ]
