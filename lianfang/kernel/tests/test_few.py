"""kernel · few: nobody works out from a text how many of fewer than five there are."""

from __future__ import annotations

from itertools import product

import pytest

from lianfang.kernel.few import FEW, Group, given_away, is_few
from lianfang.kernel.indicators import Indicator
from lianfang.kernel.measures import Measure
from lianfang.kernel.words import w

WORDS = w("甲", "a")


def indicator(*, persons: bool) -> Indicator:
    return Indicator("X1", WORDS, WORDS, WORDS, "SELECT NULL::uuid AS entry", cumulates=False, persons=persons)


@pytest.mark.parametrize(("value", "few"), [(None, False), (0, False), (1, True), (4, True), (5, False)])
def test_one_to_four_people_are_few_and_nobody_is_not(value: int | None, few: bool) -> None:
    assert is_few(indicator(persons=True), Measure(value)) is few
    assert not is_few(indicator(persons=False), Measure(value))


def group(path: str, value: int) -> Group:
    return Group(path, value, 0 < value < FEW)


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        ([("A/", 30), ("A/B/", 27), ("A/C/", 3)], ["A/C/"]),
        ([("A/", 30), ("A/C/", 3)], []),
        ([("A/", 6), ("A/B/", 3), ("A/C/", 3)], ["A/B/", "A/C/"]),
        ([("A/", 4), ("A/C/", 3)], []),
        ([("A/B/", 27), ("A/C/", 3)], []),
        ([("A/", 30), ("A/B/", 27), ("A/B/D/", 2), ("A/C/", 3)], ["A/C/"]),
        ([("A/", 30), ("A/B/", 20), ("A/C/", 0), ("A/D/", 4)], []),
    ],
)
def test_a_total_gives_away_what_little_it_leaves(groups: list[tuple[str, int]], told: list[str]) -> None:
    assert [each.path for each in given_away([group(*each) for each in groups])] == told


def test_what_is_not_given_away_can_be_any_number_below_five() -> None:
    """Every small tree of a total with up to three parts, of which some may not be named: whoever reads the text can
    still think of each hidden part as one, two, three or four."""
    for rest, *parts in product((0, 1, 5), (0, 2, 4, 6), (0, 1, 3, 9), (0, 4)):
        groups = [group("A/", rest + sum(parts)), *(group(f"A/{at}/", value) for at, value in enumerate(parts))]
        total, *named = groups
        hidden = [each for each in named if each.hidden]
        if total.hidden or not hidden or given_away(groups):
            continue
        left = total.value - sum(each.value for each in named if not each.hidden)
        possible = [guess for guess in product(range(1, FEW), repeat=len(hidden)) if sum(guess) <= left]
        assert all({guess[at] for guess in possible} == {1, 2, 3, 4} for at in range(len(hidden)))
