"""tests · house: with a seed the tests run in an order by chance, module by module, and again in the same."""

from __future__ import annotations

import os
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import order

MODULES = ("a/test_one.py", "a/test_two.py", "b/test_three.py")
ALL = [(module, number, f"test_{number}") for module in MODULES for number in range(8)]


def shuffled(seed: str, places: list[Any] = ALL) -> list[Any]:
    items: list[Any] = [SimpleNamespace(location=place) for place in places]
    order.shuffle(items, seed)
    return [item.location for item in items]


def test_a_seed_gives_the_same_order_again_and_another_seed_another() -> None:
    assert shuffled("7") == shuffled("7", ALL[::-1])
    assert sorted(shuffled("7")) == sorted(ALL)
    assert len({tuple(shuffled(str(seed))) for seed in range(5)}) == 5


def test_modules_are_not_mixed_and_a_part_runs_as_it_did_in_the_whole() -> None:
    for seed in ("1", "2", "3"):
        whole = shuffled(seed)
        modules = [module for module, _, _ in whole]
        assert sum(one != other for one, other in pairwise(modules)) == len(MODULES) - 1
        part = [place for place in ALL if place[1] % 3]
        assert shuffled(seed, part) == [place for place in whole if place in part]


@pytest.mark.xdist_group("together")
def test_what_belongs_to_a_group_is_handed_out_as_one(request: pytest.FixtureRequest) -> None:
    """pytest-xdist goes by the id of a test, which a pytest that it does not know may keep from it."""
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.getoption("loadgroup"):
        assert request.node.nodeid.endswith("@together")
