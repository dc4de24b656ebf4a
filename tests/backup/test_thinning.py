"""tests · backup.thinning: what is kept of a year of backups, by a table."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.config.backup.thinning import Point, Rules, to_drop

WALL = timezone(timedelta(hours=8))
START = datetime(2020, 7, 6, 2, 0, tzinfo=WALL)  # a Monday


def daily(days: int, *, whole_every: int = 7) -> list[Point]:
    """One backup a night; the first of each week is whole, the others build on the night before."""
    return [
        Point(f"{n:03d}", START + timedelta(days=n), None if n % whole_every == 0 else f"{n - 1:03d}")
        for n in range(days)
    ]


@pytest.mark.parametrize(
    ("points", "rules", "kept"),
    [
        ([], Rules(), []),
        (daily(1), Rules(), ["000"]),
        (daily(3), Rules(0, 0, 0), ["000", "001", "002"]),  # the newest, and what it builds upon
        (daily(8), Rules(0, 0, 0), ["007"]),
        (daily(10, whole_every=1), Rules(daily=3, weekly=0, monthly=0), ["007", "008", "009"]),
        # two days, and the last of two weeks
        (daily(15, whole_every=1), Rules(daily=2, weekly=2, monthly=0), ["013", "014"]),
        (daily(16, whole_every=1), Rules(daily=2, weekly=2, monthly=0), ["013", "014", "015"]),
        # July's last is the 31st: number 25
        (daily(40, whole_every=1), Rules(daily=1, weekly=0, monthly=2), ["025", "039"]),
        # an increment that is kept keeps its whole week up to it
        (daily(16), Rules(daily=1, weekly=2, monthly=0), [*(f"{n:03d}" for n in range(7, 16))]),
    ],
)  # fmt: skip
def test_what_is_kept(points: list[Point], rules: Rules, kept: list[str]) -> None:
    dropped = to_drop(points, rules)
    assert sorted({point.id for point in points} - dropped) == kept


def test_the_newest_proved_one_is_kept_however_old() -> None:
    points = [Point("old", START, proved=True), *daily(30, whole_every=1)[1:]]
    assert "old" not in to_drop(points, Rules(1, 0, 0))
    assert "old" in to_drop([*points, Point("new", START + timedelta(days=60), proved=True)], Rules(1, 0, 0))


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=60, unique=True),
    st.integers(1, 9),
    st.builds(Rules, st.integers(0, 9), st.integers(0, 6), st.integers(0, 14)),
)
def test_nothing_kept_ever_lacks_what_it_builds_upon(days: list[int], whole_every: int, rules: Rules) -> None:
    ordered = sorted(days)
    points = [
        Point(str(day), START + timedelta(days=day), None if n % whole_every == 0 else str(ordered[n - 1]))
        for n, day in enumerate(ordered)
    ]
    dropped = to_drop(points, rules)
    assert str(ordered[-1]) not in dropped
    assert all(point.base not in dropped for point in points if point.id not in dropped and point.base)
    assert to_drop([point for point in points if point.id not in dropped], rules) == set()
